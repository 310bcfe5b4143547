package org.sparkhdf5.spark;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.plan.FileSplitter;
import org.sparkhdf5.plan.FileTables;
import org.sparkhdf5.plan.PlanBudget;
import org.sparkhdf5.plan.ScanPlanner;
import org.sparkhdf5.plan.SizedSplit;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.table.TableRequest;

/**
 * Reads the metadata of many files: one on the calling thread, a few hundred on threads of the driver, more in Spark jobs, so that the
 * driver does not read them one by one. What is read comes to the calling thread in the order of the files.
 */
final class ManyFiles implements ScanPlanner.Splitting {
    /** More than these are read by Spark jobs. */
    static final int DRIVER_FILES_MAX = 256;

    static final int FILES_PER_TASK = 32;
    /** Results of a job stand in the driver's memory together. */
    private static final int FILES_PER_JOB = 4096;

    private static final int DRIVER_THREADS_MAX = 8;
    private static final String JOB_DESCRIPTION = "spark.job.description";

    private final Configuration configuration;
    private final FileTables tables;
    private final ExternalLinkPolicy externalLinks;

    /** @param tables keeps what the driver reads itself */
    ManyFiles(Configuration configuration, FileTables tables, ExternalLinkPolicy externalLinks) {
        this.configuration = configuration;
        this.tables = tables;
        this.externalLinks = externalLinks;
    }

    /** What is done with each file, on the driver or in a task. */
    interface Work<R> extends Serializable {
        R of(ListedFile file, Reading reading) throws IOException;
    }

    /**
     * What the files are read with.
     *
     * @param budget of the files of this driver or task together
     */
    record Reading(FileTables tables, ScanPlanner.BlockLookup blocks, PlanBudget budget) {}

    /** Takes what was read of the files, in their order, on the calling thread. */
    interface Visitor<R> {
        void visit(ListedFile file, R result) throws IOException;

        /** A file that cannot be read. Errors that may pass, and wrong use, are thrown instead. */
        void failed(ListedFile file, IOException error) throws IOException;
    }

    /** The tables of each file, read by another request than that of the scan. */
    void tables(List<ListedFile> files, TableRequest request, Visitor<List<Table>> visitor) throws IOException {
        Work<List<Table>> work = (file, reading) -> reading.tables().tables(file.file(), request);
        visit(files, work, new PlanBudget(), visitor);
    }

    @Override
    public void split(FileSplitter splitter, List<ListedFile> files, PlanBudget budget, ScanPlanner.SplitSink sink)
            throws IOException {
        boolean elsewhere = files.size() > DRIVER_FILES_MAX;
        Visitor<List<SizedSplit>> visitor = new Visitor<>() {
            @Override
            public void visit(ListedFile file, List<SizedSplit> splits) throws IOException {
                if (elsewhere) {
                    budget.spend(splits);
                }
                sink.add(file, splits);
            }

            @Override
            public void failed(ListedFile file, IOException error) throws IOException {
                sink.failed(file, error);
            }
        };
        Work<List<SizedSplit>> work =
                (file, reading) -> splitter.splits(file, reading.tables(), reading.blocks(), reading.budget());
        visit(files, work, budget, visitor);
    }

    private <R> void visit(List<ListedFile> files, Work<R> work, PlanBudget budget, Visitor<R> visitor)
            throws IOException {
        Reading reading = new Reading(tables, file -> file.blocks(configuration), budget);
        if (files.size() == 1) {
            FileOutcome.of(files.get(0), work, reading).give(files.get(0), visitor);
        } else if (files.size() <= DRIVER_FILES_MAX) {
            visitOnThreads(files, work, reading, visitor);
        } else {
            visitInJobs(files, work, budget, visitor);
        }
    }

    private static <R> void visitOnThreads(List<ListedFile> files, Work<R> work, Reading reading, Visitor<R> visitor)
            throws IOException {
        int threadCount = Math.min(DRIVER_THREADS_MAX, files.size());
        ExecutorService threads = Executors.newFixedThreadPool(threadCount, task -> {
            Thread thread = new Thread(task, "hdf5-headers");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<FileOutcome<R>>> outcomes = new ArrayList<>();
            for (ListedFile file : files) {
                outcomes.add(threads.submit(() -> FileOutcome.of(file, work, reading)));
            }
            for (int i = 0; i < outcomes.size(); i++) {
                outcomes.get(i).get().give(files.get(i), visitor);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while headers were read");
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static IOException thrown(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return cause instanceof IOException failed ? failed : new IOException(cause);
    }

    private <R> void visitInJobs(List<ListedFile> files, Work<R> work, PlanBudget budget, Visitor<R> visitor)
            throws IOException {
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext());
        Broadcast<SerializableConfiguration> shipped = context.broadcast(new SerializableConfiguration(configuration));
        String description = context.getLocalProperty(JOB_DESCRIPTION);
        try {
            context.setLocalProperty(JOB_DESCRIPTION, "Reading the headers of " + files.size() + " HDF5 files");
            for (int from = 0; from < files.size(); from += FILES_PER_JOB) {
                List<ListedFile> ofJob = files.subList(from, Math.min(files.size(), from + FILES_PER_JOB));
                long budgetPerTask = (long) (budget.freeBytes() * ((double) FILES_PER_TASK / (files.size() - from)));
                List<byte[]> slices = new ArrayList<>();
                for (int i = 0; i < ofJob.size(); i += FILES_PER_TASK) {
                    slices.add(JavaBytes.of(
                            new ArrayList<>(ofJob.subList(i, Math.min(ofJob.size(), i + FILES_PER_TASK)))));
                }
                List<byte[]> results = context.parallelize(slices, slices.size())
                        .map(new FileSlice<>(shipped, tables.request(), externalLinks, work, budgetPerTask))
                        .collect();
                give(ofJob, results, visitor);
            }
        } finally {
            context.setLocalProperty(JOB_DESCRIPTION, description);
            shipped.destroy();
        }
    }

    private static <R> void give(List<ListedFile> files, List<byte[]> results, Visitor<R> visitor) throws IOException {
        int next = 0;
        for (byte[] result : results) {
            List<FileOutcome<R>> outcomes = JavaBytes.value(result);
            for (FileOutcome<R> outcome : outcomes) {
                outcome.give(files.get(next++), visitor);
            }
        }
    }
}
