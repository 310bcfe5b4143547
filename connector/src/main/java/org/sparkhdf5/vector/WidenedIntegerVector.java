package org.sparkhdf5.vector;

import java.math.BigDecimal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.LogicalType.Atomic;
import org.sparkhdf5.table.SqlNames;

/** Integers of at most 64 bits as wider integers, floats, decimals, or seconds since 1970 as Spark casts them. */
final class WidenedIntegerVector extends WidenedVector {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final CellLocation location;
    private final Atomic from;
    private final boolean rounds;
    private final boolean seconds;

    WidenedIntegerVector(DataType type, CellLocation location, ElementType.Widened element, RowVector stored) {
        super(type, stored);
        this.location = location;
        this.from = (Atomic) element.stored().logicalType();
        this.rounds = element.timeZone() != null;
        this.seconds = element.logicalType() == Atomic.TIMESTAMP;
    }

    private long integer(int rowId) {
        return switch (from) {
            case TINYINT -> stored().getByte(rowId);
            case SMALLINT -> stored().getShort(rowId);
            case INT -> stored().getInt(rowId);
            default -> stored().getLong(rowId);
        };
    }

    @Override
    public short getShort(int rowId) {
        return (short) integer(rowId);
    }

    @Override
    public int getInt(int rowId) {
        return (int) integer(rowId);
    }

    @Override
    public long getLong(int rowId) {
        long value = integer(rowId);
        return seconds ? micros(rowId, value) : value;
    }

    private long micros(int rowId, long value) {
        long micros = value * MICROS_PER_SECOND;
        if (micros / MICROS_PER_SECOND == value) {
            return micros;
        }
        if (isNullAt(rowId)) {
            return 0;
        }
        throw location.unsupported(
                stored().row(rowId),
                value + " seconds do not fit " + dataType().sql(),
                "read the column as BIGINT, and make times of it in the query");
    }

    @Override
    public float getFloat(int rowId) {
        return integer(rowId);
    }

    @Override
    public double getDouble(int rowId) {
        long value = integer(rowId);
        double number = value;
        // The largest long becomes 2^63, which is cut back to it.
        boolean exact = (long) number == value && value != Long.MAX_VALUE;
        if (!exact && !rounds && !isNullAt(rowId)) {
            String type = dataType().sql();
            throw location.unsupported(
                    stored().row(rowId),
                    value + " is not exact as " + type,
                    "round it with .schema(\"… " + SqlNames.quoted(location.column()) + " " + type
                            + " …\"), or read the files that hold integers on their own");
        }
        return number;
    }

    @Override
    public @Nullable Decimal getDecimal(int rowId, int precision, int scale) {
        return isNullAt(rowId)
                ? null
                : Decimal.apply(BigDecimal.valueOf(integer(rowId)).setScale(scale), precision, scale);
    }
}
