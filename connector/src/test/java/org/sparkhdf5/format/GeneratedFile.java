package org.sparkhdf5.format;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.sparkhdf5.storage.RangeReader;

/**
 * A file that is nowhere: its bytes are made when they are read, so that it may be of any size. Between its regions are zeros.
 * May be shared by threads that only read.
 */
public final class GeneratedFile implements RangeReader {
    private final String name;
    private final TreeMap<Long, Region> regions = new TreeMap<>();
    private long lengthBytes;

    GeneratedFile(String name) {
        this.name = name;
    }

    /** Gives bytes of a region. */
    interface Content {
        /** Fills {@code target[offset, offset + lengthBytes)} with the bytes from {@code position} of the region on. */
        void copy(long position, byte[] target, int offset, int lengthBytes);
    }

    private record Region(long lengthBytes, Content content) {}

    /** Adds a region behind all others, at a multiple of eight; its address. */
    long add(long regionBytes, Content content) {
        long address = (lengthBytes + 7) / 8 * 8;
        regions.put(address, new Region(regionBytes, content));
        lengthBytes = address + regionBytes;
        return address;
    }

    /** Gives a region its bytes, once they are known. */
    void replace(long address, long regionBytes, Content content) {
        regions.put(address, new Region(regionBytes, content));
    }

    /** Where the next region is going to be. */
    long nextAddress() {
        return (lengthBytes + 7) / 8 * 8;
    }

    static Content of(byte[] bytes) {
        return (position, target, offset, length) -> System.arraycopy(bytes, (int) position, target, offset, length);
    }

    /** Pieces of equal length, each made as a whole. */
    static Content pieces(int pieceBytes, LongFunction<byte[]> piece) {
        return (position, target, offset, length) -> {
            int done = 0;
            while (done < length) {
                long at = position + done;
                int within = (int) (at % pieceBytes);
                int part = Math.min(pieceBytes - within, length - done);
                System.arraycopy(piece.apply(at / pieceBytes), within, target, offset + done, part);
                done += part;
            }
        };
    }

    /** Appends {@code fields}' checksum to it. */
    static byte[] checked(ByteBuffer fields) {
        byte[] bytes = new byte[fields.position() + 4];
        System.arraycopy(fields.array(), 0, bytes, 0, fields.position());
        int checksum = Lookup3.checksum(bytes, 0, fields.position());
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(fields.position(), checksum);
        return bytes;
    }

    static ByteBuffer buffer(int capacityBytes) {
        return ByteBuffer.allocate(capacityBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public String file() {
        return name;
    }

    @Override
    public long lengthBytes() {
        return lengthBytes;
    }

    @Override
    public void readFully(long address, byte[] target, int offset, int length) throws IOException {
        if (address < 0 || address + length > lengthBytes) {
            throw new EOFException(name + " ends before " + (address + length));
        }
        long end = address + length;
        long position = address;
        while (position < end) {
            Map.Entry<Long, Region> at = regions.floorEntry(position);
            long within = position - at.getKey();
            Long next = regions.higherKey(position);
            long limit = Math.min(end, next == null ? end : next);
            int part =
                    (int) Math.min(limit - position, Math.max(0, at.getValue().lengthBytes() - within));
            int to = offset + (int) (position - address);
            if (part > 0) {
                at.getValue().content().copy(within, target, to, part);
            } else {
                part = (int) (limit - position);
                Arrays.fill(target, to, to + part, (byte) 0);
            }
            position += part;
        }
    }

    @Override
    public void close() {}
}
