package org.sparkhdf5.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Names are bytes in the file and text here: UTF-8, and {@code \xNN} for a byte that is not. A backslash that would read as
 * such an escape is written {@code \x5c}, so that every name has a text of its own and {@link #encode} undoes
 * {@link #decode}.
 */
final class NameText {
    private static final int ESCAPE_CHARS = 4;

    private NameText() {}

    static String decode(byte[] name) {
        return isPlain(name) ? new String(name, StandardCharsets.US_ASCII) : decodeAny(name);
    }

    /** Whether each byte is a character of its own and no backslash: nearly all names are. */
    private static boolean isPlain(byte[] name) {
        for (byte b : name) {
            if (b < 0 || b == '\\') {
                return false;
            }
        }
        return true;
    }

    private static String decodeAny(byte[] name) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(name);
        CharBuffer out = CharBuffer.allocate(name.length + 1);
        StringBuilder text = new StringBuilder(name.length);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            out.flip();
            appendEscaped(out, text);
            out.clear();
            if (!result.isError()) {
                return text.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.append(String.format(Locale.ROOT, "\\x%02x", in.get() & 0xff));
            }
            decoder.reset();
        }
    }

    private static void appendEscaped(CharSequence decoded, StringBuilder text) {
        for (int i = 0; i < decoded.length(); i++) {
            text.append(isEscape(decoded, i) ? "\\x5c" : String.valueOf(decoded.charAt(i)));
        }
    }

    static byte[] encode(String text) {
        if (text.indexOf('\\') < 0) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                bytes.writeBytes(text.substring(start, i).getBytes(StandardCharsets.UTF_8));
                bytes.write(Integer.parseInt(text.substring(i + 2, i + ESCAPE_CHARS), 16));
                start = i + ESCAPE_CHARS;
                i = start - 1;
            }
        }
        bytes.writeBytes(text.substring(start).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private static boolean isEscape(CharSequence text, int position) {
        return position + ESCAPE_CHARS <= text.length()
                && text.charAt(position) == '\\'
                && text.charAt(position + 1) == 'x'
                && Character.digit(text.charAt(position + 2), 16) >= 0
                && Character.digit(text.charAt(position + 3), 16) >= 0;
    }
}
