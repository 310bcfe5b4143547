package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A filter in its stride allocates next to nothing: what it needs, its buffer keeps. Not so bzip2, whose library makes its tables
 * anew for each stream, and Blosc 2 chunks in several parts, whose frame is described by some small objects.
 */
final class FilterAllocationTest {
    private static final int WARM_ROUNDS = 200;
    private static final int ROUNDS = 200;
    /** A few small objects: far less than 1 KiB for a chunk of 1 MiB. */
    private static final long BYTES_PER_CHUNK_MAX = 256;

    static Stream<StoredChunk> chunks() {
        return StoredChunk.all().stream()
                .filter(chunk ->
                        !chunk.name().startsWith("bzip2") && !chunk.name().startsWith("blosc2"));
    }

    @ParameterizedTest
    @MethodSource("chunks")
    void allocatesNextToNothingPerChunk(StoredChunk chunk) throws CorruptChunkException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (FilterBuffer buffer = new FilterBuffer(1 << 20)) {
            FilterChain chain = chunk.chain();
            for (int i = 0; i < WARM_ROUNDS; i++) {
                decode(chunk, chain, buffer);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                decode(chunk, chain, buffer);
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(allocated / ROUNDS).isLessThan(BYTES_PER_CHUNK_MAX);
        }
    }

    private static void decode(StoredChunk chunk, FilterChain chain, FilterBuffer buffer) throws CorruptChunkException {
        buffer.wrap(chunk.stored(), 0, chunk.stored().length);
        chain.decode(buffer, chunk.filterMask());
    }
}
