package org.sparkhdf5.vector;

import java.io.IOException;
import java.math.BigInteger;
import java.util.HexFormat;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.GlobalHeap;
import org.sparkhdf5.format.HeapView;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.ObjectRule;
import org.sparkhdf5.table.pickle.PickledKind;
import org.sparkhdf5.table.pickle.PythonJson;
import org.sparkhdf5.table.pickle.PythonValue;
import org.sparkhdf5.table.pickle.Unpickler;

/**
 * Python objects, each a pickle of its own in the global heap. {@code None} and an empty pickle are null; NaN is a float, and null
 * only where it is asked for. The
 * value that was asked for last is kept: Spark asks whether it is null first.
 */
final class PickledRowVector extends RowVector {
    /** Integers up to this are exact as doubles. */
    private static final BigInteger EXACT_IN_DOUBLE = BigInteger.valueOf(1L << 53);

    private static final PythonValue NONE = new PythonValue.None();

    private final CellLocation location;
    private final GlobalHeap heap;
    private final ObjectRule rule;
    private final boolean nanIsNull;
    private final HeapView view = new HeapView();
    private int known = -1;
    private PythonValue knownValue = NONE;

    PickledRowVector(DataType type, CellLocation location, GlobalHeap heap, ElementType.PickledRow element) {
        super(type);
        this.location = location;
        this.heap = heap;
        this.rule = element.rule();
        this.nanIsNull = element.nanIsNull() && rule == ObjectRule.FLOAT;
    }

    @Override
    void show(byte[] newBytes, int newBase, int newStride, int newRowCount, long newFirstRow) {
        super.show(newBytes, newBase, newStride, newRowCount, newFirstRow);
        known = -1;
    }

    @Override
    void show(byte[] newBytes, Places newPlaces, int newRowCount, long newFirstRow) {
        super.show(newBytes, newPlaces, newRowCount, newFirstRow);
        known = -1;
    }

    @Override
    public boolean hasNull() {
        return true;
    }

    @Override
    public boolean isNullAt(int rowId) {
        PythonValue value = value(rowId);
        boolean nan = nanIsNull && value instanceof PythonValue.Float number && Double.isNaN(number.value());
        if (rule == ObjectRule.NULLS) {
            requireNull(rowId, value);
        }
        return nan || PickledKind.of(value) == PickledKind.NONE;
    }

    @Override
    public boolean getBoolean(int rowId) {
        PythonValue value = value(rowId);
        if (value instanceof PythonValue.Bool flag) {
            return flag.value();
        }
        requireNull(rowId, value);
        return false;
    }

    @Override
    public int getInt(int rowId) {
        PythonValue value = value(rowId);
        if (value instanceof PythonValue.Date date) {
            return (int) date.epochDay();
        }
        requireNull(rowId, value);
        return 0;
    }

    @Override
    public long getLong(int rowId) {
        PythonValue value = value(rowId);
        if (value instanceof PythonValue.Int number && number.value().bitLength() < Long.SIZE) {
            return number.value().longValue();
        }
        requireNull(rowId, value);
        return 0;
    }

    @Override
    public double getDouble(int rowId) {
        PythonValue value = value(rowId);
        if (value instanceof PythonValue.Float number) {
            return number.value();
        }
        if (value instanceof PythonValue.Int number && number.value().abs().compareTo(EXACT_IN_DOUBLE) <= 0) {
            return number.value().doubleValue();
        }
        requireNull(rowId, value);
        return 0;
    }

    @Override
    public byte[] getBinary(int rowId) {
        PythonValue value = value(rowId);
        if (value instanceof PythonValue.Bytes bytes) {
            return HexFormat.of().parseHex(bytes.hex());
        }
        requireNull(rowId, value);
        return new byte[0];
    }

    @Override
    public @Nullable UTF8String getUTF8String(int rowId) {
        PythonValue value = value(rowId);
        if (PickledKind.of(value) == PickledKind.NONE) {
            return null;
        }
        if (rule != ObjectRule.JSON && value instanceof PythonValue.Text text) {
            return UTF8String.fromString(paired(rowId, text.value()));
        }
        if (rule == ObjectRule.TEXT || rule == ObjectRule.UNSEEN) {
            throw misfit(rowId, value);
        }
        return UTF8String.fromString(PythonJson.text(location.table(), place(rowId), value));
    }

    private String paired(int rowId, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw location.unsupported(
                        row(rowId),
                        "text holds half of a surrogate pair, which no STRING can hold",
                        "leave the column out, or write text that Unicode knows");
            }
        }
        return text;
    }

    private PythonValue value(int rowId) {
        if (rowId != known) {
            knownValue = read(rowId);
            known = rowId;
        }
        return knownValue;
    }

    private PythonValue read(int rowId) {
        try {
            heap.find(location.table(), bytes(), at(rowId), 1, view);
            return view.lengthBytes() == 0 ? NONE : Unpickler.value(location.table(), place(rowId), view.copy());
        } catch (IOException e) {
            throw CellLocation.unchecked(e);
        }
    }

    private String place(int rowId) {
        return location.name(row(rowId));
    }

    /** Spark may ask for a value before it looks whether the slot is null. */
    private void requireNull(int rowId, PythonValue value) {
        if (PickledKind.of(value) != PickledKind.NONE) {
            throw misfit(rowId, value);
        }
    }

    private RuntimeException misfit(int rowId, PythonValue value) {
        return location.unsupported(
                row(rowId),
                rule.expected() + " is expected, found " + found(value),
                ObjectRule.wayOut(location.column()));
    }

    private static String found(PythonValue value) {
        return switch (PickledKind.of(value)) {
            case NONE -> "None";
            case BOOL -> "a boolean";
            case INT ->
                ((PythonValue.Int) value).value().bitLength() < Long.SIZE
                        ? "an integer"
                        : "an integer of more than 64 bits";
            case FLOAT -> "a float";
            case TEXT -> "text";
            case BYTES -> "bytes";
            case DATE -> "a date";
            case OTHER -> "another object";
        };
    }
}
