package org.sparkhdf5.table;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5Object;

/**
 * A frame or a series that pandas wrote with {@code format="table"}: a group with one dataset {@code table} of records, whose
 * fields are the row index, blocks of columns of one type, and data columns.
 */
final class PandasTableRecogniser implements TableRecogniser {
    static final String KIND = "pandas-table";
    static final String FRAME = "frame_table";
    static final String SERIES = "series_table";

    /** Begin of the kinds whose rows have a MultiIndex. */
    private static final String MULTI = "appendable_multi";

    private static final Set<String> TABLE_TYPES =
            Set.of("appendable_frame", "appendable_series", MULTI + "frame", MULTI + "series");

    @Override
    public @Nullable Table recognise(TableSource source, Hdf5Object object, TableRequest request) throws IOException {
        if (!(object instanceof Group group)) {
            return null;
        }
        PyTablesAttributes attributes = new PyTablesAttributes(source, group);
        String pandasType = attributes.has("pandas_type") ? attributes.text("pandas_type") : null;
        if (pandasType == null || !(pandasType.equals(FRAME) || pandasType.equals(SERIES))) {
            return null;
        }
        ObjectLocation location = source.location(group.path());
        String tableType = attributes.text("table_type");
        if (tableType == null || !TABLE_TYPES.contains(tableType)) {
            throw location.unsupported(
                    "a pandas object of kind " + pandasType + ", table_type " + tableType
                            + ", is not read; readable are appendable_frame, appendable_multiframe, appendable_series,"
                            + " appendable_multiseries",
                    "write it again with a current pandas");
        }
        ArrayOptions.refuseNames(location, request, "a pandas object");
        return PandasTableReading.of(source, group, request, tableType.startsWith(MULTI), false)
                .table(pandasType);
    }
}
