package org.sparkhdf5.table.pickle;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Writes values as Python's {@code str} does, for labels that become column names. */
public final class PythonNotation {

    private PythonNotation() {}

    /**
     * The text of a label. Text within a tuple or list has no quotes, and a tuple of one is its item, as pandas-on-Spark names
     * columns: {@code (A, C)}.
     */
    public static String str(PythonValue value) {
        if (value instanceof PythonValue.Tuple tuple) {
            return tuple.items().size() == 1 ? str(tuple.items().get(0)) : list("(", tuple.items(), ")");
        }
        if (value instanceof PythonValue.Items items) {
            return list("[", items.items(), "]");
        }
        if (value instanceof PythonValue.Members members) {
            return list("{", members.items(), "}");
        }
        if (value instanceof PythonValue.Array array) {
            return list("[", array.elements(), "]");
        }
        if (value instanceof PythonValue.Dict dict) {
            List<String> entries = new ArrayList<>();
            for (PythonValue.Entry entry : dict.entries()) {
                entries.add(str(entry.key()) + ": " + str(entry.value()));
            }
            return "{" + String.join(", ", entries) + "}";
        }
        return simple(value);
    }

    private static String list(String open, List<PythonValue> items, String close) {
        List<String> texts = new ArrayList<>();
        for (PythonValue item : items) {
            texts.add(str(item));
        }
        return open + String.join(", ", texts) + close;
    }

    private static String simple(PythonValue value) {
        if (value instanceof PythonValue.Text text) {
            return text.value();
        }
        if (value instanceof PythonValue.None) {
            return "None";
        }
        if (value instanceof PythonValue.Missing missing) {
            return missing.name();
        }
        if (value instanceof PythonValue.Bool bool) {
            return bool.value() ? "True" : "False";
        }
        if (value instanceof PythonValue.Int number) {
            return number.value().toString();
        }
        if (value instanceof PythonValue.Float number) {
            return ofDouble(number.value());
        }
        if (value instanceof PythonValue.Complex number) {
            return complex(number);
        }
        if (value instanceof PythonValue.Decimal decimal) {
            return decimal.text();
        }
        if (value instanceof PythonValue.Bytes bytes) {
            return bytes(HexFormat.of().parseHex(bytes.hex()));
        }
        if (value instanceof PythonValue.Zone zone) {
            return zone.id();
        }
        if (value instanceof PythonValue.Frequency frequency) {
            return frequency.text();
        }
        return time(value);
    }

    private static String time(PythonValue value) {
        if (value instanceof PythonValue.Date date) {
            return LocalDate.ofEpochDay(date.epochDay()).toString();
        }
        if (value instanceof PythonValue.TimeOfDay time) {
            return PythonClock.time(PythonClock.timeOfDay(time), false);
        }
        if (value instanceof PythonValue.Timestamp timestamp) {
            return timestamp(timestamp);
        }
        if (value instanceof PythonValue.Timedelta delta) {
            return PythonClock.duration(delta.nanos());
        }
        throw new IllegalStateException("no notation for " + value);
    }

    /** As {@code repr(float)}: the shortest digits, an exponent only below 1e-4 and from 1e16 on. */
    public static String ofDouble(double value) {
        return PythonDigits.ofDouble(value);
    }

    /** As {@code str(numpy.float32)}: the shortest digits that give back the same float. */
    public static String ofFloat(float value) {
        return PythonDigits.ofFloat(value);
    }

    private static String complex(PythonValue.Complex number) {
        String im = withoutPoint(ofDouble(number.im()));
        if (number.re() == 0 && 1 / number.re() > 0) {
            return im + "j";
        }
        return "(" + withoutPoint(ofDouble(number.re())) + (im.startsWith("-") ? "" : "+") + im + "j)";
    }

    private static String withoutPoint(String number) {
        return number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
    }

    private static String bytes(byte[] bytes) {
        boolean single = false;
        boolean twice = false;
        for (byte b : bytes) {
            single |= b == '\'';
            twice |= b == '"';
        }
        char quote = single && !twice ? '"' : '\'';
        StringBuilder text = new StringBuilder("b").append(quote);
        for (byte b : bytes) {
            switch (b) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (b == quote) {
                        text.append('\\').append(quote);
                    } else if (b >= ' ' && b < 0x7F) {
                        text.append((char) b);
                    } else {
                        text.append(String.format(Locale.ROOT, "\\x%02x", b));
                    }
                }
            }
        }
        return text.append(quote).toString();
    }

    /** The wall clock, and how far it is from UTC; in UTC if the zone is not known here. */
    private static String timestamp(PythonValue.Timestamp timestamp) {
        if (timestamp.zone().isEmpty()) {
            return PythonClock.dateTime(timestamp.nanos(), ' ', 0, false);
        }
        ZoneRules rules = ZoneCalls.rules(timestamp.zone());
        LocalDateTime utc = PythonClock.wallClock(timestamp.nanos(), 0);
        int offset = rules == null || utc == null
                ? 0
                : rules.getOffset(utc.toInstant(ZoneOffset.UTC)).getTotalSeconds();
        String text = PythonClock.dateTime(timestamp.nanos(), ' ', offset, false);
        return text + (offset == 0 ? "+00:00" : ZoneCalls.offsetText(offset));
    }
}
