package org.sparkhdf5.spark;

import java.io.Serializable;
import java.time.ZoneId;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.sparkhdf5.plan.Split;
import org.sparkhdf5.vector.ConstantVector;

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
     * @param zone of times without one
     */
    record Partition(int value, DataType type, ZoneId zone) implements OutputColumn {
        /** The value for all rows of a split; null also where the driver was told not to mind a value of another type. */
        ColumnVector vector(Split split) {
            try {
                String raw = split.partitionValues().get(value);
                return new ConstantVector(type, PartitionTypes.value(raw, type, zone));
            } catch (IllegalArgumentException e) {
                return new ConstantVector(type, null);
            }
        }
    }

    /**
     * The hidden column {@code _metadata}.
     *
     * @param fields that are asked for
     */
    record FileMetadata(StructType fields) implements OutputColumn {}
}
