package org.sparkhdf5.vector;

import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.chunk.RowWindow;
import org.sparkhdf5.plan.OpenedSplit;
import org.sparkhdf5.plan.TableBinding;
import org.sparkhdf5.plan.TableBinding.BoundColumn;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.PickledRows;

/** Shows the rows of a split: vectors are made once and moved from window to window. */
final class BatchAssembler implements ColumnBatches {
    private final OpenedSplit split;
    private final RowVector[] vectors;
    /** By column: its slot, or a negative number where its bytes are the same for all rows. */
    private final int[] slots;

    private final int[] byteOffsets;
    /** By column: the bytes of all rows, where it has no slot. */
    private final byte[][] constants;

    private final List<PickledRows> pickles;
    /** By pickled array the vectors of its columns, or what those show that stand in {@link #vectors}. */
    private final ObjectVector[][] objects;

    /** @param split whose heap and references values of variable length need */
    BatchAssembler(OpenedSplit split) {
        this.split = split;
        TableBinding binding = split.binding();
        List<BoundColumn> columns = binding.columns();
        this.vectors = new RowVector[columns.size()];
        this.slots = new int[columns.size()];
        this.byteOffsets = new int[columns.size()];
        this.constants = new byte[columns.size()][];
        ObjectLocation table = new ObjectLocation(split.storedFile().path(), binding.tablePath());
        ElementVectors.FileSource source = new SplitSource(split);
        this.pickles = split.pickles();
        this.objects = new ObjectVector[pickles.size()][];
        for (int i = 0; i < objects.length; i++) {
            List<Integer> pickled = binding.pickles().get(i).columns();
            objects[i] = new ObjectVector[pickled.size()];
            for (int wanted = 0; wanted < objects[i].length; wanted++) {
                BoundColumn column = columns.get(pickled.get(wanted));
                CellLocation location = new CellLocation(table, column.name());
                ElementType element = column.element();
                ElementType stored = element instanceof ElementType.Widened widened ? widened.stored() : element;
                ObjectVector object =
                        new ObjectVector(SparkTypes.of(stored), pickles.get(i).cells(wanted));
                objects[i][wanted] = object;
                vectors[pickled.get(wanted)] = element instanceof ElementType.Widened widened
                        ? WidenedVector.of(location, widened, object)
                        : object;
            }
        }
        for (int i = 0; i < vectors.length; i++) {
            BoundColumn column = columns.get(i);
            boolean isConstant = column.element() instanceof ElementType.Constant;
            slots[i] = isConstant ? BoundColumn.NOWHERE : column.slot();
            byteOffsets[i] = column.byteOffset();
            constants[i] =
                    column.element() instanceof ElementType.Constant constant ? constant.bytes() : RowVector.NO_BYTES;
            if (column.slot() != BoundColumn.PICKLED) {
                vectors[i] = vector(column, new ElementVectors(new CellLocation(table, column.name()), source));
            }
        }
    }

    private static RowVector vector(BoundColumn column, ElementVectors elements) {
        if (column.element() instanceof ElementType.Constant constant) {
            return elements.of(constant.element());
        }
        return column.slot() == BoundColumn.NOWHERE
                ? new NullVector(SparkTypes.of(column.element()))
                : elements.of(column.element());
    }

    @Override
    public boolean next() throws IOException {
        RowReader rows = split.rows();
        if (!rows.next()) {
            return false;
        }
        int rowCount = rows.rowCount();
        long firstRow = rows.firstRow();
        for (int i = 0; i < vectors.length; i++) {
            if (slots[i] < 0) {
                vectors[i].show(constants[i], 0, 0, rowCount, firstRow);
                continue;
            }
            RowWindow window = rows.window(slots[i]);
            int stride = window.strideBytes();
            int base = window.offsetOf(firstRow) + byteOffsets[i];
            vectors[i].show(window.bytes(), base, stride, rowCount, firstRow);
        }
        for (int i = 0; i < pickles.size(); i++) {
            int shown = pickles.get(i).shownCell();
            for (ObjectVector object : objects[i]) {
                object.show(shown, rowCount, firstRow);
            }
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
