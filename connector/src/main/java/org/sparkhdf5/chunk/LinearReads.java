package org.sparkhdf5.chunk;

import java.io.IOException;
import java.util.Arrays;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.RangeCoalescer;
import org.sparkhdf5.storage.RangeReader;

/**
 * Reads lines of elements that are stored one behind the other, merged into few reads, and brings them to their places. Used again
 * for one source after the other. Not thread-safe.
 */
final class LinearReads {
    private static final int LINES_MAX = 1 << 14;
    /** Elements further apart than this are read on their own. */
    private static final long STEP_BYTES_MAX = 4096;
    /** Lines from this length on are worth a read of their own, which needs no copy. */
    private static final long DIRECT_BYTES = 64 << 10;
    /** A line is read in pieces of this length where it must be copied. */
    private static final long PIECE_BYTES_MAX = 1 << 20;

    private final CoalescingPolicy policy;
    private final CoalescingPolicy closePolicy;
    private final RangeCoalescer coalescer = new RangeCoalescer();
    private long[] places = new long[64];
    private long[] placeSteps = new long[64];
    private int[] steps = new int[64];
    private int[] lengths = new int[64];
    private int lineCount;
    private long wantedBytes;
    private byte[] buffer = new byte[0];

    /** @param policy how ranges are merged */
    LinearReads(CoalescingPolicy policy) {
        this.policy = policy;
        // Short lines: bytes between them cost less than calls.
        this.closePolicy = new CoalescingPolicy(
                Math.min(policy.gapBytesMax(), STEP_BYTES_MAX),
                Math.min(policy.readBytesMax(), 8 * PIECE_BYTES_MAX),
                1);
    }

    /** Where lines come from and go to. */
    record Ends(RangeReader reader, long address, ElementConversion conversion, Slab slab) {}

    /** Adds a line; those before may be read now. */
    void add(Ends ends, long place, long placeStep, long source, long sourceStep, long length) throws IOException {
        int elementBytes = ends.conversion().sourceBytes();
        long lengthBytes = length * elementBytes;
        boolean dense = sourceStep == 1 || length == 1;
        if (dense && (placeStep == 1 || length == 1) && ends.conversion().isCopy() && lengthBytes >= DIRECT_BYTES) {
            ends.slab()
                    .read(ends.reader(), ends.address() + source * elementBytes, place, Math.toIntExact(lengthBytes));
            return;
        }
        boolean apart = !dense && sourceStep * elementBytes > STEP_BYTES_MAX;
        long piece = apart ? 1 : Math.max(1, PIECE_BYTES_MAX / (dense ? elementBytes : sourceStep * elementBytes));
        for (long at = 0; at < length; at += piece) {
            addPiece(
                    ends,
                    place + at * placeStep,
                    placeStep,
                    source + at * sourceStep,
                    dense ? 1 : sourceStep,
                    Math.min(piece, length - at));
        }
    }

    private void addPiece(Ends ends, long place, long placeStep, long source, long sourceStep, long length)
            throws IOException {
        if (lineCount == LINES_MAX) {
            finish(ends);
        }
        if (lineCount == places.length) {
            places = Arrays.copyOf(places, lineCount * 2);
            placeSteps = Arrays.copyOf(placeSteps, lineCount * 2);
            steps = Arrays.copyOf(steps, lineCount * 2);
            lengths = Arrays.copyOf(lengths, lineCount * 2);
        }
        int elementBytes = ends.conversion().sourceBytes();
        long spanned = ((length - 1) * sourceStep + 1) * elementBytes;
        coalescer.add(ends.address() + source * elementBytes, spanned);
        places[lineCount] = place;
        placeSteps[lineCount] = placeStep;
        steps[lineCount] = (int) sourceStep;
        lengths[lineCount++] = (int) length;
        wantedBytes += spanned;
    }

    /** Reads all lines that were added. */
    void finish(Ends ends) throws IOException {
        try {
            if (lineCount > 0) {
                coalescer.coalesce(wantedBytes / lineCount < STEP_BYTES_MAX ? closePolicy : policy);
            }
            for (int read = 0; read < coalescer.readCount(); read++) {
                read(read, ends);
            }
        } finally {
            clear();
        }
    }

    /** Forgets the lines that were not read. */
    private void clear() {
        coalescer.clear();
        lineCount = 0;
        wantedBytes = 0;
    }

    private void read(int read, Ends ends) throws IOException {
        int lengthBytes = Math.toIntExact(coalescer.readLengthBytes(read));
        if (buffer.length < lengthBytes) {
            buffer = new byte[lengthBytes];
        }
        ends.reader().readFully(coalescer.readAddress(read), buffer, 0, lengthBytes);
        for (int member = coalescer.firstMember(read); member < coalescer.firstMember(read + 1); member++) {
            int line = coalescer.member(member);
            int at = (int) (coalescer.address(line) - coalescer.readAddress(read));
            ends.slab().put(ends.conversion(), buffer, at, steps[line], places[line], placeSteps[line], lengths[line]);
        }
    }
}
