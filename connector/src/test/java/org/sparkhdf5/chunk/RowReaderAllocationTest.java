package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.airlift.compress.lz4.Lz4Compressor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.FilterPipeline;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.InMemoryRangeReader;

/** A task in its stride allocates next to nothing: less than 1 KiB for each MiB that it decodes, as buffers are used again. */
final class RowReaderAllocationTest {
    private static final long SEED = 20261120;
    private static final int DECODED_MIB = 64;
    private static final long BYTES_PER_MIB_MAX = 1 << 10;
    private static final int COLUMNS = 8;
    private static final int ROW_BYTES = 8 * COLUMNS;
    private static final int HEADER_BYTES = 16;
    private static final FilterPipeline.Step SHUFFLE = new FilterPipeline.Step(2, "shuffle", false, List.of(8));
    private static final FilterPipeline.Step BLOSC =
            new FilterPipeline.Step(32001, "blosc", false, List.of(2, 2, 8, 0, 5, 1, 1));

    /** Chunk heights of one lane of 8 columns of 8 bytes: 64 KiB, 256 KiB and 1 MiB. */
    @ParameterizedTest(name = "{0} rows a chunk, lanes: {1}, {2}")
    @CsvSource({
        "1024, 1, deflate",
        "1024, 1, deflate-backwards",
        "4096, 1, deflate",
        "16384, 1, deflate",
        "16384, 1, deflate-backwards",
        "4096, 4, deflate",
        "2048, 1, blosc",
        "4096, 1, blosc-backwards",
        "1024, 1, none",
        "1024, 1, none-backwards",
        "4096, 4, none",
        "4096, 1, contiguous",
        "4096, assembled, deflate",
    })
    void rowsAllocateLittle(int chunkRows, String lanes, String storage) throws IOException {
        int laneCount = lanes.equals("assembled") ? 2 : Integer.parseInt(lanes);
        long rowCount = (long) DECODED_MIB * (1 << 20) / ((long) ROW_BYTES * laneCount);
        Stored stored = stored(List.of(rowCount, (long) COLUMNS * laneCount), List.of(chunkRows, COLUMNS), storage);
        List<RowSlot> slots = new ArrayList<>();
        for (long lane = 0; lane < laneCount && !lanes.equals("assembled"); lane++) {
            slots.add(new RowSlot(0, lane));
        }
        if (lanes.equals("assembled")) {
            slots.add(new RowSlot(0, RowSlot.WHOLE_ROWS));
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated;
        try (RowReader rows = new RowReader(stored.reader, List.of(stored.run), slots, 0, rowCount, limits())) {
            while (rows.firstRow() < rowCount / 2) {
                assertThat(rows.next()).isTrue();
            }
            allocated = -threads.getCurrentThreadAllocatedBytes();
            boolean more = true;
            while (more) {
                more = rows.next();
            }
            allocated += threads.getCurrentThreadAllocatedBytes();
        }
        assertThat(allocated / (DECODED_MIB / 2)).isLessThan(BYTES_PER_MIB_MAX);
    }

    /** Chunks of 64 KiB and 1 MiB, some of which reach over the edge. */
    @ParameterizedTest(name = "chunks of {0} x {1} in rows of {2}, {3}")
    @CsvSource({
        "64, 128, 1024, deflate",
        "64, 128, 1000, deflate-backwards",
        "512, 256, 1024, deflate",
        "512, 256, 1000, blosc-backwards",
        "128, 128, 1024, blosc",
        "64, 128, 1024, none",
        "64, 128, 1000, none-backwards",
        "64, 128, 1024, contiguous",
    })
    void cellsAllocateLittle(int chunkRows, int chunkColumns, long columns, String storage) throws IOException {
        long rowCount = (long) DECODED_MIB * (1 << 20) / (8 * columns);
        List<Long> dimensions = List.of(rowCount, columns);
        Stored stored = stored(dimensions, List.of(chunkRows, chunkColumns), storage);
        CellShape shape = new CellShape(dimensions, List.of(CellPart.of(0, dimensions)));
        long units = shape.unitCount(List.of(stored.run.array()));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated;
        try (CellReader cells =
                new CellReader(stored.reader, List.of(stored.run), List.of(), shape, 0, units, limits())) {
            long half = rowCount * columns / 2;
            long seen = 0;
            while (seen < half) {
                assertThat(cells.next()).isTrue();
                seen += cells.cellCount();
            }
            allocated = -threads.getCurrentThreadAllocatedBytes();
            boolean more = true;
            while (more) {
                more = cells.next();
            }
            allocated += threads.getCurrentThreadAllocatedBytes();
        }
        assertThat(allocated / (DECODED_MIB / 2)).isLessThan(BYTES_PER_MIB_MAX);
    }

    private record Stored(InMemoryRangeReader reader, ArrayRun run) {}

    private static RowReader.Limits limits() {
        return new RowReader.Limits(8 << 20, 4096, CoalescingPolicy.forScheme("hdfs"), new ChunkCounts());
    }

    /** An array of numbers of 8 bytes; with "-backwards" its chunks lie in the file last first. */
    private static Stored stored(List<Long> dimensions, List<Integer> chunkDimensions, String storage) {
        String kind = storage.replace("-backwards", "");
        Random random = new Random(SEED);
        SyntheticArray.File file = new SyntheticArray.File(random, true);
        if (kind.equals("contiguous")) {
            ArrayRun run = file.contiguous(dimensions, 8, true).run();
            return new Stored(new InMemoryRangeReader("hdfs://nn/run7.h5", file.bytes()), run);
        }
        List<FilterPipeline.Step> steps = switch (kind) {
            case "deflate" -> List.of(SHUFFLE, SyntheticArray.DEFLATE);
            case "blosc" -> List.of(BLOSC);
            default -> List.of();
        };
        StoredArray array = new StoredArray(
                "/block",
                0,
                dimensions,
                8,
                DataLayout.UNDEFINED,
                chunkDimensions,
                new FilterPipeline(steps),
                new byte[8]);
        byte[] elements = new byte[(int) array.chunkBytes()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (byte) (random.nextInt() & 0x17);
        }
        byte[] chunk = switch (kind) {
            case "deflate" -> SyntheticArray.deflated(SyntheticArray.shuffled(elements, 8));
            case "blosc" -> blosc(elements);
            default -> elements;
        };
        int count = (int) array.chunkCount();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            places.add(i);
        }
        if (!kind.equals(storage)) {
            Collections.reverse(places);
        }
        byte[] bytes = new byte[64 + count * chunk.length];
        ChunkRun.Builder run = new ChunkRun.Builder();
        for (int i = 0; i < count; i++) {
            int address = 64 + places.get(i) * chunk.length;
            System.arraycopy(chunk, 0, bytes, address, chunk.length);
            run.add(i, address, chunk.length, 0);
        }
        return new Stored(new InMemoryRangeReader("hdfs://nn/run7.h5", bytes), new ArrayRun(array, run.build()));
    }

    /** One chunk of Blosc 1: shuffled blocks of 32 KiB of 8-byte elements, each one LZ4 block. */
    private static byte[] blosc(byte[] elements) {
        int blockBytes = 32 << 10;
        int blocks = elements.length / blockBytes;
        Lz4Compressor lz4 = new Lz4Compressor();
        byte[] room = new byte[lz4.maxCompressedLength(blockBytes)];
        ByteBuffer chunk =
                ByteBuffer.allocate(HEADER_BYTES + blocks * (8 + room.length)).order(ByteOrder.LITTLE_ENDIAN);
        int shuffledAndNotSplit = 1 | 1 << 4;
        int codecLz4 = 1 << 5;
        chunk.put((byte) 2)
                .put((byte) 1)
                .put((byte) (shuffledAndNotSplit | codecLz4))
                .put((byte) 8);
        chunk.putInt(elements.length).putInt(blockBytes);
        chunk.position(HEADER_BYTES + 4 * blocks);
        for (int block = 0; block < blocks; block++) {
            byte[] part = Arrays.copyOfRange(elements, block * blockBytes, (block + 1) * blockBytes);
            int length = lz4.compress(SyntheticArray.shuffled(part, 8), 0, blockBytes, room, 0, room.length);
            chunk.putInt(HEADER_BYTES + 4 * block, chunk.position());
            chunk.putInt(length).put(room, 0, length);
        }
        chunk.putInt(12, chunk.position());
        return Arrays.copyOf(chunk.array(), chunk.position());
    }
}
