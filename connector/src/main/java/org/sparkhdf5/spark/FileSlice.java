package org.sparkhdf5.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.plan.FileTables;
import org.sparkhdf5.plan.PlanBudget;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.ReadStatistics;
import org.sparkhdf5.table.TableRequest;

/** Reads the files of one task of a job that reads headers. Files and outcomes travel as bytes of Java's serialisation. */
final class FileSlice<R> implements Function<byte[], byte[]> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<SerializableConfiguration> configuration;
    private final TableRequest request;
    private final ExternalLinkPolicy externalLinks;
    private final ManyFiles.Work<R> work;
    private final long budgetBytes;

    /** @param budgetBytes of the task */
    FileSlice(
            Broadcast<SerializableConfiguration> configuration,
            TableRequest request,
            ExternalLinkPolicy externalLinks,
            ManyFiles.Work<R> work,
            long budgetBytes) {
        this.configuration = configuration;
        this.request = request;
        this.externalLinks = externalLinks;
        this.work = work;
        this.budgetBytes = budgetBytes;
    }

    @Override
    public byte[] call(byte[] slice) throws IOException {
        Configuration hadoop = configuration.value().value();
        List<ListedFile> files = JavaBytes.value(slice);
        FileTables tables = new FileTables(new HadoopOpener(hadoop, new ReadStatistics(), externalLinks), request);
        ManyFiles.Reading reading =
                new ManyFiles.Reading(tables, file -> file.blocks(hadoop), new PlanBudget(budgetBytes));
        ArrayList<FileOutcome<R>> outcomes = new ArrayList<>();
        for (ListedFile file : files) {
            outcomes.add(FileOutcome.of(file, work, reading));
        }
        return JavaBytes.of(outcomes);
    }
}
