package org.sparkhdf5.table;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.table.ElementType.Unit;
import org.sparkhdf5.table.pickle.PythonNotation;
import org.sparkhdf5.table.pickle.PythonValue;

/**
 * The text by which pandas says that an int64 is a time: {@code datetime64[ns]}, {@code timedelta64}; without a unit it is
 * nanoseconds.
 *
 * @param duration whether it is a timedelta
 * @param unit of the count
 */
record PandasTime(boolean duration, Unit unit) {
    /** In front of the id of a zone that dateutil read from a file. */
    private static final String ZONE_FILE = "zoneinfo/";

    private static final String DATETIME = "datetime64";
    private static final String TIMEDELTA = "timedelta64";

    /** The time that a {@code value_type} or {@code kind} names, or null if it names none. */
    static @Nullable PandasTime parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        boolean duration = text.startsWith(TIMEDELTA);
        if (!duration && !text.startsWith(DATETIME)) {
            return null;
        }
        String rest = text.substring(duration ? TIMEDELTA.length() : DATETIME.length());
        if (rest.isEmpty()) {
            return new PandasTime(duration, Unit.NANOSECOND);
        }
        for (Unit unit : Unit.values()) {
            if (rest.equals("[" + unit.numpyName() + "]")) {
                return new PandasTime(duration, unit);
            }
        }
        return null;
    }

    /**
     * The id of a zone as an attribute holds it, or null if it holds none.
     *
     * @param what the attribute and what is expected there, for messages
     */
    static @Nullable String zoneId(ObjectLocation location, String what, @Nullable PythonValue zone)
            throws Hdf5FormatException {
        if (zone == null || zone instanceof PythonValue.None) {
            return null;
        }
        if (zone instanceof PythonValue.Zone known) {
            return known.id();
        }
        if (zone instanceof PythonValue.Text text) {
            return zoneId(text.value());
        }
        throw location.malformed(what + " is expected, found " + PythonNotation.str(zone), ObjectLocation.NO_ADDRESS);
    }

    /** The id of a zone that is stored as text: its name, or dateutil's name of its file. */
    static String zoneId(String text) {
        int file = text.startsWith("dateutil/") ? text.lastIndexOf(ZONE_FILE) : -1;
        return file < 0 ? text : text.substring(file + ZONE_FILE.length());
    }

    /** The name as numpy writes it. */
    String dtype() {
        return String.format(Locale.ROOT, "%s[%s]", duration ? TIMEDELTA : DATETIME, unit.numpyName());
    }
}
