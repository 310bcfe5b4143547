package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.testing.CountingRangeReader;

/** Trees written by hand: records are numbers of four bytes, nodes of 64 bytes hold 13 of them, inner nodes 3. */
class BtreeV2Test {
    private static final int FILE_BYTES = 4096;
    private static final int TREE = 64;
    private static final int ROOT = 512;
    private static final int NODE_BYTES = 64;
    private static final int TYPE = 5;
    private static final long UNDEFINED = -1;

    private final byte[] file = new byte[FILE_BYTES];
    private final CountingRangeReader reads = new CountingRangeReader(new InMemoryRangeReader("mem:/x.h5", file));

    private void put(int address, MessageBytes bytes) {
        byte[] array = bytes.toArray();
        byte[] whole = bytes.u4(Lookup3.checksum(array, 0, array.length)).toArray();
        System.arraycopy(whole, 0, file, address, whole.length);
    }

    private void header(int depth, long root, int rootRecords, long records) {
        put(
                TREE,
                new MessageBytes()
                        .text("BTHD")
                        .u1(0, TYPE)
                        .u4(NODE_BYTES)
                        .u2(4)
                        .u2(depth)
                        .u1(100, 40)
                        .u8(root)
                        .u2(rootRecords)
                        .u8(records));
    }

    private void leaf(int address, int... records) {
        put(address, records(new MessageBytes().text("BTLF").u1(0, TYPE), records));
    }

    private static MessageBytes records(MessageBytes node, int... records) {
        for (int record : records) {
            node.u4(record);
        }
        return node;
    }

    /** Three leaves below a root of two records. */
    private void threeLeaves() {
        header(1, ROOT, 2, 8);
        MessageBytes root = records(new MessageBytes().text("BTIN").u1(0, TYPE), 30, 60);
        put(ROOT, root.u8(1024).u1(2).u8(1152).u1(2).u8(1280).u1(2));
        leaf(1024, 10, 20);
        leaf(1152, 40, 50);
        leaf(1280, 70, 80);
    }

    private BtreeV2 tree() throws IOException {
        return BtreeV2.read(
                new MetadataReader(reads, new FieldSizes(0, 8, 8)),
                new ObjectLocation("mem:/x.h5", "/object"),
                "index",
                TREE,
                TYPE);
    }

    private List<Long> between(long from, long to) throws IOException {
        List<Long> found = new ArrayList<>();
        BtreeV2.Position position = record -> {
            long value = record.readUnsignedInt("record");
            return value < from ? -1 : value > to ? 1 : 0;
        };
        tree().forEachRecord(position, record -> found.add(record.readUnsignedInt("record")));
        return found;
    }

    @Test
    void visitsAllRecordsInOrder() throws IOException {
        threeLeaves();

        assertThat(between(0, 100)).containsExactly(10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L);
        assertThat(tree().recordCount()).isEqualTo(8);
        assertThat(tree().recordBytes()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5, 0, 3",
        "10, 10, 1, 3",
        "45, 45, 0, 3",
        "50, 50, 1, 3",
        "90, 95, 0, 3",
        "20, 40, 3, 4", // a record of the root between two leaves
        "30, 30, 1, 4", // both neighbours may hold equal records
        "0, 100, 8, 5",
    })
    void readsOnlyTheNodesThatMayHoldWhatIsWanted(long from, long to, int found, int nodesRead) throws IOException {
        threeLeaves();

        assertThat(between(from, to)).hasSize(found).isSorted();
        assertThat(reads.reads()).isEqualTo(nodesRead);
    }

    @Test
    void visitsEqualRecordsOfAllNodes() throws IOException {
        header(1, ROOT, 1, 5);
        MessageBytes root = records(new MessageBytes().text("BTIN").u1(0, TYPE), 30);
        put(ROOT, root.u8(1024).u1(2).u8(1152).u1(2));
        leaf(1024, 10, 30);
        leaf(1152, 30, 50);

        assertThat(between(30, 30)).containsExactly(30L, 30L, 30L);
    }

    @Test
    void hasNoRecordWithoutARoot() throws IOException {
        header(0, UNDEFINED, 0, 0);

        assertThat(between(0, 100)).isEmpty();
    }

    @Test
    void passesOverANodeThatCannotBeReadWhereAsked() throws IOException {
        threeLeaves();
        file[1152 + 7] ^= 1;
        List<Long> found = new ArrayList<>();
        List<String> errors = new ArrayList<>();

        tree().forEachReadableRecord(
                        record -> found.add(record.readUnsignedInt("record")), e -> errors.add(e.getMessage()));

        assertThat(found).containsExactly(10L, 20L, 30L, 60L, 70L, 80L);
        assertThat(errors)
                .hasSize(1)
                .allMatch(error -> error.startsWith("mem:/x.h5: /object: index: checksum mismatch: expected 0x"));
        assertThatThrownBy(() -> between(0, 100)).isInstanceOf(Hdf5FormatException.class);
        assertThat(between(70, 80)).hasSize(2);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> between(0, 100))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageStartingWith("mem:/x.h5: /object: index")
                .hasMessageContaining(message);
    }

    @Test
    void refusesCountsThatDoNotAddUp() {
        threeLeaves();
        header(1, ROOT, 2, 9);
        assertRefused("node of 8 records in all, expected 9");

        header(0, 1024, 2, 3);
        assertRefused("leaf of 2 records, expected 3");

        header(0, UNDEFINED, 0, 1);
        assertRefused("1 records without a root node");

        header(0, 1024, 14, 14);
        assertRefused("node of 14 records, expected at most 13");
    }

    @Test
    void refusesNodesThatAreNone() {
        threeLeaves();
        header(2, ROOT, 2, 8);
        assertRefused("checksum mismatch");

        header(1, 1024, 0, 8);
        assertRefused("expected signature BTIN, found 42 54 4c 46");

        header(49, ROOT, 0, 7);
        assertRefused("depth 49");

        header(0, 4090, 2, 2);
        assertRefused("lies beyond the end of the file");
    }

    @Test
    void refusesAnotherType() {
        header(0, 1024, 0, 0);
        assertThatThrownBy(() -> BtreeV2.read(
                        new MetadataReader(reads, new FieldSizes(0, 8, 8)),
                        new ObjectLocation("mem:/x.h5", "/object"),
                        "index",
                        TREE,
                        BtreeV2.TYPE_CHUNK))
                .hasMessageContaining("index: expected type 10, found 5");
    }
}
