package org.sparkhdf5.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FileBlocksTest {
    private static final long SEED = 7;

    /** Three blocks of 100 bytes and one of 50, each on two hosts. */
    private final FileBlocks blocks =
            new FileBlocks(new long[] {0, 100, 200, 300}, new long[] {100, 100, 100, 50}, new String[][] {
                {"a", "b"}, {"b", "c"}, {"c", "a"}, {"d", "localhost"}
            });

    @Test
    void addsUpTheBytesThatEachHostHolds() {
        assertThat(blocks.bytesByHost(List.of(new ByteRange(90, 20)))).isEqualTo(Map.of("a", 10L, "b", 20L, "c", 10L));
        assertThat(blocks.bytesByHost(List.of(new ByteRange(0, 350))))
                .isEqualTo(Map.of("a", 200L, "b", 200L, "c", 200L, "d", 50L));
    }

    @Test
    void takesRangesInAnyOrder() {
        assertThat(blocks.bytesByHost(List.of(
                        new ByteRange(310, 5), new ByteRange(0, 5), new ByteRange(320, 5), new ByteRange(95, 10))))
                .isEqualTo(Map.of("a", 10L, "b", 15L, "c", 5L, "d", 10L));
    }

    @Test
    void ordersHostsByBytesThenByName() {
        assertThat(blocks.hosts(List.of(new ByteRange(90, 20)), 3)).containsExactly("b", "a", "c");
        assertThat(blocks.hosts(List.of(new ByteRange(0, 350)), 9)).containsExactly("a", "b", "c", "d");
        assertThat(blocks.hosts(List.of(new ByteRange(0, 350)), 2)).containsExactly("a", "b");
    }

    @Test
    void namesNoHostForBytesThatNobodyHolds() {
        assertThat(blocks.hosts(List.of(), 3)).isEmpty();
        assertThat(blocks.hosts(List.of(new ByteRange(1000, 10), new ByteRange(50, 0)), 3))
                .isEmpty();
        assertThat(new FileBlocks(new long[0], new long[0], new String[0][]).hosts(List.of(new ByteRange(0, 10)), 3))
                .isEmpty();
    }

    @Test
    void leavesLocalhostOut() {
        assertThat(blocks.hosts(List.of(new ByteRange(300, 50)), 3)).containsExactly("d");
    }

    @Test
    void agreesWithCountingByteByByte() {
        List<List<String>> holders = List.of(List.of("a", "b"), List.of("b", "c"), List.of("c", "a"), List.of("d"));
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            List<ByteRange> ranges = random.longs(random.nextInt(6), 0, 360)
                    .mapToObj(address -> new ByteRange(address, random.nextInt(120)))
                    .toList();
            Map<String, Long> expected = new HashMap<>();
            for (ByteRange range : ranges) {
                for (long i = range.address(); i < Math.min(350, range.end()); i++) {
                    for (String host : holders.get((int) i / 100)) {
                        expected.merge(host, 1L, Long::sum);
                    }
                }
            }
            assertThat(blocks.bytesByHost(ranges))
                    .as("seed %d, round %d: %s", SEED, round, ranges)
                    .isEqualTo(expected);
        }
    }

    @Test
    void refusesBlocksOutOfOrder() {
        assertThatThrownBy(() -> new FileBlocks(new long[] {5, 0}, new long[] {1, 1}, new String[2][]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
