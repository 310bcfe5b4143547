package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.FilterPipeline;

final class ChunkRunTest {
    private static final long SEED = 20261120;

    private record Chunk(long ordinal, long address, long storedBytes, int filterMask) {}

    @RepeatedTest(50)
    void givesBackWhatWasAdded(RepetitionInfo round) {
        long seed = SEED + round.getCurrentRepetition();
        List<Chunk> chunks = randomChunks(new Random(seed));
        ChunkRun run = run(chunks);
        assertThat(read(run)).as("seed %d", seed).isEqualTo(chunks);
        assertThat(run.chunkCount()).isEqualTo(chunks.size());
        assertThat(run.storedBytes())
                .isEqualTo(chunks.stream().mapToLong(Chunk::storedBytes).sum());
    }

    @RepeatedTest(50)
    void keepsWhatIsWanted(RepetitionInfo round) {
        long seed = SEED + round.getCurrentRepetition();
        List<Chunk> chunks = randomChunks(new Random(seed));
        long limit = chunks.isEmpty() ? 0 : chunks.get(chunks.size() / 2).ordinal();

        ChunkRun kept = run(chunks).where(ordinal -> ordinal > limit && ordinal % 2 == 0);

        assertThat(read(kept))
                .as("seed %d", seed)
                .isEqualTo(chunks.stream()
                        .filter(chunk -> chunk.ordinal() > limit && chunk.ordinal() % 2 == 0)
                        .toList());
    }

    @Test
    void keepsTheChunksThatHoldAWantedRow() {
        // 1,000 rows of 6, in chunks of 100 x 4: two lanes.
        StoredArray array = new StoredArray(
                "/x",
                0,
                List.of(1_000L, 6L),
                8,
                DataLayout.UNDEFINED,
                List.of(100, 4),
                FilterPipeline.NONE,
                new byte[8]);
        ChunkRun.Builder all = new ChunkRun.Builder();
        for (int ordinal = 0; ordinal < 20; ordinal++) {
            all.add(ordinal, 5_000L * ordinal, 3_200, 0);
        }
        RowRuns wanted = new RowRuns.Builder(0).add(199, 200).add(700, 801).build();

        List<Chunk> kept = read(all.build().of(array, wanted));

        assertThat(kept).extracting(Chunk::ordinal).containsExactly(2L, 3L, 14L, 15L, 16L, 17L);
        assertThat(all.build().of(array, RowRuns.of(0, 0)).chunkCount()).isZero();
    }

    @Test
    void canBeReadTwiceAndOnAnotherMachine() throws IOException, ClassNotFoundException {
        List<Chunk> chunks = randomChunks(new Random(SEED));
        ChunkRun run = run(chunks);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(run);
        }
        ChunkRun shipped;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            shipped = (ChunkRun) in.readObject();
        }
        assertThat(read(run)).isEqualTo(chunks);
        assertThat(read(run)).isEqualTo(chunks);
        assertThat(read(shipped)).isEqualTo(chunks);
        assertThat(shipped.storedBytes()).isEqualTo(run.storedBytes());
    }

    @Test
    void holdsTheGreatestNumbers() {
        List<Chunk> chunks = List.of(
                new Chunk(0, Long.MAX_VALUE, 0, -1),
                new Chunk(Long.MAX_VALUE - 1, 0, 0xFFFFFFFFL, Integer.MIN_VALUE),
                new Chunk(Long.MAX_VALUE, 1, 1, 0));
        assertThat(read(run(chunks))).isEqualTo(chunks);
    }

    @Test
    void takesFourBytesForEachOfEqualNeighbours() {
        ChunkRun.Builder run = new ChunkRun.Builder();
        for (int i = 0; i < 1000; i++) {
            run.add(i, 2048 + i * 65536L, 65536, 0);
        }
        assertThat(run.build().encodedBytes()).isLessThanOrEqualTo(4 * 1000 + 16);
    }

    @Test
    void takesFewBytesForCompressedNeighbours() {
        Random random = new Random(SEED);
        ChunkRun.Builder run = new ChunkRun.Builder();
        long address = 4096;
        for (int i = 0; i < 1000; i++) {
            int storedBytes = 30_000 + random.nextInt(2000);
            run.add(i, address, storedBytes, 0);
            address += storedBytes;
        }
        assertThat(run.build().encodedBytes()).isLessThanOrEqualTo(6 * 1000);
    }

    @Test
    void anEmptyRunHasNoChunk() {
        assertThat(new ChunkRun.Builder().build()).isSameAs(ChunkRun.EMPTY);
        assertThat(ChunkRun.EMPTY.cursor().next()).isFalse();
        assertThat(ChunkRun.EMPTY.encodedBytes()).isZero();
    }

    @Test
    void refusesChunksOutOfOrder() {
        ChunkRun.Builder run = new ChunkRun.Builder().add(7, 0, 10, 0);
        assertThatThrownBy(() -> run.add(7, 10, 10, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("chunk 7 after chunk 7");
        assertThatThrownBy(() -> run.add(3, 10, 10, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("chunk 3 after chunk 7");
    }

    private static ChunkRun run(List<Chunk> chunks) {
        ChunkRun.Builder run = new ChunkRun.Builder();
        for (Chunk chunk : chunks) {
            run.add(chunk.ordinal, chunk.address, chunk.storedBytes, chunk.filterMask);
        }
        return run.build();
    }

    private static List<Chunk> read(ChunkRun run) {
        List<Chunk> chunks = new ArrayList<>();
        ChunkRun.Cursor cursor = run.cursor();
        while (cursor.next()) {
            chunks.add(new Chunk(cursor.ordinal(), cursor.address(), cursor.storedBytes(), cursor.filterMask()));
        }
        assertThat(cursor.next()).isFalse();
        return chunks;
    }

    private static List<Chunk> randomChunks(Random random) {
        List<Chunk> chunks = new ArrayList<>();
        long ordinal = 0;
        for (int i = random.nextInt(300); i > 0; i--) {
            ordinal += 1 + (random.nextInt(4) == 0 ? random.nextInt(1 << random.nextInt(30)) : 0);
            long address = random.nextLong() >>> (1 + random.nextInt(60));
            long storedBytes = (random.nextInt() & 0xFFFFFFFFL) >>> random.nextInt(32);
            chunks.add(new Chunk(
                    ordinal, address, storedBytes, random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(8)));
        }
        return chunks;
    }
}
