package org.sparkhdf5.spark;

import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;
import org.sparkhdf5.plan.OpenedSplit;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.vector.ColumnBatches;
import org.sparkhdf5.vector.ConstantVector;
import org.sparkhdf5.vector.FileMetadataVector;
import org.sparkhdf5.vector.RowIndexVector;

/**
 * The hidden column {@code _metadata}: Spark's fields for files, and which dataset and row a row is.
 *
 * <p>{@code file_block_start} is 0 where a whole file is read at once, else the lowest address that the task reads, and
 * {@code file_block_length} is how far it reaches. {@code row_index} counts the rows of the dataset; in cells it is the position in
 * C order.
 */
final class FileMetadata implements MetadataColumn {
    static final String NAME = "_metadata";

    private static final StructType TYPE = new StructType()
            .add("file_path", DataTypes.StringType, false)
            .add("file_name", DataTypes.StringType, false)
            .add("file_size", DataTypes.LongType, false)
            .add("file_block_start", DataTypes.LongType, false)
            .add("file_block_length", DataTypes.LongType, false)
            .add("file_modification_time", DataTypes.TimestampType, false)
            .add("dataset", DataTypes.StringType, false)
            .add("row_index", DataTypes.LongType, false);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public DataType dataType() {
        return TYPE;
    }

    @Override
    public boolean isNullable() {
        return false;
    }

    @Override
    public String comment() {
        return "where a row comes from";
    }

    /**
     * @param wanted fields that are asked for
     * @param file that was listed
     */
    static ColumnVector vector(StructType wanted, StoredFile file, OpenedSplit split, ColumnBatches batches) {
        ColumnVector[] fields = new ColumnVector[wanted.length()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = field(wanted.fields()[i], file, split, batches);
        }
        return new FileMetadataVector(wanted, fields);
    }

    private static ColumnVector field(StructField field, StoredFile file, OpenedSplit split, ColumnBatches batches) {
        Object value = switch (field.name()) {
            case "file_path" -> UTF8String.fromString(file.uri());
            case "file_name" ->
                UTF8String.fromString(file.uri().substring(file.uri().lastIndexOf('/') + 1));
            case "file_size" -> file.lengthBytes();
            case "file_block_start" -> split.span().address();
            case "file_block_length" -> split.span().lengthBytes();
            case "file_modification_time" -> TimeUnit.MILLISECONDS.toMicros(file.modificationTimeMillis());
            case "dataset" -> UTF8String.fromString(split.binding().tablePath());
            case "row_index" -> null;
            default -> throw new IllegalArgumentException("_metadata has no field " + field.name());
        };
        return value == null ? new RowIndexVector(batches) : new ConstantVector(field.dataType(), value);
    }
}
