package org.sparkhdf5.spark;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.sparkhdf5.chunk.ChunkCounts;
import org.sparkhdf5.storage.ReadStatistics;

/** What the Spark UI shows of a scan. Each metric is a public class, because Spark makes it by its name. */
public final class Hdf5Metrics {
    private Hdf5Metrics() {}

    static CustomMetric[] supported() {
        return new CustomMetric[] {
            new Reads(),
            new BytesRead(),
            new ChunksRead(),
            new ChunksFilled(),
            new RowsSkipped(),
            new PicklePasses(),
            new MissingSources(),
            new CorruptFiles(),
            new MissingFiles()
        };
    }

    /**
     * @param corruptFiles that a task has given up
     * @param missingFiles that a task has not found
     */
    static CustomTaskMetric[] values(
            ReadStatistics statistics, ChunkCounts counts, long corruptFiles, long missingFiles) {
        return new CustomTaskMetric[] {
            new Value(Reads.NAME, statistics.reads()),
            new Value(BytesRead.NAME, statistics.bytesRead()),
            new Value(ChunksRead.NAME, counts.chunksRead()),
            new Value(ChunksFilled.NAME, counts.chunksFilled()),
            new Value(RowsSkipped.NAME, counts.rowsSkipped()),
            new Value(PicklePasses.NAME, counts.picklePasses()),
            new Value(MissingSources.NAME, counts.missingSources()),
            new Value(CorruptFiles.NAME, corruptFiles),
            new Value(MissingFiles.NAME, missingFiles)
        };
    }

    private record Value(String name, long value) implements CustomTaskMetric {}

    /** Calls on Hadoop streams by the tasks. */
    public static final class Reads extends CustomSumMetric {
        static final String NAME = "hdf5Reads";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "number of reads";
        }
    }

    /** Bytes that those calls returned. */
    public static final class BytesRead extends CustomSumMetric {
        static final String NAME = "hdf5BytesRead";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "bytes read";
        }
    }

    /** Chunks that were read and decoded. */
    public static final class ChunksRead extends CustomSumMetric {
        static final String NAME = "hdf5ChunksRead";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "chunks read";
        }
    }

    /** Chunks that were never written. */
    public static final class ChunksFilled extends CustomSumMetric {
        static final String NAME = "hdf5ChunksFilled";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "chunks filled";
        }
    }

    /** Rows of which, by a condition on columns that are stored apart, nothing else was read. */
    public static final class RowsSkipped extends CustomSumMetric {
        static final String NAME = "hdf5RowsSkipped";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "rows skipped by conditions";
        }
    }

    /** Times that a task read a pickled block of object columns from its beginning. */
    public static final class PicklePasses extends CustomSumMetric {
        static final String NAME = "hdf5PicklePasses";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "pickle passes";
        }
    }

    /** Sources of virtual datasets that were not there, whose elements are fill values; each task counts those that it looked for. */
    public static final class MissingSources extends CustomSumMetric {
        static final String NAME = "hdf5MissingSources";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "missing sources of virtual datasets";
        }
    }

    /** Files that are damaged and were given up: only with {@code ignoreCorruptFiles}. */
    public static final class CorruptFiles extends CustomSumMetric {
        static final String NAME = "hdf5CorruptFiles";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "corrupt files given up";
        }
    }

    /** Files that were listed and are gone: only with {@code ignoreMissingFiles}. */
    public static final class MissingFiles extends CustomSumMetric {
        static final String NAME = "hdf5MissingFiles";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "missing files";
        }
    }
}
