package org.sparkhdf5.plan;

import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.LogicalType;
import org.sparkhdf5.table.ObjectRule;
import org.sparkhdf5.table.WiderTypes;

/** What is said of files that differ from the schema. */
public final class SchemaMessages {
    private static final String MERGE = "set option(\"mergeSchema\", \"true\"), or ";
    private static final String APART = "read the files that differ on their own";

    private SchemaMessages() {}

    /** A column that a file must have. */
    static String missing(ObjectLocation location, RequestedColumn wanted) {
        return location + ": column " + wanted.name() + ": type "
                + wanted.type().sql() + " is expected as in " + source(wanted) + ", found no such column; " + MERGE
                + APART;
    }

    /** A column of the data where the first file has an attribute of this name. */
    static String notAnAttribute(ObjectLocation location, RequestedColumn wanted) {
        return location + ": column " + wanted.name() + ": an attribute is expected as in " + source(wanted)
                + ", found a column of the data by this name; leave the attribute out of option \"attributes\", or "
                + APART;
    }

    /** A column of another type. */
    static String misfit(ObjectLocation location, RequestedColumn wanted, Column column) {
        LogicalType type = column.logicalType();
        boolean unknown = column.objectRule() == ObjectRule.AS_ASKED;
        String found = unknown ? "Python objects" : type.sql();
        if (wanted.source() instanceof SchemaSource.User) {
            return notAsGiven(location, wanted.name(), wanted.type().sql(), found);
        }
        String place = location + ": column " + wanted.name() + ": ";
        if (wanted.rule() == ObjectRule.JSON) {
            return place + "objects of several kinds, as JSON, are expected as in " + source(wanted) + ", found "
                    + found + "; set option(\"objects\", \"string\")";
        }
        String merge = WiderTypes.common(wanted.type(), type) == null && !unknown ? "" : MERGE;
        return place + "type " + wanted.type().sql() + " is expected as in " + source(wanted) + ", found " + found
                + "; " + merge + APART;
    }

    /**
     * A type of the user's that a column does not become.
     *
     * @param asked the user's type
     * @param found in the file
     */
    public static String notAsGiven(ObjectLocation location, String column, String asked, String found) {
        return location + ": column " + column + ": the schema asks for " + asked + ", the file has " + found
                + "; give it that type in .schema(…), and cast in the query";
    }

    private static String source(RequestedColumn wanted) {
        return wanted.source() instanceof SchemaSource.FirstFile first
                ? "the first file, " + first.file()
                : "the merged schema of all files";
    }
}
