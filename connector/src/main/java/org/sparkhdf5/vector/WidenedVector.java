package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.LogicalType;
import org.sparkhdf5.table.ObjectRule;

/** Values of another vector, which this one owns, as those of a wider type. */
abstract class WidenedVector extends RowVector {
    private final RowVector stored;

    WidenedVector(DataType type, RowVector stored) {
        super(type);
        this.stored = stored;
    }

    /**
     * The vector of a wider type.
     *
     * @param stored the vector of {@link ElementType.Widened#stored}
     */
    static RowVector of(CellLocation location, ElementType.Widened element, RowVector stored) {
        DataType type = SparkTypes.of(element);
        if (element.stored().objectRule() == ObjectRule.NULLS) {
            return new CheckedNullVector(type, stored);
        }
        if (element.logicalType() == LogicalType.Atomic.STRING) {
            return new CastTextVector(type, location, element, stored);
        }
        return switch ((LogicalType.Atomic) element.stored().logicalType()) {
            case TINYINT, SMALLINT, INT, BIGINT -> new WidenedIntegerVector(type, location, element, stored);
            case DECIMAL_20_0 -> new WidenedDecimalVector(type, location, stored);
            case FLOAT -> new WidenedFloatVector(type, stored);
            case DATE, TIMESTAMP, TIMESTAMP_NTZ -> new CastTimeVector(type, location, element, stored);
            default -> throw new IllegalStateException("no vector for " + element);
        };
    }

    final RowVector stored() {
        return stored;
    }

    @Override
    void show(byte[] bytes, int base, int stride, int rowCount, long firstRow) {
        super.show(bytes, base, stride, rowCount, firstRow);
        stored.show(bytes, base, stride, rowCount, firstRow);
    }

    @Override
    void show(byte[] bytes, Places places, int rowCount, long firstRow) {
        super.show(bytes, places, rowCount, firstRow);
        stored.show(bytes, places, rowCount, firstRow);
    }

    @Override
    void belong(int valuesPerRow) {
        super.belong(valuesPerRow);
        stored.belong(valuesPerRow);
    }

    @Override
    public boolean hasNull() {
        return stored.hasNull();
    }

    @Override
    public boolean isNullAt(int rowId) {
        return stored.isNullAt(rowId);
    }

    @Override
    public void close() {
        super.close();
        stored.close();
    }
}
