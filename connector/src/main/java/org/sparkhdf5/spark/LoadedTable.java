package org.sparkhdf5.spark;

import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A table that was loaded for its schema, and is given to Spark when it asks for the table itself. */
sealed interface LoadedTable extends SupportsRead permits Hdf5Table, Hdf5ViewTable {
    /** Whether it was loaded with these options. */
    boolean isOf(CaseInsensitiveStringMap otherOptions);
}
