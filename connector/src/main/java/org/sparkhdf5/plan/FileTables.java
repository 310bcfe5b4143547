package org.sparkhdf5.plan;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.table.TableRequest;

/**
 * The tables of files, read once per path, length and modification time and kept, up to a number of columns in all.
 * Thread-safe.
 */
public final class FileTables {
    private static final int COLUMNS_MAX = 2_000_000;

    private final OpenFile.Opener opener;
    private final TableRequest request;
    private final LinkedHashMap<StoredFile, Table> tables = new LinkedHashMap<>(16, 0.75f, true);
    private long columnCount;

    public FileTables(OpenFile.Opener opener, TableRequest request) {
        this.opener = opener;
        this.request = request;
    }

    public TableRequest request() {
        return request;
    }

    /** The table of a file, read by another request: that of the file which gives the schema. */
    public Table table(StoredFile file, TableRequest other) throws IOException {
        try (OpenFile open = open(file)) {
            Table table = open.tables().read(other);
            keep(file, table);
            return table;
        }
    }

    /** The table of a file, read from it if it is not known. */
    public Table table(StoredFile file) throws IOException {
        Table known = known(file);
        if (known != null) {
            return known;
        }
        try (OpenFile open = open(file)) {
            return table(file, open);
        }
    }

    /** The table of a file that is open. */
    Table table(StoredFile file, OpenFile open) throws IOException {
        Table known = known(file);
        if (known != null) {
            return known;
        }
        Table table = open.tables().read(request);
        keep(file, table);
        return table;
    }

    /** The table of a file if it was read before. */
    public synchronized @Nullable Table known(StoredFile file) {
        return tables.get(file);
    }

    /** The file that holds a table that was found in {@code file}: this one, or the one that an external link led to. */
    StoredFile holder(StoredFile file, Table table) throws IOException {
        String other = table.otherFile();
        if (other == null) {
            return file;
        }
        StoredFile holder = opener.find(other);
        if (holder == null) {
            throw new FileNotFoundException(other + ": an external link of " + file.path() + " led here a moment ago,"
                    + " now there is no such file; run the query again");
        }
        return holder;
    }

    OpenFile open(StoredFile file) throws IOException {
        return OpenFile.open(opener, file);
    }

    private synchronized void keep(StoredFile file, Table table) {
        if (tables.put(file, table) == null) {
            columnCount += table.columns().size();
        }
        while (columnCount > COLUMNS_MAX && tables.size() > 1) {
            Map.Entry<StoredFile, Table> eldest = tables.entrySet().iterator().next();
            columnCount -= eldest.getValue().columns().size();
            tables.remove(eldest.getKey());
        }
    }
}
