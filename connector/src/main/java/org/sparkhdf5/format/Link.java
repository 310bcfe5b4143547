package org.sparkhdf5.format;

/**
 * A named link of a group.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.g</a>
 */
public sealed interface Link {
    String name();

    /**
     * To an object of this file.
     *
     * @param address absolute position of the object header */
    record Hard(String name, long address) implements Link {}

    /**
     * To a path in this file.
     *
     * @param target path, absolute or relative to the group of the link */
    record Soft(String name, String target) implements Link {}

    /** To an object of another file. */
    record External(String name, String file, String target) implements Link {}

    /**
     * Of a kind that an application registered.
     *
     * @param type link type, 65 to 255 */
    record UserDefined(String name, int type) implements Link {}
}
