package org.sparkhdf5.table;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.MissingDatasetException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.storage.RangeReader;

/**
 * Finds the object that the user asked for and reads it as a table: metadata only, no data but labels.
 *
 * <p>Conventions are tried from the most specific to the most general one.
 */
public final class TableReader {
    private static final List<TableRecogniser> RECOGNISERS = List.of(
            new ColumnListRecogniser(),
            new PandasFixedRecogniser(),
            new PandasTableRecogniser(),
            new UnreadKindsRecogniser(),
            new PyTablesRecogniser(),
            new NetcdfRecogniser(),
            new GroupRecogniser(),
            new ArrayRecogniser());

    private final TableSource source;

    /**
     * @param file an open file
     * @param reader of the same file's bytes
     */
    public TableReader(Hdf5File file, RangeReader reader) {
        this.source = new TableSource(file, reader);
    }

    /**
     * The table that the request names, or the only table of the file where it names none.
     *
     * @throws IllegalArgumentException if there is no such object, or none, or more than one to choose from; lists what is
     *     there
     */
    public Table read(TableRequest request) throws IOException {
        String dataset = request.dataset();
        if (dataset == null && !request.columns().isEmpty()) {
            return read(source.file().rootGroup(), request);
        }
        if (dataset == null) {
            return read(new TableChoice(source, this).only(request), request);
        }
        Hdf5Object object = source.file().find(dataset);
        if (object == null) {
            throw missing(dataset);
        }
        return read(object, request);
    }

    /** The tables that the request names, one or more, in the order of names and, for a pattern, of paths. */
    public SelectedTables select(TableRequest request) {
        return new SelectedTables(source, this, request);
    }

    MissingDatasetException missing(String dataset) throws IOException {
        return new MissingDatasetException(source.reader().file() + ": no dataset \"" + dataset + "\" in this file; "
                + new TableChoice(source, this).describe());
    }

    /** The table whose object header is at an address that an earlier reading of the same file gave. */
    public Table readAt(long address, String path, TableRequest request) throws IOException {
        return read(source.file().objectAt(address, path), request);
    }

    /**
     * The tables of the file, or of what is below the object that the request names.
     *
     * @param withTables whether the tables are read, or only found
     */
    public TableListing list(TableRequest request, boolean withTables) {
        return new TableListing(source, this, request, withTables);
    }

    Table read(Hdf5Object object, TableRequest request) throws IOException {
        TableSource holder = source.holding(object);
        Table table = tableOrNull(holder, object, request);
        if (table == null) {
            ObjectLocation location = source.location(object.path());
            String what = object instanceof Group ? "a group" : object instanceof Dataset ? "a dataset" : "a datatype";
            throw new IllegalArgumentException(location + ": a table or a dataset is expected, found " + what + "; "
                    + new TableChoice(source, this).describe());
        }
        if (object.file().openForWrite()) {
            table = table.with("hdf5.openForWrite", "true");
        }
        if (holder != source) {
            table = table.in(holder.reader().file());
        }
        return new AttributeColumns(source, request).addTo(table);
    }

    private static @Nullable Table tableOrNull(TableSource source, Hdf5Object object, TableRequest request)
            throws IOException {
        for (TableRecogniser recogniser : RECOGNISERS) {
            Table table = recogniser.recognise(source, object, request);
            if (table != null) {
                return table;
            }
        }
        return null;
    }
}
