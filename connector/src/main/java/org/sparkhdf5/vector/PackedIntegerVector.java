package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.sparkhdf5.format.IntegerBits;

/** Integers of which only some bits count, or that are stored wider than what they are read as: then one that does not fit fails. */
final class PackedIntegerVector extends RowVector {
    private final CellLocation location;
    private final IntegerBits bits;

    PackedIntegerVector(DataType type, CellLocation location, IntegerBits bits) {
        super(type);
        this.location = location;
        this.bits = bits;
    }

    private long value(int rowId) {
        return bits.read(bytes(), at(rowId));
    }

    private long fitting(int rowId, long min, long max) {
        long value = value(rowId);
        if (value < min || value > max) {
            throw location.malformed(row(rowId), "a " + dataType().sql() + " is expected, found " + value);
        }
        return value;
    }

    @Override
    public byte getByte(int rowId) {
        return (byte) fitting(rowId, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    @Override
    public short getShort(int rowId) {
        return (short) fitting(rowId, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    @Override
    public int getInt(int rowId) {
        return (int) fitting(rowId, Integer.MIN_VALUE, Integer.MAX_VALUE);
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
