package org.sparkhdf5.plan;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.ColumnSource;
import org.sparkhdf5.table.SelectedTables;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.table.TableRequest;

/**
 * The tables of files, read once per path, length and modification time and kept, up to a number of columns and labels in all, some 100 MB of them.
 * Thread-safe.
 */
public final class FileTables {
    private static final int COLUMNS_MAX = 250_000;

    private final OpenFile.Opener opener;
    private final TableRequest request;
    private final LinkedHashMap<StoredFile, List<Table>> tables = new LinkedHashMap<>(16, 0.75f, true);
    private long columnCount;

    public FileTables(OpenFile.Opener opener, TableRequest request) {
        this.opener = opener;
        this.request = request;
    }

    public TableRequest request() {
        return request;
    }

    /**
     * The first table of a file, read by another request: that of the file which gives the schema. Null where the file has no
     * such table and the request ignores that.
     */
    public @Nullable Table first(StoredFile file, TableRequest other) throws IOException {
        try (OpenFile open = open(file)) {
            SelectedTables selected = open.tables().select(other);
            Table table = selected.next();
            if (table != null && selected.isDone()) {
                keep(file, List.of(table));
            }
            return table;
        }
    }

    /** The tables of a file, read by another request: for a schema that all files give. */
    public List<Table> tables(StoredFile file, TableRequest other) throws IOException {
        try (OpenFile open = open(file)) {
            return read(file, open, other);
        }
    }

    /** The tables of a file that the request names, read from it if they are not known. */
    public List<Table> tables(StoredFile file) throws IOException {
        List<Table> known = known(file);
        if (known != null) {
            return known;
        }
        try (OpenFile open = open(file)) {
            return tables(file, open);
        }
    }

    /** The tables of a file that is open. */
    List<Table> tables(StoredFile file, OpenFile open) throws IOException {
        List<Table> known = known(file);
        if (known != null) {
            return known;
        }
        return read(file, open, request);
    }

    private List<Table> read(StoredFile file, OpenFile open, TableRequest by) throws IOException {
        List<Table> read = new ArrayList<>();
        SelectedTables selected = open.tables().select(by);
        for (Table table = selected.next(); table != null; table = selected.next()) {
            read.add(table);
        }
        List<Table> all = List.copyOf(read);
        keep(file, all);
        return all;
    }

    /** The tables of a file if they were read before. */
    public synchronized @Nullable List<Table> known(StoredFile file) {
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

    private synchronized void keep(StoredFile file, List<Table> read) {
        List<Table> before = tables.put(file, read);
        columnCount += columns(read) - (before == null ? 0 : columns(before));
        while (columnCount > COLUMNS_MAX && tables.size() > 1) {
            Map.Entry<StoredFile, List<Table>> eldest =
                    tables.entrySet().iterator().next();
            columnCount -= columns(eldest.getValue());
            tables.remove(eldest.getKey());
        }
    }

    private static long columns(List<Table> tables) {
        long count = 1;
        for (Table table : tables) {
            for (Column column : table.columns()) {
                boolean labelled = column.source() instanceof ColumnSource.CellLabel;
                count += labelled
                        ? ((ColumnSource.CellLabel) column.source()).labels().size()
                        : 1;
            }
        }
        return count;
    }
}
