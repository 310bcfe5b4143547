package org.sparkhdf5.storage;

import java.util.Locale;
import java.util.Set;

/**
 * When neighbouring ranges become one read: where the gap between them is short, and all gaps of the read together are a small
 * part of what is wanted of it. So whatever is wanted of a file, what is read in vain stays that small part.
 *
 * @param gapBytesMax ranges further apart than this are read on their own
 * @param readBytesMax no read of several ranges is longer than this
 * @param wasteOneIn gaps may be one byte for so many that are wanted
 */
public record CoalescingPolicy(long gapBytesMax, long readBytesMax, int wasteOneIn) {
    private static final long READ_BYTES_MAX = 8L << 20;
    private static final long NEAR_GAP_BYTES_MAX = 128L << 10;
    private static final long FAR_GAP_BYTES_MAX = 1L << 20;
    private static final long SHOWN_GAP_BYTES_MAX = 16L << 10;
    private static final int WASTE_ONE_IN = 20;
    /** Where a call costs as much as some megabytes, calls are worth more than bytes. */
    private static final int SLOW_WASTE_ONE_IN = 6;

    /** File systems on which a further read costs little. */
    private static final Set<String> NEAR_SCHEMES = Set.of("file", "hdfs", "viewfs", "webhdfs", "swebhdfs");

    public CoalescingPolicy {
        if (gapBytesMax < 0 || readBytesMax <= 0 || wasteOneIn <= 0) {
            throw new IllegalArgumentException("gap of " + gapBytesMax + " bytes, read of " + readBytesMax
                    + " bytes, one in " + wasteOneIn + " wasted");
        }
    }

    /** One byte of a gap for each twenty that are wanted. */
    public CoalescingPolicy(long gapBytesMax, long readBytesMax) {
        this(gapBytesMax, readBytesMax, WASTE_ONE_IN);
    }

    /** What suits a file system: gaps of 128 KiB on HDFS and local disks, of 1 MiB on all others; reads of 8 MiB. */
    public static CoalescingPolicy forScheme(String scheme) {
        boolean near = NEAR_SCHEMES.contains(scheme.toLowerCase(Locale.ROOT));
        return new CoalescingPolicy(near ? NEAR_GAP_BYTES_MAX : FAR_GAP_BYTES_MAX, READ_BYTES_MAX);
    }

    /**
     * A gap between wanted rows that is read and shown, as it costs no more than a batch of its own: some pages of a disk, on
     * file systems on which a further read costs much all that {@link #gapBytesMax} allows.
     */
    public long shownGapBytesMax() {
        return gapBytesMax <= NEAR_GAP_BYTES_MAX ? Math.min(gapBytesMax, SHOWN_GAP_BYTES_MAX) : gapBytesMax;
    }

    /** As {@link #forScheme}, for a qualified path; one without a scheme counts as local. */
    public static CoalescingPolicy forPath(String path) {
        int colon = path.indexOf(':');
        int slash = path.indexOf('/');
        return forScheme(colon > 0 && (slash < 0 || colon < slash) ? path.substring(0, colon) : "file");
    }

    /**
     * The policy for what was measured: where reads are slow on a file system on which a further read costs much, a gap may be as
     * long as takes a quarter of a call's latency, and gaps may be a sixth of what is wanted.
     *
     * @param readLimitBytes longest read of several ranges
     */
    public CoalescingPolicy at(ReadPace pace, long readLimitBytes) {
        long limit = Math.max(1, readLimitBytes);
        if (!pace.isSlow()) {
            return new CoalescingPolicy(gapBytesMax, Math.min(readBytesMax, limit), wasteOneIn);
        }
        return gapBytesMax <= NEAR_GAP_BYTES_MAX
                ? new CoalescingPolicy(gapBytesMax, limit, wasteOneIn)
                : new CoalescingPolicy(Math.max(gapBytesMax, pace.bytesIn(1) / 4), limit, SLOW_WASTE_ONE_IN);
    }

    /**
     * Whether a read goes on behind a gap.
     *
     * @param gapBytes to the next range
     * @param wastedBytes gaps of the read before this one
     * @param wantedBytes of the read, with the next range
     */
    public boolean bridges(long gapBytes, long wastedBytes, long wantedBytes) {
        return gapBytes <= gapBytesMax && gapBytes + wastedBytes <= wantedBytes / wasteOneIn;
    }
}
