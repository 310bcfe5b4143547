package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.format.FilterPipeline;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.InMemoryRangeReader;

/** A task in its stride allocates next to nothing: buffers are used again. */
final class RowReaderAllocationTest {
    private static final long SEED = 20261120;
    private static final int DECODED_MIB = 18;
    private static final long BYTES_PER_MIB_MAX = 16 << 10;

    /** Chunk heights of one lane of 8 columns of 8 bytes: 64 KiB, 256 KiB and 1 MiB. */
    @ParameterizedTest(name = "{0} rows a chunk, lanes: {1}, {2}")
    @CsvSource({
        "1024, 1, deflate",
        "4096, 1, deflate",
        "16384, 1, deflate",
        "4096, 4, deflate",
        "1024, 1, none",
        "4096, 4, none",
        "4096, 1, contiguous",
        "4096, assembled, deflate",
    })
    void allocatesLittleOnceItRuns(int chunkRows, String lanes, String storage) throws IOException {
        int laneCount = lanes.equals("assembled") ? 2 : Integer.parseInt(lanes);
        long rowCount = (long) DECODED_MIB * (1 << 20) / (64L * laneCount);
        List<Long> dimensions = List.of(rowCount, 8L * laneCount);
        SyntheticArray.File file = new SyntheticArray.File(new Random(SEED), true);
        List<FilterPipeline.Step> steps = storage.equals("deflate")
                ? List.of(new FilterPipeline.Step(2, "shuffle", false, List.of(8)), SyntheticArray.DEFLATE)
                : List.of();
        SyntheticArray array = storage.equals("contiguous")
                ? file.contiguous(dimensions, 8, true)
                : file.chunked(dimensions, List.of(chunkRows, 8), 8, steps, 100);
        List<RowSlot> slots = new ArrayList<>();
        for (long lane = 0; lane < laneCount && !lanes.equals("assembled"); lane++) {
            slots.add(new RowSlot(0, lane));
        }
        if (lanes.equals("assembled")) {
            slots.add(new RowSlot(0, RowSlot.WHOLE_ROWS));
        }
        RowReader.Limits limits =
                new RowReader.Limits(4 << 20, 4096, CoalescingPolicy.forScheme("hdfs"), new ChunkCounts());
        long allocated = 0;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        InMemoryRangeReader source = new InMemoryRangeReader("hdfs://nn/run7.h5", file.bytes());
        try (RowReader rows = new RowReader(source, List.of(array.run()), slots, 0, rowCount, limits)) {
            while (rows.firstRow() < rowCount / 2) {
                assertThat(rows.next()).isTrue();
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            while (rows.next()) {
                allocated++;
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(allocated / (DECODED_MIB / 2)).isLessThan(BYTES_PER_MIB_MAX);
    }
}
