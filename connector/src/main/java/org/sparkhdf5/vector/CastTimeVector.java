package org.sparkhdf5.vector;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.apache.spark.sql.types.DataType;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.LogicalType.Atomic;

/** Days, instants and wall clocks as one another, and instants as whole seconds, as Spark casts them. */
final class CastTimeVector extends WidenedVector {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private final CellLocation location;
    private final Atomic from;
    private final Atomic to;
    private final ZoneId timeZone;

    CastTimeVector(DataType type, CellLocation location, ElementType.Widened element, RowVector stored) {
        super(type, stored);
        this.location = location;
        this.from = (Atomic) element.stored().logicalType();
        this.to = (Atomic) element.logicalType();
        this.timeZone = Objects.requireNonNull(element.timeZone());
    }

    @Override
    public long getLong(int rowId) {
        if (isNullAt(rowId)) {
            return 0; // Spark may ask before it looks whether the slot is null
        }
        try {
            return value(rowId);
        } catch (ArithmeticException | DateTimeException e) {
            throw location.unsupported(
                    stored().row(rowId),
                    "a time does not fit " + dataType().sql(),
                    "read the column as " + from.sql() + ", and cast in the query");
        }
    }

    private long value(int rowId) {
        if (from == Atomic.DATE) {
            LocalDateTime midnight =
                    LocalDate.ofEpochDay(stored().getInt(rowId)).atStartOfDay();
            return micros(to == Atomic.TIMESTAMP ? instant(midnight) : midnight.toInstant(ZoneOffset.UTC));
        }
        long micros = stored().getLong(rowId);
        if (to == Atomic.BIGINT) {
            return Math.floorDiv(micros, MICROS_PER_SECOND);
        }
        return to == Atomic.TIMESTAMP
                ? micros(instant(clock(micros, ZoneOffset.UTC)))
                : micros(clock(micros, timeZone).toInstant(ZoneOffset.UTC));
    }

    private Instant instant(LocalDateTime clock) {
        return clock.atZone(timeZone).toInstant();
    }

    /** The wall clock of an instant. */
    static LocalDateTime clock(long micros, ZoneId zone) {
        long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
        long nanos = Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO;
        return LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds, nanos), zone);
    }

    private static long micros(Instant instant) {
        long seconds = Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND);
        return Math.addExact(seconds, instant.getNano() / NANOS_PER_MICRO);
    }
}
