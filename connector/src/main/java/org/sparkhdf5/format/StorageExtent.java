package org.sparkhdf5.format;

import java.io.IOException;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;

/** Holds the data layout message of a dataset against its dataspace, its datatype and the length of the file. */
record StorageExtent(ObjectHeader header, Dataspace dataspace, Datatype datatype) {
    /** Up to version 4 of the layout message the size of a chunk is kept in four bytes. */
    static final long CHUNK_BYTES_MAX = (1L << 32) - 1;

    private static final int LARGE_CHUNKS_VERSION = 5;

    DataLayout layout() throws IOException {
        DataLayoutMessage message = DataLayoutMessage.parse(header.require(MessageType.DATA_LAYOUT));
        MetadataCursor external = header.find(MessageType.EXTERNAL_FILES);
        if (external != null) {
            return external(ExternalFileList.parse(external), message.layout());
        }
        if (message.layout() instanceof DataLayout.Contiguous contiguous) {
            return contiguous(contiguous);
        }
        if (message.layout() instanceof DataLayout.Compact compact) {
            long needed = dataBytes();
            if (compact.lengthBytes() < needed) {
                throw tooSmall("compact", compact.lengthBytes(), needed, compact.address());
            }
            return new DataLayout.Compact(compact.address(), (int) needed);
        }
        if (message.layout() instanceof DataLayout.Chunked chunked) {
            checkChunks(chunked, message);
        }
        return message.layout();
    }

    private ObjectLocation location() {
        return header.location();
    }

    private long dataBytes() throws Hdf5FormatException {
        long count = dataspace.elementCount();
        if (count > Long.MAX_VALUE / datatype.sizeBytes()) {
            throw location()
                    .malformed(
                            count + " elements of " + datatype.sizeBytes() + " bytes are larger than any file",
                            header.address());
        }
        return count * datatype.sizeBytes();
    }

    /** The length that comes out is what the elements take, whatever more is stored; never written, up to the largest long. */
    private DataLayout contiguous(DataLayout.Contiguous stored) throws IOException {
        if (stored.address() == DataLayout.UNDEFINED) {
            long count = dataspace.elementCount();
            long most = Long.MAX_VALUE / datatype.sizeBytes();
            long lengthBytes = count > most ? Long.MAX_VALUE : count * datatype.sizeBytes();
            return new DataLayout.Contiguous(DataLayout.UNDEFINED, lengthBytes);
        }
        long needed = dataBytes();
        if (needed == 0) {
            return new DataLayout.Contiguous(DataLayout.UNDEFINED, 0);
        }
        if (stored.lengthBytes() != DataLayoutMessage.LENGTH_ABSENT && stored.lengthBytes() < needed) {
            throw tooSmall("contiguous", stored.lengthBytes(), needed, stored.address());
        }
        header.reader().checkInside(location(), "truncated: contiguous data", stored.address(), needed);
        return new DataLayout.Contiguous(stored.address(), needed);
    }

    private DataLayout external(ExternalFileList files, DataLayout stored) throws Hdf5FormatException {
        if (!(stored instanceof DataLayout.Contiguous)) {
            throw location()
                    .malformed(
                            "raw data in external files with a layout that is not contiguous: " + stored,
                            header.address());
        }
        long needed = dataBytes();
        if (files.lengthBytes() < needed) {
            throw tooSmall("external", files.lengthBytes(), needed, header.address());
        }
        return new DataLayout.External(needed);
    }

    private Hdf5FormatException tooSmall(String kind, long found, long expected, long address) {
        return location()
                .malformed(
                        kind + " data: expected " + expected + " bytes for " + dataspace.elementCount()
                                + " elements, found " + found,
                        address);
    }

    private void checkChunks(DataLayout.Chunked chunked, DataLayoutMessage message) throws Hdf5FormatException {
        long elementBytes = message.elementBytes();
        long chunkBytesMax = message.version() < LARGE_CHUNKS_VERSION ? CHUNK_BYTES_MAX : Long.MAX_VALUE;
        int chunkRank = chunked.chunkDimensions().size();
        if (chunkRank != dataspace.rank()) {
            throw location()
                    .malformed(
                            "chunks of " + chunkRank + " dimensions, expected " + dataspace.rank(), header.address());
        }
        if (elementBytes != datatype.sizeBytes()) {
            throw location()
                    .malformed(
                            "chunks of elements of " + elementBytes + " bytes, expected " + datatype.sizeBytes(),
                            header.address());
        }
        long chunkBytes = elementBytes;
        for (int dimension : chunked.chunkDimensions()) {
            if (chunkBytes > chunkBytesMax / dimension) {
                throw location()
                        .malformed(
                                "chunks of dimensions " + chunked.chunkDimensions() + " and elements of " + elementBytes
                                        + " bytes are larger than " + chunkBytesMax + " bytes",
                                header.address());
            }
            chunkBytes *= dimension;
        }
    }
}
