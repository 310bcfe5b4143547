package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.sparkhdf5.format.IntegerBits;

/** Integers of which only some bits count. */
final class PackedIntegerVector extends RowVector {
    private final IntegerBits bits;

    PackedIntegerVector(DataType type, IntegerBits bits) {
        super(type);
        this.bits = bits;
    }

    private long value(int rowId) {
        return bits.read(bytes(), at(rowId));
    }

    @Override
    public byte getByte(int rowId) {
        return (byte) value(rowId);
    }

    @Override
    public short getShort(int rowId) {
        return (short) value(rowId);
    }

    @Override
    public int getInt(int rowId) {
        return (int) value(rowId);
    }

    @Override
    public long getLong(int rowId) {
        return value(rowId);
    }

    @Override
    public Decimal getDecimal(int rowId, int precision, int scale) {
        return Decimals.ofUnsigned(value(rowId), precision, scale);
    }
}
