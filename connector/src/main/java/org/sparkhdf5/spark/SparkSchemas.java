package org.sparkhdf5.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkhdf5.plan.RequestedColumn;
import org.sparkhdf5.plan.SchemaSource;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.ColumnLookup;
import org.sparkhdf5.table.LogicalType;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.vector.SparkTypes;

/** Spark's schema of a table, and the columns of a schema that a scan needs. */
final class SparkSchemas {
    private SparkSchemas() {}

    /** @param allNullable whether a column is nullable even if this table has no null */
    static StructType of(Table table, boolean allNullable) {
        List<StructField> fields = new ArrayList<>();
        for (Column column : table.columns()) {
            boolean nullable = allNullable || column.nullable();
            DataType type = SparkTypes.of(column.element());
            fields.add(new StructField(
                    column.name(), allNullable ? nullableType(type) : type, nullable, metadata(column)));
        }
        return new StructType(fields.toArray(new StructField[0]));
    }

    /**
     * The columns of {@code required}, with the types that the first table gives them.
     *
     * @param file of the first table
     */
    static List<RequestedColumn> requested(StructType required, String file, Table table) {
        ColumnLookup lookup = new ColumnLookup(table);
        SchemaSource first = new SchemaSource.FirstFile(file);
        List<RequestedColumn> requested = new ArrayList<>();
        for (StructField field : required.fields()) {
            Column column = lookup.find(field.name(), false);
            if (column == null) {
                throw new IllegalStateException("Spark asks for a column that is not in the schema: " + field.name());
            }
            LogicalType type = SparkTypes.pruned(column.logicalType(), field.dataType());
            requested.add(new RequestedColumn(column.name(), type, column.objectRule(), first, column.isAttribute()));
        }
        return requested;
    }

    /** What a user gives: every field, those within others too, may be null. */
    static StructType nullable(StructType given) {
        return (StructType) nullableType(given);
    }

    static DataType nullableType(DataType type) {
        if (type instanceof StructType struct) {
            List<StructField> fields = new ArrayList<>();
            for (StructField field : struct.fields()) {
                fields.add(new StructField(field.name(), nullableType(field.dataType()), true, field.metadata()));
            }
            return new StructType(fields.toArray(new StructField[0]));
        }
        return type instanceof ArrayType array ? new ArrayType(nullableType(array.elementType()), true) : type;
    }

    static Metadata metadata(Column column) {
        MetadataBuilder builder = new MetadataBuilder();
        column.metadata().forEach(builder::putString);
        return builder.build();
    }
}
