package org.sparkhdf5.format;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;

/**
 * The blocks of a fractal heap: direct blocks hold objects, indirect blocks lead to direct ones. Those read last are kept.
 * Not thread-safe.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     III.G</a>
 */
final class FractalHeapBlocks {
    private static final String DIRECT = "fractal heap direct block";
    private static final String INDIRECT = "fractal heap indirect block";
    private static final int KEPT_BLOCKS = 16;
    private static final int KEPT_BYTES = 256 << 10;
    private static final int CHECKSUM_BYTES = 4;

    private final MetadataReader reader;
    private final ObjectLocation location;
    private final FractalHeapHeader header;
    private final DoublingTable table;
    private final HeapFilters filters;
    private final Kept<byte[]> directBlocks;
    private final Kept<MetadataCursor> indirectBlocks = new Kept<>(KEPT_BLOCKS);

    FractalHeapBlocks(MetadataReader reader, ObjectLocation location, FractalHeapHeader header, HeapFilters filters) {
        this.reader = reader;
        this.location = location;
        this.header = header;
        this.table = header.table();
        this.filters = filters;
        this.directBlocks = new Kept<>((int) Math.max(1, KEPT_BYTES / table.directBytesMax()));
    }

    /** Blocks by their offset in the heap; the one that was not used for longest goes first. */
    private static final class Kept<V> extends LinkedHashMap<Long, V> {
        private static final long serialVersionUID = 1L;
        private final int most;

        Kept(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
            return size() > most;
        }
    }

    /**
     * One direct block.
     *
     * @param offset where it begins in the heap
     */
    private record Direct(long address, long offset, long lengthBytes, long storedBytes, int filterMask) {}

    /** The object at an offset of the heap. */
    MetadataCursor object(String structure, long offset, long lengthBytes) throws IOException {
        Direct block = header.rootRows() == 0
                ? new Direct(
                        header.rootAddress(), 0, table.startBytes(), header.rootStoredBytes(), header.rootFilterMask())
                : locate(offset);
        byte[] bytes = bytes(block);
        long from = offset - block.offset();
        if (from < directPrefixBytes() || from > bytes.length || lengthBytes > bytes.length - from) {
            throw malformed(
                    DIRECT,
                    "object of " + lengthBytes + " bytes at offset " + from + " does not lie in the block of "
                            + bytes.length + " bytes",
                    block.address());
        }
        return new MetadataCursor(
                location,
                structure,
                reader.sizes(),
                bytes,
                (int) from,
                (int) (from + lengthBytes),
                block.address() + from);
    }

    /** Descends from the root to the direct block that holds an offset; each step is into a smaller block. */
    private Direct locate(long offset) throws IOException {
        long address = header.rootAddress();
        long blockOffset = 0;
        int rows = header.rootRows();
        while (true) {
            int row = table.rowAt(offset - blockOffset);
            if (row >= rows) {
                throw malformed(INDIRECT, "offset " + offset + " lies in row " + row + " of " + rows, address);
            }
            long blockBytes = table.blockBytes(row);
            int column = (int) ((offset - blockOffset - table.rowOffset(row)) / blockBytes);
            MetadataCursor entries = indirect(address, blockOffset, rows);
            blockOffset += table.rowOffset(row) + column * blockBytes;
            int entry = row * table.width() + column;
            if (row < table.directRows()) {
                return direct(entries, entry, blockOffset, blockBytes);
            }
            int directEntries = table.directRows() * table.width();
            entries.skip("direct block entries", (long) directEntries * directEntryBytes());
            entries.skip(
                    "entries", (long) (entry - directEntries) * reader.sizes().addressBytes());
            address = entries.readAddress("address of indirect block");
            rows = table.rowsOf(blockBytes);
        }
    }

    private Direct direct(MetadataCursor entries, int entry, long offset, long blockBytes) throws IOException {
        entries.skip("entries", (long) entry * directEntryBytes());
        long address = entries.readAddress("address of direct block");
        if (!header.isFiltered()) {
            return new Direct(address, offset, blockBytes, blockBytes, 0);
        }
        long storedBytes = entries.readLength("size of filtered direct block");
        return new Direct(address, offset, blockBytes, storedBytes, entries.readBits("filter mask"));
    }

    private int directEntryBytes() {
        FieldSizes sizes = reader.sizes();
        return sizes.addressBytes() + (header.isFiltered() ? sizes.lengthBytes() + 4 : 0);
    }

    /** The entries of an indirect block, at the first. */
    private MetadataCursor indirect(long address, long offset, int rows) throws IOException {
        MetadataCursor entries = indirectBlocks.get(offset);
        if (entries == null) {
            entries = readIndirect(address, offset, rows);
            indirectBlocks.put(offset, entries);
        }
        return entries.restarted();
    }

    private MetadataCursor readIndirect(long address, long offset, int rows) throws IOException {
        long directEntries = (long) Math.min(rows, table.directRows()) * table.width();
        long indirectEntries = (long) rows * table.width() - directEntries;
        long entriesBytes = directEntries * directEntryBytes()
                + indirectEntries * reader.sizes().addressBytes();
        long lengthBytes = prefixBytes() + entriesBytes + CHECKSUM_BYTES;
        MetadataCursor cursor = reader.read(location, INDIRECT, address, lengthBytes);
        cursor.verifyChecksum();
        readPrefix(cursor, "FHIB", offset);
        return cursor.slice(INDIRECT, entriesBytes);
    }

    private byte[] bytes(Direct block) throws IOException {
        byte[] bytes = directBlocks.get(block.offset());
        if (bytes == null) {
            bytes = readDirect(block);
            directBlocks.put(block.offset(), bytes);
        }
        return bytes;
    }

    private byte[] readDirect(Direct block) throws IOException {
        MetadataCursor cursor = reader.read(location, DIRECT, block.address(), block.storedBytes());
        if (header.isFiltered()) {
            byte[] decoded = filters.decode(cursor, block.filterMask(), block.lengthBytes());
            cursor = new MetadataCursor(location, DIRECT, reader.sizes(), decoded, 0, decoded.length, block.address());
        }
        readPrefix(cursor, "FHDB", block.offset());
        if (header.checksummed()) {
            verify(cursor, block.address());
        }
        return cursor.bytes();
    }

    /** Signature, version, address of the heap, offset of the block. */
    private int prefixBytes() {
        return 5 + reader.sizes().addressBytes() + table.offsetBytes();
    }

    private int directPrefixBytes() {
        return prefixBytes() + (header.checksummed() ? CHECKSUM_BYTES : 0);
    }

    private void readPrefix(MetadataCursor cursor, String signature, long offset) throws Hdf5FormatException {
        long start = cursor.address();
        cursor.expectSignature(signature);
        cursor.readByteBetween("version", 0, 0);
        long heap = cursor.readAddress("heap header address");
        long found = cursor.readUnsigned("block offset", table.offsetBytes());
        if (heap != header.address() || found != offset) {
            throw cursor.malformedAt(
                    String.format(
                            "expected block at offset %d of the heap at 0x%x, found offset %d of the heap at 0x%x",
                            offset, header.address(), found, heap),
                    start);
        }
    }

    /** The checksum covers the whole block, itself taken as zero. */
    private void verify(MetadataCursor cursor, long address) throws Hdf5FormatException {
        byte[] bytes = cursor.bytes();
        int at = prefixBytes();
        int stored = cursor.readBits("checksum");
        byte[] field = new byte[CHECKSUM_BYTES];
        System.arraycopy(bytes, at, field, 0, CHECKSUM_BYTES);
        Arrays.fill(bytes, at, at + CHECKSUM_BYTES, (byte) 0);
        int found = Lookup3.checksum(bytes, 0, bytes.length);
        System.arraycopy(field, 0, bytes, at, CHECKSUM_BYTES);
        if (found != stored) {
            throw malformed(
                    DIRECT, String.format("checksum mismatch: expected 0x%08x, found 0x%08x", stored, found), address);
        }
    }

    private Hdf5FormatException malformed(String structure, String what, long address) {
        return location.malformed(structure + ": " + what, address);
    }
}
