package org.sparkhdf5.table;

import org.jspecify.annotations.Nullable;
import org.sparkhdf5.table.LogicalType.Atomic;
import org.sparkhdf5.table.pickle.PickledArray;
import org.sparkhdf5.table.pickle.PickledKind;

/** What the pickled values of an object column become. Null, NaN, NaT and NA are null under every rule. */
public enum ObjectRule {
    /** Text only. */
    TEXT(Atomic.STRING, "text"),
    /** Text as far as one knows: no value was seen that is not null. Read as {@link #TEXT}. */
    UNSEEN(Atomic.STRING, "text"),
    /** Text as it is, anything else as JSON. */
    TEXT_OR_JSON(Atomic.STRING, "anything"),
    /** Everything as JSON, text in quotes. */
    JSON(Atomic.STRING, "anything"),
    /** Integers of 64 bits. */
    INTEGER(Atomic.BIGINT, "an integer of 64 bits"),
    /** Floats, and integers that a double holds exactly. */
    FLOAT(Atomic.DOUBLE, "a float"),
    BOOLEAN(Atomic.BOOLEAN, "a boolean"),
    BYTES(Atomic.BINARY, "bytes"),
    DATE(Atomic.DATE, "a date"),
    /** Nothing but null: the column has a type in other files that no object becomes. The type here is never seen. */
    NULLS(Atomic.BOOLEAN, "nothing but None"),
    /** Not decided: the column takes the type that is asked of it. */
    AS_ASKED(Atomic.STRING, "anything");

    private final Atomic type;
    private final String expected;

    ObjectRule(Atomic type, String expected) {
        this.type = type;
        this.expected = expected;
    }

    /** The type of the column. */
    public Atomic type() {
        return type;
    }

    /** What a value has to be, for messages. */
    public String expected() {
        return expected;
    }

    /**
     * What the user can do about a value that does not follow the rule.
     *
     * @param column name
     */
    public static String wayOut(String column) {
        return "read the column as text with .schema(\"… " + SqlNames.quoted(column)
                + " STRING …\"), or set option(\"objects\", \"string\")";
    }

    /** The rule for a column that is asked for by its type alone, or null if objects never have that type. */
    public static @Nullable ObjectRule ofType(LogicalType type) {
        if (type == Atomic.STRING) {
            return TEXT_OR_JSON;
        }
        for (ObjectRule rule : values()) {
            if (rule.type == type && rule.type != Atomic.STRING && rule != NULLS) {
                return rule;
            }
        }
        return null;
    }

    /** Whether the element that an array stands at is null under every rule. */
    static boolean isNull(PickledArray array) {
        PickledKind kind = array.kind();
        return kind == PickledKind.NONE || (kind == PickledKind.FLOAT && Double.isNaN(array.doubleValue()));
    }

    /** The rule for a column in which values of one kind were seen; null values say nothing. */
    static ObjectRule ofKind(PickledKind kind) {
        return switch (kind) {
            case NONE -> UNSEEN;
            case TEXT -> TEXT;
            case BOOL -> BOOLEAN;
            case INT -> INTEGER;
            case FLOAT -> FLOAT;
            case BYTES -> BYTES;
            case DATE -> DATE;
            case OTHER -> JSON;
        };
    }
}
