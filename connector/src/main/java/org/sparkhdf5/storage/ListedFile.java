package org.sparkhdf5.storage;

import java.io.IOException;
import java.io.Serializable;
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
 * @param partitionValues of the listing's partition columns, as the directory is named: escaped. Unmodifiable and
 *     shared by the files of a directory
 */
public record ListedFile(StoredFile file, @Nullable FileBlocks listedBlocks, List<String> partitionValues)
        implements Serializable {

    /** A file without partitions. */
    public ListedFile(StoredFile file, @Nullable FileBlocks listedBlocks) {
        this(file, listedBlocks, List.of());
    }

    /** The same file in a partition. */
    ListedFile in(List<String> values) {
        return new ListedFile(file, listedBlocks, values);
    }

    /** Where the bytes of the file are; asks the file system if that did not come with the listing. */
    public FileBlocks blocks(Configuration conf) throws IOException {
        if (listedBlocks != null) {
            return listedBlocks;
        }
        if (file.family() != null) {
            return file.family().blocks(conf);
        }
        Path path = new Path(file.path());
        FileSystem fileSystem = path.getFileSystem(conf);
        return FileBlocks.of(fileSystem.getFileBlockLocations(path, 0, file.lengthBytes()));
    }
}
