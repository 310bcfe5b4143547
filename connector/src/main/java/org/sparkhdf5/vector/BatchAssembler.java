package org.sparkhdf5.vector;

import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.chunk.RowWindow;
import org.sparkhdf5.plan.TableBinding;
import org.sparkhdf5.plan.TableBinding.BoundColumn;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.LogicalType;

/**
 * Shows the rows of a split as batches: vectors are made once and moved from window to window.
 *
 * <p>A batch and its bytes are valid until the following {@link #batch}. Not thread-safe.
 */
public final class BatchAssembler implements AutoCloseable {
    private final List<BoundColumn> columns;
    private final RowVector[] vectors;
    private final ColumnarBatch batch;

    /** @param file of the split, for messages */
    public BatchAssembler(String file, TableBinding binding) {
        this.columns = binding.columns();
        this.vectors = new RowVector[columns.size()];
        ObjectLocation table = new ObjectLocation(file, binding.tablePath());
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = vector(new CellLocation(table, columns.get(i).name()), columns.get(i));
        }
        this.batch = new ColumnarBatch(vectors.clone());
    }

    /** The rows that the reader stands at. */
    public ColumnarBatch batch(RowReader rows) {
        for (int i = 0; i < vectors.length; i++) {
            BoundColumn column = columns.get(i);
            RowWindow window = rows.window(column.slot());
            int base = window.offsetOf(rows.firstRow()) + column.byteOffset();
            if (window.strideBytes() == 0) {
                base = window.offsetOf(0) + column.byteOffset();
            }
            vectors[i].show(window.bytes(), base, window.strideBytes(), rows.rowCount(), rows.firstRow());
        }
        batch.setNumRows(rows.rowCount());
        return batch;
    }

    private static RowVector vector(CellLocation location, BoundColumn column) {
        ElementType element = column.element();
        if (!column.rowDimensions().isEmpty() && element instanceof ElementType.Number number) {
            element = new ElementType.Number(number.kind(), number.order(), false);
        }
        RowVector vector = elementVector(location, element);
        LogicalType type = element.logicalType();
        int childBytes = element.sizeBytes();
        for (int i = column.rowDimensions().size() - 1; i >= 0; i--) {
            long length = column.rowDimensions().get(i);
            type = new LogicalType.ListOf(type, length);
            DataType sparkType = SparkTypes.of(type, SparkTypes.nullableInside(element));
            vector = new ListVector(sparkType, vector, Math.toIntExact(length), childBytes);
            childBytes = Math.toIntExact(childBytes * length);
        }
        return vector;
    }

    private static RowVector elementVector(CellLocation location, ElementType element) {
        if (element instanceof ElementType.Number number) {
            return NumberVectors.of(number);
        }
        if (element instanceof ElementType.Flag) {
            return new FlagVector(location);
        }
        if (element instanceof ElementType.Time time) {
            return new TimeVector(SparkTypes.of(time.logicalType(), false), location, time);
        }
        if (element instanceof ElementType.DayOrdinal day) {
            return new DayVector(location, day);
        }
        return new TextVector(location, (ElementType.Text) element);
    }

    @Override
    public void close() {
        for (ColumnVector vector : vectors) {
            vector.close();
        }
    }
}
