package org.sparkhdf5.table;

import java.io.Serializable;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.format.IntegerBits;
import org.sparkhdf5.table.LogicalType.Atomic;

/** How one stored element becomes a value: its bytes on one side, its logical type on the other. */
public sealed interface ElementType extends Serializable {

    /** Stored size in bytes. */
    int sizeBytes();

    /** The element with another rule for pickled values; this one if it has none. */
    default ElementType withObjectRule(ObjectRule rule) {
        if (this instanceof Category codes) {
            return new Category(
                    codes.code, codes.list, codes.category.withObjectRule(rule), codes.byteOffset, codes.nullIsNan);
        }
        if (this instanceof PickledRow row) {
            return new PickledRow(row.sizeBytes, rule, row.nanIsNull);
        }
        return this instanceof PickledObject ? new PickledObject(rule) : this;
    }

    /** What pickled values become, or null if the element has none. */
    default @Nullable ObjectRule objectRule() {
        if (this instanceof PickledRow row) {
            return row.rule;
        }
        if (this instanceof PickledObject object) {
            return object.rule;
        }
        if (this instanceof Widened widened) {
            return widened.stored.objectRule();
        }
        return this instanceof Category codes ? codes.category.objectRule() : null;
    }

    LogicalType logicalType();

    /** Whether some stored elements mean null. */
    boolean nullable();

    /** Kinds of stored numbers and what they are read as; unsigned ones widen. */
    enum NumberKind {
        INT8(1, Atomic.TINYINT),
        UINT8(1, Atomic.SMALLINT),
        INT16(2, Atomic.SMALLINT),
        UINT16(2, Atomic.INT),
        INT32(4, Atomic.INT),
        UINT32(4, Atomic.BIGINT),
        INT64(8, Atomic.BIGINT),
        UINT64(8, Atomic.DECIMAL_20_0),
        FLOAT16(2, Atomic.FLOAT),
        FLOAT32(4, Atomic.FLOAT),
        FLOAT64(8, Atomic.DOUBLE);

        private final int sizeBytes;
        private final LogicalType logicalType;

        NumberKind(int sizeBytes, LogicalType logicalType) {
            this.sizeBytes = sizeBytes;
            this.logicalType = logicalType;
        }

        public int sizeBytes() {
            return sizeBytes;
        }

        public LogicalType logicalType() {
            return logicalType;
        }

        boolean isSigned() {
            return this == INT8 || this == INT16 || this == INT32 || this == INT64;
        }

        public boolean isFloat() {
            return logicalType == Atomic.FLOAT || logicalType == Atomic.DOUBLE;
        }
    }

    /**
     * An integer or a float of a whole 1, 2, 4 or 8 bytes.
     *
     * @param nanIsNull whether NaN is read as null; only for floats
     */
    record Number(NumberKind kind, Order order, boolean nanIsNull) implements ElementType {
        @Override
        public int sizeBytes() {
            return kind.sizeBytes();
        }

        @Override
        public LogicalType logicalType() {
            return kind.logicalType;
        }

        @Override
        public boolean nullable() {
            return nanIsNull && kind.isFloat();
        }
    }

    /**
     * An integer of which only some bits count, or of an odd number of bytes, or stored wider than it is.
     *
     * @param kind the whole integer that holds it; a value that does not fit fails
     */
    record PackedInteger(IntegerBits bits, NumberKind kind) implements ElementType {
        @Override
        public int sizeBytes() {
            return bits.sizeBytes();
        }

        @Override
        public LogicalType logicalType() {
            return kind.logicalType;
        }

        @Override
        public boolean nullable() {
            return false;
        }
    }

    /** A float of any other bit fields, rounded to the nearest double. */
    record OtherFloat(Datatype.FloatingPoint type, boolean nanIsNull) implements ElementType {
        @Override
        public int sizeBytes() {
            return type.sizeBytes();
        }

        @Override
        public LogicalType logicalType() {
            return Atomic.DOUBLE;
        }

        @Override
        public boolean nullable() {
            return nanIsNull;
        }
    }

    /** A boolean in one byte; anything but 0 and 1 fails. */
    record Flag() implements ElementType {
        @Override
        public int sizeBytes() {
            return 1;
        }

        @Override
        public LogicalType logicalType() {
            return Atomic.BOOLEAN;
        }

        @Override
        public boolean nullable() {
            return false;
        }
    }

    /** What a count of time units means. */
    enum TimeKind {
        /** Since 1970-01-01T00:00 on a wall clock. */
        WALL_CLOCK(Atomic.TIMESTAMP_NTZ),
        /** Since 1970-01-01T00:00Z. */
        INSTANT(Atomic.TIMESTAMP),
        /** A length of time. */
        DURATION(Atomic.DAY_TIME_INTERVAL);

        private final LogicalType logicalType;

        TimeKind(LogicalType logicalType) {
            this.logicalType = logicalType;
        }
    }

    /** A number that attributes say how to decode; see {@link CfDecoding}. */
    record Cf(Number stored, CfDecoding decoding) implements ElementType {
        @Override
        public int sizeBytes() {
            return stored.sizeBytes();
        }

        @Override
        public LogicalType logicalType() {
            return decoding.logicalType(stored.logicalType());
        }

        @Override
        public boolean nullable() {
            return decoding.nullable(stored.kind());
        }
    }

    /** Units of stored times. */
    enum Unit {
        SECOND("s", 1_000_000_000L),
        MILLISECOND("ms", 1_000_000L),
        MICROSECOND("us", 1_000L),
        NANOSECOND("ns", 1L);

        private final String numpyName;
        private final long nanoseconds;

        Unit(String numpyName, long nanoseconds) {
            this.numpyName = numpyName;
            this.nanoseconds = nanoseconds;
        }

        /** The name in numpy's dtypes. */
        public String numpyName() {
            return numpyName;
        }

        public long nanoseconds() {
            return nanoseconds;
        }
    }

    /** An int64 count of a unit; the least value is NaT, which is null. */
    record Time(TimeKind kind, Unit unit, Order order, NanosecondRule rule) implements ElementType {
        /** Not-a-time. */
        public static final long NAT = Long.MIN_VALUE;

        @Override
        public int sizeBytes() {
            return 8;
        }

        @Override
        public LogicalType logicalType() {
            return rule == NanosecondRule.LONG ? Atomic.BIGINT : kind.logicalType;
        }

        @Override
        public boolean nullable() {
            return true;
        }
    }

    /**
     * A Unix time as PyTables stores it: {@code Time32}, an int32 of seconds, or {@code Time64}, an int32 of seconds above an
     * int32 of microseconds, both with the sign.
     */
    record PyTablesTime(int sizeBytes, Order order) implements ElementType {
        @Override
        public LogicalType logicalType() {
            return Atomic.TIMESTAMP;
        }

        @Override
        public boolean nullable() {
            return false;
        }
    }

    /** The ordinal of a period, an int64; NaT is null. */
    record PeriodOrdinal(Order order) implements ElementType {
        @Override
        public int sizeBytes() {
            return Long.BYTES;
        }

        @Override
        public LogicalType logicalType() {
            return Atomic.BIGINT;
        }

        @Override
        public boolean nullable() {
            return true;
        }

        /** The ordinals that integers are, or the integers themselves where they are not int64. */
        static ElementType of(ElementType integers) {
            return integers instanceof Number number && number.kind() == NumberKind.INT64
                    ? new PeriodOrdinal(number.order())
                    : integers;
        }
    }

    /** An int32 proleptic Gregorian ordinal as Python counts: 1 is 0001-01-01. */
    record DayOrdinal(Order order) implements ElementType {
        /** Ordinal of 1970-01-01. */
        public static final int EPOCH = 719_163;

        @Override
        public int sizeBytes() {
            return 4;
        }

        @Override
        public LogicalType logicalType() {
            return Atomic.DATE;
        }

        @Override
        public boolean nullable() {
            return false;
        }
    }

    /**
     * A string of fixed size.
     *
     * @param trim what behind the text is padding
     * @param charset name of a Java character set
     * @param nullText the text that means null, or null where none does
     * @param invalid what becomes of bytes that are no such text
     */
    record Text(
            int sizeBytes,
            Trim trim,
            String charset,
            @Nullable String nullText,
            InvalidText invalid) implements ElementType {
        /** A string whose encoding the file tells. */
        public Text(int sizeBytes, Trim trim, String charset, @Nullable String nullText) {
            this(sizeBytes, trim, charset, nullText, InvalidText.REFUSED);
        }

        @Override
        public LogicalType logicalType() {
            return Atomic.STRING;
        }

        @Override
        public boolean nullable() {
            return nullText != null;
        }
    }

    /** Where the text of a string ends. */
    enum Trim {
        /** At the first NUL. */
        FIRST_NUL,
        /** Before the trailing NULs. */
        TRAILING_NULS,
        /** Before the trailing NULs and blanks. */
        TRAILING_BLANKS
    }

    /**
     * A string in the global heap.
     *
     * @param sizeBytes of its descriptor
     * @param charset name of a Java character set
     */
    record HeapText(int sizeBytes, Trim trim, String charset, InvalidText invalid) implements ElementType {
        @Override
        public LogicalType logicalType() {
            return Atomic.STRING;
        }

        @Override
        public boolean nullable() {
            return false;
        }
    }

    /**
     * A string in the global heap, PyTables' {@code vlunicode}: uint32 code points.
     *
     * @param sizeBytes of its descriptor
     */
    record HeapCodePoints(int sizeBytes, Order order) implements ElementType {
        @Override
        public LogicalType logicalType() {
            return Atomic.STRING;
        }

        @Override
        public boolean nullable() {
            return false;
        }
    }

    /**
     * A Python object, pickled in the global heap by itself.
     *
     * @param sizeBytes of its descriptor
     * @param nanIsNull whether NaN is read as null; only where the rule gives floats
     */
    record PickledRow(int sizeBytes, ObjectRule rule, boolean nanIsNull) implements ElementType {
        @Override
        public LogicalType logicalType() {
            return rule.type();
        }

        @Override
        public boolean nullable() {
            return true;
        }
    }

    /**
     * Bytes of varying number in the global heap.
     *
     * @param sizeBytes of their descriptor
     * @param trim what at their end is padding, or null where nothing is
     */
    record HeapBytes(int sizeBytes, @Nullable Trim trim) implements ElementType {
        @Override
        public LogicalType logicalType() {
            return Atomic.BINARY;
        }

        @Override
        public boolean nullable() {
            return false;
        }
    }

    /** A string of fixed size as bytes, without its padding. */
    record TextBytes(int sizeBytes, Trim trim) implements ElementType {
        @Override
        public LogicalType logicalType() {
            return Atomic.BINARY;
        }

        @Override
        public boolean nullable() {
            return false;
        }
    }

    /** Bytes without a meaning here. */
    record Opaque(int sizeBytes) implements ElementType {
        @Override
        public LogicalType logicalType() {
            return Atomic.BINARY;
        }

        @Override
        public boolean nullable() {
            return false;
        }
    }

    /** A value that has a name; one without fails. */
    record Enumeration(IntegerBits bits, Map<Long, String> names) implements ElementType {
        public Enumeration {
            names = Map.copyOf(names);
        }

        @Override
        public int sizeBytes() {
            return bits.sizeBytes();
        }

        @Override
        public LogicalType logicalType() {
            return Atomic.STRING;
        }

        @Override
        public boolean nullable() {
            return false;
        }
    }

    /**
     * A code that stands for an element of a list; {@link #NULL_CODE} is null, any other code outside the list fails.
     *
     * @param code how codes are stored; signed
     * @param list where the list is, or null where it is empty; it is not shipped, only where it is
     * @param category how an element of the list becomes a value
     * @param byteOffset of the element in a row of the list
     * @param nullIsNan whether {@link #NULL_CODE} is not null but NaN: the list is of floats
     */
    record Category(Number code, @Nullable StoredArray list, ElementType category, int byteOffset, boolean nullIsNan)
            implements ElementType {
        public Category(Number code, @Nullable StoredArray list, ElementType category, int byteOffset) {
            this(code, list, category, byteOffset, false);
        }

        public static final int NULL_CODE = -1;

        @Override
        public int sizeBytes() {
            return code.sizeBytes();
        }

        @Override
        public LogicalType logicalType() {
            return category.logicalType();
        }

        @Override
        public boolean nullable() {
            return true;
        }
    }

    /** A reference as the path of its object, or the path of an attribute, {@code /object@name}; null where never set. */
    record ReferencePath(Datatype.Reference type) implements ElementType {
        @Override
        public int sizeBytes() {
            return type.sizeBytes();
        }

        @Override
        public LogicalType logicalType() {
            return Atomic.STRING;
        }

        @Override
        public boolean nullable() {
            return true;
        }
    }

    /**
     * A region reference as the path of its dataset and the text of the selection; null where never set.
     *
     * @param fields of the struct: {@link #PATH}, {@link #SELECTION}, or one of them
     */
    record ReferenceRegion(Datatype.Reference type, List<String> fields) implements ElementType {
        public static final String PATH = "path";
        public static final String SELECTION = "selection";

        public ReferenceRegion {
            fields = List.copyOf(fields);
        }

        ReferenceRegion(Datatype.Reference type) {
            this(type, List.of(PATH, SELECTION));
        }

        @Override
        public int sizeBytes() {
            return type.sizeBytes();
        }

        @Override
        public LogicalType logicalType() {
            return new LogicalType.StructOf(fields.stream()
                    .map(field -> new LogicalType.Field(field, Atomic.STRING))
                    .toList());
        }

        @Override
        public boolean nullable() {
            return true;
        }
    }

    /** A Python object in a pickled array. */
    record PickledObject(ObjectRule rule) implements ElementType {
        /** Has no place in a row of bytes. */
        @Override
        public int sizeBytes() {
            return 0;
        }

        @Override
        public LogicalType logicalType() {
            return rule.type();
        }

        @Override
        public boolean nullable() {
            return true;
        }
    }

    /**
     * One value for all rows of a file.
     *
     * @param element how the bytes become the value
     * @param bytes of the value; owned by this record, not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Constant(ElementType element, byte[] bytes) implements ElementType {
        /** Has no place in a row of bytes. */
        @Override
        public int sizeBytes() {
            return 0;
        }

        @Override
        public LogicalType logicalType() {
            return element.logicalType();
        }

        @Override
        public boolean nullable() {
            return element.nullable();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Constant that && element.equals(that.element) && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * element.hashCode() + Arrays.hashCode(bytes);
        }
    }

    /** A value that the file does not have. */
    record AlwaysNull(LogicalType logicalType) implements ElementType {
        /** Has no place in a row of bytes. */
        @Override
        public int sizeBytes() {
            return 0;
        }

        @Override
        public boolean nullable() {
            return true;
        }
    }

    /**
     * An element whose value is shown as one of a wider type.
     *
     * @param stored what the file holds
     * @param logicalType what is shown
     * @param timeZone as Spark casts in this zone; or null: a value that the wider type does not hold exactly fails
     */
    record Widened(
            ElementType stored,
            LogicalType logicalType,
            @Nullable ZoneId timeZone) implements ElementType {
        @Override
        public int sizeBytes() {
            return stored.sizeBytes();
        }

        @Override
        public boolean nullable() {
            return stored.nullable();
        }
    }

    /** Named elements side by side. */
    record Struct(int sizeBytes, List<Member> members) implements ElementType {
        public Struct {
            members = List.copyOf(members);
        }

        @Override
        public LogicalType logicalType() {
            return new LogicalType.StructOf(members.stream()
                    .map(member -> new LogicalType.Field(
                            member.name(), member.element().logicalType()))
                    .toList());
        }

        @Override
        public boolean nullable() {
            return false;
        }
    }

    /** An element of a struct. */
    record Member(String name, int byteOffset, ElementType element) implements Serializable {}

    /** Elements of equal number one behind the other. */
    record FixedList(ElementType element, int length) implements ElementType {
        @Override
        public int sizeBytes() {
            return Math.multiplyExact(element.sizeBytes(), length);
        }

        @Override
        public LogicalType logicalType() {
            return new LogicalType.ListOf(element.logicalType(), length);
        }

        @Override
        public boolean nullable() {
            return false;
        }
    }

    /**
     * Elements in the global heap.
     *
     * @param sizeBytes of their descriptor
     */
    record HeapList(int sizeBytes, ElementType element) implements ElementType {
        @Override
        public LogicalType logicalType() {
            return new LogicalType.ListOf(element.logicalType(), LogicalType.ListOf.VARIABLE);
        }

        @Override
        public boolean nullable() {
            return false;
        }
    }
}
