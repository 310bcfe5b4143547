package org.sparkhdf5.table;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.table.TableSearch.Found;

/**
 * The tables of a file, one after the other, depth first. A table that cannot be read is listed with what reading it says and
 * hides nothing beside it. Not thread-safe.
 */
public final class TableListing {
    private final TableSearch search;
    private final TableReader reader;
    private final TableRequest request;
    private final boolean withTables;

    TableListing(TableSource source, TableReader reader, TableRequest request, boolean withTables) {
        this.search = new TableSearch(source, request.dataset());
        this.reader = reader;
        this.request = request;
        this.withTables = withTables;
    }

    /**
     * The next table, or null behind the last one.
     *
     * @throws Hdf5FormatException if the root group cannot be read
     */
    public @Nullable ListedTable next() throws IOException {
        Found found = search.next();
        return found == null ? null : listed(found);
    }

    private ListedTable listed(Found found) throws IOException {
        String kind = found.kind() == null ? null : found.kind().text();
        if (found.object() == null || !withTables) {
            return new ListedTable(found.path(), kind, null, found.error());
        }
        try {
            return new ListedTable(found.path(), kind, reader.read(found.object(), request), null);
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException | IllegalArgumentException e) {
            return new ListedTable(found.path(), kind, null, ObjectWalk.message(e));
        }
    }
}
