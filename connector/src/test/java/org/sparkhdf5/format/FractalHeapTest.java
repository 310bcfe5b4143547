package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.storage.InMemoryRangeReader;

/**
 * Heaps written by hand from the specification, for what the library writes only in large files: blocks of 64 bytes in rows
 * of two, so that the third row is indirect.
 */
class FractalHeapTest {
    private static final int FILE_BYTES = 8192;
    private static final int HEAP = 64;
    private static final int ROOT = 512;
    private static final int CHILD = 1024;
    private static final int BLOCKS = 2048;
    private static final int BLOCK_BYTES = 64;
    private static final int HEAP_BITS = 16;
    private static final int DIRECT_PREFIX_BYTES = 4 + 1 + 8 + 2;
    private static final long UNDEFINED = -1;

    private final byte[] file = new byte[FILE_BYTES];

    private void put(int address, MessageBytes bytes) {
        System.arraycopy(bytes.toArray(), 0, file, address, bytes.toArray().length);
    }

    private void putWithChecksum(int address, MessageBytes bytes) {
        byte[] array = bytes.toArray();
        put(address, bytes.u4(Lookup3.checksum(array, 0, array.length)));
    }

    private void header(int idBytes, int width, int startBytes, int directBytes, int rootRows) {
        putWithChecksum(
                HEAP,
                new MessageBytes()
                        .text("FRHP")
                        .u1(0)
                        .u2(idBytes)
                        .u2(0)
                        .u1(0)
                        .u4(40)
                        .u8(0)
                        .u8(UNDEFINED)
                        .u8(0)
                        .u8(UNDEFINED)
                        .zeros(64)
                        .u2(width)
                        .u8(startBytes)
                        .u8(directBytes)
                        .u2(HEAP_BITS)
                        .u2(1)
                        .u8(ROOT)
                        .u2(rootRows));
    }

    private MessageBytes prefix(String signature, long offset) {
        return new MessageBytes().text(signature).u1(0).u8(HEAP).u2((int) offset);
    }

    /** A root of three rows; its first indirect block begins at 256 and divides 128 bytes into two blocks. */
    private void threeRows() {
        header(7, 2, BLOCK_BYTES, BLOCK_BYTES, 3);
        MessageBytes root = prefix("FHIB", 0);
        for (int i = 0; i < 4; i++) {
            root.u8(BLOCKS + i * BLOCK_BYTES);
            block(BLOCKS + i * BLOCK_BYTES, i * BLOCK_BYTES);
        }
        putWithChecksum(ROOT, root.u8(CHILD).u8(UNDEFINED));
        MessageBytes child = prefix("FHIB", 256);
        for (int i = 4; i < 6; i++) {
            child.u8(BLOCKS + i * BLOCK_BYTES);
            block(BLOCKS + i * BLOCK_BYTES, i * BLOCK_BYTES);
        }
        putWithChecksum(CHILD, child);
    }

    /** A direct block whose bytes behind the prefix are their own offset in the heap. */
    private void block(int address, int offset) {
        MessageBytes block = prefix("FHDB", offset);
        for (int i = DIRECT_PREFIX_BYTES; i < BLOCK_BYTES; i++) {
            block.u1(offset + i);
        }
        put(address, block);
    }

    private byte[] object(MessageBytes id) throws IOException {
        MetadataReader reader = new MetadataReader(new InMemoryRangeReader("mem:/x.h5", file), new FieldSizes(0, 8, 8));
        FractalHeap heap = FractalHeap.read(reader, new ObjectLocation("mem:/x.h5", "/object"), HEAP);
        MetadataCursor object = heap.object(id.toArray(), "message");
        return object.readBytes("all", object.remaining());
    }

    private static MessageBytes managed(int offset, int lengthBytes) {
        return new MessageBytes().u1(0).u2(offset).u1(lengthBytes).zeros(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 64, 128, 192, 256, 320})
    void findsObjectsInEveryBlock(int blockOffset) throws IOException {
        threeRows();

        byte[] object = object(managed(blockOffset + 20, 30));

        assertThat(object).hasSize(30).startsWith((byte) (blockOffset + 20));
        assertThat(object).endsWith((byte) (blockOffset + 49));
    }

    @ParameterizedTest
    @CsvSource({
        "384, fractal heap indirect block of 31 bytes lies|has no address", // never allocated
        "512, fractal heap indirect block: offset 512 lies in row 3 of 3",
        "50, object of 20 bytes at offset 50 does not lie in the block of 64 bytes",
        "3, object of 20 bytes at offset 3 does not lie in the block", // in the prefix
        "301, does not lie in the block", // crosses into the next block
    })
    void refusesObjectsThatLieInNoBlock(int offset, String message) {
        threeRows();

        assertThatThrownBy(() -> object(managed(offset, 20)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageMatching("mem:/x.h5: /object: .*(" + message + ").*");
    }

    @Test
    void refusesABlockThatIsNotWhereItSays() {
        threeRows();
        block(BLOCKS + BLOCK_BYTES, 128);

        assertThatThrownBy(() -> object(managed(84, 20)))
                .hasMessageContaining("expected block at offset 64 of the heap at 0x40, found offset 128");
    }

    @Test
    void readsTheOnlyBlock() throws IOException {
        header(7, 2, BLOCK_BYTES, BLOCK_BYTES, 0);
        block(ROOT, 0);

        assertThat(object(managed(20, 2))).containsExactly(20, 21);
        assertThatThrownBy(() -> object(managed(70, 2))).isInstanceOf(Hdf5FormatException.class);
    }

    @Test
    void readsTinyObjectsFromTheirIds() throws IOException {
        header(7, 2, BLOCK_BYTES, BLOCK_BYTES, 0);
        assertThat(object(new MessageBytes().u1(0x23).text("tiny").zeros(2)))
                .asString()
                .isEqualTo("tiny");
        assertThatThrownBy(() -> object(new MessageBytes().u1(0x27).zeros(6)))
                .hasMessageContaining("message takes 8 bytes, 6 are left");

        header(40, 2, BLOCK_BYTES, BLOCK_BYTES, 0);
        MessageBytes id =
                new MessageBytes().u1(0x20, 19).text("twenty bytes of text").zeros(18);
        assertThat(object(id)).asString().isEqualTo("twenty bytes of text");
    }

    @Test
    void readsHugeObjectsFromWhereTheirIdsSay() throws IOException {
        header(17, 2, BLOCK_BYTES, BLOCK_BYTES, 0);
        put(4000, new MessageBytes().text("as long as you like"));

        assertThat(object(new MessageBytes().u1(0x10).u8(4000).u8(19)))
                .asString()
                .isEqualTo("as long as you like");
        assertThatThrownBy(() -> object(new MessageBytes().u1(0x10).u8(4000).u8(5000)))
                .hasMessageContaining("lies beyond the end of the file");
    }

    @Test
    void refusesHugeObjectsWithoutAnIndex() {
        header(7, 2, BLOCK_BYTES, BLOCK_BYTES, 0);

        assertThatThrownBy(() -> object(new MessageBytes().u1(0x10, 1).zeros(5)))
                .hasMessageContaining("huge object index has no address");
    }

    @ParameterizedTest
    @CsvSource({
        "0x30, heap ID of version 0 and type 3",
        "0x40, heap ID of version 1 and type 0",
        "0x80, heap ID of version 2 and type 0",
    })
    void refusesIdsThatDoNotExist(String first, String message) {
        header(7, 2, BLOCK_BYTES, BLOCK_BYTES, 0);

        assertThatThrownBy(() ->
                        object(new MessageBytes().u1(Integer.decode(first)).zeros(6)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 64, 64, table width 3",
        "0, 64, 64, table width 0",
        "2, 65, 65, starting block size 65",
        "2, 64, 32, rows of 2 blocks of 64 to 32 bytes",
        "2, 64, 2147483648, maximum direct block size 2147483648",
        "32768, 64, 64, heap of 16 bits",
    })
    void refusesTablesThatDoNotDouble(int width, int startBytes, long directBytes, String message) {
        header(7, width, startBytes, (int) directBytes, 0);

        assertThatThrownBy(() -> object(managed(20, 2)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("/object: fractal heap header: ")
                .hasMessageContaining(directBytes > Integer.MAX_VALUE ? "maximum direct block size" : message);
    }

    @Test
    void verifiesTheChecksumOfTheHeader() {
        header(7, 2, BLOCK_BYTES, BLOCK_BYTES, 0);
        file[HEAP + 20] ^= 1;

        assertThatThrownBy(() -> object(managed(20, 2))).hasMessageContaining("checksum mismatch");
    }

    @Test
    void doublesTheBlocksOfEachRow() {
        DoublingTable table = new DoublingTable(4, 512, 65536, 32);

        assertThat(table.offsetBytes()).isEqualTo(4);
        assertThat(table.directRows()).isEqualTo(9);
        long offset = 0;
        for (int row = 0; row < table.rowsMost(); row++) {
            assertThat(table.rowOffset(row)).isEqualTo(offset);
            assertThat(table.rowAt(offset)).isEqualTo(row);
            offset += table.blockBytes(row) * 4;
            assertThat(table.rowAt(offset - 1)).isEqualTo(row);
        }
        assertThat(offset).isEqualTo(1L << 32);
        assertThat(Arrays.asList(table.rowsOf(4096), table.rowsOf(131072))).containsExactly(2, 7);
    }
}
