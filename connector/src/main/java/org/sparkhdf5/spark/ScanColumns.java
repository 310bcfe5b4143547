package org.sparkhdf5.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkhdf5.plan.RequestedColumn;

/**
 * The columns of a scan.
 *
 * @param outputs that Spark is given, in its order
 * @param stored that are read of the tables
 * @param storedFields the same as Spark asks for them
 */
record ScanColumns(List<OutputColumn> outputs, List<RequestedColumn> stored, StructType storedFields) {

    static ScanColumns of(Hdf5Table table, StructType required) {
        List<OutputColumn> outputs = new ArrayList<>();
        List<StructField> stored = new ArrayList<>();
        for (StructField field : required.fields()) {
            OutputColumn partition = table.partitions().column(field.name());
            if (partition != null) {
                outputs.add(partition);
            } else if (table.isFileMetadata(field.name())) {
                outputs.add(new OutputColumn.FileMetadata((StructType) field.dataType()));
            } else {
                outputs.add(new OutputColumn.Stored(stored.size()));
                stored.add(field);
            }
        }
        if (stored.isEmpty() && table.options().ignore().corruptFiles()) {
            // Rows are counted as far as they can be read: a header may claim what the rest of a damaged file has not.
            stored.addAll(List.of(table.dataSchema().fields()));
        }
        StructType fields = new StructType(stored.toArray(new StructField[0]));
        return new ScanColumns(outputs, table.requested(fields), fields);
    }
}
