package org.sparkhdf5.vector;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.LogicalType;

/** Spark's types for elements and logical types. */
public final class SparkTypes {
    private SparkTypes() {}

    /** The type of a value, with what may be null inside. */
    public static DataType of(ElementType element) {
        if (element instanceof ElementType.FixedList list) {
            return DataTypes.createArrayType(of(list.element()), list.element().nullable());
        }
        if (element instanceof ElementType.Constant constant) {
            return of(constant.element());
        }
        if (element instanceof ElementType.Category codes) {
            return of(codes.category());
        }
        if (element instanceof ElementType.HeapList list) {
            return DataTypes.createArrayType(of(list.element()), list.element().nullable());
        }
        if (element instanceof ElementType.Struct struct) {
            List<StructField> fields = new ArrayList<>();
            for (ElementType.Member member : struct.members()) {
                ElementType inner = member.element();
                fields.add(DataTypes.createStructField(member.name(), of(inner), inner.nullable()));
            }
            return DataTypes.createStructType(fields);
        }
        return of(element.logicalType());
    }

    /** The type of values, none of them null inside. */
    public static DataType of(LogicalType type) {
        if (type instanceof LogicalType.StructOf struct) {
            List<StructField> fields = new ArrayList<>();
            for (LogicalType.Field field : struct.fields()) {
                fields.add(DataTypes.createStructField(field.name(), of(field.type()), false));
            }
            return DataTypes.createStructType(fields);
        }
        if (type instanceof LogicalType.ListOf list) {
            return DataTypes.createArrayType(of(list.element()), false);
        }
        if (type instanceof LogicalType.DecimalOf decimal) {
            return DataTypes.createDecimalType(decimal.precision(), decimal.scale());
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
            case BINARY -> DataTypes.BinaryType;
            case DATE -> DataTypes.DateType;
            case TIMESTAMP -> DataTypes.TimestampType;
            case TIMESTAMP_NTZ -> DataTypes.TimestampNTZType;
            case DAY_TIME_INTERVAL -> DataTypes.createDayTimeIntervalType();
        };
    }

    /** The logical type that Spark shows as this type, or null if there is none. */
    public static @Nullable LogicalType logical(DataType type) {
        if (type instanceof ArrayType array) {
            LogicalType element = logical(array.elementType());
            return element == null ? null : new LogicalType.ListOf(element, LogicalType.ListOf.VARIABLE);
        }
        if (type instanceof StructType struct) {
            List<LogicalType.Field> fields = new ArrayList<>();
            for (StructField field : struct.fields()) {
                LogicalType fieldType = logical(field.dataType());
                if (fieldType == null) {
                    return null;
                }
                fields.add(new LogicalType.Field(field.name(), fieldType));
            }
            return new LogicalType.StructOf(fields);
        }
        for (LogicalType.Atomic atomic : LogicalType.Atomic.values()) {
            if (of(atomic).equals(type)) {
                return atomic;
            }
        }
        return type instanceof DecimalType decimal
                ? new LogicalType.DecimalOf(decimal.precision(), decimal.scale())
                : null;
    }

    /** The part of a type that Spark's pruned type keeps: the structs' fields that are named there. */
    public static LogicalType pruned(LogicalType type, DataType wanted) {
        if (type instanceof LogicalType.ListOf list && wanted instanceof ArrayType array) {
            return new LogicalType.ListOf(pruned(list.element(), array.elementType()), list.length());
        }
        if (type instanceof LogicalType.StructOf struct && wanted instanceof StructType fields) {
            List<LogicalType.Field> kept = new ArrayList<>();
            for (StructField wantedField : fields.fields()) {
                for (LogicalType.Field field : struct.fields()) {
                    if (field.name().equals(wantedField.name())) {
                        kept.add(new LogicalType.Field(field.name(), pruned(field.type(), wantedField.dataType())));
                    }
                }
            }
            return new LogicalType.StructOf(kept);
        }
        return type;
    }
}
