package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5Object;

/**
 * The datasets that the user lists as columns; names without a leading {@code /} are below the group that is asked for.
 * Variables on one dimension that has coordinates have them as their first column.
 */
final class ColumnListRecogniser implements TableRecogniser {
    @Override
    public @Nullable Table recognise(TableSource source, Hdf5Object object, TableRequest request) throws IOException {
        if (request.columns().isEmpty()) {
            return null;
        }
        ObjectLocation location = source.location(object.path());
        if (!(object instanceof Group group)) {
            throw new IllegalArgumentException(
                    location + ": options \"dataset\" and \"columns\": a group is expected, found"
                            + " a dataset; leave one of them out");
        }
        ArrayOptions.refuseNames(location, request, "a list of columns");
        List<Dataset> datasets = new ArrayList<>();
        for (String name : request.columns()) {
            datasets.add(dataset(source, group, name));
        }
        if (request.layout() == ArrayLayout.CELLS) {
            return new SeveralCells(source, group, request, datasets).table();
        }
        long rowCount = rowCount(source, datasets);
        SharedRows rows = new SharedRows(source, request);
        Dataset coordinates = coordinatesOrNull(source, datasets);
        if (coordinates != null && datasets.stream().noneMatch(dataset -> dataset.address() == coordinates.address())) {
            rows.add(DimensionScales.of(source, datasets.get(0)).get(0).nameOr("dim_0"), coordinates);
        }
        for (Dataset dataset : datasets) {
            rows.add(DimensionScales.variableName(dataset), dataset);
        }
        TableKind kind = coordinates == null ? TableKind.GROUP : TableKind.NETCDF;
        return rows.table(kind, group, rowCount, AttributeMetadata.of(source, group));
    }

    private static Dataset dataset(TableSource source, Group group, String name) throws IOException {
        String folder = name.startsWith("/") || group.path().equals("/") ? "" : group.path();
        String path = folder + (name.startsWith("/") ? "" : "/") + name;
        ObjectLocation location = source.location(path);
        Hdf5Object object = source.file().find(path);
        if (object == null || !(object instanceof Dataset dataset)) {
            throw new IllegalArgumentException(location + ": option \"columns\": a dataset is expected, found "
                    + (object == null ? "nothing" : "a group or datatype") + "; view=objects lists what is there");
        }
        if (object.file() != source.file()) {
            throw location.unsupported(
                    "option \"columns\": the dataset lies in another file, "
                            + object.file().name(),
                    "read that file directly");
        }
        if (dataset.dataspace().rank() == 0) {
            throw new IllegalArgumentException(
                    location + ": option \"columns\": a dataset of one dimension or more is expected, found "
                            + (dataset.dataspace().elementCount() == 0 ? "none at all" : "a scalar")
                            + "; leave it out");
        }
        return dataset;
    }

    private static long rowCount(TableSource source, List<Dataset> datasets) throws IOException {
        List<String> lengths = new ArrayList<>();
        long rowCount = datasets.get(0).dataspace().dimensions().get(0);
        boolean same = true;
        for (Dataset dataset : datasets) {
            long length = dataset.dataspace().dimensions().get(0);
            same &= length == rowCount;
            lengths.add(dataset.path() + " " + length);
        }
        if (!same) {
            throw new IllegalArgumentException(source.location(datasets.get(0).path())
                    + ": option \"columns\": datasets of one length are expected, found rows of "
                    + lengths.stream().collect(Collectors.joining(", ")) + "; leave out those of another length");
        }
        return rowCount;
    }

    /** The coordinates of the first dimension, where they are the same for all datasets. */
    private static @Nullable Dataset coordinatesOrNull(TableSource source, List<Dataset> datasets) throws IOException {
        Dataset common = null;
        for (Dataset dataset : datasets) {
            Dataset values = DimensionScales.of(source, dataset).get(0).values();
            if (values == null || (common != null && common.address() != values.address())) {
                return null;
            }
            common = values;
        }
        return common;
    }
}
