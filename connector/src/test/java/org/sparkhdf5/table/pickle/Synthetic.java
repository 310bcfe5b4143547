package org.sparkhdf5.table.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Pickles too large to be committed, opcode by opcode as Python writes them. */
final class Synthetic {
    private static final int BATCH = 1000;

    private Synthetic() {}

    /** {@code np.array(["text 0", "text 1", ...], dtype=object)}, protocol 4. */
    static byte[] texts(int count) {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(head(count));
        for (int from = 0; from < count; from += BATCH) {
            pickle.write('(');
            for (int i = from; i < Math.min(count, from + BATCH); i++) {
                pickle.writeBytes(shortText("text " + i));
                pickle.write(0x94);
            }
            pickle.write('e');
        }
        pickle.writeBytes(tail());
        return pickle.toByteArray();
    }

    /** Up to the empty list; the next memo entry is 4. */
    static byte[] head(int count) {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(latin("\u0080\u0004cnumpy.core.multiarray\n_reconstruct\n\u0094cnumpy\nndarray\n\u0094"));
        pickle.writeBytes(latin("K\0\u0085C\u0001b\u0087R\u0094(K\u0001J"));
        pickle.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(count)
                .array());
        pickle.writeBytes(latin("\u0085cnumpy\ndtype\n\u008c\u0002O8\u0089\u0088\u0087R(K\u0003\u008c\u0001|NNNJ"));
        pickle.writeBytes(latin("\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK?tb\u0089]\u0094"));
        return pickle.toByteArray();
    }

    /** As {@link #head}, with an empty memo. */
    static byte[] headWithoutMemo(int count) {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        for (byte opcode : head(count)) {
            if (opcode != (byte) 0x94) {
                pickle.write(opcode);
            }
        }
        return pickle.toByteArray();
    }

    static byte[] tail() {
        return latin("tb.");
    }

    static byte[] shortText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] opcode = new byte[utf8.length + 2];
        opcode[0] = (byte) 0x8c;
        opcode[1] = (byte) utf8.length;
        System.arraycopy(utf8, 0, opcode, 2, utf8.length);
        return opcode;
    }

    static byte[] latin(String opcodes) {
        return opcodes.getBytes(StandardCharsets.ISO_8859_1);
    }
}
