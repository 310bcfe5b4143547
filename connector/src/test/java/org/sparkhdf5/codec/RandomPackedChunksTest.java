package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random values of random types under szip, nbit, scaleoffset and vbz with random options, as the HDF5 library of h5py packs and
 * reads them. Runs where the system property {@code sparkhdf5.python} names a Python that has h5py; {@code
 * sparkhdf5.chunks} and {@code sparkhdf5.seed} are how many, and which.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "sparkhdf5.python", matches = ".+")
final class RandomPackedChunksTest {
    private static final int CHUNKS = Integer.getInteger("sparkhdf5.chunks", 400);
    private static final long SEED = Long.getLong("sparkhdf5.seed", System.nanoTime());

    private static final int FLIP = 0;
    private static final int TRUNCATION = 2;
    private static final int EXTENSION = 3;
    private static final int KINDS = 4;

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

    /** Bits turned over, bytes replaced, cut off or appended: an error, or bytes of the one length that is known. */
    @Test
    void damageEndsInAnErrorOrInTheKnownLength() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        int[] decoded = new int[KINDS];
        int[] refused = new int[KINDS];
        for (StoredChunk chunk : makeChunks()) {
            FilterBuffer buffer = new FilterBuffer(room(chunk));
            for (int round = 0; round < 20; round++) {
                int kind = random.nextInt(KINDS);
                byte[] damaged = damage(random, kind, chunk.stored());
                buffer.wrap(damaged, 0, damaged.length);
                String place = "seed " + SEED + ": " + chunk.name() + ", damage " + kind + ", round " + round;
                try {
                    chunk.chain().decode(buffer, chunk.filterMask());
                    assertThat(buffer.lengthBytes()).as(place).isEqualTo(chunk.decoded().length);
                    decoded[kind]++;
                } catch (CorruptChunkException e) {
                    assertThat(e.getMessage()).as(place).isNotEmpty();
                    refused[kind]++;
                } catch (RuntimeException e) {
                    fail(place, e);
                }
            }
        }
        System.out.println("damaged chunks, seed " + SEED + ": decoded " + Arrays.toString(decoded) + ", refused "
                + Arrays.toString(refused) + " of flips, bytes, truncations, extensions");
        assertThat(refused).doesNotContain(0);
    }

    /** The known length; a stream in vbz may have a key and four bytes for each. */
    private static long room(StoredChunk chunk) {
        return chunk.decoded().length * (chunk.ids()[0] == VbzFilter.ID ? 5L : 1L);
    }

    private static byte[] damage(Random random, int kind, byte[] stored) {
        if (kind == TRUNCATION) {
            return Arrays.copyOf(stored, random.nextInt(stored.length));
        }
        if (kind == EXTENSION) {
            byte[] longer = Arrays.copyOf(stored, stored.length + 1 + random.nextInt(20));
            for (int i = stored.length; i < longer.length; i++) {
                longer[i] = (byte) random.nextInt();
            }
            return longer;
        }
        byte[] damaged = stored.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(random.nextBoolean() ? Math.min(24, stored.length) : stored.length);
            damaged[at] =
                    kind == FLIP ? (byte) (damaged[at] ^ 1 << random.nextInt(Byte.SIZE)) : (byte) random.nextInt();
        }
        return damaged;
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
