package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.testing.CountingRangeReader;

/** What an index must fulfil besides its checksums: one field of one structure is changed, its checksum repaired. */
class ChunkIndexErrorsTest {
    private static void visitAll(Dataset dataset) throws IOException {
        dataset.chunkIndex().forEachChunk(0, Long.MAX_VALUE, (offset, address, storedBytes, filterMask) -> {});
    }

    private static Dataset dataset(String name, String path, byte[] bytes) throws IOException {
        CountingRangeReader reader =
                new CountingRangeReader(new InMemoryRangeReader(ChunkIndexFiles.file(name), bytes));
        return (Dataset) Objects.requireNonNull(Hdf5File.open(reader).find(path), path);
    }

    /** The structures of an index, in the order in which they are read. */
    private static List<ByteRange> structures(String name, String path) throws IOException {
        CountingRangeReader reader = new CountingRangeReader(
                new InMemoryRangeReader(ChunkIndexFiles.file(name), ChunkIndexFiles.bytes(name)));
        Dataset dataset = (Dataset) Objects.requireNonNull(Hdf5File.open(reader).find(path), path);
        reader.reset();
        visitAll(dataset);
        return reader.ranges();
    }

    /** What comes of the index where the first structure with this signature is changed. */
    private static AbstractThrowableAssert<?, ? extends Throwable> changed(
            String name, String path, String signature, Consumer<byte[]> change) throws IOException {
        byte[] bytes = ChunkIndexFiles.bytes(name);
        for (ByteRange range : structures(name, path)) {
            int start = (int) range.address();
            byte[] structure = Arrays.copyOfRange(bytes, start, start + (int) range.lengthBytes());
            if (new String(structure, 0, 4, StandardCharsets.ISO_8859_1).equals(signature)) {
                change.accept(structure);
                int covered = structure.length - 4;
                int checksum = Lookup3.checksum(structure, 0, covered);
                for (int i = 0; i < 4; i++) {
                    structure[covered + i] = (byte) (checksum >>> 8 * i);
                }
                System.arraycopy(structure, 0, bytes, start, structure.length);
                Dataset dataset = dataset(name, path, bytes);
                return assertThatThrownBy(() -> visitAll(dataset))
                        .isInstanceOf(Hdf5FormatException.class)
                        .hasMessageStartingWith(ChunkIndexFiles.file(name) + ": " + path + ": ");
            }
        }
        throw new AssertionError("no " + signature + " in " + path);
    }

    @Test
    void aFixedArrayHasAnElementForEveryChunk() throws IOException {
        changed("fixed_array", "/plain_line", "FAHD", header -> header[8] = 100)
                .hasMessageContaining("fixed array of 100 elements, expected 143 at address 0x");
        changed("fixed_array", "/plain_line", "FAHD", header -> header[12] = 1)
                .hasMessageContaining("fixed array: 4294967439 elements are larger than the file");
    }

    @Test
    void anElementIsAsLargeAsTheFiltersWant() throws IOException {
        changed("fixed_array", "/plain_line", "FAHD", header -> header[5] = 1)
                .hasMessageContaining("fixed array: expected client id 0, found 1");
        changed("fixed_array", "/plain_line", "FAHD", header -> header[6] = 9)
                .hasMessageContaining("expected element size 8, found 9");
        changed("fixed_array", "/filtered_line", "FAHD", header -> header[6] = 12)
                .hasMessageContaining("expected element size 13 to 20, found 12");
        changed("btree_v2", "/plain_both", "BTHD", header -> header[10] = 25)
                .hasMessageContaining("chunk B-tree: records of 25 bytes, expected 24");
    }

    @Test
    void blocksNameTheirHeader() throws IOException {
        changed("fixed_array", "/plain_line", "FADB", block -> block[6] ^= 8)
                .hasMessageContaining("fixed array data block: expected header address 0x");
        changed("extensible_array", "/plain_line", "EAIB", block -> block[6] ^= 8)
                .hasMessageContaining("extensible array block: expected header address 0x");
        changed("extensible_array", "/plain_line", "EADB", block -> block[6] ^= 8)
                .hasMessageContaining("extensible array block: expected header address 0x");
    }

    @Test
    void blocksOfSuperBlocksNameTheirFirstElement() throws IOException {
        changed("extensible_array_blocks", "/paged", "EASB", block -> block[14] ^= 8)
                .hasMessageContaining("extensible array block: expected block offset ");
    }

    @Test
    void theParametersOfAnExtensibleArrayFitTogether() throws IOException {
        changed("extensible_array", "/plain_line", "EAHD", header -> header[9] = 24)
                .hasMessageContaining("extensible array: min elements 24 and min pointers 4 do not fit 32 bits");
        changed("extensible_array", "/plain_line", "EAHD", header -> header[7] = 63)
                .hasMessageContaining("expected max bits 1 to 62, found 63");
        changed("extensible_array", "/plain_line", "EAHD", header -> header[7] = 5)
                .hasMessageContaining("do not fit 5 bits");
        changed("extensible_array", "/plain_line", "EAHD", header -> header[11] = 2)
                .hasMessageContaining("do not fit 32 bits, pages of 4");
        changed("extensible_array", "/plain_line", "EAHD", header -> header[12 + 4 * 8 + 5] = 1)
                .hasMessageContaining("and 1099511627791 elements");
    }

    @Test
    void recordsOfABtreeAscend() throws IOException {
        // signature, version and type, then records of an address and two coordinates
        changed("btree_v2", "/plain_both", "BTLF", leaf -> leaf[6 + 24 + 8 + 8] = 0)
                .hasMessageContaining("chunk B-tree: chunk coordinates [0, 0] after [0, 0] at address 0x");
    }

    @Test
    void chunksLieInTheFile() throws IOException {
        changed("fixed_array", "/plain_line", "FADB", block -> block[14 + 3] = 1)
                .hasMessageContaining("chunk [0] of 14 bytes lies beyond the end of the file (");
        changed("fixed_array", "/filtered_line", "FADB", block -> {
                    for (int i = 0; i < 8; i++) {
                        block[14 + 8 + i] = 0;
                    }
                })
                .hasMessageContaining("chunk [0] of 0 bytes");
        changed("btree_v2", "/plain_both", "BTLF", leaf -> leaf[6 + 3] = 1)
                .hasMessageContaining("lies beyond the end of the file");
    }

    /** Extents of headers that are not what their index is for; the header's checksum would be right. */
    @Test
    void indexesAreForTheirExtents() {
        List<Long> eight = List.of(8L);
        assertThatThrownBy(() -> visit(new DataLayout.SingleChunkParameters(), eight, eight))
                .hasMessageContaining("/x: a single chunk [4] for dimensions [8] at address 0x10");
        assertThatThrownBy(() -> visit(new DataLayout.ImplicitParameters(), List.of(800L), List.of(800L)))
                .hasMessageContaining(
                        "/x: run of 200 chunks of 1600 bytes lies beyond the end of the file (100 bytes)");
        assertThatThrownBy(() ->
                        visit(new DataLayout.ImplicitParameters(), List.of(Long.MAX_VALUE), List.of(Long.MAX_VALUE)))
                .hasMessageContaining("lies beyond the end of the file");
    }

    @Test
    void anEmptyExtentHasNoChunk() throws IOException {
        List<Long> none = List.of(0L);
        assertThat(visit(new DataLayout.SingleChunkParameters(), none, none)).isEmpty();
        assertThat(visit(new DataLayout.ImplicitParameters(), none, List.of(8L)))
                .isEmpty();
        assertThat(visit(new DataLayout.FixedArrayParameters(10), none, List.of(8L)))
                .isEmpty();
        assertThat(visit(new DataLayout.BtreeV2Parameters(512, 98, 40), none, none))
                .isEmpty();
        assertThat(visit(new DataLayout.ExtensibleArrayParameters(32, 4, 4, 16, 10), none, List.of(-1L)))
                .isEmpty();
    }

    private static List<Long> visit(DataLayout.IndexParameters parameters, List<Long> dimensions, List<Long> most)
            throws IOException {
        ChunkedStorage storage = new ChunkedStorage(
                new MetadataReader(new InMemoryRangeReader("mem:/x.h5", new byte[100]), new FieldSizes(0, 8, 8)),
                new ObjectLocation("mem:/x.h5", "/x"),
                new Dataspace(Dataspace.Kind.SIMPLE, dimensions, most),
                new DataLayout.Chunked(List.of(4), 0x10, parameters, false),
                8,
                false);
        List<Long> addresses = new ArrayList<>();
        storage.index(32)
                .forEachChunk(0, Long.MAX_VALUE, (offset, address, storedBytes, filterMask) -> addresses.add(address));
        return addresses;
    }
}
