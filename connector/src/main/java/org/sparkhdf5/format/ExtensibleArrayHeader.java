package org.sparkhdf5.format;

import java.io.IOException;

/**
 * The header of an extensible array of chunks, and what follows from it: elements stand in the index block, then in data
 * blocks, which grow from level to level. The data blocks of the first levels are named in the index block, those of each
 * later level in a super block.
 *
 * @param form how an element holds a chunk
 * @param maxBits bits of an element number
 * @param indexElements elements in the index block
 * @param minElements elements of the smallest data block, a power of two
 * @param minPointers data block pointers that a super block holds at least, a power of two
 * @param pageElements elements of a page; a data block that has no more is not cut
 * @param elementCount behind the last element that was ever set
 * @param indexBlockAddress absolute position of the index block, or undefined where no chunk was written
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     VII.D</a>
 */
record ExtensibleArrayHeader(
        ChunkElements form,
        int maxBits,
        int indexElements,
        int minElements,
        int minPointers,
        long pageElements,
        long elementCount,
        long indexBlockAddress) {
    static final String STRUCTURE = "extensible array";
    /** Signature, version and client id before the fields of a structure. */
    static final int PREFIX_BYTES = 6;

    static final int CHECKSUM_BYTES = 4;

    /**
     * The data blocks of one level.
     *
     * @param number from 0 on
     * @param firstElement number of their first element, those of the index block not counted
     * @param blockElements elements of each
     */
    record Level(int number, long firstElement, long blockCount, long blockElements) {
        long endElement() {
            return firstElement + blockCount * blockElements;
        }
    }

    static ExtensibleArrayHeader read(ChunkedStorage storage) throws IOException {
        long address = storage.layout().indexAddress();
        FieldSizes sizes = storage.reader().sizes();
        int lengthBytes = PREFIX_BYTES + 6 + 6 * sizes.lengthBytes() + sizes.addressBytes() + CHECKSUM_BYTES;
        MetadataCursor cursor = storage.reader().read(storage.location(), STRUCTURE, address, lengthBytes);
        cursor.expectSignature("EAHD");
        cursor.verifyChecksum();
        cursor.readByteBetween("version", 0, 0);
        ChunkElements form = ChunkElements.parse(cursor, storage);
        int maxBits = cursor.readByteBetween("max bits", 1, 62);
        int indexElements = cursor.readByte("index elements");
        int minElements = cursor.readByteBetween("min elements", 1, 255);
        int minPointers = cursor.readByteBetween("min pointers", 1, 255);
        int pageBits = cursor.readByteBetween("page bits", 1, 32);
        cursor.skip("counts and sizes of super blocks and data blocks", 4L * sizes.lengthBytes());
        long elementCount = cursor.readLength("max index set");
        cursor.skip("number of elements", sizes.lengthBytes());
        ExtensibleArrayHeader header = new ExtensibleArrayHeader(
                form,
                maxBits,
                indexElements,
                minElements,
                minPointers,
                1L << pageBits,
                elementCount,
                cursor.readAddress("index block address"));
        if (Integer.bitCount(minElements) != 1 || Integer.bitCount(minPointers) != 1 || !header.isConsistent()) {
            throw cursor.malformedAt(
                    "min elements " + minElements + " and min pointers " + minPointers + " do not fit " + maxBits
                            + " bits, pages of " + (1L << pageBits) + " and " + elementCount + " elements",
                    address);
        }
        return header;
    }

    /** Data blocks that the index block names are never cut into pages. */
    private boolean isConsistent() {
        return levelCount() >= indexBlockLevels()
                && level(Math.max(0, indexBlockLevels() - 1)).blockElements() <= pageElements
                && elementCount - indexElements <= level(levelCount() - 1).endElement();
    }

    int levelCount() {
        return 1 + maxBits - Integer.numberOfTrailingZeros(minElements);
    }

    /** Levels whose data blocks are named in the index block. */
    int indexBlockLevels() {
        return 2 * Integer.numberOfTrailingZeros(minPointers);
    }

    int indexBlockPointers() {
        return 2 * (minPointers - 1);
    }

    /** Level n has 2^(n/2) data blocks of 2^((n+1)/2) times the least elements, both halves rounded down. */
    Level level(int number) {
        long first = minElements * ((1L << number) - 1);
        return new Level(number, first, 1L << number / 2, (long) minElements << (number + 1) / 2);
    }

    /** The level of an element, those of the index block not counted. */
    Level levelOf(long element) {
        return level(Long.SIZE - 1 - Long.numberOfLeadingZeros(element / minElements + 1));
    }

    /** Data blocks of the levels before one that the index block names. */
    int pointersBefore(Level level) {
        int pointers = 0;
        for (int i = 0; i < level.number(); i++) {
            pointers += 1 << i / 2;
        }
        return pointers;
    }

    /** Width of the field by which a block names its first element. */
    int blockOffsetBytes() {
        return (maxBits + 7) / 8;
    }

    /** Pages of each data block of a level, 0 where they are not cut. */
    long pageCount(Level level) {
        return level.blockElements() > pageElements ? level.blockElements() / pageElements : 0;
    }
}
