package org.sparkhdf5.format;

/**
 * One entry of a listing: what it is, or why it cannot be read. So one that cannot be read hides no other.
 *
 * @param <T> a {@link Link} or an {@link Attribute}
 */
public sealed interface Entry<T> {
    /** The name, or {@code ""} where not even that can be read. */
    String name();

    /** An entry that was read. */
    record Readable<T>(String name, T value) implements Entry<T> {}

    /**
     * An entry that was not.
     *
     * @param error an {@link org.sparkhdf5.Hdf5FormatException} or an
     *     {@link org.sparkhdf5.UnsupportedHdf5FeatureException}; names file and object
     */
    record Unreadable<T>(String name, Exception error) implements Entry<T> {}
}
