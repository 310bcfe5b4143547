package org.sparkhdf5.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.plan.FileTables;
import org.sparkhdf5.plan.RequestedColumn;
import org.sparkhdf5.plan.SchemaSource;
import org.sparkhdf5.storage.FileListing;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.Listing;
import org.sparkhdf5.storage.ReadStatistics;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.Table;

/**
 * What was loaded: files that were listed once, and the schema of the first one. Metadata that were read are kept for the life
 * of the table.
 */
final class Hdf5Table implements LoadedTable, SupportsMetadataColumns {
    private final CaseInsensitiveStringMap given;
    private final Hdf5Options options;
    private final Configuration configuration;
    private final List<ListedFile> files;
    private final PartitionColumns partitions;
    private final FileTables tables;
    private final FirstTable first;
    private final StructType dataSchema;
    private final StructType schema;
    private final boolean fileMetadata;
    private final boolean givenByUser;
    private final @Nullable MergedSchema merged;
    private @Nullable Table typedFirst;

    private Hdf5Table(
            CaseInsensitiveStringMap given,
            Hdf5Options options,
            Configuration configuration,
            Listing listing,
            FileTables tables,
            @Nullable StructType userSchema)
            throws IOException {
        this.given = given;
        this.options = options;
        this.configuration = configuration;
        this.files = listing.files();
        this.partitions = PartitionColumns.of(
                listing, userSchema, given, SparkSession.active().conf());
        this.tables = tables;
        this.givenByUser = userSchema != null;
        // No value is looked at where the user says what the types are.
        this.first = FirstTable.find(
                files,
                tables,
                givenByUser ? tables.request() : options.request(),
                (file, error) -> options.ignore().isIgnored(error, file, configuration),
                givenByUser);
        this.merged = !givenByUser && options.mergeSchema()
                ? MergedSchema.of(
                        new ManyFiles(configuration, tables, options.externalLinks()),
                        files,
                        options.request(),
                        (file, error) -> options.ignore().isIgnored(error, file, configuration),
                        caseSensitive())
                : null;
        this.dataSchema = partitions.removedFrom(columns(userSchema), caseSensitive());
        this.schema = partitions.appendedTo(dataSchema);
        this.fileMetadata = Arrays.stream(schema.fieldNames())
                .noneMatch(name ->
                        caseSensitive() ? name.equals(FileMetadata.NAME) : name.equalsIgnoreCase(FileMetadata.NAME));
    }

    private StructType columns(@Nullable StructType userSchema) {
        if (userSchema != null) {
            return SparkSchemas.nullable(userSchema);
        }
        // Where only one file was read no other is known to give the same types without nulls.
        boolean several = files.size() > 1 || options.request().namesSeveral();
        return merged != null ? merged.schema() : SparkSchemas.of(first.table(), several);
    }

    private static boolean caseSensitive() {
        return Boolean.parseBoolean(SparkSession.active().conf().get("spark.sql.caseSensitive", "false"));
    }

    /** @param userSchema that the user gives, or null: that of the first file */
    static Hdf5Table load(CaseInsensitiveStringMap given, Hdf5Options options, @Nullable StructType userSchema)
            throws IOException {
        Configuration configuration = configuration(given);
        Listing listing = listing(configuration, given, options);
        ReadStatistics statistics = new ReadStatistics();
        // The first file gives the types of object columns: the values of the others are not looked at for them.
        FileTables tables = new FileTables(
                new HadoopOpener(configuration, statistics, options.externalLinks()),
                options.request().asAsked());
        return new Hdf5Table(given, options, configuration, listing, tables, userSchema);
    }

    static Configuration configuration(CaseInsensitiveStringMap given) {
        Configuration configuration = SparkSession.active().sessionState().newHadoopConf();
        given.asCaseSensitiveMap().forEach((option, value) -> {
            if (option.contains(".")) {
                configuration.set(option, value); // a setting of a file system, as Spark's own sources take it
            }
        });
        return configuration;
    }

    /** @throws IllegalArgumentException if there is none */
    static Listing listing(Configuration configuration, CaseInsensitiveStringMap given, Hdf5Options options)
            throws IOException {
        Listing listing = FileListing.list(
                configuration,
                ListingOptions.parse(
                        options.paths(), given, SparkSession.active().conf()));
        if (listing.files().isEmpty()) {
            throw new IllegalArgumentException(String.join(", ", options.paths())
                    + ": at least one HDF5 file is expected, found none; check the path and the options that choose"
                    + " files; option(\"recursiveFileLookup\", \"true\") reads directories below");
        }
        return listing;
    }

    @Override
    public boolean isOf(CaseInsensitiveStringMap otherOptions) {
        return given.asCaseSensitiveMap().equals(otherOptions.asCaseSensitiveMap());
    }

    Hdf5Options options() {
        return options;
    }

    Configuration configuration() {
        return configuration;
    }

    /** In path order, at least one. */
    List<ListedFile> files() {
        return files;
    }

    /** The columns that directories name. */
    PartitionColumns partitions() {
        return partitions;
    }

    FileTables tables() {
        return tables;
    }

    /** The table that gives the schema: the first one of the first file. */
    Table first() {
        return first.table();
    }

    /** The file that gives the schema. */
    StoredFile firstFile() {
        return first.file();
    }

    /** What the tables hold, without what is told by directories. */
    StructType dataSchema() {
        return dataSchema;
    }

    /** Whether a column that Spark asks for is the hidden one: a column of the data by that name wins. */
    boolean isFileMetadata(String name) {
        return fileMetadata && name.equals(FileMetadata.NAME);
    }

    @Override
    public MetadataColumn[] metadataColumns() {
        return new MetadataColumn[] {new FileMetadata()};
    }

    /** The stored columns of a part of the schema, as every file must give them. */
    List<RequestedColumn> requested(StructType required) {
        if (merged != null) {
            return merged.requested(required);
        }
        if (!givenByUser) {
            return SparkSchemas.requested(required, firstFile().path(), first());
        }
        try {
            SchemaSource source = GivenSchema.source(SparkSession.active());
            return new GivenSchema(firstFile().path(), first(), this::typedFirst, source).requested(required);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** The first table, its columns of objects with types. */
    private synchronized Table typedFirst() throws IOException {
        Table known = typedFirst;
        if (known == null) {
            Table typed = tables.first(firstFile(), options.request());
            known = typed == null ? first() : typed;
            typedFirst = known;
        }
        return known;
    }

    @Override
    public String name() {
        return "hdf5 " + String.join(", ", options.paths()) + " " + first().path();
    }

    @Override
    @SuppressWarnings("deprecation") // columns() of Spark 3.4 on is derived from it
    public StructType schema() {
        return schema;
    }

    @Override
    public Transform[] partitioning() {
        return partitions.transforms();
    }

    @Override
    public Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(first().properties());
        properties.put("hdf5.kind", first().kind());
        properties.put("hdf5.dataset", first().path());
        return properties;
    }

    @Override
    public Set<TableCapability> capabilities() {
        return EnumSet.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap scanOptions) {
        return new Hdf5ScanBuilder(this);
    }
}
