package org.sparkhdf5.vector;

import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.AxisRows;
import org.sparkhdf5.chunk.CellReader;
import org.sparkhdf5.plan.CellBinding;
import org.sparkhdf5.plan.CellColumn;
import org.sparkhdf5.plan.OpenedSplit;
import org.sparkhdf5.plan.TableBinding.BoundColumn;
import org.sparkhdf5.table.ElementType;

/**
 * Shows the cells of a split: values as views over the bytes of a chunk, what belongs to a dimension by the indices of the
 * cells along it. Indices are made only for dimensions that a column needs, into buffers that are used again.
 */
final class CellBatches implements ColumnBatches {
    private final CellReader cells;
    private final List<BoundColumn> columns;
    private final List<CellColumn> sources;
    private final ElementVectors.FileSource file;
    private final RowVector[] vectors;
    private final IndexPlaces[] places;
    /** Elements of the coordinates of a dimension, by column. */
    private final byte[][] coordinates;
    /** By dimension; empty where no column needs them. */
    private final long[][] indices;
    /** Where the record of each cell begins, and its value; empty where an element is one cell. */
    private int[] records = new int[0];

    private int[] values = new int[0];
    private long[] positions = new long[0];
    private boolean positionsKnown;

    /** @param split that has cells */
    CellBatches(OpenedSplit split, CellReader cells, CellBinding binding) {
        this.cells = cells;
        this.columns = split.binding().columns();
        this.sources = binding.columns();
        this.file = new SplitSource(split);
        this.vectors = new RowVector[columns.size()];
        this.places = new IndexPlaces[columns.size()];
        this.coordinates = new byte[columns.size()][];
        this.indices = new long[Math.max(1, binding.shape().dimensions().size())][0];
        ObjectLocation location =
                new ObjectLocation(split.storedFile().path(), split.binding().tablePath());
        for (int i = 0; i < vectors.length; i++) {
            int dimension = dimension(sources.get(i));
            if (dimension >= 0 && indices[dimension].length == 0) {
                indices[dimension] = new long[cells.batchCellsMax()];
            }
            places[i] = new IndexPlaces(dimension < 0 ? new long[0] : indices[dimension]);
            coordinates[i] = RowVector.NO_BYTES;
            CellLocation place = new CellLocation(location, columns.get(i).name(), cells::position);
            vectors[i] = vector(place, i, sources.get(i));
        }
    }

    /** Where what belongs to the index of a cell begins. */
    private static final class IndexPlaces implements RowVector.Places {
        private final long[] indices;
        private long firstIndex;
        private int stride = 1;
        private int offset;

        /** @param indices of the cells along a dimension; filled anew for each batch */
        IndexPlaces(long[] indices) {
            this.indices = indices;
        }

        IndexPlaces from(long newFirstIndex, int newStride, int newOffset) {
            firstIndex = newFirstIndex;
            stride = newStride;
            offset = newOffset;
            return this;
        }

        @Override
        public int at(int index) {
            return offset + (int) (indices[index] - firstIndex) * stride;
        }
    }

    /** The dimension whose indices a column needs, or -1. */
    private int dimension(CellColumn source) {
        if (source instanceof CellColumn.Index index) {
            return index.dimension();
        }
        if (source instanceof CellColumn.Coordinate coordinate) {
            return coordinate.dimension();
        }
        if (source instanceof CellColumn.Label) {
            return indices.length - 1;
        }
        return source instanceof CellColumn.Axis || source instanceof CellColumn.Objects ? 0 : -1;
    }

    private RowVector vector(CellLocation place, int column, CellColumn source) {
        ElementType element = columns.get(column).element();
        return element instanceof ElementType.Widened widened
                ? WidenedVector.of(place, widened, stored(place, column, source, widened.stored()))
                : stored(place, column, source, element);
    }

    private RowVector stored(CellLocation place, int column, CellColumn source, ElementType element) {
        if (source instanceof CellColumn.Index index) {
            return new IndexVector(indices[index.dimension()]);
        }
        if (source instanceof CellColumn.Label label) {
            return new LabelVector(label.labels());
        }
        if (element instanceof ElementType.Constant constant) {
            return new ElementVectors(place, file).of(constant.element());
        }
        if (source instanceof CellColumn.Absent) {
            return new NullVector(SparkTypes.of(element));
        }
        if (source instanceof CellColumn.Objects objects) {
            return new ObjectVector(
                    SparkTypes.of(element), file.objects(objects.descriptors(), place.column(), objects.rule()));
        }
        if (source instanceof CellColumn.Coordinate coordinate) {
            coordinates[column] = file.elements(coordinate.array());
        }
        return new ElementVectors(place, file).of(element);
    }

    @Override
    public boolean next() throws IOException {
        if (!cells.next()) {
            return false;
        }
        positionsKnown = false;
        for (int dimension = 0; dimension < indices.length; dimension++) {
            if (indices[dimension].length != 0) {
                cells.indices(dimension, indices[dimension]);
            }
        }
        if (cells.valueOffsets().length != 0) {
            findRecords();
        }
        for (int i = 0; i < vectors.length; i++) {
            show(i, sources.get(i));
        }
        return true;
    }

    private void show(int column, CellColumn source) {
        RowVector vector = vectors[column];
        int count = cells.cellCount();
        if (source instanceof CellColumn.Value value) {
            CellReader holder = value.beside() < 0 ? cells : cells.beside(value.beside());
            if (cells.valueOffsets().length == 0) {
                vector.show(holder.bytes(), holder.base() + value.byteOffset(), holder.strideBytes(), count, 0);
            } else {
                vector.show(cells.bytes(), cell -> values[cell], count, 0);
            }
        } else if (source instanceof CellColumn.RecordField field) {
            int offset = field.byteOffset();
            vector.show(cells.bytes(), cell -> records[cell] + offset, count, 0);
        } else if (source instanceof CellColumn.Axis) {
            AxisRows axis = cells.axis();
            BoundColumn bound = columns.get(column);
            IndexPlaces rows = places[column].from(axis.firstRow(), axis.rowBytes(bound.slot()), bound.byteOffset());
            vector.show(axis.bytes(bound.slot()), rows, count, 0);
        } else if (source instanceof CellColumn.Coordinate coordinate) {
            IndexPlaces elements = places[column].from(0, coordinate.array().elementBytes(), 0);
            vector.show(coordinates[column], elements, count, 0);
        } else if (columns.get(column).element() instanceof ElementType.Constant constant) {
            vector.show(constant.bytes(), 0, 0, count, 0);
        } else {
            vector.show(RowVector.NO_BYTES, places[column], count, 0);
        }
    }

    /** Where the records of the cells and their values begin. */
    private void findRecords() {
        int count = cells.cellCount();
        if (records.length < count) {
            records = new int[cells.batchCellsMax()];
            values = new int[cells.batchCellsMax()];
        }
        int[] offsets = cells.valueOffsets();
        int stride = cells.strideBytes();
        int record = cells.base();
        int inRecord = cells.firstInRecord();
        for (int i = 0; i < count; i++) {
            records[i] = record;
            values[i] = record + offsets[inRecord];
            if (++inRecord == offsets.length) {
                inRecord = 0;
                record += stride;
            }
        }
    }

    @Override
    public ColumnVector[] vectors() {
        return vectors.clone();
    }

    @Override
    public int rowCount() {
        return cells.cellCount();
    }

    @Override
    public long rowIndex(int rowId) {
        if (!positionsKnown) {
            positions = positions.length == 0 ? new long[cells.batchCellsMax()] : positions;
            cells.positions(positions);
            positionsKnown = true;
        }
        return positions[rowId];
    }

    @Override
    public void close() {
        for (RowVector vector : vectors) {
            vector.close();
        }
    }
}
