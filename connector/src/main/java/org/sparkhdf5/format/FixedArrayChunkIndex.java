package org.sparkhdf5.format;

import java.io.IOException;

/**
 * The chunks of a dataset whose dimensions all have a maximum, in a fixed array: one element for each chunk of the largest
 * extent. A large array is cut into pages, of which only those that hold wanted chunks are read.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     VII.C</a>
 */
final class FixedArrayChunkIndex implements ChunkIndex {
    private static final String STRUCTURE = "fixed array";
    /** Signature, version and client id before the fields of a structure. */
    private static final int PREFIX_BYTES = 6;

    private static final int CHECKSUM_BYTES = 4;

    private final ChunkedStorage storage;

    FixedArrayChunkIndex(ChunkedStorage storage) {
        this.storage = storage;
    }

    /**
     * The header.
     *
     * @param count elements of the array
     * @param pageElements elements of a page; an array that has no more is not cut
     * @param blockAddress absolute position of the data block, or undefined where no chunk was written
     */
    private record Header(ChunkElements form, long count, long pageElements, long blockAddress) {
        boolean isPaged() {
            return count > pageElements;
        }

        long pageCount() {
            return (count - 1) / pageElements + 1;
        }
    }

    @Override
    public void forEachChunk(long rowFrom, long rowTo, Visitor visitor) throws IOException {
        ChunkGrid grid = ChunkGrid.fixed(storage, rowFrom, rowTo);
        ChunkWalk walk = new ChunkWalk(storage, grid, visitor);
        if (walk.wanted() == ChunkGrid.NONE) {
            return;
        }
        Header header = header();
        if (header.count() < grid.endNumber()) {
            throw storage.malformed(
                    STRUCTURE + " of " + header.count() + " elements, expected " + grid.endNumber(),
                    storage.layout().indexAddress());
        }
        if (header.blockAddress() == MetadataCursor.UNDEFINED) {
            return;
        }
        if (header.isPaged()) {
            visitPages(header, walk);
        } else {
            MetadataCursor block = block(header, header.count() * header.form().elementBytes());
            walk.elements(block, header.form(), 0, header.count());
        }
    }

    private Header header() throws IOException {
        MetadataReader reader = storage.reader();
        long address = storage.layout().indexAddress();
        FieldSizes sizes = reader.sizes();
        int lengthBytes = PREFIX_BYTES + 2 + sizes.lengthBytes() + sizes.addressBytes() + CHECKSUM_BYTES;
        MetadataCursor cursor = reader.read(storage.location(), STRUCTURE, address, lengthBytes);
        cursor.expectSignature("FAHD");
        cursor.verifyChecksum();
        cursor.readByteBetween("version", 0, 0);
        ChunkElements form = ChunkElements.parse(cursor, storage);
        int pageBits = cursor.readByteBetween("page bits", 1, 32);
        long count = cursor.readLength("max num entries");
        long blockAddress = cursor.readAddress("data block address");
        if (count > reader.fileLengthBytes() / form.elementBytes() && blockAddress != MetadataCursor.UNDEFINED) {
            throw cursor.malformedAt(count + " elements are larger than the file", address);
        }
        return new Header(form, count, 1L << pageBits, blockAddress);
    }

    /** Reads the data block, or what is before its pages, up to the checksum; at the first field behind the header address. */
    private MetadataCursor block(Header header, long bodyBytes) throws IOException {
        MetadataReader reader = storage.reader();
        long lengthBytes = PREFIX_BYTES + reader.sizes().addressBytes() + bodyBytes + CHECKSUM_BYTES;
        MetadataCursor cursor =
                reader.read(storage.location(), STRUCTURE + " data block", header.blockAddress(), lengthBytes);
        cursor.expectSignature("FADB");
        cursor.verifyChecksum();
        cursor.readByteBetween("version", 0, 0);
        int client = header.form().client();
        cursor.readByteBetween("client id", client, client);
        storage.expectHeaderAddress(cursor);
        return cursor;
    }

    /** The data block holds a bit for each page, which tells whether it was written, and then the pages. */
    private void visitPages(Header header, ChunkWalk walk) throws IOException {
        long bitmapBytes = (header.pageCount() - 1) / 8 + 1;
        MetadataCursor block = block(header, bitmapBytes);
        byte[] bitmap = block.readBytes("page bitmap", bitmapBytes);
        long firstPage = block.address() + CHECKSUM_BYTES;
        int elementBytes = header.form().elementBytes();
        long pageBytes = header.pageElements() * elementBytes + CHECKSUM_BYTES;
        while (walk.wantsBelow(header.count())) {
            long page = walk.wanted() / header.pageElements();
            long first = page * header.pageElements();
            long count = Math.min(header.pageElements(), header.count() - first);
            if (PageBitmap.isSet(bitmap, page)) {
                MetadataCursor cursor = storage.reader()
                        .read(
                                storage.location(),
                                STRUCTURE + " page",
                                firstPage + page * pageBytes,
                                count * elementBytes + CHECKSUM_BYTES);
                cursor.verifyChecksum();
                walk.elements(cursor, header.form(), first, count);
            } else {
                walk.skipTo(first + count);
            }
        }
    }
}
