package org.sparkhdf5.spark;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.plan.OpenFile;
import org.sparkhdf5.storage.HadoopRangeReader;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.ReadStatistics;
import org.sparkhdf5.storage.StoredFile;

/**
 * Opens files of Hadoop file systems.
 *
 * @param statistics counts what is read
 * @param externalLinks which external links are followed
 */
record HadoopOpener(Configuration configuration, ReadStatistics statistics, ExternalLinkPolicy externalLinks)
        implements OpenFile.Opener {
    @Override
    public RangeReader open(StoredFile file) throws IOException {
        return HadoopRangeReader.open(configuration, file, statistics);
    }

    @Override
    public @Nullable StoredFile find(String path) throws IOException {
        return StoredFile.find(configuration, path);
    }
}
