package org.sparkhdf5.spark;

import java.io.IOException;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.table.AttributeListing;
import org.sparkhdf5.table.ChunkListing;
import org.sparkhdf5.table.ListedAttribute;
import org.sparkhdf5.table.ListedChunk;
import org.sparkhdf5.table.ListedObject;
import org.sparkhdf5.table.ListedTable;
import org.sparkhdf5.table.ObjectListing;
import org.sparkhdf5.table.TableListing;
import org.sparkhdf5.table.TableReader;
import org.sparkhdf5.table.TableRequest;

/** What files are looked into for, instead of reading a table of them. */
public enum View {
    /** What they hold: a row per object. */
    OBJECTS,
    /** A row per attribute. */
    ATTRIBUTES,
    /** The stored chunks of one dataset. */
    CHUNKS,
    /** A row per table, or for what of a file cannot be read. */
    TABLES;

    private static final DataType TEXT = DataTypes.StringType;
    private static final DataType LONG = DataTypes.LongType;
    private static final DataType LONGS = DataTypes.createArrayType(LONG, false);
    private static final DataType LONGS_OR_NULL = DataTypes.createArrayType(LONG, true);
    private static final StructType FILTER = new StructType()
            .add("id", DataTypes.IntegerType, false)
            .add("name", TEXT, false)
            .add("params", LONGS, false);

    /** The rows of one file, one after the other. */
    @FunctionalInterface
    interface Rows {
        /** The values of all columns in the order of the schema, or null behind the last row. */
        @Nullable Object @Nullable [] next() throws IOException;
    }

    StructType schema() {
        StructType schema = new StructType().add("file", TEXT, false);
        return switch (this) {
            case OBJECTS ->
                schema.add("path", TEXT)
                        .add("kind", TEXT)
                        .add("datatype", TEXT)
                        .add("shape", LONGS)
                        .add("maxShape", LONGS_OR_NULL)
                        .add("chunkShape", LONGS)
                        .add("layout", TEXT)
                        .add("filters", DataTypes.createArrayType(FILTER, false))
                        .add("storedBytes", LONG)
                        .add("linkTarget", TEXT)
                        .add("error", TEXT);
            case ATTRIBUTES ->
                schema.add("path", TEXT)
                        .add("name", TEXT)
                        .add("datatype", TEXT)
                        .add("shape", LONGS)
                        .add("value", TEXT)
                        .add("error", TEXT);
            case CHUNKS ->
                schema.add("offset", LONGS, false)
                        .add("address", LONG, false)
                        .add("storedBytes", LONG, false)
                        .add("filterMask", LONG, false);
            case TABLES ->
                schema.add("dataset", TEXT)
                        .add("kind", TEXT)
                        .add("rows", LONG)
                        .add("schema", TEXT)
                        .add("error", TEXT);
        };
    }

    /**
     * The rows of a file.
     *
     * @param file fully qualified path, as it was listed
     * @param request names the dataset whose subtree, or chunks, are wanted; none for all, but not of chunks
     * @param columns that are wanted of the schema; values of others may be left null
     */
    Rows rows(String file, Hdf5File opened, TableRequest request, StructType columns) throws IOException {
        String dataset = request.dataset();
        switch (this) {
            case OBJECTS -> {
                boolean withChunks = has(columns, "storedBytes") || has(columns, "error");
                ObjectListing objects = new ObjectListing(opened, dataset, withChunks);
                return () -> {
                    ListedObject object = objects.next();
                    return object == null ? null : row(file, object);
                };
            }
            case ATTRIBUTES -> {
                AttributeListing attributes = new AttributeListing(opened, dataset);
                return () -> {
                    ListedAttribute attribute = attributes.next();
                    return attribute == null ? null : row(file, attribute);
                };
            }
            case CHUNKS -> {
                if (dataset == null) {
                    throw new IllegalArgumentException("view=chunks needs a dataset");
                }
                ChunkListing chunks = new ChunkListing(opened, dataset);
                return () -> {
                    ListedChunk chunk = chunks.next();
                    return chunk == null ? null : row(chunk);
                };
            }
            case TABLES -> {
                boolean withSchema = has(columns, "schema");
                boolean withTables = withSchema || has(columns, "rows") || has(columns, "error");
                // Values of object columns are looked at for their types only.
                boolean withTypes = withSchema || has(columns, "error");
                TableListing tables = new TableReader(opened, opened.reader())
                        .list(withTypes ? request : request.asAsked(), withTables);
                return () -> {
                    ListedTable table = tables.next();
                    return table == null ? null : row(file, table, withSchema);
                };
            }
        }
        throw new IllegalStateException("unknown view " + this);
    }

    /** The row of a file that cannot be read, or null where this view has none. */
    @Nullable Object @Nullable [] unreadable(String file, String error) {
        return switch (this) {
            case OBJECTS -> row(file, ListedObject.unreadableFile(error));
            case ATTRIBUTES -> row(file, ListedAttribute.unreadableFile(error));
            case CHUNKS -> null;
            case TABLES -> row(file, ListedTable.unreadableFile(error), false);
        };
    }

    private static boolean has(StructType columns, String name) {
        for (StructField field : columns.fields()) {
            if (field.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Object[] row(String file, ListedObject object) {
        ListedObject.Storage dataset = object.dataset();
        return new @Nullable Object[] {
            RowValues.text(file),
            RowValues.text(object.path()),
            RowValues.text(object.kind()),
            RowValues.text(object.datatype()),
            RowValues.longs(dataset.shape()),
            RowValues.limits(dataset.maxShape()),
            RowValues.longs(dataset.chunkShape()),
            RowValues.text(dataset.layout()),
            RowValues.filters(dataset.filters()),
            dataset.storedBytes(),
            RowValues.text(object.linkTarget()),
            RowValues.text(object.error())
        };
    }

    private static @Nullable Object[] row(String file, ListedAttribute attribute) {
        return new @Nullable Object[] {
            RowValues.text(file),
            RowValues.text(attribute.path()),
            RowValues.text(attribute.name()),
            RowValues.text(attribute.datatype()),
            RowValues.longs(attribute.shape()),
            RowValues.text(attribute.value()),
            RowValues.text(attribute.error())
        };
    }

    private static @Nullable Object[] row(String file, ListedTable table, boolean withSchema) {
        return new @Nullable Object[] {
            RowValues.text(file),
            RowValues.text(table.path()),
            RowValues.text(table.kind()),
            table.rows(),
            RowValues.text(withSchema ? table.schema() : null),
            RowValues.text(table.error())
        };
    }

    private static @Nullable Object[] row(ListedChunk chunk) {
        return new @Nullable Object[] {
            RowValues.text(chunk.file()),
            RowValues.longs(chunk.offset()),
            chunk.address(),
            chunk.storedBytes(),
            chunk.filterMask()
        };
    }
}
