package org.sparkhdf5.table.pickle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Decodes the texts of a pickle. Positions are those of the first byte of the text, for error messages. */
final class PickleText {
    private static final int SURROGATE_BYTES = 3;

    private PickleText() {}

    static boolean isAscii(byte[] bytes, int offset, int length) {
        int all = 0;
        for (int i = offset; i < offset + length; i++) {
            all |= bytes[i];
        }
        return all >= 0;
    }

    /** Text of strict UTF-8, or null if it is not. */
    static @Nullable String strict(byte[] bytes) {
        if (isAscii(bytes, 0, bytes.length)) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Text as strict UTF-8, or null if it has none. */
    static byte @Nullable [] encoded(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** UTF-8 in which surrogates without a partner are encoded as if they were characters: Python's {@code surrogatepass}. */
    static String utf8(PicklePart part, byte[] bytes, long position) throws IOException {
        String text = strict(bytes);
        return text != null ? text : surrogatePass(part, bytes, position);
    }

    private static String surrogatePass(PicklePart part, byte[] bytes, long position) throws IOException {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (isSurrogate(bytes, i)) {
                text.append(between(part, bytes, from, i, position));
                char surrogate = (char) (0xD000 | (bytes[i + 1] & 0x3F) << 6 | bytes[i + 2] & 0x3F);
                boolean pair = Character.isLowSurrogate(surrogate)
                        && from == i
                        && !text.isEmpty()
                        && Character.isHighSurrogate(text.charAt(text.length() - 1));
                if (pair) {
                    throw part.unsupported("text with two halves of one character, each encoded by itself", position);
                }
                text.append(surrogate);
                from = i + SURROGATE_BYTES;
                i = from - 1;
            }
        }
        return text.append(between(part, bytes, from, bytes.length, position)).toString();
    }

    private static boolean isSurrogate(byte[] bytes, int at) {
        return at + SURROGATE_BYTES <= bytes.length
                && bytes[at] == (byte) 0xED
                && (bytes[at + 1] & 0xE0) == 0xA0
                && (bytes[at + 2] & 0xC0) == 0x80;
    }

    private static String between(PicklePart part, byte[] bytes, int from, int to, long position) throws IOException {
        String text = strict(Arrays.copyOfRange(bytes, from, to));
        if (text == null) {
            throw part.malformed("text of UTF-8 is expected, found bytes that are none", position);
        }
        return text;
    }

    /** {@code V} of protocol 0: Latin-1, with {@code \}{@code uXXXX} and {@code \UXXXXXXXX}. */
    static String rawUnicodeEscape(PicklePart part, byte[] bytes, long position) throws IOException {
        StringBuilder text = new StringBuilder(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xFF);
            if (c != '\\' || i + 1 == bytes.length) {
                text.append(c);
                continue;
            }
            char kind = (char) (bytes[++i] & 0xFF);
            int digits = kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
            if (digits == 0) {
                text.append(c).append(kind);
                continue;
            }
            long point = hex(bytes, i + 1, digits);
            if (point < 0 || point > Character.MAX_CODE_POINT) {
                throw part.malformed(
                        "\\" + kind + " must be followed by " + digits + " digits of a character", position);
            }
            text.appendCodePoint((int) point);
            i += digits;
        }
        return text.toString();
    }

    /** {@code S} of protocol 0: as Python 2 shows a string, with quotes and escapes. */
    static byte[] quoted(PicklePart part, byte[] bytes, long position) throws IOException {
        int last = bytes.length - 1;
        if (last < 1 || bytes[0] != bytes[last] || (bytes[0] != '\'' && bytes[0] != '"')) {
            throw part.malformed("a string in quotes is expected", position);
        }
        ByteArrayOutputStream unquoted = new ByteArrayOutputStream(bytes.length);
        for (int i = 1; i < last; i++) {
            if (bytes[i] != '\\') {
                unquoted.write(bytes[i]);
                continue;
            }
            i++;
            int escaped = i < last ? "\\'\"abfnrtv".indexOf(bytes[i]) : -1;
            if (escaped >= 0) {
                unquoted.write("\\'\"\u0007\b\f\n\r\t\u000b".charAt(escaped));
            } else {
                long value = i < last && bytes[i] == 'x' && i + 2 < last ? hex(bytes, i + 1, 2) : -1;
                if (value < 0) {
                    throw part.malformed("a string with escapes as \\n and \\x00 is expected", position);
                }
                unquoted.write((int) value);
                i += 2;
            }
        }
        return unquoted.toByteArray();
    }

    private static long hex(byte[] bytes, int from, int digits) {
        if (from + digits > bytes.length) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < from + digits; i++) {
            if (!HexFormat.isHexDigit(bytes[i])) {
                return -1;
            }
            value = value << 4 | HexFormat.fromHexDigit(bytes[i]);
        }
        return value;
    }
}
