package org.sparkhdf5.format;

import java.io.Serializable;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The physical type of an element.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.d</a>
 */
public sealed interface Datatype extends Serializable {

    /** Size of one element in the file, in bytes. */
    int sizeBytes();

    /** Class 0. Integers narrower than {@code sizeBytes * 8} have {@code bitPrecision} and {@code bitOffset} set. */
    record FixedPoint(int sizeBytes, Order order, boolean signed, int bitOffset, int bitPrecision)
            implements Datatype {}

    /** Class 1. */
    record FloatingPoint(
            int sizeBytes,
            Order order,
            int bitOffset,
            int bitPrecision,
            int exponentLocation,
            int exponentSize,
            int mantissaLocation,
            int mantissaSize,
            long exponentBias,
            Normalization normalization,
            int signLocation)
            implements Datatype {}

    /** Class 2: seconds, of which the specification says no more; no writer of today makes them. */
    record Time(int sizeBytes, Order order, int bitPrecision) implements Datatype {}

    /** Class 3. */
    record FixedString(int sizeBytes, Padding padding, CharacterSet characterSet) implements Datatype {}

    /** Class 4. */
    record Bitfield(int sizeBytes, Order order, int bitOffset, int bitPrecision) implements Datatype {}

    /** Class 5: bytes that mean something to their writer. */
    record Opaque(int sizeBytes, String tag) implements Datatype {}

    /** Class 6. */
    record Compound(int sizeBytes, List<Member> members) implements Datatype {}

    /** A member of a compound. */
    record Member(String name, int byteOffset, Datatype type) implements Serializable {}

    /** Class 7. */
    record Reference(int sizeBytes, ReferenceKind kind) implements Datatype {}

    /**
     * Class 8: an integer whose values have names.
     *
     * @param members in the order of the file; neither names nor values need be unique in a damaged file
     */
    record Enumeration(FixedPoint base, List<Symbol> members) implements Datatype {
        public Enumeration {
            members = List.copyOf(members);
        }

        @Override
        public int sizeBytes() {
            return base.sizeBytes();
        }
    }

    /** A name of an enumeration; an unsigned value above {@link Long#MAX_VALUE} has the same bits here. */
    record Symbol(String name, long value) implements Serializable {}

    /** Class 9, sequence: the element in the dataset says where the {@link GlobalHeap} keeps the sequence. */
    record VariableLength(int sizeBytes, Datatype element) implements Datatype {}

    /** Class 9, string: as a sequence of bytes. */
    record VariableString(int sizeBytes, Padding padding, CharacterSet characterSet) implements Datatype {}

    /** Class 10: an array of fixed dimensions in one element, C order. */
    record ArrayType(List<Integer> dimensions, Datatype element) implements Datatype {
        @Override
        public int sizeBytes() {
            int size = element.sizeBytes();
            for (int dimension : dimensions) {
                size = Math.multiplyExact(size, dimension);
            }
            return size;
        }
    }

    /** Class 11: real part, then imaginary part. */
    record Complex(FloatingPoint base) implements Datatype {
        @Override
        public int sizeBytes() {
            return 2 * base.sizeBytes();
        }
    }

    /** What a reference leads to; the revised ones came with version 1.12. */
    enum ReferenceKind {
        OBJECT,
        REGION,
        OBJECT2,
        REGION2,
        ATTRIBUTE
    }

    /** Byte order of a number; VAX is refused where it is read. */
    enum Order {
        LITTLE_ENDIAN(ByteOrder.LITTLE_ENDIAN),
        BIG_ENDIAN(ByteOrder.BIG_ENDIAN);

        private final ByteOrder byteOrder;

        Order(ByteOrder byteOrder) {
            this.byteOrder = byteOrder;
        }

        public ByteOrder byteOrder() {
            return byteOrder;
        }
    }

    /** How the mantissa is normalised. */
    enum Normalization {
        NONE,
        MSB_SET,
        MSB_IMPLIED
    }

    /** What fills a string that is shorter than its size. */
    enum Padding {
        NULL_TERMINATED,
        NULL_PADDED,
        SPACE_PADDED
    }

    /** Character set of a string. */
    enum CharacterSet {
        ASCII,
        UTF_8
    }
}
