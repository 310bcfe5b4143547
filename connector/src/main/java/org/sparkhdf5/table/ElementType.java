package org.sparkhdf5.table;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.table.LogicalType.Atomic;

/** How one stored element becomes a value: its bytes on one side, its logical type on the other. */
public sealed interface ElementType extends Serializable {

    /** Stored size in bytes. */
    int sizeBytes();

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

        public boolean isFloat() {
            return logicalType == Atomic.FLOAT || logicalType == Atomic.DOUBLE;
        }
    }

    /**
     * An integer or a float.
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
     */
    record Text(
            int sizeBytes,
            Trim trim,
            String charset,
            @Nullable String nullText) implements ElementType {
        @Override
        public LogicalType logicalType() {
            return Atomic.STRING;
        }

        @Override
        public boolean nullable() {
            return nullText != null;
        }
    }

    /** Where the text of a fixed string ends. */
    enum Trim {
        /** At the first NUL. */
        FIRST_NUL,
        /** Before the trailing NULs. */
        TRAILING_NULS,
        /** Before the trailing NULs and blanks. */
        TRAILING_BLANKS
    }
}
