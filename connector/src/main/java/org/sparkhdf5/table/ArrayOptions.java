package org.sparkhdf5.table;

import org.sparkhdf5.ObjectLocation;

/** Refuses options that only make sense for plain datasets. */
final class ArrayOptions {
    private ArrayOptions() {}

    /** @throws IllegalArgumentException if layout or column names were asked of {@code what} */
    static void refuse(ObjectLocation location, TableRequest request, String what) {
        if (request.layout() == ArrayLayout.CELLS) {
            throw refused(location, what);
        }
        refuseNames(location, request, what);
    }

    /** @throws IllegalArgumentException if a column per element or column names were asked of {@code what} */
    static void refuseNames(ObjectLocation location, TableRequest request, String what) {
        if (request.layout() == ArrayLayout.COLUMNS
                || request.columnNames() != null
                || !request.columnNameList().isEmpty()) {
            throw refused(location, what);
        }
    }

    private static IllegalArgumentException refused(ObjectLocation location, String what) {
        return new IllegalArgumentException(
                location + ": options \"layout\" and \"columnNames\" are for plain datasets," + " found " + what
                        + " with names of its own; leave them out");
    }
}
