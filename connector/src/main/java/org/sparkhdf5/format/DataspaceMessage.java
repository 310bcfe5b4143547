package org.sparkhdf5.format;

import java.util.ArrayList;
import java.util.List;
import org.sparkhdf5.Hdf5FormatException;

/**
 * Parses dataspace messages, versions 1 and 2.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.b</a>
 */
final class DataspaceMessage {
    private static final int FLAG_MAX_DIMENSIONS = 0x01;

    private static final List<Dataspace.Kind> KINDS =
            List.of(Dataspace.Kind.SCALAR, Dataspace.Kind.SIMPLE, Dataspace.Kind.NULL);

    private DataspaceMessage() {}

    static Dataspace parse(MetadataCursor cursor) throws Hdf5FormatException {
        int version = cursor.readByteBetween("version", 1, 2);
        int rank = cursor.readByteBetween("dimensionality", 0, Dataspace.RANK_MAX);
        int flags = cursor.readByte("flags");
        Dataspace.Kind kind;
        if (version == 1) {
            cursor.skip("reserved", 5);
            kind = rank == 0 ? Dataspace.Kind.SCALAR : Dataspace.Kind.SIMPLE;
        } else {
            kind = KINDS.get(cursor.readByteBetween("type", 0, 2));
        }
        if (kind != Dataspace.Kind.SIMPLE && rank != 0) {
            throw cursor.malformed(kind + " dataspace of " + rank + " dimensions, expected 0");
        }
        List<Long> dimensions = new ArrayList<>(rank);
        for (int i = 0; i < rank; i++) {
            dimensions.add(cursor.readLength("dimension " + i));
        }
        List<Long> maxDimensions = (flags & FLAG_MAX_DIMENSIONS) == 0 ? dimensions : maxDimensions(cursor, dimensions);
        checkElementCount(cursor, dimensions);
        return new Dataspace(kind, dimensions, maxDimensions);
    }

    private static List<Long> maxDimensions(MetadataCursor cursor, List<Long> dimensions) throws Hdf5FormatException {
        List<Long> maxDimensions = new ArrayList<>(dimensions.size());
        for (int i = 0; i < dimensions.size(); i++) {
            long most = cursor.readLengthOrUnlimited("maximum dimension " + i);
            if (most != Dataspace.UNLIMITED && most < dimensions.get(i)) {
                throw cursor.malformed("dimension " + i + " of " + dimensions.get(i) + " is above its maximum " + most);
            }
            maxDimensions.add(most);
        }
        return maxDimensions;
    }

    private static void checkElementCount(MetadataCursor cursor, List<Long> dimensions) throws Hdf5FormatException {
        if (dimensions.contains(0L)) {
            return;
        }
        long count = 1;
        for (long dimension : dimensions) {
            if (count > Long.MAX_VALUE / dimension) {
                throw cursor.malformed("dimensions " + dimensions + " hold more than 2^63 - 1 elements");
            }
            count *= dimension;
        }
    }
}
