package org.sparkhdf5.spark;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.table.TableRequest;

/** A view of files: they were listed, nothing of them was read. */
final class Hdf5ViewTable implements LoadedTable {
    private final CaseInsensitiveStringMap given;
    private final Hdf5Options options;
    private final View view;
    private final Configuration configuration;
    private final List<ListedFile> files;

    private Hdf5ViewTable(
            CaseInsensitiveStringMap given,
            Hdf5Options options,
            View view,
            Configuration configuration,
            List<ListedFile> files) {
        this.given = given;
        this.options = options;
        this.view = view;
        this.configuration = configuration;
        this.files = files;
    }

    static Hdf5ViewTable load(CaseInsensitiveStringMap given, Hdf5Options options, View view) throws IOException {
        Configuration configuration = Hdf5Table.configuration(given);
        return new Hdf5ViewTable(
                given,
                options,
                view,
                configuration,
                Hdf5Table.listing(configuration, given, options).files());
    }

    @Override
    public boolean isOf(CaseInsensitiveStringMap otherOptions) {
        return given.asCaseSensitiveMap().equals(otherOptions.asCaseSensitiveMap());
    }

    View view() {
        return view;
    }

    /** What the view is limited to, and how tables would be read. */
    TableRequest request() {
        return options.request();
    }

    /** Which external links are followed to the object that a view is limited to. */
    ExternalLinkPolicy externalLinks() {
        return options.externalLinks();
    }

    Configuration configuration() {
        return configuration;
    }

    /** In path order, at least one. */
    List<ListedFile> files() {
        return files;
    }

    @Override
    public String name() {
        String dataset = request().dataset();
        return "hdf5 " + view.name().toLowerCase(Locale.ROOT) + " of " + String.join(", ", options.paths())
                + (dataset == null ? "" : " " + dataset);
    }

    @Override
    @SuppressWarnings("deprecation") // columns() of Spark 3.4 on is derived from it
    public StructType schema() {
        return view.schema();
    }

    @Override
    public Set<TableCapability> capabilities() {
        return EnumSet.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap scanOptions) {
        return new Hdf5ViewScanBuilder(this);
    }
}
