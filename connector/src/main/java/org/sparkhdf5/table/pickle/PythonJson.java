package org.sparkhdf5.table.pickle;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sparkhdf5.ObjectLocation;

/**
 * Writes values as JSON, for columns of objects of more than one kind. {@code None} and missing values are null, a float that is
 * no number is a string; bytes are {@code {"hex":"00ff"}}; tuples, lists, sets and arrays are lists; a dict is an object if its
 * keys are different texts, otherwise a list of pairs; decimals, days, times, durations, zones and frequencies are strings.
 */
public final class PythonJson {
    private static final int CHARACTERS_MAX = 16 << 20;

    private final ObjectLocation location;
    private final String what;
    private final StringBuilder json = new StringBuilder();

    private PythonJson(ObjectLocation location, String what) {
        this.location = location;
        this.what = what;
    }

    /**
     * The JSON text of a value.
     *
     * @param what the part of the object that the value is, for error messages: {@code row 5}
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if it has more than 16 Mi characters
     */
    public static String text(ObjectLocation location, String what, PythonValue value) {
        PythonJson text = new PythonJson(location, what);
        text.value(value);
        text.bound();
        return text.json.toString();
    }

    private void bound() {
        if (json.length() > CHARACTERS_MAX) {
            throw location.unsupported(
                    what + ": a value of more than " + CHARACTERS_MAX + " characters as JSON",
                    "leave out the column, or write the value as an array of numbers");
        }
    }

    private void value(PythonValue value) {
        bound();
        if (value instanceof PythonValue.None || value instanceof PythonValue.Missing) {
            json.append("null");
        } else if (value instanceof PythonValue.Bool bool) {
            json.append(bool.value());
        } else if (value instanceof PythonValue.Int number) {
            json.append(number.value());
        } else if (value instanceof PythonValue.Float number) {
            number(number.value());
        } else if (value instanceof PythonValue.Complex number) {
            json.append("{\"re\":");
            number(number.re());
            json.append(",\"im\":");
            number(number.im());
            json.append('}');
        } else if (value instanceof PythonValue.Bytes bytes) {
            json.append("{\"hex\":\"").append(bytes.hex()).append("\"}");
        } else if (!container(value)) {
            string(text(value));
        }
    }

    private boolean container(PythonValue value) {
        if (value instanceof PythonValue.Tuple tuple) {
            list(tuple.items());
        } else if (value instanceof PythonValue.Items items) {
            list(items.items());
        } else if (value instanceof PythonValue.Members members) {
            list(members.items());
        } else if (value instanceof PythonValue.Dict dict) {
            dict(dict);
        } else if (value instanceof PythonValue.Array array) {
            array(array, 0, 0, array.elements().size());
        } else {
            return false;
        }
        return true;
    }

    private void list(List<PythonValue> items) {
        json.append('[');
        for (int i = 0; i < items.size(); i++) {
            json.append(i == 0 ? "" : ",");
            value(items.get(i));
        }
        json.append(']');
    }

    /**
     * The dimensions from an axis on.
     *
     * @param from the first element
     * @param count of elements
     */
    private void array(PythonValue.Array array, int axis, int from, int count) {
        bound();
        if (axis == array.shape().size()) {
            value(array.elements().get(from));
            return;
        }
        long extent = array.shape().get(axis);
        json.append('[');
        for (int i = 0; i < extent; i++) {
            json.append(i == 0 ? "" : ",");
            int each = (int) (count / extent);
            array(array, axis + 1, from + i * each, each);
        }
        json.append(']');
    }

    private void dict(PythonValue.Dict dict) {
        Set<PythonValue> keys = new HashSet<>();
        boolean named = true;
        for (PythonValue.Entry entry : dict.entries()) {
            named &= entry.key() instanceof PythonValue.Text && keys.add(entry.key());
        }
        json.append(named ? '{' : '[');
        String separator = "";
        for (PythonValue.Entry entry : dict.entries()) {
            json.append(separator).append(named ? "" : "[");
            value(entry.key());
            json.append(named ? ':' : ',');
            value(entry.value());
            json.append(named ? "" : "]");
            separator = ",";
        }
        json.append(named ? '}' : ']');
    }

    private void number(double value) {
        if (Double.isNaN(value)) {
            json.append("\"NaN\"");
        } else if (Double.isInfinite(value)) {
            json.append(value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
        } else {
            json.append(PythonNotation.ofDouble(value));
        }
    }

    private static String text(PythonValue value) {
        if (value instanceof PythonValue.Date date) {
            return LocalDate.ofEpochDay(date.epochDay()).toString();
        }
        if (value instanceof PythonValue.TimeOfDay time) {
            String zone = time.zone();
            String shown = zone.isEmpty() || zone.startsWith("+") || zone.startsWith("-")
                    ? zone
                    : zone.equals("UTC") ? "Z" : "[" + zone + "]";
            return PythonClock.time(PythonClock.timeOfDay(time), false) + shown;
        }
        if (value instanceof PythonValue.Timestamp time) {
            return PythonClock.dateTime(time.nanos(), 'T', 0, true)
                    + (time.zone().isEmpty() ? "" : "Z");
        }
        if (value instanceof PythonValue.Timedelta delta) {
            return PythonClock.isoDuration(delta.nanos());
        }
        return PythonNotation.str(value);
    }

    private void string(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (pair) {
                json.append(c).append(text.charAt(++i));
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append(escaped(c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    private static String escaped(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default -> String.format(Locale.ROOT, "\\u%04x", (int) c);
        };
    }
}
