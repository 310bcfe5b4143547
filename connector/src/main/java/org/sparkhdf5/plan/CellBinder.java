package org.sparkhdf5.plan;

import java.util.ArrayList;
import java.util.List;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.CellPart;
import org.sparkhdf5.chunk.CellShape;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.chunk.WholeArray;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.ColumnSource;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.Table;

/** Finds where the requested columns of a table of cells are. Used once. */
final class CellBinder {
    private final ObjectLocation location;
    private final Table table;
    private final CellShape shape;
    private final List<CellColumn> columns = new ArrayList<>();
    /** Arrays of the table that stand beside each other and are wanted. */
    private final List<Integer> besides = new ArrayList<>();

    private boolean readsValues;

    CellBinder(ObjectLocation location, Table table, CellShape shape) {
        this.location = location;
        this.table = table;
        this.shape = shape;
    }

    /** Adds the next column. */
    void add(Column column, ElementType element) {
        CellColumn found = find(column.source(), element);
        readsValues |= found instanceof CellColumn.Value || found instanceof CellColumn.RecordField;
        columns.add(found);
    }

    /** Adds a column that the file does not have. */
    void addAbsent() {
        columns.add(new CellColumn.Absent());
    }

    private CellColumn find(ColumnSource source, ElementType element) {
        if (source instanceof ColumnSource.CellIndex index) {
            return new CellColumn.Index(index.dimension());
        }
        if (source instanceof ColumnSource.CellCoordinate coordinate) {
            StoredArray array = table.arrays().get(coordinate.array());
            if (array.rowCount() > WholeArray.BYTES_MAX / Math.max(1, array.rowBytes())) {
                throw location.unsupported(
                        "coordinates " + array.path() + " of " + array.rowCount() + " x " + array.rowBytes()
                                + " bytes, at most " + WholeArray.BYTES_MAX
                                + " are read for another dimension than the first",
                        "select the other columns, or use layout=rows");
            }
            return new CellColumn.Coordinate(coordinate.dimension(), array);
        }
        if (source instanceof ColumnSource.CellLabel label) {
            return new CellColumn.Label(label.labels());
        }
        if (source instanceof ColumnSource.CellValue value) {
            if (value.array() == ColumnSource.CellValue.OF_PARTS) {
                return new CellColumn.Value(value.byteOffset());
            }
            int place = besides.indexOf(value.array());
            if (place < 0) {
                place = besides.size();
                besides.add(value.array());
            }
            // The first array that is wanted is that of the cells, the others are beside it.
            return new CellColumn.Value(value.byteOffset(), place - 1);
        }
        if (source instanceof ColumnSource.CellRecord field) {
            return new CellColumn.RecordField(field.byteOffset());
        }
        ElementType stored = element instanceof ElementType.Widened widened ? widened.stored() : element;
        if (source instanceof ColumnSource.Pickled pickled && stored instanceof ElementType.PickledObject object) {
            return new CellColumn.Objects(table.arrays().get(pickled.array()), object.rule());
        }
        return source instanceof ColumnSource.Cell ? new CellColumn.Axis() : new CellColumn.Absent();
    }

    /**
     * How the cells are read.
     *
     * @param arrays positions in the binding of the arrays of the table, where values are read
     */
    CellBinding binding(ArrayPositions arrays) {
        List<CellPart> parts = new ArrayList<>();
        for (CellPart part : shape.parts()) {
            boolean isRead = readsValues && besides.isEmpty();
            parts.add(part.inArray(isRead ? arrays.position(part.array()) : CellPart.NOT_READ));
        }
        List<Integer> beside = new ArrayList<>();
        for (int i = 0; i < besides.size(); i++) {
            int position = arrays.position(besides.get(i));
            if (i == 0) {
                parts.set(0, parts.get(0).inArray(position));
            } else {
                beside.add(position);
            }
        }
        return new CellBinding(new CellShape(shape.dimensions(), parts, beside), columns);
    }

    /** Where an array of the table is in the binding. */
    @FunctionalInterface
    interface ArrayPositions {
        int position(int array);
    }
}
