package org.sparkhdf5.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkhdf5.plan.RequestedColumn;
import org.sparkhdf5.plan.ScanPlanner;
import org.sparkhdf5.plan.SchemaSource;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.table.ColumnUnion;
import org.sparkhdf5.table.LogicalType;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.table.TableRequest;
import org.sparkhdf5.vector.SparkTypes;

/** The schema of all files together: {@code mergeSchema}. */
final class MergedSchema {
    private final List<ColumnUnion.Merged> columns;
    private final boolean oneTable;
    private final boolean anyCase;

    private MergedSchema(List<ColumnUnion.Merged> columns, boolean oneTable, boolean anyCase) {
        this.columns = columns;
        this.anyCase = anyCase;
        this.oneTable = oneTable;
    }

    /**
     * Reads the header of every file.
     *
     * @param request by which the types of object columns are found
     * @param tolerance which files may be passed over
     * @param caseSensitive whether names that differ in case are different names
     * @throws IllegalArgumentException if files have types that do not go together
     */
    static MergedSchema of(
            ManyFiles reads,
            List<ListedFile> files,
            TableRequest request,
            ScanPlanner.Tolerance tolerance,
            boolean caseSensitive)
            throws IOException {
        ColumnUnion union = new ColumnUnion(!caseSensitive);
        reads.tables(files, request, new ManyFiles.Visitor<>() {
            @Override
            public void visit(ListedFile file, List<Table> tables) {
                for (Table table : tables) {
                    union.add(file.file().path(), table);
                }
            }

            @Override
            public void failed(ListedFile file, IOException error) throws IOException {
                if (!tolerance.tolerates(file.file(), error)) {
                    throw error;
                }
            }
        });
        return new MergedSchema(union.columns(), files.size() == 1 && union.tableCount() == 1, !caseSensitive);
    }

    StructType schema() {
        List<StructField> fields = new ArrayList<>();
        for (ColumnUnion.Merged column : columns) {
            DataType type = oneTable
                    ? SparkTypes.of(column.first().element())
                    : SparkSchemas.nullableType(SparkTypes.of(column.type()));
            fields.add(new StructField(
                    column.first().name(), type, column.nullable(), SparkSchemas.metadata(column.first())));
        }
        return new StructType(fields.toArray(new StructField[0]));
    }

    /** The columns of {@code required}, a part of the schema. */
    List<RequestedColumn> requested(StructType required) {
        Map<String, ColumnUnion.Merged> byName = new HashMap<>();
        columns.forEach(column -> byName.put(column.first().name(), column));
        SchemaSource all = new SchemaSource.AllFiles(anyCase);
        List<RequestedColumn> requested = new ArrayList<>();
        for (StructField field : required.fields()) {
            ColumnUnion.Merged column = byName.get(field.name());
            if (column == null) {
                throw new IllegalStateException("Spark asks for a column that is not in the schema: " + field.name());
            }
            LogicalType type = SparkTypes.pruned(column.type(), field.dataType());
            requested.add(new RequestedColumn(
                    field.name(), type, column.rule(), all, column.first().isAttribute()));
        }
        return requested;
    }
}
