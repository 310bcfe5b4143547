package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.sparkhdf5.format.ChunkIndexFiles;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.RangeReader;

/** From file to rows through every kind of chunk index: the bytes are those that h5py reads. */
class ChunkIndexRowsTest {
    private static final long SEED = 20261120L;

    @SuppressWarnings("UnusedVariable") // read by JUnit
    private static final List<String> NAMES = ChunkIndexFiles.NAMES;

    private static RangeReader reader(String name) {
        return new InMemoryRangeReader(ChunkIndexFiles.file(name), ChunkIndexFiles.bytes(name));
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void rowsAreThoseThatH5pyReads(String name) throws Exception {
        RangeReader reader = reader(name);
        for (JsonNode expected : ChunkIndexFiles.datasets(name)) {
            StoredRows rows = StoredRows.of(reader, expected.get("path").asText());
            if (expected.has("sha256")) {
                assertThat(sha256(rows.read(0, rows.rowCount())))
                        .as("%s", expected.get("path"))
                        .isEqualTo(expected.get("sha256").asText());
            }
            for (JsonNode range : expected.path("rows")) {
                byte[] found = rows.read(range.get(0).asLong(), range.get(1).asLong());
                assertThat(HexFormat.of().formatHex(found))
                        .as("%s rows %s", expected.get("path"), range)
                        .isEqualTo(range.get(2).asText());
            }
        }
    }

    /** The chunks of a range of rows are all that is looked up for it. */
    @ParameterizedTest
    @FieldSource("NAMES")
    void rangesOfRowsAreCutFromTheWhole(String name) throws Exception {
        RangeReader reader = reader(name);
        Random random = new Random(SEED);
        for (JsonNode expected : ChunkIndexFiles.datasets(name)) {
            if (!expected.has("sha256")) {
                continue;
            }
            StoredRows rows = StoredRows.of(reader, expected.get("path").asText());
            byte[] whole = rows.read(0, rows.rowCount());
            int rowBytes = (int) (whole.length / rows.rowCount());
            for (int i = 0; i < 10; i++) {
                int from = random.nextInt((int) rows.rowCount());
                int end = from + random.nextInt((int) rows.rowCount() - from + 1);
                assertThat(rows.read(from, end))
                        .as("%s rows %d to %d, seed %d", expected.get("path"), from, end, SEED)
                        .isEqualTo(Arrays.copyOfRange(whole, from * rowBytes, end * rowBytes));
            }
        }
    }

    /** A grid of hundreds of thousands of chunks, a handful of them stored: finding them takes no time. */
    @Test
    void aHugeSparseDatasetIsOpenedAtOnce() throws IOException {
        for (String name : List.of("huge_latest", "huge_old")) {
            RangeReader reader = reader(name);
            for (String path : List.of("/line", "/both")) {
                StoredRows rows = assertTimeoutPreemptively(Duration.ofSeconds(2), () -> StoredRows.of(reader, path));

                assertThat(rows.rowCount()).isEqualTo(3_000_000_000L);
                assertThat(rows.storedChunks(0, 3_000_000_000L)).isEqualTo(2);
                assertThat(rows.storedChunks(8_000, 1L << 31)).isEqualTo(1);
                assertThat(rows.storedChunks(8_000, (1L << 31) - 8_000)).isZero();
            }
        }
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
