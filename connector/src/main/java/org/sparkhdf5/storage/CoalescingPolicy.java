package org.sparkhdf5.storage;

import java.util.Locale;
import java.util.Set;

/**
 * When neighbouring ranges become one read.
 *
 * @param gapBytesMax ranges further apart than this are read on their own
 * @param readBytesMax no read of several ranges is longer than this
 */
public record CoalescingPolicy(long gapBytesMax, long readBytesMax) {
    private static final long READ_BYTES_MAX = 8L << 20;
    private static final long NEAR_GAP_BYTES_MAX = 128L << 10;
    private static final long FAR_GAP_BYTES_MAX = 1L << 20;

    /** File systems on which a further read costs little. */
    private static final Set<String> NEAR_SCHEMES = Set.of("file", "hdfs", "viewfs", "webhdfs", "swebhdfs");

    public CoalescingPolicy {
        if (gapBytesMax < 0 || readBytesMax <= 0) {
            throw new IllegalArgumentException("gap of " + gapBytesMax + " bytes, read of " + readBytesMax + " bytes");
        }
    }

    /** What suits a file system: gaps of 128 KiB on HDFS and local disks, of 1 MiB on all others; reads of 8 MiB. */
    public static CoalescingPolicy forScheme(String scheme) {
        boolean near = NEAR_SCHEMES.contains(scheme.toLowerCase(Locale.ROOT));
        return new CoalescingPolicy(near ? NEAR_GAP_BYTES_MAX : FAR_GAP_BYTES_MAX, READ_BYTES_MAX);
    }

    /** As {@link #forScheme}, for a qualified path; one without a scheme counts as local. */
    public static CoalescingPolicy forPath(String path) {
        int colon = path.indexOf(':');
        int slash = path.indexOf('/');
        return forScheme(colon > 0 && (slash < 0 || colon < slash) ? path.substring(0, colon) : "file");
    }
}
