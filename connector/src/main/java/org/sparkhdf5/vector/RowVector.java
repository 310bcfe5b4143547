package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * A column vector that is a view over rows of bytes: value {@code i} begins at {@code base + i * stride}, or, for what lies
 * within lists of records, where the vector around it says. Nothing is copied; the bytes belong to the row source and stay as
 * they are until the next batch. A stride of 0 repeats one value.
 */
abstract class RowVector extends ColumnVector {
    static final byte[] NO_BYTES = new byte[0];

    private byte[] bytes = NO_BYTES;
    private int base;
    private int stride;
    private int rowCount;
    private long firstRow;
    private int valuesPerRow = 1;
    private @Nullable Places places;

    /** Tells where values begin that do not follow each other at one stride. */
    interface Places {
        int at(int index);
    }

    RowVector(DataType type) {
        super(type);
    }

    /**
     * Makes other bytes the values.
     *
     * @param newFirstRow row of the dataset that value 0 belongs to, for messages
     */
    void show(byte[] newBytes, int newBase, int newStride, int newRowCount, long newFirstRow) {
        bytes = newBytes;
        base = newBase;
        stride = newStride;
        rowCount = newRowCount;
        firstRow = newFirstRow;
        places = null;
        valuesPerRow = 1;
    }

    /** Makes other bytes the values, each of which begins where {@code newPlaces} says. */
    void show(byte[] newBytes, Places newPlaces, int newRowCount, long newFirstRow) {
        bytes = newBytes;
        rowCount = newRowCount;
        firstRow = newFirstRow;
        places = newPlaces;
        valuesPerRow = 1;
    }

    /** Says that so many values belong to a row: elements of lists. For messages. */
    void belong(int newValuesPerRow) {
        valuesPerRow = newValuesPerRow;
    }

    final byte[] bytes() {
        return bytes;
    }

    /** Where a value begins in {@link #bytes()}. */
    final int at(int rowId) {
        Places known = places;
        return known == null ? base + rowId * stride : known.at(rowId);
    }

    /** Row of the dataset, for messages. */
    final long row(int rowId) {
        return firstRow + rowId / valuesPerRow;
    }

    final int rowCount() {
        return rowCount;
    }

    /** Drops the bytes; they are not given to anybody else. */
    @Override
    public void close() {
        bytes = NO_BYTES;
        places = null;
        rowCount = 0;
    }

    @Override
    public boolean hasNull() {
        return false;
    }

    @Override
    public int numNulls() {
        if (!hasNull()) {
            return 0;
        }
        int nulls = 0;
        for (int i = 0; i < rowCount; i++) {
            if (isNullAt(i)) {
                nulls++;
            }
        }
        return nulls;
    }

    @Override
    public boolean isNullAt(int rowId) {
        return false;
    }

    @Override
    public boolean getBoolean(int rowId) {
        throw noSuchGetter("boolean");
    }

    @Override
    public byte getByte(int rowId) {
        throw noSuchGetter("byte");
    }

    @Override
    public short getShort(int rowId) {
        throw noSuchGetter("short");
    }

    @Override
    public int getInt(int rowId) {
        throw noSuchGetter("int");
    }

    @Override
    public long getLong(int rowId) {
        throw noSuchGetter("long");
    }

    @Override
    public float getFloat(int rowId) {
        throw noSuchGetter("float");
    }

    @Override
    public double getDouble(int rowId) {
        throw noSuchGetter("double");
    }

    @Override
    public ColumnarArray getArray(int rowId) {
        throw noSuchGetter("array");
    }

    @Override
    public ColumnarMap getMap(int ordinal) {
        throw noSuchGetter("map");
    }

    @Override
    public @Nullable Decimal getDecimal(int rowId, int precision, int scale) {
        throw noSuchGetter("decimal");
    }

    @Override
    public @Nullable UTF8String getUTF8String(int rowId) {
        throw noSuchGetter("string");
    }

    @Override
    public byte[] getBinary(int rowId) {
        throw noSuchGetter("binary");
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        throw noSuchGetter("child");
    }

    private UnsupportedOperationException noSuchGetter(String what) {
        return new UnsupportedOperationException("a vector of " + dataType().sql() + " holds no " + what);
    }
}
