package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed files of {@code make_virtual_datasets.py}, and what h5py reads in them. */
class VirtualDatasetTest {
    static List<JsonNode> datasets() throws IOException {
        List<JsonNode> datasets = new ArrayList<>();
        FormatFiles.json("virtual/virtual.json").forEach(datasets::add);
        return datasets;
    }

    static Dataset open(String name, String path) throws IOException {
        Hdf5File file = Hdf5File.open(
                new org.sparkhdf5.storage.InMemoryRangeReader(
                        FormatFiles.file("virtual/" + name), FormatFiles.bytes("virtual/" + name)),
                FormatFiles.externalFiles(ExternalLinkPolicy.SAME_DIRECTORY));
        return (Dataset) file.find(path);
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void hasTheExtentThatH5pyGives(JsonNode expected) throws IOException {
        String name = expected.get("file").textValue();
        Dataset dataset = open(
                name.substring(0, name.length() - 3), expected.get("dataset").textValue());

        List<Long> shape = new ArrayList<>();
        expected.get("shape").forEach(number -> shape.add(number.longValue()));
        assertThat(dataset.dataspace().dimensions()).isEqualTo(shape);
    }
}
