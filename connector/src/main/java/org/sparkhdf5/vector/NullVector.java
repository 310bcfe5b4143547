package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** A column that the file does not have: nothing but nulls. Spark may ask for a value before it looks whether it is null. */
class NullVector extends RowVector {
    NullVector(DataType type) {
        super(type);
    }

    @Override
    public boolean hasNull() {
        return true;
    }

    @Override
    public boolean isNullAt(int rowId) {
        return true;
    }

    @Override
    public boolean getBoolean(int rowId) {
        return false;
    }

    @Override
    public byte getByte(int rowId) {
        return 0;
    }

    @Override
    public short getShort(int rowId) {
        return 0;
    }

    @Override
    public int getInt(int rowId) {
        return 0;
    }

    @Override
    public long getLong(int rowId) {
        return 0;
    }

    @Override
    public float getFloat(int rowId) {
        return 0;
    }

    @Override
    public double getDouble(int rowId) {
        return 0;
    }

    @Override
    public @Nullable Decimal getDecimal(int rowId, int precision, int scale) {
        return null;
    }

    @Override
    public @Nullable UTF8String getUTF8String(int rowId) {
        return null;
    }

    @Override
    public byte[] getBinary(int rowId) {
        return NO_BYTES;
    }

    @Override
    public ColumnarArray getArray(int rowId) {
        return new ColumnarArray(this, 0, 0);
    }

    @Override
    public NullVector getChild(int ordinal) {
        return this;
    }
}
