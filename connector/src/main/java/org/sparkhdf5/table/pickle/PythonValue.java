package org.sparkhdf5.table.pickle;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Python object that a pickle of the allow-list stands for. Equal where Python's type and value are: 0, 0.0, "0" and False
 * are four different values.
 */
public sealed interface PythonValue extends Serializable {

    /** {@code None}. */
    record None() implements PythonValue {}

    /**
     * A missing value of pandas.
     *
     * @param name as Python writes it: {@code NaT}, {@code <NA>}
     */
    record Missing(String name) implements PythonValue {
        /** Of a time. */
        public static final String NAT = "NaT";

        /** Of anything. */
        public static final String NA = "<NA>";
    }

    /** {@code True} or {@code False}; numpy's too. */
    record Bool(boolean value) implements PythonValue {}

    /** An integer of any size; numpy's integers too. */
    record Int(BigInteger value) implements PythonValue {
        public static Int of(long value) {
            return new Int(BigInteger.valueOf(value));
        }
    }

    /** A float; numpy's floats too, widened. Compared by its bits. */
    record Float(double value) implements PythonValue {}

    /** A complex number. */
    record Complex(double re, double im) implements PythonValue {}

    /** Text; may hold surrogates that are no pair. */
    record Text(String value) implements PythonValue {}

    /**
     * Bytes.
     *
     * @param hex two digits per byte, lower case
     */
    record Bytes(String hex) implements PythonValue {}

    /** A tuple. */
    record Tuple(List<PythonValue> items) implements PythonValue {
        public Tuple {
            items = List.copyOf(items);
        }
    }

    /** A list. */
    record Items(List<PythonValue> items) implements PythonValue {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** A set or frozenset, in the order of the pickle. */
    record Members(List<PythonValue> items) implements PythonValue {
        public Members {
            items = List.copyOf(items);
        }
    }

    /** A dict, in the order of the pickle. */
    record Dict(List<Entry> entries) implements PythonValue {
        public Dict {
            entries = List.copyOf(entries);
        }

        /** The value of the last entry with this text as key, or null. */
        public @Nullable PythonValue get(String key) {
            PythonValue found = null;
            for (Entry entry : entries) {
                if (entry.key.equals(new Text(key))) {
                    found = entry.value;
                }
            }
            return found;
        }
    }

    /** An entry of a dict. */
    record Entry(PythonValue key, PythonValue value) implements Serializable {}

    /**
     * A numpy array.
     *
     * @param dtype as numpy writes it: {@code int64}, {@code object}
     * @param elements in C order
     */
    record Array(String dtype, List<Long> shape, List<PythonValue> elements) implements PythonValue {
        public Array {
            shape = List.copyOf(shape);
            elements = List.copyOf(elements);
        }
    }

    /**
     * A decimal number.
     *
     * @param text as Python writes it: {@code 1.10}, {@code NaN}
     */
    record Decimal(String text) implements PythonValue {}

    /** A day without a time, days since 1970-01-01. */
    record Date(long epochDay) implements PythonValue {}

    /**
     * A time of day.
     *
     * @param micros since midnight
     * @param zone its zone id, empty where it has none
     */
    record TimeOfDay(long micros, String zone) implements PythonValue {}

    /**
     * An instant or a wall-clock time: {@code datetime.datetime}, {@code pandas.Timestamp}, {@code numpy.datetime64}.
     *
     * @param nanos since 1970-01-01T00:00:00, in UTC where there is a zone; years 1 to 9999 do not fit a long
     * @param zone its zone id, empty for a wall-clock time
     */
    record Timestamp(BigInteger nanos, String zone) implements PythonValue {}

    /** A duration: {@code datetime.timedelta}, {@code pandas.Timedelta}. */
    record Timedelta(BigInteger nanos) implements PythonValue {}

    /**
     * A time zone.
     *
     * @param id {@code UTC}, {@code Europe/Berlin}, {@code +01:00}
     */
    record Zone(String id) implements PythonValue {}

    /**
     * The frequency of an index.
     *
     * @param text name and arguments, to show: {@code Day}, {@code QuarterEnd(1, False, 12)}
     */
    record Frequency(String text) implements PythonValue {}
}
