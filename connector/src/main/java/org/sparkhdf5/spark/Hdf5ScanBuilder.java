package org.sparkhdf5.spark;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Takes the push-downs of one query: the columns that it needs, and the conditions that files and rows are chosen by. */
final class Hdf5ScanBuilder
        implements SupportsPushDownRequiredColumns, SupportsPushDownV2Filters, SupportsPushDownLimit {
    /** With fewer rows than this a query ends in the first bytes of a split. */
    private static final int FEW_ROWS = 1 << 16;

    private final Hdf5Table table;
    private final FilePruning files;
    private final RowPredicates rows;
    private StructType required;
    private boolean stopsEarly;

    Hdf5ScanBuilder(Hdf5Table table) {
        this.table = table;
        this.files = new FilePruning(table);
        this.rows = new RowPredicates(table);
        this.required = table.schema();
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        required = requiredSchema;
    }

    @Override
    public Predicate[] pushPredicates(Predicate[] predicates) {
        Predicate[] residual = files.push(predicates);
        rows.push(residual);
        return residual;
    }

    @Override
    public Predicate[] pushedPredicates() {
        Set<Predicate> pushed = new LinkedHashSet<>(List.of(files.pushed()));
        pushed.addAll(rows.pushed());
        return pushed.toArray(new Predicate[0]);
    }

    /** Only a hint how to read: Spark keeps its own limit, which this source does not know to be exact. */
    @Override
    public boolean pushLimit(int limit) {
        stopsEarly = limit < FEW_ROWS;
        return true;
    }

    @Override
    public boolean isPartiallyPushed() {
        return true;
    }

    @Override
    public Scan build() {
        return new Hdf5Scan(table, required, files, rows, stopsEarly);
    }
}
