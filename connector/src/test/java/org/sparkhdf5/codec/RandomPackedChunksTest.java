package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random values of random types under szip, nbit and scaleoffset with random options, as the HDF5 library of h5py packs and
 * reads them. Runs where the system property {@code sparkhdf5.python} names a Python that has h5py; {@code
 * sparkhdf5.chunks} and {@code sparkhdf5.seed} are how many, and which.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "sparkhdf5.python", matches = ".+")
final class RandomPackedChunksTest {
    private static final int CHUNKS = Integer.getInteger("sparkhdf5.chunks", 400);
    private static final long SEED = Long.getLong("sparkhdf5.seed", System.nanoTime());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void decodesWhatTheLibraryReads() throws IOException, InterruptedException {
        FilterBuffer buffer = new FilterBuffer(1 << 24);
        List<StoredChunk> chunks = makeChunks();
        assertThat(chunks).hasSizeGreaterThan(CHUNKS / 2);
        for (StoredChunk chunk : chunks) {
            buffer.wrap(chunk.stored(), 0, chunk.stored().length);
            chunk.chain().decode(buffer, chunk.filterMask());
            assertThat(Arrays.copyOf(buffer.array(), buffer.lengthBytes()))
                    .as("seed %d: %s %s", SEED, chunk.name(), Arrays.toString(chunk.clientValues()[0]))
                    .isEqualTo(chunk.decoded());
        }
    }

    private List<StoredChunk> makeChunks() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("sparkhdf5.python"),
                        Path.of("src/test/python/make_packed_chunks.py").toString(),
                        "--random",
                        Long.toString(SEED),
                        Integer.toString(CHUNKS),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("seed %d: %s", SEED, output).isZero();
        return StoredChunk.rangesOfOneFile(
                Files.readString(folder.resolve("chunks.tsv")), Files.readAllBytes(folder.resolve("chunks.bin")));
    }
}
