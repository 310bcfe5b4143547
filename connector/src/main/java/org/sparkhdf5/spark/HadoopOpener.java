package org.sparkhdf5.spark;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.plan.OpenFile;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.ReadStatistics;
import org.sparkhdf5.storage.ShortReads;
import org.sparkhdf5.storage.StoredFile;

/**
 * Opens files of Hadoop file systems.
 *
 * @param statistics counts what is read
 * @param externalLinks which external links are followed
 * @param readsFar whether reads may be long, and go on beside the task, where the file system is slow
 */
record HadoopOpener(
        Configuration configuration, ReadStatistics statistics, ExternalLinkPolicy externalLinks, boolean readsFar)
        implements OpenFile.Opener {
    HadoopOpener(Configuration configuration, ReadStatistics statistics, ExternalLinkPolicy externalLinks) {
        this(configuration, statistics, externalLinks, true);
    }

    @Override
    public RangeReader open(StoredFile file) throws IOException {
        RangeReader reader = file.open(configuration, statistics);
        return readsFar ? reader : new ShortReads(reader);
    }

    @Override
    public @Nullable StoredFile find(String path) throws IOException {
        return StoredFile.find(configuration, path);
    }
}
