package org.sparkhdf5.codec;

/**
 * Filter 6, scaleoffset: the number of bits of a packed number in 4 bytes, the size of the minimum in 1, the minimum in the
 * first bytes of 16, all little-endian; then the packed numbers, or, where their bits are all those of an element, the
 * elements as they are. Client values: kind of scale, scale factor, number of elements, class, size, sign, byte order,
 * whether there is a fill value, and the fill value.
 *
 * <p>A packed number is counted from the minimum; all bits set is the fill value, where there is one. Integers of a scale
 * factor that is all their bits are stored as they are, without a header. Floats were scaled by powers of ten (D-scaling),
 * and come back in the arithmetic of their own width.
 */
final class ScaleOffsetFilter extends PackingFilter {
    static final int ID = 6;
    private static final int VALUES = 20;
    private static final int HEADER_BYTES = 21;
    private static final int MINIMUM = 5;
    private static final int MINIMUM_BYTES_MAX = 16;

    private static final int SCALE_KIND = 0;
    private static final int SCALE_FACTOR = 1;
    private static final int COUNT = 2;
    private static final int CLASS = 3;
    private static final int SIZE = 4;
    private static final int ORDER = 6;
    private static final int HAS_FILL = 7;
    private static final int FILL = 8;

    private static final int DECIMAL_SCALE = 0;
    private static final int BINARY_SCALE = 1;
    private static final int INTEGER_SCALE = 2;

    ScaleOffsetFilter() {
        super(ID, "scaleoffset");
    }

    @Override
    void undo(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException {
        checkValues(clientValues);
        long count = Integer.toUnsignedLong(clientValues[COUNT]);
        long length = count * clientValues[SIZE];
        if (decodedLengthBytes >= 0 && length != decodedLengthBytes) {
            throw new CorruptChunkException("expected " + decodedLengthBytes + " bytes, found " + count
                    + " elements of " + clientValues[SIZE] + " bytes");
        }
        if (isFloat(clientValues) || clientValues[SCALE_FACTOR] < clientValues[SIZE] * Byte.SIZE) {
            unpack(buffer, clientValues, buffer.output(length), (int) count);
            buffer.commit((int) length);
        } else {
            checkLength(buffer, length);
        }
    }

    private static void checkValues(int[] values) throws CorruptChunkException {
        if (values.length != VALUES) {
            throw new CorruptChunkException("expected " + VALUES + " client values, found " + values.length);
        }
        boolean isFloat = isFloat(values);
        if (isFloat && values[SCALE_KIND] == BINARY_SCALE) {
            throw new UnsupportedChunkException("floats scaled by powers of two (E-scaling), readable here: D-scaling");
        }
        check(values, CLASS, "a class of 0 (integer) or 1 (float)", values[CLASS] == 0 || isFloat);
        int scale = isFloat ? DECIMAL_SCALE : INTEGER_SCALE;
        check(values, SCALE_KIND, "the kind of scale " + scale, values[SCALE_KIND] == scale);
        int size = values[SIZE];
        boolean hasSize = size == Integer.BYTES || size == Long.BYTES;
        check(
                values,
                SIZE,
                isFloat ? "elements of 4 or 8 bytes" : "elements of 1, 2, 4 or 8 bytes",
                hasSize || !isFloat && (size == Byte.BYTES || size == Short.BYTES));
        check(
                values,
                SCALE_FACTOR,
                "at most the " + size * Byte.SIZE + " bits of an element",
                isFloat || values[SCALE_FACTOR] <= size * Byte.SIZE);
        check(values, ORDER, "a byte order of 0 or 1", values[ORDER] == 0 || values[ORDER] == 1);
        check(values, HAS_FILL, "0 or 1 fill values", values[HAS_FILL] == 0 || values[HAS_FILL] == 1);
    }

    private static void check(int[] values, int index, String expected, boolean holds) throws CorruptChunkException {
        if (!holds) {
            throw new CorruptChunkException("expected " + expected + " as client value " + index + ", found "
                    + Integer.toUnsignedString(values[index]));
        }
    }

    private static boolean isFloat(int[] values) {
        return values[CLASS] == 1;
    }

    private static void checkLength(FilterBuffer buffer, long expectedBytes) throws CorruptChunkException {
        if (buffer.lengthBytes() != expectedBytes) {
            throw new CorruptChunkException("expected " + expectedBytes + " bytes, found " + buffer.lengthBytes());
        }
    }

    private static void unpack(FilterBuffer buffer, int[] values, byte[] target, int count)
            throws CorruptChunkException {
        byte[] source = buffer.array();
        int from = buffer.offset();
        int end = from + buffer.lengthBytes();
        if (end - from < HEADER_BYTES) {
            throw new CorruptChunkException("expected a header of " + HEADER_BYTES + " bytes, found " + (end - from));
        }
        int sizeBits = values[SIZE] * Byte.SIZE;
        int bits = StoredNumbers.littleInt(source, from);
        if (bits < 0 || bits > sizeBits) {
            throw new CorruptChunkException(
                    "expected 0 to " + sizeBits + " bits of a packed number, found " + Integer.toUnsignedString(bits));
        }
        long minimum = minimum(source, from + Integer.BYTES);
        if (bits == sizeBits) {
            checkLength(buffer, HEADER_BYTES + (long) count * values[SIZE]);
            copy(source, from + HEADER_BYTES, target, count, values[SIZE], values[ORDER] != 0);
            return;
        }
        checkLength(buffer, HEADER_BYTES + NbitFilter.packedBytes((long) count * bits));
        PackedBits packed = new PackedBits(source, from + HEADER_BYTES, end);
        if (!isFloat(values)) {
            unpackIntegers(packed, bits, minimum, values, target, count);
        } else if (values[SIZE] == Float.BYTES) {
            unpackFloats(packed, bits, Float.intBitsToFloat((int) minimum), values, target, count);
        } else {
            unpackDoubles(packed, bits, Double.longBitsToDouble(minimum), values, target, count);
        }
    }

    private static long minimum(byte[] source, int sizeAt) throws CorruptChunkException {
        int size = source[sizeAt] & 0xff;
        if (size > MINIMUM_BYTES_MAX) {
            throw new CorruptChunkException(
                    "expected a minimum of at most " + MINIMUM_BYTES_MAX + " bytes, found " + size);
        }
        long minimum = 0;
        for (int i = Math.min(size, Long.BYTES) - 1; i >= 0; i--) {
            minimum = minimum << Byte.SIZE | (source[sizeAt + 1 + i] & 0xff);
        }
        return minimum;
    }

    /** Elements as they are: in the order of the machine that wrote them, which is taken to be a little-endian one. */
    private static void copy(byte[] source, int from, byte[] target, int count, int size, boolean bigEndian) {
        if (!bigEndian) {
            System.arraycopy(source, from, target, 0, count * size);
            return;
        }
        for (int i = 0; i < count * size; i += size) {
            for (int b = 0; b < size; b++) {
                target[i + b] = source[from + i + size - 1 - b];
            }
        }
    }

    private static void unpackIntegers(
            PackedBits packed, int bits, long minimum, int[] values, byte[] target, int count)
            throws CorruptChunkException {
        int size = values[SIZE];
        boolean bigEndian = values[ORDER] != 0;
        boolean hasFill = values[HAS_FILL] != 0;
        long fill = fill(values);
        long fillNumber = (1L << bits) - 1;
        for (int i = 0; i < count; i++) {
            long number = bits == 0 ? 0 : packed.takeLong(bits);
            long value = hasFill && number == fillNumber ? fill : minimum + number;
            StoredNumbers.set(target, i * size, size, bigEndian, value);
        }
    }

    private static void unpackFloats(PackedBits packed, int bits, float minimum, int[] values, byte[] target, int count)
            throws CorruptChunkException {
        boolean bigEndian = values[ORDER] != 0;
        boolean hasFill = values[HAS_FILL] != 0;
        float scale = (float) powerOfTen(values[SCALE_FACTOR]);
        int fillNumber = (1 << bits) - 1;
        for (int i = 0; i < count; i++) {
            int number = bits == 0 ? 0 : (int) packed.take(bits);
            int value = hasFill && number == fillNumber
                    ? values[FILL]
                    : Float.floatToRawIntBits((float) number / scale + minimum);
            StoredNumbers.set(target, i * Float.BYTES, Float.BYTES, bigEndian, value);
        }
    }

    private static void unpackDoubles(
            PackedBits packed, int bits, double minimum, int[] values, byte[] target, int count)
            throws CorruptChunkException {
        boolean bigEndian = values[ORDER] != 0;
        boolean hasFill = values[HAS_FILL] != 0;
        double scale = powerOfTen(values[SCALE_FACTOR]);
        long fill = fill(values);
        long fillNumber = (1L << bits) - 1;
        for (int i = 0; i < count; i++) {
            long number = bits == 0 ? 0 : packed.takeLong(bits);
            long value = hasFill && number == fillNumber
                    ? fill
                    : Double.doubleToRawLongBits((double) number / scale + minimum);
            StoredNumbers.set(target, i * Double.BYTES, Double.BYTES, bigEndian, value);
        }
    }

    private static long fill(int[] values) {
        return Integer.toUnsignedLong(values[FILL]) | (long) values[FILL + 1] << Integer.SIZE;
    }

    /** The double next to a power of ten: what {@code Math.pow} may miss by its last bit, on some machines. */
    private static double powerOfTen(int exponent) {
        return Double.parseDouble("1e" + exponent);
    }
}
