package org.sparkhdf5.it.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Pickles made by hand: what pandas writes for a block of text, and what it never writes. */
public final class Pickles {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Pickles() {}

    /** A block of one column of text, as pandas 2 pickles it. */
    public static byte[] text(int rowCount, IntFunction<String> text) {
        Pickles pickle = new Pickles().array(rowCount, 1).code("]");
        pickle.code("(");
        for (int i = 0; i < rowCount; i++) {
            byte[] value = text.apply(i).getBytes(StandardCharsets.UTF_8);
            pickle.code("X").number(value.length).raw(value);
        }
        return pickle.code("etb.").bytes.toByteArray();
    }

    /**
     * Pickles that no reader may believe; the first word is what the error has to name, a global or an opcode.
     *
     * @param marker path of a file that the code of some of them would make
     */
    public static Map<String, byte[]> hostile(String marker) {
        String touch = "touch " + marker;
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("os.system", made("cos\nsystem\n(V" + touch + "\ntR."));
        all.put("posix.system", made("cposix\nsystem\n(S'" + touch + "'\ntR."));
        all.put("__builtin__.eval", made("c__builtin__\neval\n(V__import__('os').system('" + touch + "')\ntR."));
        all.put("subprocess.Popen", global("subprocess", "Popen", touch));
        all.put("builtins.exec", global("builtins", "exec", touch));
        all.put("numpy.load", global("numpy", "load", marker));
        all.put("os.system by INST", made("(V" + touch + "\nios\nsystem\n."));
        all.put("PERSID", made("Pos.system\n."));
        all.put(
                "EXT1",
                new Pickles()
                        .raw(new byte[] {(byte) 0x80, 2, (byte) 0x82, 1})
                        .code(".")
                        .made());
        all.put(
                "0xff",
                new Pickles()
                        .raw(new byte[] {(byte) 0x80, 2, (byte) 0xff})
                        .code(".")
                        .made());
        return all;
    }

    /** Pickles that claim or build more than there is. */
    public static Map<String, byte[]> bombs() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put(
                "2 GiB of text",
                new Pickles().protocol().code("X").number(Integer.MAX_VALUE).made());
        all.put(
                "2 GiB of bytes",
                new Pickles()
                        .protocol()
                        .raw(new byte[] {(byte) 0x8e})
                        .wide(1L << 31)
                        .made());
        all.put(
                "an integer of 2 GiB",
                new Pickles()
                        .protocol()
                        .raw(new byte[] {(byte) 0x8b})
                        .number(Integer.MAX_VALUE)
                        .made());
        all.put(
                "a frame of 2^62 bytes",
                new Pickles()
                        .protocol()
                        .raw(new byte[] {(byte) 0x95})
                        .wide(1L << 62)
                        .made());
        all.put("lists in lists", made("]".repeat(2_000_000) + "a".repeat(1_999_999) + "."));
        all.put("tuples in tuples", made(")" + "\u0085".repeat(2_000_000) + "."));
        all.put("marks", made("(".repeat(4_000_000) + "."));
        all.put("a memo without end", memo());
        all.put("a far place in the memo", made("Nr\u00ff\u00ff\u00ff\u007f0j\u00fe\u00ff\u00ff\u007f."));
        all.put("doubled forty times", doubled());
        all.put(
                "an array of 2^40 rows",
                new Pickles().array(1 << 30, 1 << 10).code("](etb.").made());
        return all;
    }

    /** {@code x = (x, x)}, forty times: 2^40 values in 200 bytes. */
    private static byte[] doubled() {
        Pickles pickle =
                new Pickles().protocol().code("V" + "x".repeat(100) + "\nq").raw(new byte[] {0});
        for (int i = 0; i < 40; i++) {
            byte place = (byte) i;
            pickle.code("h").raw(new byte[] {place}).code("h").raw(new byte[] {place, (byte) 0x86});
            pickle.code("q").raw(new byte[] {(byte) (place + 1)});
        }
        return pickle.code(".").made();
    }

    /** Eight million places for nothing. */
    private static byte[] memo() {
        Pickles pickle = new Pickles().protocol().code("N");
        for (int i = 0; i < 8_000_000; i++) {
            pickle.raw(new byte[] {(byte) 0x94});
        }
        return pickle.code(".").made();
    }

    private static byte[] global(String module, String name, String argument) {
        return new Pickles()
                .raw(new byte[] {(byte) 0x80, 4})
                .shortText(module)
                .shortText(name)
                .raw(new byte[] {(byte) 0x93})
                .shortText(argument)
                .raw(new byte[] {(byte) 0x85})
                .code("R.")
                .made();
    }

    private static byte[] made(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] made() {
        return bytes.toByteArray();
    }

    private Pickles protocol() {
        return raw(new byte[] {(byte) 0x80, 4});
    }

    /** An array of objects up to its payload. */
    private Pickles array(int rowCount, int columnCount) {
        return raw(new byte[] {(byte) 0x80, 3})
                .code("cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK")
                .raw(new byte[] {0, (byte) 0x85})
                .code("C\u0001b")
                .raw(new byte[] {(byte) 0x87})
                .code("R(K\u0001J")
                .number(rowCount)
                .code("J")
                .number(columnCount)
                .raw(new byte[] {(byte) 0x86})
                .code("cnumpy\ndtype\nX")
                .number(2)
                .code("O8")
                .raw(new byte[] {(byte) 0x89, (byte) 0x88, (byte) 0x87})
                .code("R(K\u0003X")
                .number(1)
                .code("|NNNJ")
                .number(-1)
                .code("J")
                .number(-1)
                .code("K?tb")
                .raw(new byte[] {(byte) 0x89});
    }

    private Pickles shortText(String text) {
        return raw(new byte[] {(byte) 0x8c, (byte) text.length()}).code(text);
    }

    private Pickles code(String latin1) {
        return raw(made(latin1));
    }

    private Pickles number(int value) {
        return raw(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    private Pickles wide(long value) {
        return raw(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    private Pickles raw(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }
}
