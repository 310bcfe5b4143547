package org.sparkhdf5.table;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.Hdf5Object;

/** Conventions of tables, as an object claims them by its attributes and datatype; whether it can be read is another thing. */
enum TableKind {
    /** A pandas object in fixed format. */
    PANDAS_FIXED("pandas-fixed", Candidacy.TABLE),
    /** A pandas object in table format. */
    PANDAS_TABLE("pandas-table", Candidacy.TABLE),
    /** A PyTables Table without pandas; what HDF5's own table library writes is one too. */
    PYTABLES_TABLE("pytables-table", Candidacy.TABLE),
    /** A PyTables Array, CArray, EArray or VLArray. */
    PYTABLES_ARRAY("pytables-array", Candidacy.ARRAY),
    /** A dataset of records of one dimension, or a single record. */
    COMPOUND("compound", Candidacy.COMPOUND),
    /** A group whose datasets share their first dimension, or a list of such datasets. */
    GROUP("group", Candidacy.GROUP),
    /** A dataset whose dimensions have scales, a variable of netCDF-4. */
    NETCDF("netcdf", Candidacy.ARRAY),
    /** Any other dataset. */
    ARRAY("array", Candidacy.ARRAY);

    private final String text;
    private final Candidacy candidacy;

    TableKind(String text, Candidacy candidacy) {
        this.text = text;
        this.candidacy = candidacy;
    }

    /** Which objects are chosen from where none is named: those of the first class that is there. */
    enum Candidacy {
        TABLE,
        COMPOUND,
        GROUP,
        ARRAY
    }

    /** As {@code view=tables} names it. */
    String text() {
        return text;
    }

    Candidacy candidacy() {
        return candidacy;
    }

    /** The kind of a group, or null if it is none of pandas'. */
    static @Nullable TableKind ofGroup(TableSource source, Hdf5Object group) throws IOException {
        PyTablesAttributes attributes = new PyTablesAttributes(source, group);
        if (!attributes.has("pandas_type")) {
            return null;
        }
        String type = attributes.text("pandas_type");
        return type != null && type.endsWith("_table") ? PANDAS_TABLE : PANDAS_FIXED;
    }

    static TableKind ofDataset(TableSource source, Dataset dataset) throws IOException {
        Datatype type = dataset.datatype();
        boolean record = dataset.dataspace().rank() <= 1 && ElementTypes.isRecord(type);
        String nodeClass = PyTablesAttributes.nodeClass(source, dataset);
        if (record) {
            return nodeClass.equals("TABLE") ? PYTABLES_TABLE : COMPOUND;
        }
        return switch (nodeClass) {
            case "ARRAY", "CARRAY", "EARRAY", "VLARRAY" -> PYTABLES_ARRAY;
            default -> DimensionScales.describe(source, dataset) ? NETCDF : ARRAY;
        };
    }
}
