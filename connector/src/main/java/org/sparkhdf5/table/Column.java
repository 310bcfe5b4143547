package org.sparkhdf5.table;

import java.io.Serializable;
import java.util.Map;

/**
 * A column of a table.
 *
 * @param name as Spark shows it
 * @param element how a stored element becomes a value
 * @param source where its cells live
 * @param metadata what the file says of it beyond name and type, by keys such as {@code pandas.tz}
 */
public record Column(String name, ElementType element, ColumnSource source, Map<String, String> metadata)
        implements Serializable {
    public Column {
        metadata = Map.copyOf(metadata);
    }

    public LogicalType logicalType() {
        LogicalType type = element.logicalType();
        if (source instanceof ColumnSource.Row row) {
            for (int i = row.dimensions().size() - 1; i >= 0; i--) {
                type = new LogicalType.ListOf(type, row.dimensions().get(i));
            }
        }
        return type;
    }

    public boolean nullable() {
        return element.nullable() && !(source instanceof ColumnSource.Row);
    }

    Column withName(String newName) {
        return new Column(newName, element, source, metadata);
    }
}
