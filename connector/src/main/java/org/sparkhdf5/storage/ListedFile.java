package org.sparkhdf5.storage;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of a listing.
 *
 * @param file what was listed
 * @param listedBlocks where its bytes are, if that came with the listing
 * @param partitionValues of the partition columns, as the names of its directories have them: one per column
 */
public record ListedFile(StoredFile file, @Nullable FileBlocks listedBlocks, List<String> partitionValues) {
    public ListedFile {
        partitionValues = List.copyOf(partitionValues);
    }

    /** A file without partition columns. */
    public ListedFile(StoredFile file, @Nullable FileBlocks listedBlocks) {
        this(file, listedBlocks, List.of());
    }

    /** Where the bytes of the file are; asks the file system if that did not come with the listing. */
    public FileBlocks blocks(Configuration conf) throws IOException {
        if (listedBlocks != null) {
            return listedBlocks;
        }
        Path path = new Path(file.path());
        FileSystem fileSystem = path.getFileSystem(conf);
        return FileBlocks.of(fileSystem.getFileBlockLocations(path, 0, file.lengthBytes()));
    }
}
