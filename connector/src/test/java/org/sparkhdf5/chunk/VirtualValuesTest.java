package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.ExternalFiles;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.CachedRangeReader;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.RangeReader;

/** Virtual datasets that h5py wrote, read as tasks read them, against what h5py reads in them. */
class VirtualValuesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEME = "file:";
    private static final long MEMORY_BYTES = 64 << 20;
    private static final long LITTLE_MEMORY_BYTES = 64 << 10;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    /** A virtual dataset and its bytes. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Expected(Path file, String dataset, byte[] bytes) {
        @Override
        public String toString() {
            return file.getFileName() + dataset;
        }
    }

    static List<Expected> values() throws IOException, URISyntaxException {
        return values(resources("virtualvalues"));
    }

    private static Path resources(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(VirtualValuesTest.class.getResource("/hdf5/" + name))
                .toURI());
    }

    private static List<Expected> values(Path folder) throws IOException {
        List<Expected> values = new ArrayList<>();
        for (JsonNode node : JSON.readTree(folder.resolve("values.json").toFile())) {
            byte[] deflated = Base64.getDecoder().decode(node.get("bytes").asText());
            byte[] bytes = new InflaterInputStream(new ByteArrayInputStream(deflated)).readAllBytes();
            values.add(new Expected(
                    folder.resolve(node.get("file").asText()),
                    node.get("dataset").asText(),
                    bytes));
        }
        return values;
    }

    /** The files of room format's own test: all kinds of mappings. */
    static List<Expected> mappings() throws IOException, URISyntaxException {
        Path folder = resources("virtual");
        List<Expected> values = new ArrayList<>();
        for (JsonNode node : JSON.readTree(folder.resolve("virtual.json").toFile())) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(8 * node.get("values").size()).order(ByteOrder.LITTLE_ENDIAN);
            for (JsonNode value : node.get("values")) {
                switch (node.get("dtype").asText()) {
                    case "<i4" -> bytes.putInt(value.intValue());
                    case "<i8" -> bytes.putLong(value.longValue());
                    case "|i1" -> bytes.put((byte) value.intValue());
                    default -> bytes.putDouble(value.doubleValue());
                }
            }
            byte[] written = Arrays.copyOf(bytes.array(), bytes.position());
            values.add(new Expected(
                    folder.resolve(node.get("file").asText()),
                    node.get("dataset").asText(),
                    written));
        }
        return values;
    }

    private static Hdf5File open(Path file) throws IOException {
        return Hdf5File.open(reader(file), new ExternalFiles(ExternalLinkPolicy.SAME_DIRECTORY, name -> {
            Path path = Path.of(name.substring(SCHEME.length()));
            return Files.isRegularFile(path) ? reader(path) : null;
        }));
    }

    private static RangeReader reader(Path file) throws IOException {
        return new CachedRangeReader(new InMemoryRangeReader(SCHEME + file, Files.readAllBytes(file)));
    }

    @ParameterizedTest
    @MethodSource({"values", "mappings"})
    void valuesAreThoseOfH5py(Expected expected) throws IOException {
        check(expected, new Random(expected.dataset.hashCode()));
    }

    private static void check(Expected expected, Random random) throws IOException {
        Hdf5File file = open(expected.file);
        Dataset dataset = (Dataset) Objects.requireNonNull(file.find(expected.dataset));
        StoredArray array = StoredArray.of(new ObjectLocation(file.name(), expected.dataset), dataset);
        assertThat(array.isElsewhere()).isTrue();
        assertThat(WholeArray.read(file, file.reader(), array))
                .as("%s: all", expected)
                .isEqualTo(expected.bytes);
        for (long memoryBytes : new long[] {MEMORY_BYTES, LITTLE_MEMORY_BYTES}) {
            int batch = 1 + random.nextInt(50);
            RowReader.Limits limits =
                    new RowReader.Limits(memoryBytes, batch, CoalescingPolicy.forScheme("file"), new ChunkCounts());
            try (RangeReader elsewhere = ArrayBytes.open(file, array, limits)) {
                ArrayRun run = new ArrayRun(array, ChunkRun.EMPTY, elsewhere);
                rows(expected, run, wanted(array.rowCount(), random), limits);
                cells(expected, run, limits);
            }
        }
    }

    private static RowRuns wanted(long rowCount, Random random) {
        RowRuns.Builder wanted = new RowRuns.Builder(0);
        for (long row = 0; row < rowCount; ) {
            long end = Math.min(rowCount, row + 1 + random.nextInt(20));
            if (random.nextInt(3) > 0) {
                wanted.add(row, end);
            }
            row = end;
        }
        return wanted.build();
    }

    private static void rows(Expected expected, ArrayRun run, RowRuns wanted, RowReader.Limits limits)
            throws IOException {
        int rowBytes = (int) run.array().rowBytes();
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        RowSlot slot = new RowSlot(0, RowSlot.WHOLE_ROWS);
        RangeReader none = new InMemoryRangeReader("file:/none.h5", new byte[0]);
        try (RowReader rows = new RowReader(none, List.of(run), List.of(slot), List.of(), wanted, limits)) {
            while (rows.next()) {
                for (long row = rows.firstRow(); row < rows.firstRow() + rows.rowCount(); row++) {
                    found.write(rows.window(0).bytes(), rows.window(0).offsetOf(row), rowBytes);
                    told.write(expected.bytes, (int) (row * rowBytes), rowBytes);
                }
            }
        }
        assertThat(found.size()).as(expected.toString()).isEqualTo(wanted.rowCount() * rowBytes);
        assertThat(found.toByteArray()).as("%s: %s", expected, wanted).isEqualTo(told.toByteArray());
    }

    private static void cells(Expected expected, ArrayRun run, RowReader.Limits limits) throws IOException {
        List<Long> dimensions = run.array().dimensions();
        int elementBytes = run.array().elementBytes();
        byte[] found = new byte[expected.bytes.length];
        CellShape shape = new CellShape(dimensions, List.of(CellPart.of(0, dimensions)));
        RangeReader none = new InMemoryRangeReader("file:/none.h5", new byte[0]);
        long units = expected.bytes.length / elementBytes;
        try (CellReader cells = new CellReader(none, List.of(run), List.of(), shape, units / 3, units, limits)) {
            while (cells.next()) {
                for (int i = 0; i < cells.cellCount(); i++) {
                    int at = cells.base() + i * cells.strideBytes();
                    System.arraycopy(cells.bytes(), at, found, (int) (cells.position(i) * elementBytes), elementBytes);
                }
            }
        }
        byte[] told = expected.bytes.clone();
        Arrays.fill(told, 0, (int) (units / 3 * elementBytes), (byte) 0);
        assertThat(found).as("%s: cells", expected).isEqualTo(told);
    }

    @Test
    @Tag("slow")
    @EnabledIfSystemProperty(named = "sparkhdf5.python", matches = ".+")
    void valuesOfRandomMappingsAreThoseOfH5py() throws IOException, InterruptedException {
        String seed = System.getProperty("sparkhdf5.seed", String.valueOf(new Random().nextInt(1 << 30)));
        Process process = new ProcessBuilder(
                        System.getProperty("sparkhdf5.python"),
                        Path.of("src/test/python/make_virtual_values.py").toString(),
                        folder.toString(),
                        seed,
                        System.getProperty("sparkhdf5.datasets", "400"))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("seed %s: %s", seed, output).isZero();
        for (Expected expected : values(folder)) {
            try {
                check(expected, new Random(Long.parseLong(seed)));
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + expected, e);
            }
        }
    }
}
