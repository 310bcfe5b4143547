package org.sparkhdf5.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkhdf5.plan.RequestedColumn;
import org.sparkhdf5.table.Column;
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
        Map<String, Column> byName = new HashMap<>();
        for (Column column : table.columns()) {
            byName.put(column.name(), column);
        }
        List<RequestedColumn> requested = new ArrayList<>();
        for (StructField field : required.fields()) {
            Column column = byName.get(field.name());
            if (column == null) {
                throw new IllegalStateException("Spark asks for a column that is not in the schema: " + field.name());
            }
            requested.add(
                    new RequestedColumn(column.name(), SparkTypes.pruned(column.logicalType(), field.dataType())));
        }
        return requested;
    }

    private static Metadata metadata(Column column) {
        MetadataBuilder builder = new MetadataBuilder();
        column.metadata().forEach(builder::putString);
        return builder.build();
    }
}
