package org.sparkhdf5.vector;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/**
 * A column of a table, for errors about a value.
 *
 * @param table file and object
 * @param column name of the column
 */
record CellLocation(ObjectLocation table, String column) implements Serializable {

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
        return "column " + column + ", row " + row + ": ";
    }
}
