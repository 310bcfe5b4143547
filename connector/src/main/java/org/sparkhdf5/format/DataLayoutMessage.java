package org.sparkhdf5.format;

import java.util.ArrayList;
import java.util.List;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.format.DataLayout.IndexKind;

/**
 * A data layout message as it is stored, versions 1 to 5: not yet held against dataspace and datatype.
 *
 * @param version of the message
 * @param layout contiguous data of versions 1 and 2 have the length {@link #LENGTH_ABSENT}
 * @param elementBytes size of an element as a chunked layout repeats it, else 0
 * @param partialChunksUnfiltered whether the filters are left out for chunks that reach beyond the dataspace
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.i</a>
 */
record DataLayoutMessage(int version, DataLayout layout, long elementBytes, boolean partialChunksUnfiltered) {
    static final long LENGTH_ABSENT = -1;
    private static final int COMPACT = 0;
    private static final int CONTIGUOUS = 1;
    private static final int CHUNKED = 2;
    private static final int VIRTUAL = 3;
    private static final int FLAG_PARTIAL_CHUNKS_UNFILTERED = 0x01;
    private static final int FLAG_SINGLE_CHUNK_FILTERED = 0x02;

    private static DataLayoutMessage plain(int version, DataLayout layout) {
        return new DataLayoutMessage(version, layout, 0, false);
    }

    static DataLayoutMessage parse(MetadataCursor cursor) throws Hdf5FormatException {
        int version = cursor.readByteBetween("version", 1, 5);
        if (version <= 2) {
            return parseOld(cursor, version);
        }
        int layoutClass = cursor.readByteBetween("layout class", COMPACT, version == 3 ? CHUNKED : VIRTUAL);
        return switch (layoutClass) {
            case COMPACT -> plain(version, compact(cursor, cursor.readShort("size")));
            case CONTIGUOUS -> {
                long address = cursor.readAddress("address");
                yield plain(version, new DataLayout.Contiguous(address, cursor.readLength("size")));
            }
            case CHUNKED -> version == 3 ? chunkedVersion3(cursor) : chunkedVersion4(cursor, version);
            default -> plain(version, new DataLayout.Unread("virtual"));
        };
    }

    private static DataLayout compact(MetadataCursor cursor, long lengthBytes) throws Hdf5FormatException {
        long address = cursor.address();
        cursor.skip("compact data", lengthBytes);
        return new DataLayout.Compact(address, (int) lengthBytes);
    }

    private static DataLayoutMessage parseOld(MetadataCursor cursor, int version) throws Hdf5FormatException {
        int dimensionality = cursor.readByteBetween("dimensionality", 0, Dataspace.RANK_MAX + 1);
        int layoutClass = cursor.readByteBetween("layout class", COMPACT, CHUNKED);
        cursor.skip("reserved", 5);
        long address = layoutClass == COMPACT ? DataLayout.UNDEFINED : cursor.readAddress("address");
        if (layoutClass == CHUNKED) {
            return chunked(cursor, version, dimensionality, 4, address);
        }
        cursor.skip("dimensions", 4L * dimensionality);
        if (layoutClass == COMPACT) {
            return plain(version, compact(cursor, cursor.readUnsignedInt("compact data size")));
        }
        return plain(version, new DataLayout.Contiguous(address, LENGTH_ABSENT));
    }

    private static DataLayoutMessage chunkedVersion3(MetadataCursor cursor) throws Hdf5FormatException {
        int dimensionality = cursor.readByteBetween("dimensionality", 2, Dataspace.RANK_MAX + 1);
        long address = cursor.readAddress("address");
        return chunked(cursor, 3, dimensionality, 4, address);
    }

    /** Chunk dimensions and, after them, the size of an element; the index is a version 1 B-tree. */
    private static DataLayoutMessage chunked(
            MetadataCursor cursor, int version, int dimensionality, int widthBytes, long address)
            throws Hdf5FormatException {
        List<Integer> dimensions = chunkDimensions(cursor, dimensionality, widthBytes);
        long elementBytes = cursor.readUnsigned("dataset element size", widthBytes);
        DataLayout layout = new DataLayout.Chunked(dimensions, IndexKind.BTREE_V1, address);
        return new DataLayoutMessage(version, layout, elementBytes, false);
    }

    private static List<Integer> chunkDimensions(MetadataCursor cursor, int dimensionality, int widthBytes)
            throws Hdf5FormatException {
        if (dimensionality < 2) {
            throw cursor.malformed("expected chunk dimensionality 2 or more, found " + dimensionality);
        }
        List<Integer> dimensions = new ArrayList<>(dimensionality - 1);
        for (int i = 0; i < dimensionality - 1; i++) {
            long dimension = cursor.readUnsigned("chunk dimension " + i, widthBytes);
            if (dimension == 0 || dimension > Integer.MAX_VALUE) {
                throw cursor.malformed(
                        "chunk dimension " + i + " of " + dimension + " elements, expected 1 to " + Integer.MAX_VALUE);
            }
            dimensions.add((int) dimension);
        }
        return dimensions;
    }

    private static DataLayoutMessage chunkedVersion4(MetadataCursor cursor, int version) throws Hdf5FormatException {
        int flags = cursor.readByte("flags");
        int dimensionality = cursor.readByteBetween("dimensionality", 2, Dataspace.RANK_MAX + 1);
        int widthBytes = cursor.readByteBetween("dimension size encoded length", 1, 8);
        List<Integer> dimensions = chunkDimensions(cursor, dimensionality, widthBytes);
        long elementBytes = cursor.readUnsigned("dataset element size", widthBytes);
        IndexKind index = indexKind(cursor.readByteBetween("chunk indexing type", 1, 5));
        cursor.skip("index parameters", parameterBytes(cursor, index, flags));
        DataLayout layout = new DataLayout.Chunked(dimensions, index, cursor.readAddress("index address"));
        boolean partialChunksUnfiltered = (flags & FLAG_PARTIAL_CHUNKS_UNFILTERED) != 0;
        return new DataLayoutMessage(version, layout, elementBytes, partialChunksUnfiltered);
    }

    private static IndexKind indexKind(int number) {
        return switch (number) {
            case 1 -> IndexKind.SINGLE_CHUNK;
            case 2 -> IndexKind.IMPLICIT;
            case 3 -> IndexKind.FIXED_ARRAY;
            case 4 -> IndexKind.EXTENSIBLE_ARRAY;
            default -> IndexKind.BTREE_V2;
        };
    }

    private static int parameterBytes(MetadataCursor cursor, IndexKind index, int flags) {
        return switch (index) {
            case SINGLE_CHUNK ->
                (flags & FLAG_SINGLE_CHUNK_FILTERED) == 0 ? 0 : cursor.sizes().lengthBytes() + 4;
            case IMPLICIT, BTREE_V1 -> 0;
            case FIXED_ARRAY -> 1;
            case EXTENSIBLE_ARRAY -> 5;
            case BTREE_V2 -> 6;
        };
    }
}
