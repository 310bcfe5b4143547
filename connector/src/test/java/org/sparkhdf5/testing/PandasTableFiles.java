package org.sparkhdf5.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.table.TableReader;

/** The files that {@code make_pandas_table_files.py} wrote, and what it says of them. */
public final class PandasTableFiles {
    private static final String FOLDER = "/hdf5/pandastable/";

    private PandasTableFiles() {}

    /** A table of a file. */
    public record Key(String file, String key) {
        @Override
        public String toString() {
            return file + " " + key;
        }
    }

    /** The bytes of an HDF5 file. */
    public static byte[] bytes(String file) throws IOException {
        try (InputStream in = PandasTableFiles.class.getResourceAsStream(FOLDER + file + ".gz");
                InputStream plain = new GZIPInputStream(in)) {
            return plain.readAllBytes();
        }
    }

    /** A reader of a file that messages show as {@code hdfs://nn/<file>}. */
    public static TableReader reader(String file) throws IOException {
        InMemoryRangeReader reader = new InMemoryRangeReader("hdfs://nn/" + file, bytes(file));
        return new TableReader(Hdf5File.open(reader), reader);
    }

    /** What is in the files that are whole. */
    public static List<Key> keys() throws IOException {
        List<Key> keys = new ArrayList<>();
        expectations()
                .fields()
                .forEachRemaining(file ->
                        file.getValue().fieldNames().forEachRemaining(key -> keys.add(new Key(file.getKey(), key))));
        return keys;
    }

    /** The columns of a table as pandas has them. */
    public static JsonNode expected(Key key) throws IOException {
        return expectations().get(key.file()).get(key.key());
    }

    /** The lines of a text file. */
    public static List<String> lines(String file) throws IOException {
        try (InputStream in = PandasTableFiles.class.getResourceAsStream(FOLDER + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static JsonNode expectations() throws IOException {
        try (InputStream in = PandasTableFiles.class.getResourceAsStream(FOLDER + "tables.json")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
