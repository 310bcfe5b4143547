package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.table.ElementType.Time;
import org.sparkhdf5.table.ElementType.TimeKind;
import org.sparkhdf5.table.ElementType.Unit;
import org.sparkhdf5.table.NanosecondRule;

/** Datetimes and timedeltas as microseconds, or as nanoseconds where the user asked for BIGINT; NaT is null. */
final class TimeVector extends RowVector {
    private static final long NANOS_PER_MICRO = 1_000;
    /** 0001-01-01T00:00:00. */
    private static final long MICROS_MIN = -62_135_596_800_000_000L;
    /** 9999-12-31T23:59:59.999999. */
    private static final long MICROS_MAX = 253_402_300_799_999_999L;

    private final CellLocation location;
    private final Time type;
    private final boolean bigEndian;
    private final boolean asNanoseconds;
    private final boolean fromNanoseconds;
    private final long scale;

    TimeVector(DataType sparkType, CellLocation location, Time type) {
        super(sparkType);
        this.location = location;
        this.type = type;
        this.bigEndian = type.order() == Order.BIG_ENDIAN;
        this.asNanoseconds = type.rule() == NanosecondRule.LONG;
        this.fromNanoseconds = type.unit() == Unit.NANOSECOND;
        this.scale = type.unit().nanoseconds() / (asNanoseconds || fromNanoseconds ? 1 : NANOS_PER_MICRO);
    }

    @Override
    public boolean hasNull() {
        return true;
    }

    @Override
    public boolean isNullAt(int rowId) {
        return stored(rowId) == Time.NAT;
    }

    @Override
    public long getLong(int rowId) {
        long value = stored(rowId);
        if (value == Time.NAT) {
            return 0; // Spark may ask before it looks whether the slot is null
        }
        if (fromNanoseconds) {
            return asNanoseconds ? value : micros(rowId, value);
        }
        return scaled(rowId, value);
    }

    private long stored(int rowId) {
        return Bytes.int64(bytes(), at(rowId), bigEndian);
    }

    private long micros(int rowId, long nanos) {
        long micros = Math.floorDiv(nanos, NANOS_PER_MICRO);
        long rest = nanos - micros * NANOS_PER_MICRO;
        if (rest == 0 || type.rule() == NanosecondRule.FLOOR) {
            return micros;
        }
        if (type.rule() == NanosecondRule.ROUND) {
            long half = NANOS_PER_MICRO / 2;
            boolean up = rest > half || (rest == half && (micros & 1) != 0);
            return up ? micros + 1 : micros;
        }
        throw location.unsupported(
                row(rowId),
                nanos + " ns has digits below a microsecond, which "
                        + dataType().sql() + " cannot hold",
                "set option(\"nanoseconds\", \"floor\"), \"round\" or \"long\"");
    }

    private long scaled(int rowId, long value) {
        long low = value * scale;
        boolean fits = Math.multiplyHigh(value, scale) == low >> 63;
        boolean clock = type.kind() != TimeKind.DURATION && !asNanoseconds;
        if (!fits || (clock && (low < MICROS_MIN || low > MICROS_MAX))) {
            throw location.unsupported(
                    row(rowId),
                    value + " " + type.unit().numpyName() + " does not fit "
                            + (clock
                                    ? dataType().sql() + " of the years 1 to 9999"
                                    : dataType().sql()),
                    "leave the column out, or write the file with values in that range");
        }
        return low;
    }
}
