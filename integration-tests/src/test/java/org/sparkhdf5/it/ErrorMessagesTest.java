package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.it.testing.CommittedFixtures;
import org.sparkhdf5.it.testing.HdfsCluster;
import org.sparkhdf5.it.testing.Sessions;

/** What users read when something is wrong: the file, the object, what was expected and found, and the way out. */
class ErrorMessagesTest {
    private static SparkSession spark;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        spark = Sessions.shared();
    }

    @Test
    void aFileThatIsNoHdf5File() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.h5"), "a text that somebody named .h5\n".repeat(100));

        assertFailure(() -> read(file, "/df").collectAsList())
                .contains("notes.h5", "signature", "expected", "found", ";");
    }

    @Test
    void aTruncatedFile() throws IOException {
        byte[] bytes = Files.readAllBytes(CommittedFixtures.file("frame_zlib.h5"));
        Path file = Files.write(folder.resolve("cut.h5"), Arrays.copyOf(bytes, bytes.length / 2));

        assertFailure(() -> read(file, "/df").collectAsList())
                .contains("cut.h5", Integer.toString(bytes.length / 2), Integer.toString(bytes.length))
                .containsPattern("truncated|incomplete")
                .contains("copy");
    }

    @Test
    void aTruncatedFileOnHdfs() throws IOException {
        byte[] bytes = Files.readAllBytes(CommittedFixtures.file("frame_mixed.h5"));
        String uri = HdfsCluster.shared().put(Arrays.copyOf(bytes, 3_000), "/errors/cut.h5");

        assertFailure(() -> read(uri, "/df").collectAsList()).contains(uri, "3000", Integer.toString(bytes.length));
    }

    @Test
    void anEmptyFileThatIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("empty.h5"));

        assertFailure(() -> read(file, "/df").collectAsList()).contains("empty.h5", "0");
    }

    @Test
    void aFileThatDoesNotExist() {
        assertFailure(() -> read(folder.resolve("nowhere.h5"), "/df").collectAsList())
                .contains("nowhere.h5");
    }

    @Test
    void aDatasetThatIsNotThereListsWhatIs() {
        assertFailure(() -> readFixture("series.h5", "/nothing"))
                .contains("series.h5", "/nothing", "/named", "/nameless", "pandas-fixed");
        assertFailure(() -> readFixture("arrays.h5", "/big_endian/f9"))
                .contains("arrays.h5", "/big_endian/f9", "/big_endian/f8", "array");
    }

    @Test
    void noDatasetNamedListsTheCandidates() {
        assertFailure(() -> readFixture("series.h5", null)).contains("series.h5", "dataset", "/named", "/nameless");
    }

    @Test
    void anUnsupportedFilterIsNamedWithThoseThatAreRead() {
        assertFailure(() -> readFixture("arrays_refused.h5", "/jpeg").collectAsList())
                .contains("arrays_refused.h5", "/jpeg", "filter 32019 (jpeg)", "deflate", "scaleoffset", "blosc2");
    }

    @Test
    void aChecksumThatDoesNotMatchNamesTheChunk() throws IOException {
        byte[] bytes = Files.readAllBytes(CommittedFixtures.file("arrays_chunked.h5"));
        // The elements 512, 513, … of /fletcher32 stand in its fifth chunk, as they are.
        int position = find(bytes, littleEndian(514), littleEndian(515));
        bytes[position] ^= 1;
        Path file = Files.write(folder.resolve("flipped.h5"), bytes);

        for (String openCost : new String[] {"0", "4194304"}) {
            spark.conf().set("spark.sql.files.openCostInBytes", openCost);
            assertFailure(() -> read(file, "/fletcher32").collectAsList())
                    .contains("flipped.h5", "/fletcher32", "512", "expected", "found", "0x")
                    .containsPattern("(?i)fletcher32|checksum");
        }
        spark.conf().unset("spark.sql.files.openCostInBytes");
    }

    @Test
    void anUnknownOptionListsOurs() {
        assertFailure(() -> spark.read()
                        .format("hdf5")
                        .option("datset", "/named")
                        .load(CommittedFixtures.onHdfs("series.h5")))
                .contains("datset", "dataset", "key", "layout", "columnNames", "index", "nanoseconds", "nanAsNull");
    }

    @Test
    void anOptionWithAnUnknownValueListsTheValues() {
        assertFailure(() -> spark.read()
                        .format("hdf5")
                        .option("dataset", "/named")
                        .option("nanoseconds", "ceil")
                        .load(CommittedFixtures.onHdfs("series.h5")))
                .contains("nanoseconds", "ceil", "fail", "floor", "round", "long");
    }

    @Test
    void digitsBelowAMicrosecondNameTheOption() {
        for (String openCost : new String[] {"0", "4194304"}) {
            spark.conf().set("spark.sql.files.openCostInBytes", openCost);
            assertFailure(() -> readFixture("frame_nanoseconds.h5", "/t").collectAsList())
                    .contains("frame_nanoseconds.h5", "/t", "nanoseconds", "floor", "round", "long");
        }
        spark.conf().unset("spark.sql.files.openCostInBytes");
    }

    @Test
    void aFileReplacedAfterPlanningNamesBothLengths() throws IOException {
        spark.conf().set("spark.sql.files.openCostInBytes", "0");
        try {
            Path file = Files.copy(CommittedFixtures.file("frame_zlib.h5"), folder.resolve("replaced.h5"));
            JavaRDD<Row> planned = read(file, "/df").javaRDD();
            assertThat(planned.getNumPartitions()).isPositive();
            long before = Files.size(file);
            Files.write(file, Files.readAllBytes(CommittedFixtures.file("frame_fletcher32.h5")));
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));

            assertFailure(planned::collect)
                    .contains("replaced.h5", Long.toString(before), Long.toString(Files.size(file)))
                    .contains("expected", "found");
            assertThat(read(file, "/df").count())
                    .as("rows once it is loaded again")
                    .isEqualTo(1_200);
        } finally {
            spark.conf().unset("spark.sql.files.openCostInBytes");
        }
    }

    @Test
    void anOptionWithoutAMeaningForTheObject() {
        assertFailure(() -> spark.read()
                        .format("hdf5")
                        .option("dataset", "/data_f")
                        .option("columnNames", "a,b")
                        .load(CommittedFixtures.onHdfs("named_columns.h5"))
                        .collectAsList())
                .contains("named_columns.h5", "/data_f", "columnNames", "7", "2");
    }

    @Test
    void datasetAndKeyThatDisagree() {
        assertFailure(() -> spark.read()
                        .format("hdf5")
                        .option("dataset", "/named")
                        .option("key", "/nameless")
                        .load(CommittedFixtures.onHdfs("series.h5")))
                .contains("dataset", "key", "/named", "/nameless");
    }

    private static Dataset<Row> read(Path file, String dataset) {
        return read(file.toUri().toString(), dataset);
    }

    private static Dataset<Row> readFixture(String name, String dataset) {
        return read(CommittedFixtures.onHdfs(name), dataset);
    }

    private static Dataset<Row> read(String uri, String dataset) {
        return dataset == null
                ? spark.read().format("hdf5").load(uri)
                : spark.read().format("hdf5").option("dataset", dataset).load(uri);
    }

    private static byte[] littleEndian(long value) {
        byte[] bytes = new byte[8];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (value >>> 8 * i);
        }
        return bytes;
    }

    private static int find(byte[] bytes, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] wanted = new byte[length];
        int end = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, wanted, end, part.length);
            end += part.length;
        }
        for (int i = 0; i + length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + length, wanted, 0, length)) {
                return i;
            }
        }
        throw new IllegalStateException("the bytes are not in the file");
    }
}
