package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.chunk.WholeArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.table.ElementType.Trim;
import org.sparkhdf5.table.PandasTableElements.Described;
import org.sparkhdf5.table.pickle.PythonValue;

/**
 * Finds the lists that the codes of a categorical column stand for: {@code meta/<field>/meta} below the table is a series of
 * its own, one row per category. A missing list is an empty one.
 */
final class PandasCategories {
    /** A list whose records take more than this is not read for metadata. */
    private static final long LISTED_BYTES_MAX = 1 << 20;

    private final TableSource source;
    private final Group group;
    private final TableRequest request;

    PandasCategories(TableSource source, Group group, TableRequest request) {
        this.source = source;
        this.group = group;
        this.request = request;
    }

    /**
     * @param code how codes are stored
     * @param ordered what the table says of the order of the categories
     */
    Described of(String field, ElementType.Number code, @Nullable PythonValue ordered) throws IOException {
        String path = (group.path().equals("/") ? "" : group.path()) + "/meta/" + field + "/meta";
        ObjectLocation location = source.location(path);
        PandasMetadata metadata = new PandasMetadata(location)
                .dtype(PandasDtypes.CATEGORY)
                .ordered(ordered instanceof PythonValue.Bool flag && flag.value());
        Hdf5Object object = source.file().find(path);
        if (object == null) {
            ElementType text = new ElementType.Text(1, Trim.TRAILING_NULS, "UTF-8", null);
            return new Described(new ElementType.Category(code, null, text, 0), metadata.categories(0, List.of()));
        }
        if (object.file() != source.file()) {
            throw location.unsupported(
                    "a list of categories lies in another file, "
                            + object.file().name(),
                    "write the table again with pandas");
        }
        if (!(object instanceof Group list)) {
            throw location.malformed("a table of categories is expected, found a dataset", object.address());
        }
        return described(list, code, metadata);
    }

    private Described described(Group list, ElementType.Number code, PandasMetadata metadata) throws IOException {
        PandasTableReading reading = PandasTableReading.of(source, list, request, false, true);
        List<Column> columns = reading.columns(true);
        if (columns.size() != 1 || !(columns.get(0).source() instanceof ColumnSource.Cell cell)) {
            throw source.location(list.path())
                    .malformed("categories in one column are expected, found " + columns.size(), list.address());
        }
        Dataset table = source.dataset(list, "table");
        ObjectLocation location = source.location(table.path());
        StoredArray array = StoredArray.of(location, table);
        ElementType category = columns.get(0).element();
        metadata.categories(array.rowCount(), values(location, array, category, cell.byteOffset()));
        return new Described(new ElementType.Category(code, array, category, cell.byteOffset()), metadata);
    }

    /**
     * The categories for the schema; null where it is known, or they are many, or cannot be read: then the column fails when it
     * is asked for.
     */
    private @Nullable List<PythonValue> values(
            ObjectLocation location, StoredArray array, ElementType category, int byteOffset) throws IOException {
        long count = array.rowCount();
        if (request.isAsAsked()
                || count > PandasMetadata.CATEGORIES_MAX
                || count * array.rowBytes() > LISTED_BYTES_MAX) {
            return null;
        }
        try {
            byte[] bytes = WholeArray.read(source.file(), source.reader(), array);
            List<PythonValue> values = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                PythonValue value =
                        PythonElements.value(location, category, bytes, (int) (i * array.rowBytes() + byteOffset));
                if (value == null) {
                    return null;
                }
                values.add(value);
            }
            return values;
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            return null;
        }
    }
}
