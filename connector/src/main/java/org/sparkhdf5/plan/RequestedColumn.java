package org.sparkhdf5.plan;

import java.io.Serializable;
import org.sparkhdf5.table.LogicalType;

/**
 * A column that the query needs, as the schema has it.
 *
 * @param name of the column
 * @param type that every file must give
 */
public record RequestedColumn(String name, LogicalType type) implements Serializable {}
