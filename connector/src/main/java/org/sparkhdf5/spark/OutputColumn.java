package org.sparkhdf5.spark;

import java.io.Serializable;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** A column that Spark asks for, and where its values come from. */
sealed interface OutputColumn extends Serializable {

    /**
     * Read from the table.
     *
     * @param column index among the requested columns
     */
    record Stored(int column) implements OutputColumn {}

    /**
     * Told by the directories of the file.
     *
     * @param value index among the partition columns
     * @param type of the column
     */
    record Partition(int value, DataType type) implements OutputColumn {}

    /**
     * The hidden column {@code _metadata}.
     *
     * @param fields that are asked for
     */
    record FileMetadata(StructType fields) implements OutputColumn {}
}
