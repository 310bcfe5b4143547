package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.table.CfDecoding;
import org.sparkhdf5.table.CfTimeUnits;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.ElementType.NumberKind;
import org.sparkhdf5.table.NanosecondRule;

/**
 * Counts of a unit since a date, as microseconds of a wall clock, or as nanoseconds where the user asked for BIGINT. Integers
 * are exact; fractions are as xarray takes them.
 */
final class CfTimeVector extends CfVectors.Stored {
    private static final long NANOS_PER_MICRO = 1_000;

    private final CellLocation location;
    private final CfDecoding decoding;
    private final CfTimeUnits units;
    private final CfDecoding.@Nullable Packing packing;
    /** Microseconds of the value that was decoded last, and what it has below them. */
    private long micros;

    private long nanos;

    CfTimeVector(DataType type, CellLocation location, ElementType.Cf element) {
        super(type, element);
        this.location = location;
        this.decoding = element.decoding();
        CfTimeUnits time = decoding.time();
        if (time == null) {
            throw new IllegalArgumentException("no time: " + element);
        }
        this.units = time;
        this.packing = decoding.packing();
    }

    @Override
    public boolean hasNull() {
        return true;
    }

    @Override
    public boolean isNullAt(int rowId) {
        if (isMasked(rowId)) {
            return true;
        }
        return isFloat()
                ? Double.isNaN(number(rowId))
                : kind() == NumberKind.INT64 && integer(rowId) == ElementType.Time.NAT;
    }

    @Override
    public long getLong(int rowId) {
        if (isNullAt(rowId)) {
            return 0; // Spark may ask before it looks whether the slot is null
        }
        boolean fits = isFloat() || packing != null ? decodeNumber(rowId) : decodeInteger(rowId);
        long epochMicros = fits ? units.epochMicros(micros) : CfTimeUnits.NO_DATE;
        if (epochMicros == CfTimeUnits.NO_DATE) {
            throw location.unsupported(
                    row(rowId),
                    text(rowId) + " " + units.text() + " is no date of the Gregorian calendar in the years 1 to 9999"
                            + calendar(),
                    "leave out option(\"cf\", \"true\") or the column");
        }
        return ruled(rowId, epochMicros);
    }

    private String calendar() {
        return switch (units.calendar()) {
            case STANDARD -> ", which begins on 1582-10-15 in the standard calendar";
            case PROLEPTIC_GREGORIAN -> "";
            case NOLEAP -> "; the calendar is noleap";
            case DAYS_360 -> "; the calendar is 360_day";
        };
    }

    private String text(int rowId) {
        if (isFloat()) {
            return Double.toString(number(rowId));
        }
        return kind() == NumberKind.UINT64 ? Long.toUnsignedString(integer(rowId)) : Long.toString(integer(rowId));
    }

    private boolean decodeInteger(int rowId) {
        long value = integer(rowId);
        if (kind() == NumberKind.UINT64 && value < 0) {
            return false;
        }
        if (units.unitNanos() < NANOS_PER_MICRO) {
            return add(Math.floorDiv(value, NANOS_PER_MICRO), Math.floorMod(value, NANOS_PER_MICRO));
        }
        long unitMicros = units.unitNanos() / NANOS_PER_MICRO;
        long product = value * unitMicros;
        return Math.multiplyHigh(value, unitMicros) == product >> 63 && add(product, 0);
    }

    private boolean decodeNumber(int rowId) {
        double value = number(rowId);
        if (packing != null) {
            value = packing.single() && !isFloat() ? packing.unpack((float) value) : packing.unpack(value);
        }
        double product = value * units.unitNanos();
        if (units.toNanoseconds() && Math.abs(product) < 0x1p63) {
            long count = (long) product;
            return add(Math.floorDiv(count, NANOS_PER_MICRO), Math.floorMod(count, NANOS_PER_MICRO));
        }
        double unitMicros = units.unitNanos() / (double) NANOS_PER_MICRO;
        double counted = value * unitMicros;
        if (!(Math.abs(counted) < 0x1p62)) {
            return false; // an infinity too
        }
        double whole = Math.floor(counted);
        double rest = counted - whole + Math.fma(value, unitMicros, -counted);
        long below = (long) Math.floor(rest);
        // What is left of a microsecond, never rounded up to nothing: the rule decides on it.
        double fraction = rest - below;
        long fractionNanos = fraction == 0 ? 0 : Math.max(1, Math.min(999, Math.round(fraction * NANOS_PER_MICRO)));
        return add((long) whole + below, fractionNanos);
    }

    /** Adds to the date since. */
    private boolean add(long countMicros, long countNanos) {
        long sumNanos = countNanos + units.referenceNanos();
        long carried = countMicros + sumNanos / NANOS_PER_MICRO;
        long sum = carried + units.referenceMicros();
        micros = sum;
        nanos = sumNanos % NANOS_PER_MICRO;
        return ((carried ^ sum) & (units.referenceMicros() ^ sum)) >= 0;
    }

    private long ruled(int rowId, long epochMicros) {
        if (decoding.rule() == NanosecondRule.LONG) {
            long high = epochMicros * NANOS_PER_MICRO;
            if (Math.multiplyHigh(epochMicros, NANOS_PER_MICRO) != high >> 63) {
                throw location.unsupported(
                        row(rowId),
                        text(rowId) + " " + units.text() + " does not fit a BIGINT of nanoseconds",
                        "leave out option(\"nanoseconds\", \"long\")");
            }
            return high + nanos;
        }
        if (nanos == 0 || decoding.rule() == NanosecondRule.FLOOR) {
            return epochMicros;
        }
        if (decoding.rule() == NanosecondRule.ROUND) {
            long half = NANOS_PER_MICRO / 2;
            return nanos > half || (nanos == half && (epochMicros & 1) != 0) ? epochMicros + 1 : epochMicros;
        }
        throw location.unsupported(
                row(rowId),
                text(rowId) + " " + units.text() + " has digits below a microsecond, which "
                        + dataType().sql() + " cannot hold",
                "set option(\"nanoseconds\", \"floor\"), \"round\" or \"long\"");
    }
}
