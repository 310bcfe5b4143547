package org.sparkhdf5.spark;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;
import org.sparkhdf5.storage.StoredFile;

/**
 * The files that one task looks into.
 *
 * @param files neighbours, in path order
 */
record Hdf5ViewPartition(List<StoredFile> files) implements InputPartition {
    Hdf5ViewPartition {
        files = List.copyOf(files);
    }
}
