package org.sparkhdf5.vector;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/**
 * A column of a table, for errors about a value.
 *
 * @param table file and object
 * @param column name of the column
 * @param rows tells which row of the table one is that a vector counts, or null: they are the same
 */
record CellLocation(
        ObjectLocation table, String column, @Nullable Rows rows) {

    /** Counts rows otherwise. */
    @FunctionalInterface
    interface Rows {
        /** Row of the table. */
        long row(int shown);
    }

    /** A column whose vectors count rows as the table does. */
    CellLocation(ObjectLocation table, String column) {
        this(table, column, null);
    }

    /** A value that the file must not hold. Unchecked, because Spark's getters declare no exception. */
    RuntimeException malformed(long row, String what) {
        Hdf5FormatException malformed = table.malformed(place(row) + what, ObjectLocation.NO_ADDRESS);
        return new MalformedValueException(malformed);
    }

    /** A value that Spark's type cannot hold. */
    UnsupportedHdf5FeatureException unsupported(long row, String what, String wayOut) {
        return table.unsupported(place(row) + what, wayOut);
    }

    /** Carries an I/O error, a malformed file included, through Spark's getters. */
    static RuntimeException unchecked(IOException e) {
        return e instanceof Hdf5FormatException malformed
                ? new MalformedValueException(malformed)
                : new UncheckedIOException(e.getMessage(), e);
    }

    private String place(long row) {
        return name(row) + ": ";
    }

    /** What a value is called in messages. */
    String name(long row) {
        return "column " + column + ", row " + (rows == null ? row : rows.row((int) row));
    }
}
