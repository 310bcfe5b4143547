package org.sparkhdf5.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.InMemoryRangeReader;

/** The files that {@code make_shape_files.py} wrote. */
final class ShapeFiles {
    private ShapeFiles() {}

    static byte[] bytes(String name) {
        try (InputStream in = ShapeFiles.class.getResourceAsStream("/hdf5/shapes/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of that name as messages show it: {@code hdfs://nn/grid.nc}. */
    static TableSource open(String name) throws IOException {
        InMemoryRangeReader reader = new InMemoryRangeReader("hdfs://nn/" + name, bytes(name));
        return new TableSource(Hdf5File.open(reader), reader);
    }

    static Dataset dataset(TableSource source, String path) throws IOException {
        return (Dataset) source.file().find(path);
    }

    static Table read(String name, TableRequest request) throws IOException {
        TableSource source = open(name);
        return new TableReader(source.file(), source.reader()).read(request);
    }
}
