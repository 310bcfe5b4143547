package org.sparkhdf5.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.InMemoryRangeReader;

/** The files that {@code make_table_files.py} wrote. */
final class TableFiles {
    private static final String FOLDER = "/hdf5/table/";

    private TableFiles() {}

    static byte[] bytes(String name) {
        try (InputStream in = TableFiles.class.getResourceAsStream(FOLDER + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a text file, without the last line's end. */
    static List<String> lines(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8).lines().toList();
    }

    /** A file of that name as messages show it: {@code hdfs://nn/arrays.h5}. */
    static TableSource open(String name) throws IOException {
        InMemoryRangeReader reader = new InMemoryRangeReader("hdfs://nn/" + name, bytes(name));
        return new TableSource(Hdf5File.open(reader), reader);
    }

    static TableReader reader(String name) throws IOException {
        TableSource source = open(name);
        return new TableReader(source.file(), source.reader());
    }
}
