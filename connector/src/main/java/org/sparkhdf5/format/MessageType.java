package org.sparkhdf5.format;

import org.jspecify.annotations.Nullable;

/**
 * Types of object header messages, by number.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2</a>
 */
enum MessageType {
    NIL(0x00, "nil"),
    DATASPACE(0x01, "dataspace"),
    LINK_INFO(0x02, "link info"),
    DATATYPE(0x03, "datatype"),
    FILL_VALUE_OLD(0x04, "old fill value"),
    FILL_VALUE(0x05, "fill value"),
    LINK(0x06, "link"),
    EXTERNAL_FILES(0x07, "external data files"),
    DATA_LAYOUT(0x08, "data layout"),
    BOGUS(0x09, "bogus"),
    GROUP_INFO(0x0a, "group info"),
    FILTER_PIPELINE(0x0b, "filter pipeline"),
    ATTRIBUTE(0x0c, "attribute"),
    COMMENT(0x0d, "object comment"),
    MODIFICATION_TIME_OLD(0x0e, "old object modification time"),
    SHARED_MESSAGE_TABLE(0x0f, "shared message table"),
    CONTINUATION(0x10, "object header continuation"),
    SYMBOL_TABLE(0x11, "symbol table"),
    MODIFICATION_TIME(0x12, "object modification time"),
    BTREE_K(0x13, "B-tree K values"),
    DRIVER(0x14, "driver info"),
    ATTRIBUTE_INFO(0x15, "attribute info"),
    REFERENCE_COUNT(0x16, "object reference count"),
    FILE_SPACE(0x17, "file space info"),
    METADATA_CACHE_IMAGE(0x18, "metadata cache image");

    private static final MessageType[] BY_NUMBER = values();

    private final int number;
    private final String structure;

    MessageType(int number, String specName) {
        this.number = number;
        this.structure = specName + " message";
    }

    int number() {
        return number;
    }

    /** {@code data layout message} */
    String structure() {
        return structure;
    }

    /** The type of this number, or null where the specification has none. */
    static @Nullable MessageType of(int number) {
        return number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }
}
