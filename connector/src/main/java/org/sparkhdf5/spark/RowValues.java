package org.sparkhdf5.spark;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Dataspace;
import org.sparkhdf5.table.ListedFilter;

/** Values as Spark holds them in a row. */
final class RowValues {
    private RowValues() {}

    static @Nullable Object text(@Nullable String text) {
        return text == null ? null : UTF8String.fromString(text);
    }

    static @Nullable Object longs(@Nullable List<Long> values) {
        return values == null ? null : new GenericArrayData(values.toArray());
    }

    /** As {@link #longs}; null for an element that has no limit. */
    static @Nullable Object limits(@Nullable List<Long> values) {
        if (values == null) {
            return null;
        }
        Object[] limits = new Object[values.size()];
        for (int i = 0; i < limits.length; i++) {
            long limit = values.get(i);
            if (limit != Dataspace.UNLIMITED) {
                limits[i] = limit;
            }
        }
        return new GenericArrayData(limits);
    }

    static @Nullable Object filters(@Nullable List<ListedFilter> filters) {
        if (filters == null) {
            return null;
        }
        Object[] rows = new Object[filters.size()];
        for (int i = 0; i < rows.length; i++) {
            ListedFilter filter = filters.get(i);
            rows[i] = new GenericInternalRow(new Object[] {
                filter.id(),
                UTF8String.fromString(filter.name()),
                new GenericArrayData(filter.params().toArray())
            });
        }
        return new GenericArrayData(rows);
    }
}
