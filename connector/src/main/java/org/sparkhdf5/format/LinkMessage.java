package org.sparkhdf5.format;

import org.sparkhdf5.Hdf5FormatException;

/**
 * A link message, version 1.
 *
 * @param creationOrder rises from sibling to sibling in the order in which they were made, or {@link #UNTRACKED}
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.g</a>
 */
record LinkMessage(Link link, long creationOrder) {
    static final long UNTRACKED = -1;
    private static final int HARD = 0;
    private static final int SOFT = 1;
    private static final int EXTERNAL = 64;
    private static final int USER_DEFINED_LEAST = 65;
    private static final int FLAG_CREATION_ORDER = 0x04;
    private static final int FLAG_LINK_TYPE = 0x08;
    private static final int FLAG_CHARACTER_SET = 0x10;

    String name() {
        return link.name();
    }

    static LinkMessage parse(MetadataCursor cursor) throws Hdf5FormatException {
        cursor.readByteBetween("version", 1, 1);
        int flags = cursor.readByte("flags");
        int type = (flags & FLAG_LINK_TYPE) == 0 ? HARD : cursor.readByte("link type");
        long creationOrder = UNTRACKED;
        if ((flags & FLAG_CREATION_ORDER) != 0) {
            creationOrder = cursor.readUnsigned("creation order", 8);
        }
        if ((flags & FLAG_CHARACTER_SET) != 0) {
            cursor.readByteBetween("link name character set", 0, 1);
        }
        long nameBytes = cursor.readUnsigned("length of link name", 1 << (flags & 0x03));
        if (nameBytes == 0) {
            throw cursor.malformed("link without a name");
        }
        String name = NameText.decode(cursor.readBytes("link name", nameBytes));
        return new LinkMessage(target(cursor, type, name), creationOrder);
    }

    private static Link target(MetadataCursor cursor, int type, String name) throws Hdf5FormatException {
        if (type == HARD) {
            return new Link.Hard(name, cursor.readAddress("object header address of link " + name));
        }
        MetadataCursor value = cursor.slice("value of link " + name, cursor.readShort("length of link value"));
        if (type == SOFT) {
            return new Link.Soft(name, NameText.decode(value.readBytes("soft link value", value.remaining())));
        }
        if (type == EXTERNAL) {
            value.skip("version and flags", 1);
            String file = NameText.decode(value.readTerminated("external file name"));
            return new Link.External(name, file, NameText.decode(value.readTerminated("external object path")));
        }
        if (type >= USER_DEFINED_LEAST) {
            return new Link.UserDefined(name, type);
        }
        throw cursor.malformed("link type " + type + " of link " + name + " is reserved");
    }
}
