package org.sparkhdf5.format;

import org.jspecify.annotations.Nullable;

/** What a reference leads to. */
public sealed interface ReferenceTarget {

    /**
     * An object of the same file.
     *
     * @param address absolute position of its header
     * @param path first path that leads there, or null where none does
     */
    record ToObject(long address, @Nullable String path) implements ReferenceTarget {}

    /** Elements of a dataset of the same file. */
    record ToRegion(long address, @Nullable String path, Selection selection) implements ReferenceTarget {}

    /** An attribute of an object of the same file. */
    record ToAttribute(long address, @Nullable String path, String attribute) implements ReferenceTarget {}

    /** Something in another file, named as the writer called it. */
    record ToOtherFile(String file) implements ReferenceTarget {}
}
