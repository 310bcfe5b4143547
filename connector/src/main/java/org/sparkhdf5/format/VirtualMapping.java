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
}
