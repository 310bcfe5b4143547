package org.sparkhdf5.table;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for, the same for all files of a scan.
 *
 * @param dataset path of the object, or a pattern of paths, or null: the only table of the file
 * @param datasetList the same of several objects, or empty
 * @param ignoreMissingDatasets whether a file without the object has no rows; else it fails
 * @param layout of plain datasets
 * @param columnNames path of the dataset that names the columns, or null
 * @param columnNameList names of the columns, or empty
 * @param index which index levels become columns
 * @param nanoseconds what becomes of digits below a microsecond
 * @param nanAsNull whether NaN is null in columns of floats
 * @param strings how byte strings are read whose encoding the file does not tell
 * @param objects what becomes of columns of Python objects
 * @param columns paths of datasets that are the columns of one table, or empty
 * @param attributes attributes that are constant columns, as {@code /path@name}, or empty
 * @param cf whether values are decoded by the CF conventions
 */
public record TableRequest(
        @Nullable String dataset,
        List<String> datasetList,
        boolean ignoreMissingDatasets,
        ArrayLayout layout,
        @Nullable String columnNames,
        List<String> columnNameList,
        IndexColumns index,
        NanosecondRule nanoseconds,
        boolean nanAsNull,
        StringEncoding strings,
        ObjectColumns objects,
        List<String> columns,
        List<String> attributes,
        boolean cf)
        implements Serializable {
    public TableRequest {
        datasetList = List.copyOf(datasetList);
        columnNameList = List.copyOf(columnNameList);
        columns = List.copyOf(columns);
        attributes = List.copyOf(attributes);
    }

    /** A request of one object, as it is in the file. */
    public TableRequest(
            @Nullable String dataset,
            ArrayLayout layout,
            @Nullable String columnNames,
            List<String> columnNameList,
            IndexColumns index,
            NanosecondRule nanoseconds,
            boolean nanAsNull,
            StringEncoding strings,
            ObjectColumns objects) {
        this(
                dataset,
                List.of(),
                false,
                layout,
                columnNames,
                columnNameList,
                index,
                nanoseconds,
                nanAsNull,
                strings,
                objects,
                List.of(),
                List.of(),
                false);
    }

    /** The request of a user who gave no option. */
    public static TableRequest ofDataset(@Nullable String dataset) {
        return new TableRequest(
                dataset,
                ArrayLayout.ROWS,
                null,
                List.of(),
                IndexColumns.TRUE,
                NanosecondRule.FAIL,
                false,
                StringEncoding.UTF_8,
                ObjectColumns.DEFAULT);
    }

    /** Whether it may name several tables of a file. */
    public boolean namesSeveral() {
        return !datasetList.isEmpty() || (dataset != null && ObjectGlob.isGlob(dataset));
    }

    /** Whether the schema is known, so that nothing has to be read for it. */
    boolean isAsAsked() {
        return objects.typing() == ObjectColumns.Typing.ASKED;
    }

    /** The same request of values as they are stored. */
    TableRequest withoutCf() {
        return with(objects, false);
    }

    /** The same request of a file whose schema is known: object columns have the types that are asked of them. */
    public TableRequest asAsked() {
        return with(objects.with(ObjectColumns.Typing.ASKED), cf);
    }

    private TableRequest with(ObjectColumns otherObjects, boolean otherCf) {
        return new TableRequest(
                dataset,
                datasetList,
                ignoreMissingDatasets,
                layout,
                columnNames,
                columnNameList,
                index,
                nanoseconds,
                nanAsNull,
                strings,
                otherObjects,
                columns,
                attributes,
                otherCf);
    }
}
