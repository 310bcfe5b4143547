package org.sparkhdf5.codec;

import java.util.Arrays;

/** Reads the few kinds of MessagePack values that the headers of Blosc 2 are made of, in order. Not thread-safe. */
final class MessagePackReader {
    private final byte[] source;
    private final int end;
    private int position;

    MessagePackReader(byte[] source, int from, int end) {
        this.source = source;
        this.position = from;
        this.end = end;
    }

    /** Begins an array, which must have from {@code min} to {@code max} elements, at most 15. */
    void beginArray(int min, int max) throws CorruptChunkException {
        int marker = marker();
        int length = marker & 0x0f;
        if ((marker & 0xf0) != 0x90 || length < min || length > max) {
            throw unexpected("an array of " + min + " to " + max, marker);
        }
    }

    /** Begins a map; the number of its pairs. */
    long beginMap() throws CorruptChunkException {
        int marker = marker();
        if ((marker & 0xf0) == 0x80) {
            return marker & 0x0f;
        }
        if (marker == 0xde) {
            return number(2);
        }
        throw unexpected("a map", marker);
    }

    long integer() throws CorruptChunkException {
        int marker = marker();
        return switch (marker) {
            case 0xcc, 0xd0 -> number(1);
            case 0xcd, 0xd1 -> number(2);
            case 0xce, 0xd2 -> number(4);
            case 0xcf, 0xd3 -> number(8);
            default -> {
                if (marker > 0x7f) {
                    throw unexpected("an integer", marker);
                }
                yield marker;
            }
        };
    }

    /** Reads a short text; whether it is this one. */
    boolean isText(byte[] text) throws CorruptChunkException {
        int marker = marker();
        if ((marker & 0xe0) != 0xa0) {
            throw unexpected("a short text", marker);
        }
        int from = take(marker & 0x1f);
        return Arrays.equals(source, from, position, text, 0, text.length);
    }

    /** Begins a binary value: a reader of what is in it. */
    MessagePackReader binary() throws CorruptChunkException {
        int marker = marker();
        if (marker != 0xc6) {
            throw unexpected("a binary value", marker);
        }
        int from = take(number(4));
        return new MessagePackReader(source, from, position);
    }

    private int marker() throws CorruptChunkException {
        return source[take(1)] & 0xff;
    }

    /** A big-endian number without sign (a negative one comes out too great, or negative where it has 8 bytes). */
    private long number(int bytes) throws CorruptChunkException {
        int from = take(bytes);
        long number = 0;
        for (int i = from; i < position; i++) {
            number = number << 8 | (source[i] & 0xff);
        }
        return number;
    }

    /** Moves over {@code length} bytes; the index of the first. */
    private int take(long length) throws CorruptChunkException {
        if (length > end - position) {
            throw new CorruptChunkException(
                    "expected " + length + " more bytes of a header, found " + Math.max(0, end - position));
        }
        int from = position;
        position += (int) length;
        return from;
    }

    private static CorruptChunkException unexpected(String expected, int marker) {
        return new CorruptChunkException(
                String.format("expected %s in a header, found MessagePack marker 0x%02x", expected, marker));
    }
}
