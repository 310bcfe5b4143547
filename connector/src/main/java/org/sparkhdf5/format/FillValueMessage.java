package org.sparkhdf5.format;

import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.format.FillValue.Definition;

/**
 * Parses fill value messages: the old one, and versions 1 to 3 of the new one.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.e and IV.A.2.f</a>
 */
final class FillValueMessage {
    /** Also what a dataset without any fill value message has. */
    static final FillValue UNDEFINED = new FillValue(Definition.UNDEFINED, new byte[0]);

    private static final int FLAG_UNDEFINED = 0x10;
    private static final int FLAG_DEFINED = 0x20;
    private static final int SIZE_UNDEFINED = -1;

    private FillValueMessage() {}

    static FillValue parseOld(MetadataCursor cursor) throws Hdf5FormatException {
        FillValue fillValue = sized(cursor);
        return fillValue.definition() == Definition.DEFAULT ? UNDEFINED : fillValue;
    }

    static FillValue parse(MetadataCursor cursor) throws Hdf5FormatException {
        int version = cursor.readByteBetween("version", 1, 3);
        if (version == 3) {
            int flags = cursor.readByte("flags");
            if ((flags & FLAG_DEFINED) != 0) {
                return sized(cursor);
            }
            return (flags & FLAG_UNDEFINED) != 0 ? UNDEFINED : FillValue.DEFAULT;
        }
        cursor.skip("space allocation time and fill value write time", 2);
        boolean defined = cursor.readByte("fill value defined") != 0;
        if (version == 2 && !defined) {
            return UNDEFINED;
        }
        return sized(cursor);
    }

    /** A size and as many bytes: size 0 stands for the default value, size -1 for none. */
    private static FillValue sized(MetadataCursor cursor) throws Hdf5FormatException {
        long size = cursor.readUnsignedInt("size");
        if ((int) size == SIZE_UNDEFINED) {
            return UNDEFINED;
        }
        return size == 0 ? FillValue.DEFAULT : new FillValue(Definition.USER_DEFINED, cursor.readBytes("value", size));
    }
}
