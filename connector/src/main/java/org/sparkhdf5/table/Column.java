package org.sparkhdf5.table;

import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name as Spark shows it
 * @param element how what is stored for a row becomes a value
 * @param source where its cells live
 * @param metadata what the file says of it beyond name and type, by keys such as {@code pandas.tz}
 */
public record Column(String name, ElementType element, ColumnSource source, Map<String, String> metadata)
        implements Serializable {
    public Column {
        metadata = Map.copyOf(metadata);
    }

    public LogicalType logicalType() {
        return element.logicalType();
    }

    public boolean nullable() {
        return element.nullable();
    }

    /** What pickled values of the column become, or null if none are pickled. */
    public @Nullable ObjectRule objectRule() {
        return element.objectRule();
    }

    /** Whether it is an attribute that the user asks for as a column. */
    public boolean isAttribute() {
        return element instanceof ElementType.Constant;
    }

    Column withName(String newName) {
        return new Column(newName, element, source, metadata);
    }
}
