package org.sparkhdf5.it.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.ChunkRuns;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.CachedRangeReader;
import org.sparkhdf5.storage.ReadStatistics;
import org.sparkhdf5.storage.StoredFile;

/**
 * The map of all chunks of a dataset, as the driver builds it of an index that it does not leave to tasks.
 *
 * @param statistics what was read for it
 */
record ChunkMap(ChunkRun run, ReadStatistics statistics) {
    static ChunkMap read(Path file, String dataset) throws IOException {
        Configuration conf = new Configuration();
        StoredFile stored =
                Objects.requireNonNull(StoredFile.find(conf, file.toUri().toString()));
        ReadStatistics statistics = new ReadStatistics();
        try (CachedRangeReader reader = new CachedRangeReader(stored.open(conf, statistics))) {
            Hdf5File opened = Hdf5File.open(reader);
            Dataset found = (Dataset) Objects.requireNonNull(opened.find(dataset));
            StoredArray array = StoredArray.of(new ObjectLocation(file.toString(), dataset), found);
            return new ChunkMap(ChunkRuns.collect(opened, array, 0, array.rowCount(), lane -> true), statistics);
        }
    }

    /** Number of chunks, sum of their stored sizes, sum of their addresses. */
    List<Number> answer() {
        long addresses = 0;
        ChunkRun.Cursor cursor = run.cursor();
        while (cursor.next()) {
            addresses += cursor.address();
        }
        return List.of(run.chunkCount(), run.storedBytes(), addresses);
    }
}
