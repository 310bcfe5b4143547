package org.sparkhdf5.spark;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.MissingDatasetException;
import org.sparkhdf5.plan.FileTables;
import org.sparkhdf5.plan.ScanPlanner;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.table.TableRequest;

/**
 * The table that gives the schema: the first one, in path order, that is not ignored.
 *
 * @param file that was listed
 * @param table in it
 */
record FirstTable(StoredFile file, Table table) {

    /**
     * @param files in path order, at least one
     * @param mayBeNone whether no table is fine, as the schema is known: then it is one without columns
     * @throws MissingDatasetException if no file has what is asked for
     */
    static FirstTable find(
            List<ListedFile> files,
            FileTables tables,
            TableRequest request,
            ScanPlanner.Tolerance tolerance,
            boolean mayBeNone)
            throws IOException {
        IOException firstError = null;
        // Where the schema is known no further file is opened for it.
        for (ListedFile listed : mayBeNone ? files.subList(0, 1) : files) {
            try {
                Table table = tables.first(listed.file(), request);
                if (table != null) {
                    return new FirstTable(listed.file(), table);
                }
            } catch (IOException e) {
                if (!tolerance.tolerates(listed.file(), e)) {
                    throw e;
                }
                firstError = firstError == null ? e : firstError;
            }
        }
        if (mayBeNone) {
            StoredFile file = files.get(0).file();
            return new FirstTable(file, new Table("none", "/", 0, 0, List.of(), List.of(), Map.of()));
        }
        if (firstError != null) {
            throw firstError;
        }
        throw none(files, request);
    }

    private static MissingDatasetException none(List<ListedFile> files, TableRequest request) {
        @Nullable String dataset = request.dataset();
        String what = !request.datasetList().isEmpty()
                ? "dataset " + String.join(", ", request.datasetList())
                : dataset == null ? "table" : "dataset " + dataset;
        return new MissingDatasetException(files.get(0).file().path() + ": no " + what + " in this file"
                + (files.size() == 1 ? "" : ", nor in the " + (files.size() - 1) + " files after it")
                + "; view=tables lists what there is, and .schema(…) gives a schema without reading one");
    }
}
