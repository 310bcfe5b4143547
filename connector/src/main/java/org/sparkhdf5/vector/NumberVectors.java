package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.table.ElementType;

/** Vectors of integers and floats, one class per stored kind; unsigned kinds give the next wider type. */
final class NumberVectors {
    private NumberVectors() {}

    static RowVector of(ElementType.Number number) {
        boolean bigEndian = number.order() == Order.BIG_ENDIAN;
        return switch (number.kind()) {
            case INT8 -> new Int8();
            case UINT8 -> new Uint8();
            case INT16 -> new Int16(bigEndian);
            case UINT16 -> new Uint16(bigEndian);
            case INT32 -> new Int32(bigEndian);
            case UINT32 -> new Uint32(bigEndian);
            case INT64 -> new Int64(bigEndian);
            case UINT64 -> new Uint64(bigEndian);
            case FLOAT16 -> new Float16(bigEndian, number.nanIsNull());
            case FLOAT32 -> new Float32(bigEndian, number.nanIsNull());
            case FLOAT64 -> new Float64(bigEndian, number.nanIsNull());
        };
    }

    private static final class Int8 extends RowVector {
        Int8() {
            super(DataTypes.ByteType);
        }

        @Override
        public byte getByte(int rowId) {
            return bytes()[at(rowId)];
        }
    }

    private static final class Uint8 extends RowVector {
        Uint8() {
            super(DataTypes.ShortType);
        }

        @Override
        public short getShort(int rowId) {
            return (short) (bytes()[at(rowId)] & 0xFF);
        }
    }

    private static final class Int16 extends RowVector {
        private final boolean bigEndian;

        Int16(boolean bigEndian) {
            super(DataTypes.ShortType);
            this.bigEndian = bigEndian;
        }

        @Override
        public short getShort(int rowId) {
            return Bytes.int16(bytes(), at(rowId), bigEndian);
        }
    }

    private static final class Uint16 extends RowVector {
        private final boolean bigEndian;

        Uint16(boolean bigEndian) {
            super(DataTypes.IntegerType);
            this.bigEndian = bigEndian;
        }

        @Override
        public int getInt(int rowId) {
            return Bytes.int16(bytes(), at(rowId), bigEndian) & 0xFFFF;
        }
    }

    private static final class Int32 extends RowVector {
        private final boolean bigEndian;

        Int32(boolean bigEndian) {
            super(DataTypes.IntegerType);
            this.bigEndian = bigEndian;
        }

        @Override
        public int getInt(int rowId) {
            return Bytes.int32(bytes(), at(rowId), bigEndian);
        }
    }

    private static final class Uint32 extends RowVector {
        private final boolean bigEndian;

        Uint32(boolean bigEndian) {
            super(DataTypes.LongType);
            this.bigEndian = bigEndian;
        }

        @Override
        public long getLong(int rowId) {
            return Bytes.int32(bytes(), at(rowId), bigEndian) & 0xFFFFFFFFL;
        }
    }

    private static final class Int64 extends RowVector {
        private final boolean bigEndian;

        Int64(boolean bigEndian) {
            super(DataTypes.LongType);
            this.bigEndian = bigEndian;
        }

        @Override
        public long getLong(int rowId) {
            return Bytes.int64(bytes(), at(rowId), bigEndian);
        }
    }

    private static final class Uint64 extends RowVector {
        private final boolean bigEndian;

        Uint64(boolean bigEndian) {
            super(DataTypes.createDecimalType(20, 0));
            this.bigEndian = bigEndian;
        }

        @Override
        public Decimal getDecimal(int rowId, int precision, int scale) {
            long value = Bytes.int64(bytes(), at(rowId), bigEndian);
            return Decimals.ofUnsigned(value, precision, scale);
        }
    }

    private static final class Float16 extends RowVector {
        private final boolean bigEndian;
        private final boolean nanIsNull;

        Float16(boolean bigEndian, boolean nanIsNull) {
            super(DataTypes.FloatType);
            this.bigEndian = bigEndian;
            this.nanIsNull = nanIsNull;
        }

        @Override
        public boolean hasNull() {
            return nanIsNull;
        }

        @Override
        public boolean isNullAt(int rowId) {
            return nanIsNull && Float.isNaN(getFloat(rowId));
        }

        @Override
        public float getFloat(int rowId) {
            return Bytes.float16(Bytes.int16(bytes(), at(rowId), bigEndian));
        }
    }

    private static final class Float32 extends RowVector {
        private final boolean bigEndian;
        private final boolean nanIsNull;

        Float32(boolean bigEndian, boolean nanIsNull) {
            super(DataTypes.FloatType);
            this.bigEndian = bigEndian;
            this.nanIsNull = nanIsNull;
        }

        @Override
        public boolean hasNull() {
            return nanIsNull;
        }

        @Override
        public boolean isNullAt(int rowId) {
            return nanIsNull && Float.isNaN(getFloat(rowId));
        }

        @Override
        public float getFloat(int rowId) {
            return Float.intBitsToFloat(Bytes.int32(bytes(), at(rowId), bigEndian));
        }
    }

    private static final class Float64 extends RowVector {
        private final boolean bigEndian;
        private final boolean nanIsNull;

        Float64(boolean bigEndian, boolean nanIsNull) {
            super(DataTypes.DoubleType);
            this.bigEndian = bigEndian;
            this.nanIsNull = nanIsNull;
        }

        @Override
        public boolean hasNull() {
            return nanIsNull;
        }

        @Override
        public boolean isNullAt(int rowId) {
            return nanIsNull && Double.isNaN(getDouble(rowId));
        }

        @Override
        public double getDouble(int rowId) {
            return Double.longBitsToDouble(Bytes.int64(bytes(), at(rowId), bigEndian));
        }
    }
}
