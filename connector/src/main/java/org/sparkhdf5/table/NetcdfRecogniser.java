package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Hdf5Object;

/**
 * A dataset whose dimensions have scales, as netCDF-4 and h5py write them: the coordinates of the first dimension are a column
 * in front of the values.
 */
final class NetcdfRecogniser implements TableRecogniser {
    @Override
    public @Nullable Table recognise(TableSource source, Hdf5Object object, TableRequest request) throws IOException {
        if (!(object instanceof Dataset dataset) || TableKind.ofDataset(source, dataset) != TableKind.NETCDF) {
            return null;
        }
        Table plain = new DatasetReading(source, dataset, request, TableKind.NETCDF, null).table();
        return request.layout() == ArrayLayout.CELLS ? plain : withCoordinates(source, dataset, request, plain);
    }

    private static Table withCoordinates(TableSource source, Dataset dataset, TableRequest request, Table plain)
            throws IOException {
        List<StoredArray> arrays = new ArrayList<>(plain.arrays());
        List<Column> columns = new ArrayList<>();
        DimensionScales.Dimension first = DimensionScales.of(source, dataset).get(0);
        Dataset values = first.values();
        if (values != null && values.address() != dataset.address()) {
            DatasetColumn coordinates = new DatasetColumn(source, values, request, null);
            columns.add(coordinates.column(first.nameOr("dim_0"), arrays.size()));
            arrays.add(coordinates.stored());
        }
        boolean named = request.layout() == ArrayLayout.ROWS && DimensionScales.isNetcdf(source, dataset);
        for (Column column : plain.columns()) {
            columns.add(named ? column.withName(DimensionScales.variableName(dataset)) : column);
        }
        return new Table(
                plain.kind(),
                plain.path(),
                plain.address(),
                plain.rowCount(),
                arrays,
                ColumnNames.distinct(columns),
                plain.properties());
    }
}
