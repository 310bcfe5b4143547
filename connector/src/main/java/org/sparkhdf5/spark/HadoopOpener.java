package org.sparkhdf5.spark;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
 * <p>Files that others lead to (links, sources of virtual datasets, external files) were not listed: for the split of a task they
 * are what they were when they were first found, and must stay it. Thread-safe.
 */
final class HadoopOpener implements OpenFile.Opener {
    private final Configuration configuration;
    private final ReadStatistics statistics;
    private final ExternalLinkPolicy externalLinks;
    private final boolean readsFar;
    private final boolean ofSplit;
    private final Map<String, StoredFile> found = new ConcurrentHashMap<>();

    /**
     * For one split of a task.
     *
     * @param statistics counts what is read
     * @param externalLinks which external links are followed
     * @param readsFar whether reads may be long, and go on beside the task, where the file system is slow
     */
    HadoopOpener(
            Configuration configuration,
            ReadStatistics statistics,
            ExternalLinkPolicy externalLinks,
            boolean readsFar) {
        this.configuration = configuration;
        this.statistics = statistics;
        this.externalLinks = externalLinks;
        this.readsFar = readsFar;
        this.ofSplit = true;
    }

    /** For metadata, at any time. */
    HadoopOpener(Configuration configuration, ReadStatistics statistics, ExternalLinkPolicy externalLinks) {
        this.configuration = configuration;
        this.statistics = statistics;
        this.externalLinks = externalLinks;
        this.readsFar = true;
        this.ofSplit = false;
    }

    @Override
    public RangeReader open(StoredFile file) throws IOException {
        RangeReader reader = file.open(configuration, statistics);
        return readsFar ? reader : new ShortReads(reader);
    }

    @Override
    public @Nullable StoredFile find(String path) throws IOException {
        StoredFile file = StoredFile.find(configuration, path);
        if (file != null && ofSplit) {
            StoredFile before = found.putIfAbsent(path, file);
            if (before != null) {
                before.requireEqual(file);
            }
        }
        return file;
    }

    @Override
    public ExternalLinkPolicy externalLinks() {
        return externalLinks;
    }

    /**
     * Looks once more at the files that others led to, where files change in place.
     *
     * @throws org.sparkhdf5.storage.FileChangedException if one is another than it was when it was found
     */
    void verifyUnchanged() throws IOException {
        for (StoredFile file : found.values()) {
            if (file.changesInPlace()) {
                file.verifyUnchanged(configuration, false);
            }
        }
    }
}
