package org.sparkhdf5.spark;

import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Statistics;
import org.sparkhdf5.plan.RequestedColumn;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.table.Table;

/**
 * Rows and decoded size of the requested columns. Exact where headers were read; files that were not read are scaled from
 * the first by their length. Reads nothing.
 *
 * @param rows of all files
 * @param bytes of the requested columns when decoded, never the stored size
 */
record TableStatistics(long rows, long bytes) implements Statistics {

    static TableStatistics of(Hdf5Table table, ScanColumns columns) {
        double rows = 0;
        double firstLength = Math.max(1, table.files().get(0).file().lengthBytes());
        for (ListedFile file : table.files()) {
            List<Table> known = table.tables().known(file.file());
            rows += known != null
                    ? known.stream().mapToLong(Table::rowCount).sum()
                    : table.first().rowCount() * (file.file().lengthBytes() / firstLength);
        }
        double rowBytes = 0;
        for (RequestedColumn column : columns.stored()) {
            rowBytes += column.type().decodedBytes();
        }
        // Never 0 bytes for rows: Spark takes a relation without size for an empty one.
        return new TableStatistics((long) rows, (long) (rows * Math.max(1, rowBytes)));
    }

    @Override
    public OptionalLong numRows() {
        return OptionalLong.of(rows);
    }

    @Override
    public OptionalLong sizeInBytes() {
        return OptionalLong.of(bytes);
    }
}
