package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** One value for every row: of a partition column, or what is known of the file. */
public final class ConstantVector extends ColumnVector {
    private final @Nullable Object value;

    /**
     * @param value as Spark's rows hold it: text as {@link UTF8String}, dates as days (Integer), timestamps as microseconds
     *     (Long), or null
     */
    public ConstantVector(DataType type, @Nullable Object value) {
        super(type);
        this.value = value;
    }

    @Override
    public void close() {}

    @Override
    public boolean hasNull() {
        return value == null;
    }

    @Override
    public int numNulls() {
        // Spark asks only whether there are any.
        return value == null ? Integer.MAX_VALUE : 0;
    }

    @Override
    public boolean isNullAt(int rowId) {
        return value == null;
    }

    @Override
    public boolean getBoolean(int rowId) {
        return value != null && (Boolean) value;
    }

    @Override
    public byte getByte(int rowId) {
        return number().byteValue();
    }

    @Override
    public short getShort(int rowId) {
        return number().shortValue();
    }

    @Override
    public int getInt(int rowId) {
        return number().intValue();
    }

    @Override
    public long getLong(int rowId) {
        return number().longValue();
    }

    @Override
    public float getFloat(int rowId) {
        return number().floatValue();
    }

    @Override
    public double getDouble(int rowId) {
        return number().doubleValue();
    }

    /** Spark may ask before it looks whether the value is null. */
    private Number number() {
        return value == null ? 0 : (Number) value;
    }

    @Override
    public @Nullable Decimal getDecimal(int rowId, int precision, int scale) {
        return (Decimal) value;
    }

    @Override
    public @Nullable UTF8String getUTF8String(int rowId) {
        return (UTF8String) value;
    }

    @Override
    public byte[] getBinary(int rowId) {
        return value == null ? RowVector.NO_BYTES : (byte[]) value;
    }

    @Override
    public ColumnarArray getArray(int rowId) {
        throw noSuchGetter();
    }

    @Override
    public ColumnarMap getMap(int ordinal) {
        throw noSuchGetter();
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        throw noSuchGetter();
    }

    private UnsupportedOperationException noSuchGetter() {
        return new UnsupportedOperationException("a constant of " + dataType().sql() + " has no parts");
    }
}
