package org.sparkhdf5.vector;

import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.chunk.RowWindow;
import org.sparkhdf5.plan.OpenedSplit;
import org.sparkhdf5.plan.TableBinding;
import org.sparkhdf5.plan.TableBinding.BoundColumn;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.ObjectCells;
import org.sparkhdf5.table.PickledRows;

/** Shows the rows of a split: vectors are made once and moved from window to window. */
final class BatchAssembler implements ColumnBatches {
    private final OpenedSplit split;
    private final List<BoundColumn> columns;
    private final RowVector[] vectors;
    /** Those of pickled columns, or what they are shown through stands in {@link #vectors}. */
    private final @Nullable ObjectVector[] objects;

    private final List<PickledRows> pickles;
    /** Which of the pickled arrays holds a column. */
    private final int[] pickleOfColumn;

    /** @param split whose heap and references values of variable length need */
    BatchAssembler(OpenedSplit split) {
        this.split = split;
        TableBinding binding = split.binding();
        this.columns = binding.columns();
        this.vectors = new RowVector[columns.size()];
        this.objects = new ObjectVector[columns.size()];
        this.pickleOfColumn = new int[columns.size()];
        ObjectLocation table = new ObjectLocation(split.storedFile().path(), binding.tablePath());
        ElementVectors.FileSource source = new SplitSource(split);
        this.pickles = split.pickles();
        for (int i = 0; i < pickles.size(); i++) {
            List<Integer> pickled = binding.pickles().get(i).columns();
            for (int wanted = 0; wanted < pickled.size(); wanted++) {
                int column = pickled.get(wanted);
                ObjectCells cells = pickles.get(i).cells(wanted);
                ElementType element = columns.get(column).element();
                CellLocation location =
                        new CellLocation(table, columns.get(column).name());
                ElementType stored = element instanceof ElementType.Widened widened ? widened.stored() : element;
                ObjectVector object = new ObjectVector(SparkTypes.of(stored), cells);
                objects[column] = object;
                vectors[column] = element instanceof ElementType.Widened widened
                        ? WidenedVector.of(location, widened, object)
                        : object;
                pickleOfColumn[column] = i;
            }
        }
        for (int i = 0; i < vectors.length; i++) {
            if (columns.get(i).slot() == BoundColumn.PICKLED) {
                continue;
            }
            if (columns.get(i).element() instanceof ElementType.Constant constant) {
                CellLocation location = new CellLocation(table, columns.get(i).name());
                vectors[i] = new ElementVectors(location, source).of(constant.element());
                continue;
            }
            if (columns.get(i).slot() == BoundColumn.NOWHERE) {
                vectors[i] = new NullVector(SparkTypes.of(columns.get(i).element()));
                continue;
            }
            CellLocation location = new CellLocation(table, columns.get(i).name());
            vectors[i] = new ElementVectors(location, source).of(columns.get(i).element());
        }
    }

    @Override
    public boolean next() throws IOException {
        RowReader rows = split.rows();
        if (!rows.next()) {
            return false;
        }
        for (int i = 0; i < vectors.length; i++) {
            BoundColumn column = columns.get(i);
            ObjectVector object = objects[i];
            if (object != null) {
                vectors[i].show(RowVector.NO_BYTES, 0, 0, rows.rowCount(), rows.firstRow());
                object.show(pickles.get(pickleOfColumn[i]).shownCell(), rows.rowCount(), rows.firstRow());
                continue;
            }
            if (column.element() instanceof ElementType.Constant constant) {
                vectors[i].show(constant.bytes(), 0, 0, rows.rowCount(), rows.firstRow());
                continue;
            }
            if (column.slot() == BoundColumn.NOWHERE) {
                vectors[i].show(RowVector.NO_BYTES, 0, 0, rows.rowCount(), rows.firstRow());
                continue;
            }
            RowWindow window = rows.window(column.slot());
            int base = window.offsetOf(rows.firstRow()) + column.byteOffset();
            if (window.strideBytes() == 0) {
                base = window.offsetOf(0) + column.byteOffset();
            }
            vectors[i].show(window.bytes(), base, window.strideBytes(), rows.rowCount(), rows.firstRow());
        }
        return true;
    }

    @Override
    public ColumnVector[] vectors() {
        return vectors.clone();
    }

    @Override
    public int rowCount() {
        return split.rows().rowCount();
    }

    @Override
    public long rowIndex(int rowId) {
        return split.rows().firstRow() + rowId;
    }

    @Override
    public void close() {
        for (ColumnVector vector : vectors) {
            vector.close();
        }
    }
}
