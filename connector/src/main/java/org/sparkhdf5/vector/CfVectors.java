package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.table.CfDecoding;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.ElementType.NumberKind;

/** Vectors of numbers that are decoded by the CF conventions, value by value. */
final class CfVectors {
    private CfVectors() {}

    static RowVector of(CellLocation location, ElementType.Cf element) {
        if (element.decoding().time() != null) {
            return new CfTimeVector(SparkTypes.of(element), location, element);
        }
        CfDecoding.Packing packing = element.decoding().packing();
        return packing == null ? new Masked(element) : new Packed(SparkTypes.of(element), element, packing);
    }

    /** Numbers of any stored kind, of which some mean null. */
    abstract static class Stored extends RowVector {
        private final NumberKind kind;
        private final boolean bigEndian;
        private final long[] integers;
        private final double[] floats;

        Stored(DataType type, ElementType.Cf element) {
            super(type);
            this.kind = element.stored().kind();
            this.bigEndian = element.stored().order() == Order.BIG_ENDIAN;
            this.integers = element.decoding().integers().stream()
                    .mapToLong(Long::longValue)
                    .toArray();
            this.floats = element.decoding().floats().stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
        }

        final boolean isFloat() {
            return kind.isFloat();
        }

        final NumberKind kind() {
            return kind;
        }

        /** An integer; of unsigned 64 bits their bits. */
        final long integer(int rowId) {
            int at = at(rowId);
            return switch (kind) {
                case INT8 -> bytes()[at];
                case UINT8 -> bytes()[at] & 0xFF;
                case INT16 -> Bytes.int16(bytes(), at, bigEndian);
                case UINT16 -> Bytes.int16(bytes(), at, bigEndian) & 0xFFFF;
                case INT32 -> Bytes.int32(bytes(), at, bigEndian);
                case UINT32 -> Bytes.int32(bytes(), at, bigEndian) & 0xFFFFFFFFL;
                default -> Bytes.int64(bytes(), at, bigEndian);
            };
        }

        /** Any number; integers above 2^53 are rounded. */
        final double number(int rowId) {
            int at = at(rowId);
            return switch (kind) {
                case FLOAT16 -> Bytes.float16(Bytes.int16(bytes(), at, bigEndian));
                case FLOAT32 -> Float.intBitsToFloat(Bytes.int32(bytes(), at, bigEndian));
                case FLOAT64 -> Double.longBitsToDouble(Bytes.int64(bytes(), at, bigEndian));
                case UINT64 -> unsigned(Bytes.int64(bytes(), at, bigEndian));
                default -> integer(rowId);
            };
        }

        private static double unsigned(long value) {
            // Half of it, with the bit that decides how it is rounded.
            return value >= 0 ? value : (double) (value >>> 1 | value & 1) * 2;
        }

        final boolean isMasked(int rowId) {
            if (kind.isFloat()) {
                double value = number(rowId);
                for (double masked : floats) {
                    if (value == masked || (Double.isNaN(value) && Double.isNaN(masked))) {
                        return true;
                    }
                }
                return false;
            }
            long value = integer(rowId);
            for (long masked : integers) {
                if (value == masked) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Numbers as they are stored, but for those that mean null. */
    private static final class Masked extends Stored {
        private final RowVector numbers;
        private final boolean nullable;
        private final boolean nanIsNull;

        Masked(ElementType.Cf element) {
            super(SparkTypes.of(element), element);
            this.numbers = NumberVectors.of(element.stored());
            this.nullable = element.nullable();
            this.nanIsNull = element.decoding().nanIsNull() && isFloat();
        }

        @Override
        void show(byte[] newBytes, int newBase, int newStride, int newRowCount, long newFirstRow) {
            super.show(newBytes, newBase, newStride, newRowCount, newFirstRow);
            numbers.show(newBytes, newBase, newStride, newRowCount, newFirstRow);
        }

        @Override
        void show(byte[] newBytes, Places newPlaces, int newRowCount, long newFirstRow) {
            super.show(newBytes, newPlaces, newRowCount, newFirstRow);
            numbers.show(newBytes, newPlaces, newRowCount, newFirstRow);
        }

        @Override
        public void close() {
            super.close();
            numbers.close();
        }

        @Override
        public boolean hasNull() {
            return nullable;
        }

        @Override
        public boolean isNullAt(int rowId) {
            return isMasked(rowId) || (nanIsNull && Double.isNaN(number(rowId)));
        }

        @Override
        public byte getByte(int rowId) {
            return numbers.getByte(rowId);
        }

        @Override
        public short getShort(int rowId) {
            return numbers.getShort(rowId);
        }

        @Override
        public int getInt(int rowId) {
            return numbers.getInt(rowId);
        }

        @Override
        public long getLong(int rowId) {
            return numbers.getLong(rowId);
        }

        @Override
        public float getFloat(int rowId) {
            return numbers.getFloat(rowId);
        }

        @Override
        public double getDouble(int rowId) {
            return numbers.getDouble(rowId);
        }

        @Override
        public @Nullable Decimal getDecimal(int rowId, int precision, int scale) {
            return isNullAt(rowId) ? null : numbers.getDecimal(rowId, precision, scale);
        }
    }

    /** Numbers with scale and offset undone. */
    private static final class Packed extends Stored {
        private final CfDecoding.Packing packing;
        private final boolean nullable;
        private final boolean nanIsNull;

        Packed(DataType type, ElementType.Cf element, CfDecoding.Packing packing) {
            super(type, element);
            this.packing = packing;
            this.nullable = element.nullable();
            this.nanIsNull = element.decoding().nanIsNull();
        }

        private double value(int rowId) {
            // An integer goes to single precision in one step.
            return packing.single() && !isFloat() && kind() != NumberKind.UINT64
                    ? packing.unpack((float) integer(rowId))
                    : packing.unpack(number(rowId));
        }

        @Override
        public boolean hasNull() {
            return nullable;
        }

        @Override
        public boolean isNullAt(int rowId) {
            return isMasked(rowId) || (nanIsNull && Double.isNaN(value(rowId)));
        }

        @Override
        public float getFloat(int rowId) {
            return (float) value(rowId);
        }

        @Override
        public double getDouble(int rowId) {
            return value(rowId);
        }
    }
}
