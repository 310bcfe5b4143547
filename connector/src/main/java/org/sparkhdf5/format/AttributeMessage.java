package org.sparkhdf5.format;

import java.io.IOException;
import org.sparkhdf5.Hdf5FormatException;

/**
 * An attribute message whose name is read and whose parts are cut, not parsed. Versions 1 to 3.
 *
 * @param value where the elements begin; they end with the message
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.m</a>
 */
record AttributeMessage(
        String name, int sharedFlags, MetadataCursor datatype, MetadataCursor dataspace, MetadataCursor value) {
    private static final int FLAG_DATATYPE_SHARED = 0x01;
    private static final int FLAG_DATASPACE_SHARED = 0x02;

    static AttributeMessage parse(MetadataCursor cursor) throws Hdf5FormatException {
        int version = cursor.readByteBetween("version", 1, 3);
        int flags = cursor.readByte("flags");
        int nameBytes = cursor.readShort("name size");
        int datatypeBytes = cursor.readShort("datatype size");
        int dataspaceBytes = cursor.readShort("dataspace size");
        if (version == 3) {
            cursor.readByteBetween("name character set", 0, 1);
        }
        int alignment = version == 1 ? 8 : 1;
        String name = name(part(cursor, "attribute name", nameBytes, alignment));
        MetadataCursor datatype = part(cursor, "datatype of attribute " + name, datatypeBytes, alignment);
        MetadataCursor dataspace = part(cursor, "dataspace of attribute " + name, dataspaceBytes, alignment);
        MetadataCursor value = cursor.slice("value of attribute " + name, cursor.remaining());
        return new AttributeMessage(name, version == 1 ? 0 : flags, datatype, dataspace, value);
    }

    private static MetadataCursor part(MetadataCursor cursor, String part, int lengthBytes, int alignment)
            throws Hdf5FormatException {
        MetadataCursor slice = cursor.slice(part, lengthBytes);
        cursor.skip(part + " padding", -lengthBytes & (alignment - 1));
        return slice;
    }

    private static String name(MetadataCursor stored) throws Hdf5FormatException {
        return NameText.decode(stored.readTerminated("name"));
    }

    /** The attribute with its value. */
    Attribute read(SharedMessages sharedMessages) throws IOException {
        Datatype type =
                DatatypeMessage.parse(part(sharedMessages, MessageType.DATATYPE, datatype, FLAG_DATATYPE_SHARED));
        Dataspace space =
                DataspaceMessage.parse(part(sharedMessages, MessageType.DATASPACE, dataspace, FLAG_DATASPACE_SHARED));
        long count = space.elementCount();
        if (count > value.remaining() / type.sizeBytes()) {
            throw value.malformed(
                    count + " elements of " + type.sizeBytes() + " bytes, " + value.remaining() + " bytes are stored");
        }
        return new Attribute(name, type, space, value.restarted().readBytes("value", count * type.sizeBytes()));
    }

    private MetadataCursor part(SharedMessages sharedMessages, MessageType type, MetadataCursor stored, int sharedFlag)
            throws IOException {
        return (sharedFlags & sharedFlag) == 0
                ? stored.restarted()
                : sharedMessages.resolve(stored.location(), type, stored.restarted());
    }
}
