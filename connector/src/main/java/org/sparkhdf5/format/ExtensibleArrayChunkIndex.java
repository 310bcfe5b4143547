package org.sparkhdf5.format;

import static org.sparkhdf5.format.ExtensibleArrayHeader.CHECKSUM_BYTES;
import static org.sparkhdf5.format.ExtensibleArrayHeader.PREFIX_BYTES;
import static org.sparkhdf5.format.ExtensibleArrayHeader.STRUCTURE;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.ExtensibleArrayHeader.Level;

/**
 * The chunks of a dataset with one unlimited dimension in an extensible array. Elements are numbered with the unlimited
 * dimension slowest, wherever it stands. Only the blocks and pages that hold wanted chunks are read; what has no address was
 * never written.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     VII.D</a>
 */
final class ExtensibleArrayChunkIndex implements ChunkIndex {
    private final ChunkedStorage storage;

    ExtensibleArrayChunkIndex(ChunkedStorage storage) {
        this.storage = storage;
    }

    @Override
    public void forEachChunk(long rowFrom, long rowTo, Visitor visitor) throws IOException {
        ChunkWalk walk = new ChunkWalk(storage, ChunkGrid.extensible(storage, rowFrom, rowTo), visitor);
        if (walk.wanted() == ChunkGrid.NONE) {
            return;
        }
        ExtensibleArrayHeader header = ExtensibleArrayHeader.read(storage);
        if (header.indexBlockAddress() != MetadataCursor.UNDEFINED) {
            new Descent(header, walk).run();
            walk.end();
        }
    }

    /**
     * Data blocks of one level.
     *
     * @param bitmap a bit for each page of all blocks, empty where they are not cut
     */
    private record SuperBlock(Level level, byte[] bitmap, long[] blockAddresses) {}

    /** One walk down the array. */
    private final class Descent {
        private final ExtensibleArrayHeader header;
        private final ChunkElements form;
        private final ChunkWalk walk;
        private @Nullable SuperBlock current;

        Descent(ExtensibleArrayHeader header, ChunkWalk walk) {
            this.header = header;
            this.form = header.form();
            this.walk = walk;
        }

        void run() throws IOException {
            int superBlockCount = header.levelCount() - header.indexBlockLevels();
            int addressBytes = storage.reader().sizes().addressBytes();
            int pointerCount = header.indexBlockPointers() + superBlockCount;
            long elementsBytes = (long) header.indexElements() * form.elementBytes();
            MetadataCursor block =
                    block("EAIB", header.indexBlockAddress(), elementsBytes + (long) pointerCount * addressBytes);
            walk.elements(block.slice("elements", elementsBytes), form, 0, header.indexElements());
            long[] blockAddresses = addresses(block, header.indexBlockPointers());
            long[] superBlockAddresses = addresses(block, superBlockCount);
            while (walk.wantsBelow(header.elementCount())) {
                long element = walk.wanted() - header.indexElements();
                Level level = header.levelOf(element);
                int superBlock = level.number() - header.indexBlockLevels();
                if (superBlock < 0) {
                    int i = (int) ((element - level.firstElement()) / level.blockElements());
                    long firstNumber = header.indexElements() + level.firstElement() + i * level.blockElements();
                    visitBlockOfIndex(blockAddresses[header.pointersBefore(level) + i], firstNumber, level);
                } else if (superBlockAddresses[superBlock] == MetadataCursor.UNDEFINED) {
                    walk.skipTo(header.indexElements() + level.endElement());
                } else {
                    visitBlockOf(superBlock(superBlockAddresses[superBlock], level), element);
                }
            }
        }

        private long[] addresses(MetadataCursor cursor, int count) throws IOException {
            long[] addresses = new long[count];
            for (int i = 0; i < count; i++) {
                addresses[i] = cursor.readAddress("block address " + i);
            }
            return addresses;
        }

        /** Reads a block, its checksum behind the body; at the first field behind the header address. */
        private MetadataCursor block(String signature, long address, long bodyBytes) throws IOException {
            MetadataReader reader = storage.reader();
            long lengthBytes = PREFIX_BYTES + reader.sizes().addressBytes() + bodyBytes + CHECKSUM_BYTES;
            MetadataCursor cursor = reader.read(storage.location(), STRUCTURE + " block", address, lengthBytes);
            cursor.expectSignature(signature);
            cursor.verifyChecksum();
            cursor.readByteBetween("version", 0, 0);
            cursor.readByteBetween("client id", form.client(), form.client());
            storage.expectHeaderAddress(cursor);
            return cursor;
        }

        /** A block that a super block names is named once: its offset tells whose it is. */
        private void expectBlockOffset(MetadataCursor cursor, long expected) throws IOException {
            long at = cursor.address();
            long found = cursor.readUnsigned("block offset", header.blockOffsetBytes());
            if (found != expected) {
                throw cursor.malformedAt("expected block offset " + expected + ", found " + found, at);
            }
        }

        private SuperBlock superBlock(long address, Level level) throws IOException {
            SuperBlock known = current;
            if (known == null || known.level().number() != level.number()) {
                known = readSuperBlock(address, level);
                current = known;
            }
            return known;
        }

        private SuperBlock readSuperBlock(long address, Level level) throws IOException {
            long bitmapBytes = level.blockCount() * ((header.pageCount(level) + 7) / 8);
            long addressesBytes = level.blockCount() * storage.reader().sizes().addressBytes();
            MetadataCursor cursor = block("EASB", address, header.blockOffsetBytes() + bitmapBytes + addressesBytes);
            expectBlockOffset(cursor, level.firstElement());
            byte[] bitmap = cursor.readBytes("page bitmap", bitmapBytes);
            return new SuperBlock(level, bitmap, addresses(cursor, (int) level.blockCount()));
        }

        private void visitBlockOf(SuperBlock superBlock, long element) throws IOException {
            Level level = superBlock.level();
            int i = (int) ((element - level.firstElement()) / level.blockElements());
            long first = level.firstElement() + i * level.blockElements();
            long firstNumber = header.indexElements() + first;
            long address = superBlock.blockAddresses()[i];
            long pageCount = header.pageCount(level);
            if (address == MetadataCursor.UNDEFINED) {
                walk.skipTo(firstNumber + level.blockElements());
            } else if (pageCount == 0) {
                MetadataCursor block = dataBlock(address, level.blockElements());
                expectBlockOffset(block, first);
                walk.elements(block, form, firstNumber, level.blockElements());
            } else {
                expectBlockOffset(dataBlock(address, 0), first);
                visitPages(superBlock.bitmap(), i * pageCount, address, firstNumber, level);
            }
        }

        private MetadataCursor dataBlock(long address, long elements) throws IOException {
            return block("EADB", address, header.blockOffsetBytes() + elements * form.elementBytes());
        }

        /** libhdf5 gives the blocks that the index block names other offsets than the specification: not checked. */
        private void visitBlockOfIndex(long address, long firstNumber, Level level) throws IOException {
            if (address == MetadataCursor.UNDEFINED) {
                walk.skipTo(firstNumber + level.blockElements());
                return;
            }
            MetadataCursor block = dataBlock(address, level.blockElements());
            block.skip("block offset", header.blockOffsetBytes());
            walk.elements(block, form, firstNumber, level.blockElements());
        }

        /** Visits the pages of one data block, which lie behind its checksum. */
        private void visitPages(byte[] bitmap, long firstBit, long address, long firstNumber, Level level)
                throws IOException {
            int prefixBytes =
                    PREFIX_BYTES + storage.reader().sizes().addressBytes() + header.blockOffsetBytes() + CHECKSUM_BYTES;
            long pageBytes = header.pageElements() * form.elementBytes() + CHECKSUM_BYTES;
            while (walk.wantsBelow(Math.min(firstNumber + level.blockElements(), header.elementCount()))) {
                long page = (walk.wanted() - firstNumber) / header.pageElements();
                long pageNumber = firstNumber + page * header.pageElements();
                if (PageBitmap.isSet(bitmap, firstBit + page)) {
                    MetadataCursor cursor = storage.reader()
                            .read(
                                    storage.location(),
                                    STRUCTURE + " page",
                                    address + prefixBytes + page * pageBytes,
                                    pageBytes);
                    cursor.verifyChecksum();
                    walk.elements(cursor, form, pageNumber, header.pageElements());
                } else {
                    walk.skipTo(pageNumber + header.pageElements());
                }
            }
        }
    }
}
