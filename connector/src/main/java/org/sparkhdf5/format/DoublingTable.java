package org.sparkhdf5.format;

import org.sparkhdf5.Hdf5FormatException;

/**
 * How the blocks of a fractal heap divide its address space: rows of {@code width} blocks; the blocks of the first two rows
 * have {@code startBytes} bytes, those of each further row twice as many. Blocks up to {@code directBytesMax} hold objects,
 * larger ones are indirect: they are divided again by the same rule. All sizes are powers of two.
 *
 * @param heapBits width of an offset in the heap, in bits
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     III.G</a>
 */
record DoublingTable(int width, long startBytes, long directBytesMax, int heapBits) {
    private static final int HEAP_BITS_MAX = 62;

    /** Parses the fields from table width to maximum heap size of a fractal heap header. */
    static DoublingTable parse(MetadataCursor cursor) throws Hdf5FormatException {
        int width = (int) powerOfTwo(cursor, "table width", cursor.readShort("table width"), 1 << 15);
        int most = MetadataReader.STRUCTURE_BYTES_MAX;
        long startBytes = powerOfTwo(cursor, "starting block size", cursor.readLength("starting block size"), most);
        long directBytesMax =
                powerOfTwo(cursor, "maximum direct block size", cursor.readLength("maximum direct block size"), most);
        int heapBits = cursor.readShort("maximum heap size");
        int firstRowBits = log2(startBytes) + log2(width);
        if (directBytesMax < startBytes || heapBits < firstRowBits || heapBits > HEAP_BITS_MAX) {
            throw cursor.malformed("heap of " + heapBits + " bits with rows of " + width + " blocks of " + startBytes
                    + " to " + directBytesMax + " bytes, expected " + firstRowBits + " to " + HEAP_BITS_MAX + " bits");
        }
        return new DoublingTable(width, startBytes, directBytesMax, heapBits);
    }

    private static long powerOfTwo(MetadataCursor cursor, String field, long value, long most)
            throws Hdf5FormatException {
        if (value > most || Long.bitCount(value) != 1) {
            throw cursor.malformed(field + " " + value + ", expected a power of two up to " + most);
        }
        return value;
    }

    private static int log2(long powerOfTwo) {
        return Long.numberOfTrailingZeros(powerOfTwo);
    }

    /** Bytes of an offset in the heap. */
    int offsetBytes() {
        return (heapBits + 7) / 8;
    }

    /** Rows of an indirect block whose blocks hold objects. */
    int directRows() {
        return log2(directBytesMax) - log2(startBytes) + 2;
    }

    /** Rows of the largest indirect block. */
    int rowsMost() {
        return rowsOf(1L << heapBits);
    }

    /** Rows of an indirect block that divides {@code blockBytes} bytes. */
    int rowsOf(long blockBytes) {
        return log2(blockBytes) - log2(startBytes) - log2(width) + 1;
    }

    long blockBytes(int row) {
        return row == 0 ? startBytes : startBytes << row - 1;
    }

    /** Where a row begins in its indirect block. */
    long rowOffset(int row) {
        return row == 0 ? 0 : blockBytes(row) * width;
    }

    /** The row of an offset in an indirect block. */
    int rowAt(long offset) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(offset);
        return Math.max(0, bits - log2(startBytes) - log2(width));
    }
}
