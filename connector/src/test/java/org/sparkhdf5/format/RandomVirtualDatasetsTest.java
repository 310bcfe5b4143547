package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.storage.InMemoryRangeReader;

/**
 * Virtual datasets of random mappings, each element looked up in the selections, against what h5py reads. Runs where the system
 * property {@code sparkhdf5.python} names a Python that has h5py; {@code sparkhdf5.datasets} and {@code sparkhdf5.seed} are how
 * many, and which.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "sparkhdf5.python", matches = ".+")
final class RandomVirtualDatasetsTest {
    private static final int DATASETS = Integer.getInteger("sparkhdf5.datasets", 300);
    private static final long SEED = Long.getLong("sparkhdf5.seed", System.nanoTime());
    private static final int FILL = -7;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void areWhatH5pyReads() throws IOException, InterruptedException {
        make();
        int compared = 0;
        Map<String, Hdf5File> files = new HashMap<>();
        for (JsonNode expected : FormatFiles.json(folder.resolve("virtual.json"))) {
            String name = expected.get("file").textValue();
            if (!files.containsKey(name)) {
                byte[] bytes = Files.readAllBytes(folder.resolve(name));
                files.put(name, Hdf5File.open(new InMemoryRangeReader("mem:/" + name, bytes)));
            }
            String path = expected.get("dataset").textValue();
            Dataset dataset = (Dataset) Objects.requireNonNull(files.get(name)).find(path);

            String which = "seed " + SEED + ": " + name + " " + path;
            assertThat(dataset).as(which).isNotNull();
            List<Long> shape = StreamSupport.stream(expected.get("shape").spliterator(), false)
                    .map(JsonNode::longValue)
                    .toList();
            assertThat(dataset.dataspace().dimensions()).as(which).isEqualTo(shape);
            int[] values = new int[(int) dataset.dataspace().elementCount()];
            Arrays.fill(values, FILL);
            for (VirtualSource source : dataset.virtualSources()) {
                copy(dataset, source, shape, values);
            }
            assertThat(values)
                    .as(which)
                    .isEqualTo(StreamSupport.stream(expected.get("values").spliterator(), false)
                            .mapToInt(JsonNode::intValue)
                            .toArray());
            compared++;
        }
        assertThat(compared).isGreaterThan(DATASETS / 2);
    }

    /** Elements of a source are 10000 I + 1000 J + their number, where its name is I or I_J. */
    private static void copy(Dataset dataset, VirtualSource source, List<Long> shape, int[] values) throws IOException {
        try (SourceDataset opened = dataset.openSource(source)) {
            if (opened == null) {
                return;
            }
            List<Integer> from =
                    elements(source.selected(), opened.dataset().dataspace().dimensions());
            List<Integer> to = elements(source.place(), shape);
            assertThat(from).hasSameSizeAs(to);
            String[] name = source.dataset().split("[/_]", -1);
            int first = 10_000 * Integer.parseInt(name[1]) + (name.length < 3 ? 0 : 1000 * Integer.parseInt(name[2]));
            for (int i = 0; i < to.size(); i++) {
                values[to.get(i)] = first + from.get(i);
            }
        }
    }

    /** Numbers of the selected elements in C order: each element of the extent is looked up. */
    private static List<Integer> elements(Selection selection, List<Long> extent) {
        int count = (int) new Selection.All(extent).pointCount();
        List<Integer> selected = new ArrayList<>();
        long[] position = new long[extent.size()];
        for (int i = 0; i < count; i++) {
            int rest = i;
            for (int j = position.length - 1; j >= 0; j--) {
                position[j] = rest % extent.get(j);
                rest /= (int) (long) extent.get(j);
            }
            if (isSelected(selection, position)) {
                selected.add(i);
            }
        }
        return selected;
    }

    private static boolean isSelected(Selection selection, long[] position) {
        if (selection instanceof Selection.Blocks list) {
            return list.blocks().stream().anyMatch(block -> isInside(block, position));
        }
        boolean inside = true;
        if (selection instanceof Selection.Regular regular) {
            for (int i = 0; i < position.length; i++) {
                long from = position[i] - regular.start().get(i);
                long index = regular.count().get(i) == 1
                        ? 0
                        : from / regular.stride().get(i);
                long inBlock = from - index * regular.stride().get(i);
                inside &= from >= 0
                        && index < regular.count().get(i)
                        && inBlock < regular.block().get(i);
            }
        }
        return inside;
    }

    private static boolean isInside(Selection.Block block, long[] position) {
        boolean inside = true;
        for (int i = 0; i < position.length; i++) {
            inside &= position[i] >= block.start().get(i)
                    && position[i] <= block.end().get(i);
        }
        return inside;
    }

    private void make() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("sparkhdf5.python"),
                        Path.of("src/test/python/make_virtual_datasets.py").toString(),
                        "--random",
                        Long.toString(SEED),
                        Integer.toString(DATASETS),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("seed %d: %s", SEED, output).isZero();
    }
}
