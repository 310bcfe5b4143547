package org.sparkhdf5.storage;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Reads a file some runs of which are newer than what is stored at their place. What lies in one of them is not read from the file.
 * Not thread-safe, except for {@link #close}. Closes the reader below.
 */
public final class OverlaidRangeReader implements RangeReader {
    private final RangeReader source;
    private final Overlay[] overlays;

    /**
     * What counts instead of the bytes at an address.
     *
     * @param bytes shared, not copied; the run is {@code bytes[offset, offset + lengthBytes)}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Overlay(long address, byte[] bytes, int offset, int lengthBytes) {
        private long end() {
            return address + lengthBytes;
        }
    }

    /** @throws IllegalArgumentException if overlays overlap or do not lie within the file */
    public OverlaidRangeReader(RangeReader source, List<Overlay> overlays) {
        this(source, sorted(overlays));
        long last = 0;
        for (Overlay overlay : this.overlays) {
            if (overlay.address < last || overlay.end() > source.lengthBytes()) {
                throw new IllegalArgumentException(source.file() + ": overlay at " + overlay.address);
            }
            last = overlay.end();
        }
    }

    private OverlaidRangeReader(RangeReader source, Overlay[] overlays) {
        this.source = source;
        this.overlays = overlays;
    }

    private static Overlay[] sorted(List<Overlay> overlays) {
        Overlay[] sorted = overlays.toArray(new Overlay[0]);
        Arrays.sort(sorted, Comparator.comparingLong(Overlay::address));
        return sorted;
    }

    @Override
    public String file() {
        return source.file();
    }

    @Override
    public long lengthBytes() {
        return source.lengthBytes();
    }

    @Override
    public void readFully(long address, byte[] target, int offset, int lengthBytes) throws IOException {
        ReadBounds.check(this, address, target, offset, lengthBytes);
        long end = address + lengthBytes;
        int first = firstBehind(address);
        boolean covered = first < overlays.length && overlays[first].address <= address && overlays[first].end() >= end;
        if (!covered) {
            source.readFully(address, target, offset, lengthBytes);
        }
        for (int i = first; i < overlays.length && overlays[i].address < end; i++) {
            Overlay overlay = overlays[i];
            long from = Math.max(address, overlay.address);
            int length = (int) (Math.min(end, overlay.end()) - from);
            int at = overlay.offset + (int) (from - overlay.address);
            System.arraycopy(overlay.bytes, at, target, offset + (int) (from - address), length);
        }
    }

    /** The first overlay that ends behind an address. */
    private int firstBehind(long address) {
        int low = 0;
        int high = overlays.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (overlays[middle].end() <= address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public ReadPace pace() {
        return source.pace();
    }

    @Override
    public PendingRead begin(long address, byte[] target, int offset, int lengthBytes) {
        int first = firstBehind(address);
        boolean overlaid = first < overlays.length && overlays[first].address < address + lengthBytes;
        return overlaid ? PendingRead.NONE : source.begin(address, target, offset, lengthBytes);
    }

    @Override
    public RangeReader uncached() {
        return new OverlaidRangeReader(source.uncached(), overlays);
    }

    @Override
    public void rest() throws IOException {
        source.rest();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
