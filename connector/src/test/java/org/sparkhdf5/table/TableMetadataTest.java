package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.InMemoryRangeReader;

/** What a table carries beside its cells: attributes as h5py shows them, and how the file was left. */
final class TableMetadataTest {

    private static Table table(String file, String dataset) throws IOException {
        try (InputStream in = TableMetadataTest.class.getResourceAsStream("/hdf5/" + file)) {
            InMemoryRangeReader reader = new InMemoryRangeReader("hdfs://nn/" + file, in.readAllBytes());
            return new TableReader(Hdf5File.open(reader), reader).read(TableRequest.ofDataset(dataset));
        }
    }

    @Test
    void attributesAreMetadataOfTheColumns() throws IOException {
        assertThat(table("dense/shared_list.h5", "/scalar").columns().get(0).metadata())
                .containsExactly(entry("hdf5.attribute.scalar", "2.5"));
        assertThat(table("dense/shared_list.h5", "/chunked0").columns().get(0).metadata())
                .containsExactly(entry(
                        "hdf5.attribute.record",
                        "[{\"a\":0,\"b\":0.0,\"text\":\"\"},{\"a\":0,\"b\":0.0,\"text\":\"\"},"
                                + "{\"a\":0,\"b\":0.0,\"text\":\"\"}]"));
    }

    /** One of 3,000 numbers is too long for a schema: it hides neither the data nor the others. */
    @Test
    void attributesThatAreTooLongForASchemaAreLeftOut() throws IOException {
        assertThat(table("dense/long_attributes.h5", "/long").columns().get(0).metadata())
                .containsExactly(entry("hdf5.attribute.of 10", "[10,10,10,10,10,10,10,10,10,10]"));
    }

    @Test
    void aFileThatWasLeftOpenForWriteSaysSo() throws IOException {
        assertThat(table("format/swmr.h5", "/values").properties()).contains(entry("hdf5.openForWrite", "true"));
        assertThat(table("types/latest.h5", "/target").properties()).doesNotContainKey("hdf5.openForWrite");
    }
}
