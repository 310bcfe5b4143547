package org.sparkhdf5.table.pickle;

import java.io.IOException;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the opcodes that push one number, text or constant. Not thread-safe. */
final class PickleAtoms {
    private static final int INTEGER_BYTES_MAX = 4096;
    private static final int INTEGER_DIGITS_MAX = 10_000;
    private static final int NUMBER_CHARACTERS_MAX = 64;
    private static final int TEXT_BYTES_MAX = Integer.MAX_VALUE - 16;
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern FLOAT = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    private final PickleBytes bytes;

    PickleAtoms(PickleBytes bytes) {
        this.bytes = bytes;
    }

    /**
     * Pushes what the opcode says, if it is one of these.
     *
     * @param start position of the opcode, which has been read
     * @return whether it is
     */
    boolean push(int opcode, long start, PickleStack stack) throws IOException {
        switch (opcode) {
            case Opcode.SHORT_BINUNICODE -> payload(stack, PickleStack.TEXT, start, bytes.uint8());
            case Opcode.BINUNICODE -> payload(stack, PickleStack.TEXT, start, bytes.int32() & 0xFFFF_FFFFL);
            case Opcode.BINUNICODE8 -> payload(stack, PickleStack.TEXT, start, bytes.int64());
            case Opcode.NONE -> stack.push(PickleStack.NONE, start, 0, 0);
            case Opcode.BINFLOAT ->
                stack.push(PickleStack.FLOAT, start, Double.doubleToRawLongBits(bytes.float64()), 0);
            case Opcode.NEWTRUE -> stack.push(PickleStack.BOOL, start, 1, 0);
            case Opcode.NEWFALSE -> stack.push(PickleStack.BOOL, start, 0, 0);
            case Opcode.BININT1 -> stack.push(PickleStack.INT, start, bytes.uint8(), 0);
            case Opcode.BININT2 -> stack.push(PickleStack.INT, start, bytes.uint16(), 0);
            case Opcode.BININT -> stack.push(PickleStack.INT, start, bytes.int32(), 0);
            default -> {
                return pushSeldom(opcode, start, stack);
            }
        }
        return true;
    }

    private boolean pushSeldom(int opcode, long start, PickleStack stack) throws IOException {
        switch (opcode) {
            case Opcode.LONG1 -> integer(stack, start, bytes.uint8());
            case Opcode.LONG4 -> integer(stack, start, notNegative(bytes.int32(), start));
            case Opcode.INT -> integerLine(stack, start);
            case Opcode.LONG -> longLine(stack, start);
            case Opcode.FLOAT -> floatLine(stack, start);
            case Opcode.UNICODE -> line(stack, PickleStack.ESCAPED_TEXT, start);
            case Opcode.STRING -> line(stack, PickleStack.QUOTED_STRING, start);
            case Opcode.SHORT_BINSTRING -> payload(stack, PickleStack.STRING, start, bytes.uint8());
            case Opcode.BINSTRING -> payload(stack, PickleStack.STRING, start, bytes.int32());
            case Opcode.SHORT_BINBYTES -> payload(stack, PickleStack.BYTES, start, bytes.uint8());
            case Opcode.BINBYTES -> payload(stack, PickleStack.BYTES, start, bytes.int32() & 0xFFFF_FFFFL);
            case Opcode.BINBYTES8, Opcode.BYTEARRAY8 -> payload(stack, PickleStack.BYTES, start, bytes.int64());
            default -> {
                return false;
            }
        }
        return true;
    }

    private long notNegative(long length, long start) throws IOException {
        if (length < 0) {
            throw bytes.part.malformed("a length is expected, found " + Long.toUnsignedString(length), start);
        }
        return length;
    }

    private void payload(PickleStack stack, byte kind, long start, long length) throws IOException {
        bytes.require(notNegative(length, start));
        if (length > TEXT_BYTES_MAX) {
            throw bytes.part.unsupported(
                    "a text of " + length + " bytes; " + TEXT_BYTES_MAX + " at most are read", start);
        }
        stack.push(kind, start, bytes.position(), (int) length);
        bytes.skip(length);
    }

    private void line(PickleStack stack, byte kind, long start) throws IOException {
        long position = bytes.position();
        long length = bytes.line();
        if (length > TEXT_BYTES_MAX) {
            throw bytes.part.unsupported(
                    "a text of " + length + " bytes; " + TEXT_BYTES_MAX + " at most are read", start);
        }
        stack.push(kind, start, position, (int) length);
    }

    /** Little-endian, two's complement; no bytes are zero. */
    private void integer(PickleStack stack, long start, long length) throws IOException {
        bytes.require(length);
        if (length <= Long.BYTES) {
            long value = 0;
            for (int i = 0; i < length; i++) {
                value |= (long) bytes.uint8() << 8 * i;
            }
            int unused = Long.SIZE - 8 * (int) length;
            stack.push(PickleStack.INT, start, length == 0 ? 0 : value << unused >> unused, 0);
            return;
        }
        if (length > INTEGER_BYTES_MAX) {
            throw bytes.part.unsupported(
                    "an integer of " + length + " bytes; " + INTEGER_BYTES_MAX + " at most are read", start);
        }
        byte[] bigEndian = new byte[(int) length];
        for (int i = bigEndian.length - 1; i >= 0; i--) {
            bigEndian[i] = (byte) bytes.uint8();
        }
        push(stack, start, new BigInteger(bigEndian));
    }

    private void integerLine(PickleStack stack, long start) throws IOException {
        String line = bytes.line("an integer", NUMBER_CHARACTERS_MAX);
        if (line.equals("00") || line.equals("01")) {
            stack.push(PickleStack.BOOL, start, line.equals("01") ? 1 : 0, 0);
        } else {
            push(stack, start, parse(line, start));
        }
    }

    private void longLine(PickleStack stack, long start) throws IOException {
        String line = bytes.line("an integer", INTEGER_DIGITS_MAX);
        push(stack, start, parse(line.endsWith("L") ? line.substring(0, line.length() - 1) : line, start));
    }

    private BigInteger parse(String digits, long start) throws IOException {
        if (!INTEGER.matcher(digits).matches()) {
            throw bytes.part.malformed("an integer is expected, found " + shown(digits), start);
        }
        return new BigInteger(digits);
    }

    private void push(PickleStack stack, long start, BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            stack.push(PickleStack.INT, start, value.longValue(), 0);
        } else {
            stack.push(new Node.Leaf(new PythonValue.Int(value)), start, bytes.position());
        }
    }

    private void floatLine(PickleStack stack, long start) throws IOException {
        String line = bytes.line("a number", NUMBER_CHARACTERS_MAX);
        Double value = number(line);
        if (value == null) {
            throw bytes.part.malformed("a number is expected, found " + shown(line), start);
        }
        stack.push(PickleStack.FLOAT, start, Double.doubleToRawLongBits(value), 0);
    }

    private static @Nullable Double number(String line) {
        return switch (line) {
            case "nan", "-nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> FLOAT.matcher(line).matches() ? Double.valueOf(line) : null;
        };
    }

    /** Text of the file for a message: short and without control characters. */
    static String shown(String text) {
        String shortened = text.length() > 40 ? text.substring(0, 40) + "..." : text;
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < shortened.length(); i++) {
            char c = shortened.charAt(i);
            shown.append(c < ' ' || Character.isSurrogate(c) || c == 0x7F ? '?' : c);
        }
        return shown.toString();
    }
}
