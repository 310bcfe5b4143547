package org.sparkhdf5.table;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.FilterChains;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Dataspace;

/** One dataset as one column: the first dimension is the row, what is left of it is one value, an ARRAY if it has dimensions. */
final class DatasetColumn {
    private static final long ROW_BYTES_MAX = 128L << 20;

    private final TableSource source;
    private final Dataset dataset;
    private final TableRequest request;
    private final ObjectLocation location;
    private final @Nullable ElementType atom;
    private final Map<String, String> metadata;

    /** @param atom what an element is where its datatype does not tell, or null */
    DatasetColumn(TableSource source, Dataset dataset, TableRequest request, @Nullable ElementType atom)
            throws IOException {
        this.source = source;
        this.dataset = dataset;
        this.request = request;
        this.location = source.location(dataset.path());
        this.atom = atom;
        this.metadata = AttributeMetadata.of(source, dataset);
    }

    /** What is stored for one element, decoded as the request says. */
    ElementType element(boolean nanAsNull) throws IOException {
        if (atom != null) {
            return atom;
        }
        TypeRules rules = TypeRules.of(source, dataset, request.strings());
        ElementType element = ElementTypes.of(location, dataset.datatype(), rules, nanAsNull);
        return request.cf()
                ? CfAttributes.decoded(source, dataset, element, request.nanoseconds(), nanAsNull)
                : element;
    }

    /** What is stored for one row. */
    ElementType row() throws IOException {
        Dataspace dataspace = dataset.dataspace();
        if (dataspace.rank() <= 1) {
            return element(request.nanAsNull());
        }
        List<Long> rowDimensions = dataspace.dimensions().subList(1, dataspace.rank());
        ElementType row = element(false);
        requireRowSize(rowDimensions, row.sizeBytes());
        for (int i = rowDimensions.size() - 1; i >= 0; i--) {
            row = new ElementType.FixedList(row, Math.toIntExact(rowDimensions.get(i)));
        }
        return row;
    }

    /** @param array index of {@link #stored} among the arrays of the table */
    Column column(String name, int array) throws IOException {
        Dataspace dataspace = dataset.dataspace();
        ElementType row = row();
        ColumnSource cells = dataspace.rank() <= 1 ? new ColumnSource.Cell(array, 0) : new ColumnSource.Row(array);
        if (dataspace.kind() == Dataspace.Kind.NULL) {
            cells = new ColumnSource.Nowhere();
        }
        return column(name, row, cells);
    }

    Column column(String name, ElementType element, ColumnSource cells) {
        return new Column(name, element, cells, AttributeMetadata.withRounding(location, metadata, element));
    }

    /** What the attributes of the dataset say. */
    Map<String, String> metadata() {
        return metadata;
    }

    /** @throws org.sparkhdf5.UnsupportedHdf5FeatureException if layout or filters are not read */
    StoredArray stored() throws IOException {
        StoredArray array = StoredArray.of(location, dataset);
        FilterChains.checkReadable(location, array.pipeline());
        return array;
    }

    private void requireRowSize(List<Long> rowDimensions, int elementBytes) {
        long bytes = elementBytes;
        for (long dimension : rowDimensions) {
            bytes = dimension > ROW_BYTES_MAX ? Long.MAX_VALUE : bytes * dimension;
            if (bytes > ROW_BYTES_MAX) {
                throw location.unsupported(
                        "a row " + rowDimensions + " holds more than " + ROW_BYTES_MAX
                                + " bytes, too much for one ARRAY",
                        "use layout=cells, or layout=columns for two dimensions");
            }
        }
    }
}
