package org.sparkhdf5.spark;

import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Statistics;
import org.sparkhdf5.plan.RequestedColumn;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.ColumnLookup;
import org.sparkhdf5.table.DecodedWidth;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.Table;

/**
 * Rows and decoded size of the requested columns. Exact where headers were read; files that were not read are scaled by their
 * length from those that were, and nothing is said where those have no rows. Reads nothing.
 *
 * @param numRows of all files
 * @param sizeInBytes of the requested columns when decoded, never the stored size; values of variable length take no less than
 *     their files, which hold them as they are
 */
record TableStatistics(OptionalLong numRows, OptionalLong sizeInBytes) implements Statistics {
    /** What is assumed of a column that is told by the file's name. */
    private static final long CONSTANT_BYTES = 16;

    /** @param files of the scan */
    static TableStatistics of(Hdf5Table table, ScanColumns columns, List<ListedFile> files) {
        double knownRows = 0;
        double knownLength = 0;
        double unknownLength = 0;
        for (ListedFile listed : files) {
            double length = listed.file().lengthBytes();
            List<Table> known = table.tables().known(listed.file());
            if (known == null) {
                unknownLength += length;
                continue;
            }
            knownLength += length;
            for (Table one : known) {
                knownRows += one.rowCount();
            }
        }
        double ofFiles = knownRows;
        double lengths = knownLength + unknownLength;
        if (unknownLength > 0 && knownRows == 0 && !table.options().request().namesSeveral()) {
            // Files that a query wants, none of which was read: they are like the first one.
            knownRows = table.first().rowCount();
            knownLength = table.firstFile().lengthBytes();
        }
        if (unknownLength > 0 && knownRows == 0) {
            return new TableStatistics(OptionalLong.empty(), OptionalLong.empty());
        }
        double rows = ofFiles + (unknownLength == 0 ? 0 : knownRows * (unknownLength / Math.max(1, knownLength)));
        Width width = Width.of(table.first(), columns);
        // Never 0 bytes for rows: Spark takes a relation without size for an empty one.
        double bytes = rows * Math.max(1, width.bytes);
        if (width.variable) {
            bytes = Math.max(bytes, lengths);
        }
        return new TableStatistics(OptionalLong.of((long) rows), OptionalLong.of((long) bytes));
    }

    /** Bytes of a row, and whether some of its values are elsewhere in the file. */
    private record Width(double bytes, boolean variable) {

        static Width of(Table first, ScanColumns columns) {
            ColumnLookup lookup = new ColumnLookup(first);
            double bytes = CONSTANT_BYTES
                    * (double) Math.max(
                            0, columns.outputs().size() - columns.stored().size());
            boolean variable = false;
            for (RequestedColumn asked : columns.stored()) {
                Column column = lookup.find(asked.name(), asked.source().anyCase());
                ElementType element = column == null ? null : asked.elementOf(column);
                bytes += element == null ? asked.type().decodedBytes() : DecodedWidth.bytes(element);
                variable |= element != null && DecodedWidth.isVariable(element);
            }
            return new Width(bytes, variable);
        }
    }
}
