package org.sparkhdf5.table;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.CellShape;
import org.sparkhdf5.chunk.StoredArray;

/**
 * An object of a file, read as a table.
 *
 * @param kind convention, as {@code view=tables} names it: {@code pandas-fixed}, {@code array}
 * @param path of the object
 * @param address absolute position of the object's header in the file
 * @param rowCount length of the row axis
 * @param arrays where the cells are stored
 * @param columns in order
 * @param properties what the file says of the table
 * @param otherFile path of the file that holds the table where an external link led there, else null; all addresses are
 *     positions in it
 * @param cells tells that each row is one cell, and of which arrays, or null
 */
public record Table(
        String kind,
        String path,
        long address,
        long rowCount,
        List<StoredArray> arrays,
        List<Column> columns,
        Map<String, String> properties,
        @Nullable String otherFile,
        @Nullable CellShape cells)
        implements Serializable {
    /** A table of the file that was asked. */
    public Table(
            String kind,
            String path,
            long address,
            long rowCount,
            List<StoredArray> arrays,
            List<Column> columns,
            Map<String, String> properties) {
        this(kind, path, address, rowCount, arrays, columns, properties, null, null);
    }

    /** A table of cells in the file that was asked. */
    static Table ofCells(
            String kind,
            String path,
            long address,
            CellShape cells,
            List<StoredArray> arrays,
            List<Column> columns,
            Map<String, String> properties) {
        long rowCount = CellShape.cellCount(cells.dimensions());
        return new Table(kind, path, address, rowCount, arrays, columns, properties, null, cells);
    }

    public Table {
        arrays = List.copyOf(arrays);
        columns = List.copyOf(columns);
        properties = Map.copyOf(properties);
    }

    Table with(String property, String value) {
        Map<String, String> more = new HashMap<>(properties);
        more.put(property, value);
        return new Table(kind, path, address, rowCount, arrays, columns, more, otherFile, cells);
    }

    Table withColumns(List<Column> others) {
        return new Table(kind, path, address, rowCount, arrays, others, properties, otherFile, cells);
    }

    Table in(String file) {
        return new Table(kind, path, address, rowCount, arrays, columns, properties, file, cells);
    }
}
