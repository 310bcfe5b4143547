package org.sparkhdf5.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.testing.CountingRangeReader;

/** Blocks of 100 bytes, of which 40 are kept; the file has 100 blocks, the last of them of 7 bytes. */
final class CachedRangeReaderTest extends RangeReaderContract {
    private static final int BLOCK_BYTES = 100;

    private final CountingRangeReader source =
            new CountingRangeReader(new InMemoryRangeReader("memory:/a.h5", content(9_907)));
    private final CachedRangeReader cached = new CachedRangeReader(source, BLOCK_BYTES, 40 * BLOCK_BYTES);

    @Override
    RangeReader reader(byte[] content) {
        return new CachedRangeReader(new InMemoryRangeReader("memory:/a.h5", content), 37, 1000);
    }

    @Test
    void readsABlockOnce() throws IOException {
        for (int address = 300; address < 400; address += 10) {
            read(address, 10);
        }
        assertThat(source.ranges()).containsExactly(new ByteRange(300, 100));
    }

    @Test
    void readsABlockAgainAfterARest() throws IOException {
        read(300, 10);
        cached.rest();
        assertThat(source.isResting()).isTrue();
        read(310, 10);
        assertThat(source.ranges()).containsExactly(new ByteRange(300, 100), new ByteRange(300, 100));
    }

    @Test
    void readsAheadWithDoublingLengthWhileMissesAreSequential() throws IOException {
        for (int address = 0; address < 9_900; address += 50) {
            read(address, 50);
        }
        assertThat(blockCounts()).containsExactly(1L, 2L, 4L, 8L, 16L, 16L, 16L, 16L, 16L, 5L);
        assertThat(source.bytesRead()).isEqualTo(9_907);
    }

    @Test
    void readsOneBlockForAScatteredMiss() throws IOException {
        for (int block : new int[] {50, 3, 70, 2, 20, 98}) {
            read(block * BLOCK_BYTES + 10, 20);
        }
        assertThat(blockCounts()).containsExactly(1L, 1L, 1L, 1L, 1L, 1L);
    }

    @Test
    void startsAgainWithOneBlockAfterAScatteredMiss() throws IOException {
        for (int block : new int[] {0, 1, 50, 51, 52}) {
            read(block * BLOCK_BYTES, 1);
        }
        assertThat(blockCounts()).containsExactly(1L, 2L, 1L, 2L);
    }

    /** Blocks of 100 bytes, pieces of 12. */
    @Test
    void readsPiecesBehindManyScatteredMisses() throws IOException {
        for (int block = 0; block < 80; block += 2) {
            read(block * BLOCK_BYTES + 50, 4);
        }
        assertThat(source.ranges().subList(0, 9)).allMatch(range -> range.lengthBytes() == 100);
        assertThat(source.ranges().subList(9, 40)).allMatch(range -> range.lengthBytes() <= 24);
        source.reset();
        read(7_850, 4);
        assertThat(source.ranges()).isEmpty();
    }

    @Test
    void readsBlocksAgainWhereMissesFollowEachOther() throws IOException {
        for (int block = 0; block < 40; block += 2) {
            read(block * BLOCK_BYTES + 50, 4);
        }
        source.reset();
        for (int address = 4_104; address < 4_800; address += 10) {
            read(address, 10);
        }
        assertThat(source.ranges().get(0).lengthBytes()).isLessThan(50);
        assertThat(source.ranges().subList(1, source.reads())).allMatch(range -> range.lengthBytes() >= 100);
    }

    @Test
    void readsMissingNeighboursAtOnce() throws IOException {
        read(1_250, 1_000);
        assertThat(source.ranges()).containsExactly(new ByteRange(1_200, 1_100));
    }

    @Test
    void readsOnlyWhatIsMissing() throws IOException {
        read(1_500, 1);
        read(1_800, 1);
        source.reset();
        read(1_250, 1_000);
        assertThat(source.ranges())
                .containsExactly(new ByteRange(1_200, 300), new ByteRange(1_600, 200), new ByteRange(1_900, 400));
    }

    @Test
    void stopsReadingAheadAtAKnownBlock() throws IOException {
        read(5 * BLOCK_BYTES, 1);
        read(0, 1);
        read(BLOCK_BYTES, 1);
        read(3 * BLOCK_BYTES, 1);
        assertThat(blockCounts()).containsExactly(1L, 1L, 2L, 2L);
    }

    @Test
    void readsTheLastBlockAsShortAsItIs() throws IOException {
        read(9_900, 7);
        assertThat(source.ranges()).containsExactly(new ByteRange(9_900, 7));
    }

    @Test
    void forgetsTheBlockThatWasUsedLongestAgo() throws IOException {
        CachedRangeReader few = new CachedRangeReader(source, BLOCK_BYTES, 4 * BLOCK_BYTES);
        byte[] target = new byte[1];
        for (int block : new int[] {0, 2, 4, 6, 0, 99}) {
            few.readFully(block * BLOCK_BYTES, target, 0, 1);
        }
        source.reset();
        few.readFully(0, target, 0, 1);
        assertThat(source.reads()).isZero();
        few.readFully(2 * BLOCK_BYTES, target, 0, 1);
        assertThat(source.ranges()).containsExactly(new ByteRange(200, 100));
    }

    @Test
    void passesByForRequestsLongerThanTheCache() throws IOException {
        read(5, 4_001);
        read(5, 4_001);
        assertThat(source.ranges()).containsExactly(new ByteRange(5, 4_001), new ByteRange(5, 4_001));
    }

    @Test
    void servesARequestAsLongAsTheCache() throws IOException {
        read(55, 4_000);
        assertThat(source.ranges()).containsExactly(new ByteRange(0, 4_100));
    }

    @Test
    void closesTheReaderBelow() throws IOException {
        cached.close();
        assertThat(source.closes()).isEqualTo(1);
    }

    @Test
    void refusesACacheOfLessThanABlock() {
        assertThatThrownBy(() -> new CachedRangeReader(source, 100, 99)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsBlocksOf64KiBByDefault() throws IOException {
        CountingRangeReader large = new CountingRangeReader(new InMemoryRangeReader("memory:/b.h5", new byte[4 << 20]));
        try (CachedRangeReader byDefault = new CachedRangeReader(large)) {
            byDefault.readFully(100_000, new byte[8], 0, 8);
            byDefault.readFully(2_000_000, new byte[8], 0, 8);
        }
        assertThat(large.ranges()).containsExactly(new ByteRange(65_536, 65_536), new ByteRange(1_966_080, 65_536));
    }

    private void read(int address, int lengthBytes) throws IOException {
        byte[] target = new byte[lengthBytes];
        cached.readFully(address, target, 0, lengthBytes);
        byte[] expected = new byte[lengthBytes];
        System.arraycopy(content(9_907), address, expected, 0, lengthBytes);
        assertThat(target).isEqualTo(expected);
    }

    private List<Long> blockCounts() {
        return source.ranges().stream()
                .map(range -> (range.lengthBytes() + BLOCK_BYTES - 1) / BLOCK_BYTES)
                .toList();
    }
}
