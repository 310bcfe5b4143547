package org.sparkhdf5.format;

import java.util.ArrayList;
import java.util.List;
import org.sparkhdf5.Hdf5FormatException;

/**
 * A data layout message as it is stored, versions 1 to 5: not yet held against dataspace and datatype.
 *
 * @param version of the message
 * @param layout contiguous data of versions 1 and 2 have the length {@link #LENGTH_ABSENT}
 * @param elementBytes size of an element as a chunked layout repeats it, else 0
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.i</a>
 */
record DataLayoutMessage(int version, DataLayout layout, long elementBytes) {
    static final long LENGTH_ABSENT = -1;
    private static final int COMPACT = 0;
    private static final int CONTIGUOUS = 1;
    private static final int CHUNKED = 2;
    private static final int VIRTUAL = 3;
    private static final int VIRTUAL_VERSION_MIN = 4;
    private static final int FLAG_PARTIAL_CHUNKS_UNFILTERED = 0x01;
    private static final int FLAG_SINGLE_CHUNK_FILTERED = 0x02;

    private static DataLayoutMessage plain(int version, DataLayout layout) {
        return new DataLayoutMessage(version, layout, 0);
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
            default -> {
                long address = cursor.readAddress("address");
                yield plain(version, new DataLayout.Virtual(address, cursor.readBits("index")));
            }
        };
    }

    /** Whether the message says that a dataset is virtual; one that cannot be read does not. */
    static boolean isVirtual(MetadataCursor cursor) throws Hdf5FormatException {
        return cursor.remaining() >= 2
                && cursor.readByte("version") >= VIRTUAL_VERSION_MIN
                && cursor.readByte("layout class") == VIRTUAL;
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
        DataLayout layout = new DataLayout.Chunked(dimensions, address, new DataLayout.BtreeV1Parameters(), false);
        return new DataLayoutMessage(version, layout, elementBytes);
    }

    private static List<Integer> chunkDimensions(MetadataCursor cursor, int dimensionality, int widthBytes)
            throws Hdf5FormatException {
        if (dimensionality < 2) {
            throw cursor.malformed("expected chunk dimensionality 2 or more, found " + dimensionality);
        }
        List<Integer> dimensions = new ArrayList<>(dimensionality - 1);
        for (int i = 0; i < dimensionality - 1; i++) {
            long dimension = cursor.readUnsigned("chunk dimension " + i, widthBytes);
            if (dimension == 0) {
                throw cursor.malformed("chunk dimension " + i + " of 0 elements");
            }
            if (dimension > Integer.MAX_VALUE) {
                throw cursor.unsupported(
                        "chunk dimension " + i + " of " + dimension + " elements, at most " + Integer.MAX_VALUE
                                + " are read",
                        "rewrite the file with smaller chunks: `h5repack -l CHUNK=… in.h5 out.h5`");
            }
            dimensions.add((int) dimension);
        }
        return dimensions;
    }

    private static DataLayoutMessage chunkedVersion4(MetadataCursor cursor, int version) throws Hdf5FormatException {
        int flags = cursor.readByteBetween("flags", 0, FLAG_PARTIAL_CHUNKS_UNFILTERED | FLAG_SINGLE_CHUNK_FILTERED);
        int dimensionality = cursor.readByteBetween("dimensionality", 2, Dataspace.RANK_MAX + 1);
        int widthBytes = cursor.readByteBetween("dimension size encoded length", 1, 8);
        List<Integer> dimensions = chunkDimensions(cursor, dimensionality, widthBytes);
        long elementBytes = cursor.readUnsigned("dataset element size", widthBytes);
        DataLayout.IndexParameters parameters = indexParameters(cursor, flags);
        long address = cursor.readAddress("index address");
        boolean partialChunksUnfiltered = (flags & FLAG_PARTIAL_CHUNKS_UNFILTERED) != 0;
        DataLayout layout = new DataLayout.Chunked(dimensions, address, parameters, partialChunksUnfiltered);
        return new DataLayoutMessage(version, layout, elementBytes);
    }

    private static DataLayout.IndexParameters indexParameters(MetadataCursor cursor, int flags)
            throws Hdf5FormatException {
        int type = cursor.readByteBetween("chunk indexing type", 1, 5);
        switch (type) {
            case 1:
                if ((flags & FLAG_SINGLE_CHUNK_FILTERED) == 0) {
                    return new DataLayout.SingleChunkParameters();
                }
                long storedBytes = cursor.readLength("size of filtered chunk");
                return new DataLayout.FilteredSingleChunkParameters(storedBytes, cursor.readBits("filter mask"));
            case 2:
                return new DataLayout.ImplicitParameters();
            case 3:
                return new DataLayout.FixedArrayParameters(cursor.readByteBetween("page bits", 1, 255));
            case 4:
                return extensibleArray(cursor);
            default:
                long nodeBytes = cursor.readUnsignedInt("node size");
                if (nodeBytes > MetadataReader.STRUCTURE_BYTES_MAX) {
                    throw cursor.malformed("B-tree nodes of " + nodeBytes + " bytes are larger than the limit of "
                            + MetadataReader.STRUCTURE_BYTES_MAX);
                }
                int splitPercent = cursor.readByteBetween("split percent", 1, 100);
                return new DataLayout.BtreeV2Parameters(
                        (int) nodeBytes, splitPercent, cursor.readByteBetween("merge percent", 1, 100));
        }
    }

    private static DataLayout.IndexParameters extensibleArray(MetadataCursor cursor) throws Hdf5FormatException {
        int maxBits = cursor.readByteBetween("max bits", 1, 64);
        int indexElements = cursor.readByteBetween("index elements", 1, 255);
        int minPointers = cursor.readByteBetween("min pointers", 1, 255);
        int minElements = cursor.readByteBetween("min elements", 1, 255);
        int pageBits = cursor.readByteBetween("page bits", 1, 255);
        return new DataLayout.ExtensibleArrayParameters(maxBits, indexElements, minPointers, minElements, pageBits);
    }
}
