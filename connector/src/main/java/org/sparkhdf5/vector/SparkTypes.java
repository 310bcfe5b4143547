package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.LogicalType;

/** Spark's types for logical types. */
public final class SparkTypes {
    private SparkTypes() {}

    /** @param containsNull whether elements of an array may be null */
    public static DataType of(LogicalType type, boolean containsNull) {
        if (type instanceof LogicalType.ListOf list) {
            boolean innermost = !(list.element() instanceof LogicalType.ListOf);
            return DataTypes.createArrayType(of(list.element(), containsNull), innermost && containsNull);
        }
        return switch ((LogicalType.Atomic) type) {
            case BOOLEAN -> DataTypes.BooleanType;
            case TINYINT -> DataTypes.ByteType;
            case SMALLINT -> DataTypes.ShortType;
            case INT -> DataTypes.IntegerType;
            case BIGINT -> DataTypes.LongType;
            case DECIMAL_20_0 -> DataTypes.createDecimalType(20, 0);
            case FLOAT -> DataTypes.FloatType;
            case DOUBLE -> DataTypes.DoubleType;
            case STRING -> DataTypes.StringType;
            case DATE -> DataTypes.DateType;
            case TIMESTAMP -> DataTypes.TimestampType;
            case TIMESTAMP_NTZ -> DataTypes.TimestampNTZType;
            case DAY_TIME_INTERVAL -> DataTypes.createDayTimeIntervalType();
        };
    }

    /** Whether an element inside an array may be null; NaN never is there. */
    public static boolean nullableInside(ElementType element) {
        return element.nullable() && !(element instanceof ElementType.Number);
    }
}
