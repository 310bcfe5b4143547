package org.sparkhdf5.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.table.pickle.PickledArray;
import org.sparkhdf5.table.pickle.PickledKind;
import org.sparkhdf5.table.pickle.PythonJson;

/**
 * Some consecutive values of an object column, decoded: numbers as they are, text as UTF-8 and bytes one behind the other.
 * Belongs to its {@link PickledRows}, which fills it again for the next rows. Not thread-safe.
 */
public final class ObjectCells {
    private static final int CELLS_GUESS = 1024;
    private static final int BYTES_GUESS = 16 << 10;
    /** Integers up to this are exact as doubles. */
    private static final long EXACT_IN_DOUBLE = 1L << 53;

    private final ObjectRule rule;
    private final ObjectLocation location;
    private final String column;
    private boolean[] nulls = new boolean[CELLS_GUESS];
    private long[] numbers = new long[CELLS_GUESS];
    private int[] ends = new int[0];
    private byte[] bytes = new byte[0];
    private int count;

    /**
     * @param location of the object, for messages
     * @param column name, for messages
     */
    ObjectCells(ObjectRule rule, ObjectLocation location, String column) {
        this.rule = rule;
        this.location = location;
        this.column = column;
        if (rule.type().decodedBytes() == LogicalType.Atomic.STRING.decodedBytes()) {
            ends = new int[CELLS_GUESS];
            bytes = new byte[BYTES_GUESS];
        }
    }

    ObjectRule rule() {
        return rule;
    }

    /** Number of cells. */
    public int count() {
        return count;
    }

    void clear() {
        count = 0;
    }

    /** Bytes of text in these cells. */
    int byteCount() {
        return count == 0 || ends.length == 0 ? 0 : ends[count - 1];
    }

    /**
     * Adds the element that the array stands at; false if it does not follow the rule.
     *
     * @param row of the element, for messages
     */
    boolean append(PickledArray array, long row) throws IOException {
        if (count == nulls.length) {
            grow();
        }
        PickledKind kind = array.kind();
        boolean isNull = ObjectRule.isNull(array);
        nulls[count] = isNull;
        numbers[count] = 0;
        if (ends.length != 0) {
            ends[count] = byteCount();
        }
        boolean fits = isNull || appendValue(array, kind, row);
        count++;
        return fits;
    }

    private boolean appendValue(PickledArray array, PickledKind kind, long row) throws IOException {
        switch (rule) {
            case TEXT, UNSEEN:
                return kind == PickledKind.TEXT && appendBytes(array);
            case BYTES:
                return kind == PickledKind.BYTES && appendBytes(array);
            case TEXT_OR_JSON, AS_ASKED:
                return kind == PickledKind.TEXT ? appendBytes(array) : appendJson(array, row);
            case JSON:
                return appendJson(array, row);
            case FLOAT:
                return appendFloat(array, kind);
            case INTEGER:
                numbers[count] = kind == PickledKind.INT && array.fitsLong() ? array.longValue() : 0;
                return kind == PickledKind.INT && array.fitsLong();
            case BOOLEAN:
                numbers[count] = kind == PickledKind.BOOL ? array.longValue() : 0;
                return kind == PickledKind.BOOL;
            case DATE:
                numbers[count] = kind == PickledKind.DATE ? array.longValue() : 0;
                return kind == PickledKind.DATE;
            case NULLS:
                return false;
        }
        throw new IllegalStateException("no rule " + rule);
    }

    private boolean appendFloat(PickledArray array, PickledKind kind) {
        if (kind == PickledKind.FLOAT) {
            numbers[count] = Double.doubleToRawLongBits(array.doubleValue());
            return true;
        }
        boolean exact = kind == PickledKind.INT && array.fitsLong() && Math.abs(array.longValue()) <= EXACT_IN_DOUBLE;
        numbers[count] = exact ? Double.doubleToRawLongBits((double) array.longValue()) : 0;
        return exact;
    }

    private boolean appendBytes(PickledArray array) throws IOException {
        int length = array.lengthBytes();
        array.copyTo(room(length), ends[count]);
        ends[count] += length;
        return true;
    }

    private boolean appendJson(PickledArray array, long row) throws IOException {
        byte[] text = PythonJson.text(location, "column " + column + ", row " + row, array.value())
                .getBytes(StandardCharsets.UTF_8);
        System.arraycopy(text, 0, room(text.length), ends[count], text.length);
        ends[count] += text.length;
        return true;
    }

    /** The bytes, with room for so many behind those of the cells before. */
    private byte[] room(int lengthBytes) {
        int needed = Math.addExact(ends[count], lengthBytes);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, 2L * bytes.length)));
        }
        return bytes;
    }

    private void grow() {
        int capacity = 2 * nulls.length;
        nulls = Arrays.copyOf(nulls, capacity);
        numbers = Arrays.copyOf(numbers, capacity);
        if (ends.length != 0) {
            ends = Arrays.copyOf(ends, capacity);
        }
    }

    public boolean isNull(int cell) {
        return nulls[cell];
    }

    /** An integer, 0 or 1 for a boolean, days since 1970-01-01 for a date; 0 where it is null. */
    public long longAt(int cell) {
        return numbers[cell];
    }

    public double doubleAt(int cell) {
        return Double.longBitsToDouble(numbers[cell]);
    }

    /** Where the text or the bytes of a cell begin in {@link #bytes()}. */
    public int offset(int cell) {
        return cell == 0 ? 0 : ends[cell - 1];
    }

    public int lengthBytes(int cell) {
        return ends[cell] - offset(cell);
    }

    /** More than these cells: not to be changed. */
    public byte[] bytes() {
        return bytes;
    }
}
