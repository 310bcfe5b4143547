package org.sparkhdf5.format;

/**
 * One mapping of a virtual dataset as it is stored.
 *
 * @param file that holds the source; {@code .} is the file of the virtual dataset
 * @param dataset path of the source
 * @param selected elements of the source
 * @param place elements of the virtual dataset
 */
record VirtualMapping(SourceName file, SourceName dataset, MappedSelection selected, MappedSelection place) {

    /** Whether the sources are the blocks of the place, each with its number in the name. */
    boolean isPattern() {
        return file.isPattern() || dataset.isPattern();
    }

    /** Raises ends, one per dimension, to where the place ends, but for a dimension in which it does not. */
    void coverClosed(long[] ends) {
        UnlimitedHyperslab open = place.unlimited();
        Selection.Block bounds = null;
        if (open != null) {
            bounds = open.block(0).bounds();
        } else if (place instanceof MappedSelection.Fixed fixed) {
            bounds = fixed.selection().bounds();
        }
        for (int i = 0; bounds != null && i < ends.length; i++) {
            if (open == null || i != open.dimension()) {
                ends[i] = Math.max(ends[i], bounds.end().get(i) + 1);
            }
        }
    }
}
