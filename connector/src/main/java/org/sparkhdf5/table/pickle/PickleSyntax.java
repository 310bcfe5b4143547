package org.sparkhdf5.table.pickle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.sparkhdf5.Hdf5FormatException;

/**
 * Tells a pickle from a text that happens to end in a full stop: every opcode is one of pickle's, with all of its argument, and
 * the last byte is the first {@code STOP}.
 */
final class PickleSyntax {
    private static final String WITHOUT_ARGUMENT = "(.012NRQabd}elos]tu)";
    private static final int REFUSED_LAST = 0x98;

    private PickleSyntax() {}

    static boolean isPickle(PicklePart part, byte[] pickle) throws IOException {
        PickleSource source = PickleSource.of(pickle);
        PickleBytes bytes = new PickleBytes(part, source, source, false, PickleLimits.VALUE.cacheBytes() / 2);
        try {
            int opcode = -1;
            while (opcode != Opcode.STOP) {
                opcode = bytes.uint8();
                if (!argument(opcode, bytes)) {
                    return false;
                }
            }
            return bytes.position() == pickle.length;
        } catch (Hdf5FormatException e) {
            return false; // the argument is longer than what is there
        }
    }

    /** Goes over the argument; returns whether there is such an opcode and the argument is one. */
    private static boolean argument(int opcode, PickleBytes bytes) throws IOException {
        switch (opcode) {
            case 'I', 'L', 'F', 'S', 'V', 'P', 'g', 'p' -> bytes.line();
            case 'c', 'i' -> {
                boolean module = isName(bytes);
                return isName(bytes) && module;
            }
            case 'K', 'h', 'q', 0x80, 0x82 -> bytes.skip(1);
            case 'M', 0x83 -> bytes.skip(2);
            case 'J', 'j', 'r', 0x84 -> bytes.skip(4);
            case 'G', 0x95 -> bytes.skip(8);
            case 'U', 'C', 0x8c, 0x8a -> bytes.skip(bytes.uint8());
            case 'T', 'X', 'B', 0x8b -> bytes.skip(bytes.int32() & 0xFFFF_FFFFL);
            case 0x8d, 0x8e, 0x96 -> {
                long length = bytes.int64();
                if (length < 0) {
                    return false;
                }
                bytes.skip(length);
            }
            default -> {
                boolean later = opcode > 0x80 && opcode <= REFUSED_LAST;
                return later || WITHOUT_ARGUMENT.indexOf(opcode) >= 0;
            }
        }
        return true;
    }

    /** A line of identifiers with dots between them. */
    private static boolean isName(PickleBytes bytes) throws IOException {
        long start = bytes.position();
        int length = (int) bytes.line();
        String name = new String(bytes.copy(start, length), StandardCharsets.UTF_8);
        return !name.isEmpty() && name.chars().allMatch(c -> c == '.' || Character.isJavaIdentifierPart(c));
    }
}
