package org.sparkhdf5.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which files are wanted.
 *
 * @param paths files, directories or globs, in order
 * @param recursive whether every directory below is read as if its files were in the one that is named; then there are no
 *     partitions
 * @param basePath the directory below which {@code column=value} names partitions, or null: the paths themselves
 * @param nameGlob that the last name of a file must match, or null
 * @param modifiedAfterMicros files modified at or before this are passed over; microseconds since the epoch
 * @param modifiedBeforeMicros files modified at or after this are passed over
 * @param ignoreMissing whether directories that vanish while they are listed count as empty
 * @param caseSensitive whether names of partition columns that differ in case differ
 * @param family whether each path is the pattern of a family: see {@link FamilyPattern}
 */
public record ListingRequest(
        List<String> paths,
        boolean recursive,
        @Nullable String basePath,
        @Nullable String nameGlob,
        long modifiedAfterMicros,
        long modifiedBeforeMicros,
        boolean ignoreMissing,
        boolean caseSensitive,
        boolean family) {
    public ListingRequest {
        paths = List.copyOf(paths);
    }

    /** Of files that are no families. */
    public ListingRequest(
            List<String> paths,
            boolean recursive,
            @Nullable String basePath,
            @Nullable String nameGlob,
            long modifiedAfterMicros,
            long modifiedBeforeMicros,
            boolean ignoreMissing,
            boolean caseSensitive) {
        this(
                paths,
                recursive,
                basePath,
                nameGlob,
                modifiedAfterMicros,
                modifiedBeforeMicros,
                ignoreMissing,
                caseSensitive,
                false);
    }

    /** Everything at the paths. */
    public static ListingRequest of(List<String> paths) {
        return new ListingRequest(paths, false, null, null, Long.MIN_VALUE, Long.MAX_VALUE, false, false);
    }
}
