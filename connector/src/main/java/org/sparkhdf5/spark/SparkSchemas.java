package org.sparkhdf5.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.plan.RequestedColumn;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.ColumnLookup;
import org.sparkhdf5.table.ElementPruning;
import org.sparkhdf5.table.LogicalType;
import org.sparkhdf5.table.ObjectRule;
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
            fields.add(new StructField(column.name(), SparkTypes.of(column.element()), nullable, metadata(column)));
        }
        return new StructType(fields.toArray(new StructField[0]));
    }

    /** The columns of {@code required}, with the types that the first table gives them. */
    static List<RequestedColumn> requested(StructType required, Table table) {
        ColumnLookup lookup = new ColumnLookup(table);
        List<RequestedColumn> requested = new ArrayList<>();
        for (StructField field : required.fields()) {
            Column column = lookup.find(field.name(), false);
            if (column == null) {
                throw new IllegalStateException("Spark asks for a column that is not in the schema: " + field.name());
            }
            LogicalType type = SparkTypes.pruned(column.logicalType(), field.dataType());
            requested.add(new RequestedColumn(column.name(), type, column.objectRule(), false, false));
        }
        return requested;
    }

    /**
     * The columns of {@code required}, with the types that the user gives them.
     *
     * @param table of the first file
     * @param caseSensitive whether names that differ in case are different names
     * @throws IllegalArgumentException if a type is not the one of the file; names the column and both
     */
    static List<RequestedColumn> requestedByUser(
            ObjectLocation location, StructType required, Table table, boolean caseSensitive) {
        ColumnLookup lookup = new ColumnLookup(table);
        List<RequestedColumn> requested = new ArrayList<>();
        for (StructField field : required.fields()) {
            LogicalType wanted = SparkTypes.logical(field.dataType());
            Column column = lookup.find(field.name(), !caseSensitive);
            if (wanted == null || (column != null && !fits(column, wanted))) {
                throw new IllegalArgumentException(location + ": column " + field.name() + ": the schema asks for "
                        + field.dataType().sql() + ", the file has "
                        + (column == null
                                ? "no such column"
                                : column.logicalType().sql())
                        + "; give it that type in .schema(…), and cast in the query");
            }
            requested.add(new RequestedColumn(field.name(), wanted, null, true, !caseSensitive));
        }
        return requested;
    }

    private static boolean fits(Column column, LogicalType wanted) {
        return column.objectRule() != null
                ? ObjectRule.ofType(wanted) != null
                : ElementPruning.prune(column.element(), wanted) != null;
    }

    /** What a user gives: every field, those within others too, may be null. */
    static StructType nullable(StructType given) {
        return (StructType) nullableType(given);
    }

    private static DataType nullableType(DataType type) {
        if (type instanceof StructType struct) {
            List<StructField> fields = new ArrayList<>();
            for (StructField field : struct.fields()) {
                fields.add(new StructField(field.name(), nullableType(field.dataType()), true, field.metadata()));
            }
            return new StructType(fields.toArray(new StructField[0]));
        }
        return type instanceof ArrayType array ? new ArrayType(nullableType(array.elementType()), true) : type;
    }

    private static Metadata metadata(Column column) {
        MetadataBuilder builder = new MetadataBuilder();
        column.metadata().forEach(builder::putString);
        return builder.build();
    }
}
