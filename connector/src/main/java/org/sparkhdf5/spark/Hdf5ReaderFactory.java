package org.sparkhdf5.spark;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.util.SerializableConfiguration;

/** Carries to the executors what is the same for all tasks of a scan. */
final class Hdf5ReaderFactory implements PartitionReaderFactory {
    private static final long serialVersionUID = 1L;
    private static final long TASK_MEMORY_BYTES_MAX = 256L << 20;
    /** The part of a task slot's heap that buffers may take: one in four. */
    private static final int HEAP_ONE_IN = 4;

    private final Broadcast<SerializableConfiguration> configuration;
    private final ScanRequest scan;
    private final long taskMemoryBytes;

    /** @param taskMemoryBytes that the user set, or {@link Hdf5Options#TASK_MEMORY_DEFAULT} */
    Hdf5ReaderFactory(Broadcast<SerializableConfiguration> configuration, ScanRequest scan, long taskMemoryBytes) {
        this.configuration = configuration;
        this.scan = scan;
        this.taskMemoryBytes = taskMemoryBytes;
    }

    @Override
    public boolean supportColumnarReads(InputPartition partition) {
        return true;
    }

    @Override
    public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
        Configuration hadoop = configuration.value().value();
        return new Hdf5ColumnarReader(((Hdf5InputPartition) partition).splits(), hadoop, scan, taskMemoryBytes());
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        throw new UnsupportedOperationException("this source gives columns only");
    }

    private long taskMemoryBytes() {
        if (taskMemoryBytes != Hdf5Options.TASK_MEMORY_DEFAULT) {
            return taskMemoryBytes;
        }
        int processors = Runtime.getRuntime().availableProcessors();
        int cores = SparkEnv.get().conf().getInt("spark.executor.cores", processors);
        int slots = Math.max(1, cores / SparkEnv.get().conf().getInt("spark.task.cpus", 1));
        return Math.min(TASK_MEMORY_BYTES_MAX, Runtime.getRuntime().maxMemory() / ((long) HEAP_ONE_IN * slots));
    }
}
