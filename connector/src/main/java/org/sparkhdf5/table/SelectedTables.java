package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
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
    private final Deque<GlobSearch.Match> matches = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
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
        while (true) {
            GlobSearch.Match match = matches.poll();
            if (match != null) {
                if (seen.add(match.path())) {
                    return reader.read(object(match), request);
                }
                continue;
            }
            String name = names.poll();
            if (name == null) {
                return null;
            }
            Hdf5Object named = source.file().find(name);
            if (named != null) {
                if (seen.add(named.path())) {
                    return reader.read(named, request);
                }
                continue;
            }
            addMatches(name);
        }
    }

    /** Whether nothing more is wanted, as far as that is known. */
    public boolean isDone() {
        return !onlyTable && names.isEmpty() && matches.isEmpty();
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

    private void addMatches(String name) throws IOException {
        List<GlobSearch.Match> found =
                ObjectGlob.isGlob(name) ? new GlobSearch(source, ObjectGlob.of(name)).matches() : List.of();
        if (found.isEmpty() && !request.ignoreMissingDatasets()) {
            throw reader.missing(name);
        }
        matches.addAll(found);
    }

    private Hdf5Object object(GlobSearch.Match match) throws IOException {
        Long address = match.address();
        Hdf5Object object = address == null
                ? source.file().find(match.path())
                : source.file().objectAt(address, match.path());
        if (object == null) {
            throw new IllegalStateException(match.path() + " was there a moment ago");
        }
        return object;
    }
}
