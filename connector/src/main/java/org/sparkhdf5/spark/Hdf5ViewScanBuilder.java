package org.sparkhdf5.spark;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Takes the columns that a query of a view needs; the fields inside of a column stay all. */
final class Hdf5ViewScanBuilder implements SupportsPushDownRequiredColumns {
    private final Hdf5ViewTable table;
    private StructType required;

    Hdf5ViewScanBuilder(Hdf5ViewTable table) {
        this.table = table;
        this.required = table.view().schema();
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        Set<String> names = Set.copyOf(
                Arrays.stream(requiredSchema.fields()).map(StructField::name).collect(Collectors.toSet()));
        required = new StructType(Arrays.stream(table.view().schema().fields())
                .filter(field -> names.contains(field.name()))
                .toArray(StructField[]::new));
    }

    @Override
    public Scan build() {
        return new Hdf5ViewScan(table, required);
    }
}
