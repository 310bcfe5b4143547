package org.sparkhdf5.vector;

import java.math.BigDecimal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.jspecify.annotations.Nullable;

/** Unsigned integers of 64 bits as decimals of more digits, or as floats that hold them exactly. */
final class WidenedDecimalVector extends WidenedVector {
    /** Digits of the stored decimals. */
    private static final int PRECISION = 20;

    private final CellLocation location;

    WidenedDecimalVector(DataType type, CellLocation location, RowVector stored) {
        super(type, stored);
        this.location = location;
    }

    private @Nullable BigDecimal decimal(int rowId) {
        Decimal decimal = isNullAt(rowId) ? null : stored().getDecimal(rowId, PRECISION, 0);
        return decimal == null ? null : decimal.toJavaBigDecimal();
    }

    @Override
    public double getDouble(int rowId) {
        BigDecimal decimal = decimal(rowId);
        if (decimal == null) {
            return 0;
        }
        double number = decimal.doubleValue();
        if (new BigDecimal(number).compareTo(decimal) != 0) {
            throw location.unsupported(
                    stored().row(rowId),
                    decimal.toPlainString() + " is not exact as " + dataType().sql(),
                    "read the column as DECIMAL(20,0) where the files hold integers, and cast in the query");
        }
        return number;
    }

    @Override
    public @Nullable Decimal getDecimal(int rowId, int precision, int scale) {
        BigDecimal decimal = decimal(rowId);
        return decimal == null ? null : Decimal.apply(decimal.setScale(scale), precision, scale);
    }
}
