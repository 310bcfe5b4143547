package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.MissingDatasetException;
import org.sparkhdf5.format.Hdf5Object;

/**
 * The tables of one file that a request names, one after the other: names in the order in which they were given, what matches a
 * pattern in the order of paths, each table once. A name that is there as it stands wins over the pattern that it may also be.
 * Not thread-safe.
 */
public final class SelectedTables {
    private final TableSource source;
    private final TableReader reader;
    private final TableRequest request;
    private final Deque<String> names = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private @Nullable GlobSearch search;
    private boolean onlyTable;

    SelectedTables(TableSource source, TableReader reader, TableRequest request) {
        this.source = source;
        this.reader = reader;
        this.request = request;
        String dataset = request.dataset();
        if (!request.datasetList().isEmpty()) {
            names.addAll(request.datasetList());
        } else if (dataset != null && request.columns().isEmpty()) {
            names.add(dataset);
        } else {
            onlyTable = true;
        }
    }

    /**
     * The next table, or null behind the last one.
     *
     * @throws MissingDatasetException if a name is not in the file or a pattern matches no table; never where the request
     *     ignores that
     */
    public @Nullable Table next() throws IOException {
        if (onlyTable) {
            onlyTable = false;
            return only();
        }
        Table match = nextMatch();
        while (match == null && !names.isEmpty()) {
            String name = names.remove();
            Hdf5Object named = source.file().find(name);
            if (named != null) {
                match = seen.add(named.path()) ? reader.read(named, request) : null;
                continue;
            }
            search = ObjectGlob.isGlob(name) ? new GlobSearch(source, ObjectGlob.of(name)) : null;
            Hdf5Object first = search == null ? null : search.next();
            if (first == null && !request.ignoreMissingDatasets()) {
                throw reader.missing(name);
            }
            match = first == null ? null : seen.add(first.path()) ? reader.read(first, request) : nextMatch();
        }
        return match;
    }

    /** The next table of the pattern that is being searched for, or null. */
    private @Nullable Table nextMatch() throws IOException {
        GlobSearch searching = search;
        if (searching == null) {
            return null;
        }
        for (Hdf5Object found = searching.next(); found != null; found = searching.next()) {
            if (seen.add(found.path())) {
                return reader.read(found, request);
            }
        }
        search = null;
        return null;
    }

    /** Whether nothing more is wanted, as far as that is known. */
    public boolean isDone() {
        return !onlyTable && names.isEmpty() && search == null;
    }

    private @Nullable Table only() throws IOException {
        try {
            return reader.read(request);
        } catch (MissingDatasetException e) {
            if (request.ignoreMissingDatasets()) {
                return null;
            }
            throw e;
        }
    }
}
