package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.CellPart;
import org.sparkhdf5.chunk.CellShape;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Dataspace;
import org.sparkhdf5.format.Group;

/**
 * Several datasets of the same dimensions in long form: a row per place, with a column for each dimension and one for each dataset.
 * They are read chunk by chunk side by side, so their chunks must have one shape.
 */
final class SeveralCells {
    private final TableSource source;
    private final Group group;
    private final TableRequest request;
    private final List<Dataset> datasets;

    /** @param datasets at least one, of one dimension or more */
    SeveralCells(TableSource source, Group group, TableRequest request, List<Dataset> datasets) {
        this.source = source;
        this.group = group;
        this.request = request;
        this.datasets = List.copyOf(datasets);
    }

    /**
     * The table.
     *
     * @throws IllegalArgumentException if the dimensions of two datasets, or the coordinates along them, differ; names both
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if their chunks differ
     */
    Table table() throws IOException {
        Dataset first = datasets.get(0);
        ObjectLocation location = source.location(first.path());
        List<CellDimension> dimensions = CellDimension.of(source, first, request);
        List<StoredArray> arrays = new ArrayList<>();
        List<Column> values = new ArrayList<>();
        for (Dataset dataset : datasets) {
            requireSameCells(location, first, dimensions, dataset);
            DatasetColumn column = new DatasetColumn(
                    source, dataset, request, PyTablesRecogniser.atomOrNull(source, dataset, request));
            StoredArray array = column.stored();
            requireSameChunks(location, arrays.isEmpty() ? array : arrays.get(0), array);
            ColumnSource value = new ColumnSource.CellValue(0, arrays.size());
            arrays.add(array);
            values.add(
                    column.column(DimensionScales.variableName(dataset), column.element(request.nanAsNull()), value));
        }
        List<Long> extent = arrays.get(0).dimensions();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < dimensions.size(); i++) {
            if (!dimensions.get(i).isValue()) {
                columns.add(
                        CellsReading.dimension(location, first.address(), dimensions.get(i), i, extent.get(i), arrays));
            }
        }
        columns.addAll(values);
        CellShape shape = new CellShape(extent, List.of(CellPart.of(0, extent)));
        boolean named = dimensions.stream().anyMatch(dimension -> dimension.coordinate() != null);
        return Table.ofCells(
                (named ? TableKind.NETCDF : TableKind.GROUP).text(),
                group.path(),
                group.address(),
                shape,
                arrays,
                ColumnNames.distinct(columns),
                AttributeMetadata.of(source, group));
    }

    private void requireSameCells(
            ObjectLocation location, Dataset first, List<CellDimension> dimensions, Dataset dataset)
            throws IOException {
        Dataspace extent = dataset.dataspace();
        boolean same = extent.dimensions().equals(first.dataspace().dimensions());
        if (same && CellDimension.of(source, dataset, request).equals(dimensions)) {
            return;
        }
        throw new IllegalArgumentException(location
                + ": option \"columns\" with layout=cells: datasets on the same dimensions are expected, found "
                + first.path() + " " + first.dataspace().dimensions() + " and " + dataset.path() + " "
                + extent.dimensions() + (same ? " with other coordinates" : "")
                + "; read the cells of each with option(\"dataset\", …) and join them");
    }

    private static void requireSameChunks(ObjectLocation location, StoredArray first, StoredArray array) {
        if (!first.chunkDimensions().equals(array.chunkDimensions())) {
            throw location.unsupported(
                    "option \"columns\" with layout=cells: datasets in chunks of one shape are read side by side, found "
                            + first.path() + " in " + described(first) + " and " + array.path() + " in "
                            + described(array),
                    "read the cells of each with option(\"dataset\", …) and join them, or rewrite the file with"
                            + " `h5repack -l CHUNK=… in.h5 out.h5`");
        }
    }

    private static String described(StoredArray array) {
        return array.isChunked() ? "chunks " + array.chunkDimensions() : "no chunks";
    }
}
