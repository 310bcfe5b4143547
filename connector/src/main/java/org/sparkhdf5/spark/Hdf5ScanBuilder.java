package org.sparkhdf5.spark;

import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;

/** Takes the push-downs of one query: the columns that it needs. */
final class Hdf5ScanBuilder implements SupportsPushDownRequiredColumns {
    private final Hdf5Table table;
    private StructType required;

    Hdf5ScanBuilder(Hdf5Table table) {
        this.table = table;
        this.required = table.schema();
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        required = requiredSchema;
    }

    @Override
    public Scan build() {
        return new Hdf5Scan(table, required);
    }
}
