package org.sparkhdf5.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.SessionConfigSupport;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * The entry: {@code spark.read.format("hdf5")}, and {@code USING hdf5} in SQL.
 *
 * <p>Loading lists the files and reads the metadata of the first one, which gives the schema; a view of the files
 * ({@code view=objects}) reads nothing yet. Options are those of
 * {@link Hdf5Options}; each may be set for the session as {@code spark.datasource.hdf5.<option>}.
 */
public final class Hdf5DataSource implements TableProvider, DataSourceRegister, SessionConfigSupport {
    private @Nullable LoadedTable loaded;

    @Override
    public String shortName() {
        return "hdf5";
    }

    @Override
    public String keyPrefix() {
        return "hdf5";
    }

    @Override
    @SuppressWarnings("deprecation") // columns() of Spark 3.4 on is derived from it
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        LoadedTable table = load(options, null);
        loaded = table;
        return table.schema();
    }

    /** A schema that the user gives is taken: {@code .schema(...)}. */
    @Override
    public boolean supportsExternalMetadata() {
        return true;
    }

    @Override
    @SuppressWarnings("deprecation") // columns() of Spark 3.4 on is derived from it
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(properties);
        LoadedTable table = loaded;
        return table != null && table.isOf(options) && table.schema().equals(schema) ? table : load(options, schema);
    }

    private static LoadedTable load(CaseInsensitiveStringMap given, @Nullable StructType userSchema) {
        try {
            Hdf5Options options = Hdf5Options.parse(given);
            View view = options.view();
            if (view == null) {
                return Hdf5Table.load(given, options, userSchema);
            }
            if (userSchema != null && !userSchema.equals(view.schema())) {
                throw new IllegalArgumentException("option \"view\" has a schema of its own: "
                        + view.schema().sql() + "; leave out .schema(…)");
            }
            return Hdf5ViewTable.load(given, options, view);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
