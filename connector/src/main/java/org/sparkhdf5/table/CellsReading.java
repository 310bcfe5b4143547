package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.CellPart;
import org.sparkhdf5.chunk.CellShape;
import org.sparkhdf5.chunk.FilterChains;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Dataspace;
import org.sparkhdf5.format.Datatype.Order;

/** Reads a dataset in long form: a row per element, with a column for each dimension and, last, those of the values. */
final class CellsReading {
    /** How the index of a cell is given: made, not stored. */
    private static final ElementType INDEX =
            new ElementType.Number(ElementType.NumberKind.INT64, Order.LITTLE_ENDIAN, false);

    private final ObjectLocation location;
    private final Dataset dataset;
    private final List<CellDimension> dimensions;
    private final @Nullable List<String> labels;
    private final List<StoredArray> arrays = new ArrayList<>();

    /**
     * @param dimensions of the dataset, one for each
     * @param labels of the elements of the last dimension, or null
     */
    CellsReading(
            ObjectLocation location, Dataset dataset, List<CellDimension> dimensions, @Nullable List<String> labels) {
        this.labels = labels;
        this.location = location;
        this.dataset = dataset;
        this.dimensions = List.copyOf(dimensions);
    }

    /**
     * The table.
     *
     * @param kind of the dataset
     * @param values columns of the values, whose sources are parts of a cell
     */
    Table table(String kind, List<Column> values, Map<String, String> properties) throws IOException {
        List<Column> columns = new ArrayList<>();
        if (dataset.dataspace().kind() == Dataspace.Kind.NULL) {
            for (Column value : values) {
                columns.add(new Column(value.name(), value.element(), new ColumnSource.Nowhere(), value.metadata()));
            }
            CellShape none = new CellShape(List.of(0L), List.of());
            return Table.ofCells(kind, dataset.path(), dataset.address(), none, List.of(), columns, properties);
        }
        StoredArray array = StoredArray.of(location, dataset);
        FilterChains.checkReadable(location, array.pipeline());
        if (CellShape.cellCount(array.dimensions()) < 0) {
            throw location.malformed(
                    "an extent of less than 2^63 elements is expected, found " + array.dimensions(), dataset.address());
        }
        arrays.add(array);
        for (int i = 0; i < dimensions.size(); i++) {
            if (labels != null && i == dimensions.size() - 1) {
                columns.add(FrameCells.labels(labels));
            } else if (!dimensions.get(i).isValue()) {
                columns.add(dimension(
                        location,
                        dataset.address(),
                        dimensions.get(i),
                        i,
                        array.dimensions().get(i),
                        arrays));
            }
        }
        columns.addAll(values);
        CellShape shape = new CellShape(array.dimensions(), List.of(CellPart.of(0, array.dimensions())));
        return Table.ofCells(
                kind, dataset.path(), dataset.address(), shape, arrays, ColumnNames.distinct(columns), properties);
    }

    /**
     * The column of a dimension.
     *
     * @param address of the header of the dataset that the dimension is of
     * @param arrays of the table, to which the coordinates are added
     */
    static Column dimension(
            ObjectLocation location,
            long address,
            CellDimension described,
            int dimension,
            long length,
            List<StoredArray> arrays)
            throws IOException {
        CellDimension.Coordinate coordinate = described.coordinate();
        if (coordinate == null) {
            return index(described.name(), dimension);
        }
        StoredArray array = coordinate.array();
        // A scale may be longer than the dimension: netCDF's unlimited ones grow with the longest variable.
        if (array.dimensions().size() != 1 || array.rowCount() < length) {
            throw location.malformed(
                    "coordinates " + array.path() + " of extent " + array.dimensions()
                            + " are attached to a dimension of " + length + " elements",
                    address);
        }
        arrays.add(array);
        int position = arrays.size() - 1;
        ColumnSource source = dimension == 0
                ? new ColumnSource.Cell(position, 0)
                : new ColumnSource.CellCoordinate(dimension, position);
        return new Column(described.name(), coordinate.element(), source, coordinate.metadata());
    }

    static Column index(String name, int dimension) {
        return new Column(name, INDEX, new ColumnSource.CellIndex(dimension), Map.of());
    }
}
