package org.sparkhdf5.spark;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.Listing;

/** The columns that the directories of a listing name, with the values of each file. Immutable. */
final class PartitionColumns {
    private final StructType schema;
    private final ZoneId zone;
    private final Map<List<String>, @Nullable Object[]> values;

    private PartitionColumns(StructType schema, ZoneId zone, Map<List<String>, @Nullable Object[]> values) {
        this.schema = schema;
        this.zone = zone;
        this.values = values;
    }

    /**
     * Types are those that the user gives, else those that all values have; every column is nullable.
     *
     * @param userSchema that the user gives, or null
     * @param options of the read: a time zone
     * @throws IllegalArgumentException if a value is none of the user's type; names a file, the column and the value
     */
    static PartitionColumns of(
            Listing listing, @Nullable StructType userSchema, CaseInsensitiveStringMap options, RuntimeConfig session) {
        List<String> names = listing.partitionNames();
        Map<List<String>, ListedFile> partitions = new HashMap<>();
        for (ListedFile file : names.isEmpty() ? List.<ListedFile>of() : listing.files()) {
            partitions.putIfAbsent(file.partitionValues(), file);
        }
        boolean ntz = session.get("spark.sql.timestampType", "TIMESTAMP_LTZ").equalsIgnoreCase("TIMESTAMP_NTZ");
        ZoneId zone = ListingOptions.zone(options, session);
        PartitionTypes types = new PartitionTypes(
                flag(session, "spark.sql.sources.partitionColumnTypeInference.enabled"),
                ntz ? DataTypes.TimestampNTZType : DataTypes.TimestampType);
        boolean caseSensitive = Boolean.parseBoolean(session.get("spark.sql.caseSensitive", "false"));
        List<StructField> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            StructField given = userSchema == null ? null : find(userSchema, names.get(i), caseSensitive);
            DataType type = given != null ? given.dataType() : inferred(types, listing.partitions(), i);
            fields.add(DataTypes.createStructField(given != null ? given.name() : names.get(i), type, true));
        }
        StructType schema = new StructType(fields.toArray(new StructField[0]));
        boolean validate = flag(session, "spark.sql.sources.validatePartitionColumns");
        Map<List<String>, @Nullable Object[]> values = new HashMap<>();
        partitions.forEach((raw, file) -> values.put(raw, values(raw, schema, zone, validate ? file : null)));
        return new PartitionColumns(schema, zone, values);
    }

    private static boolean flag(RuntimeConfig session, String name) {
        return Boolean.parseBoolean(session.get(name, "true"));
    }

    private static DataType inferred(PartitionTypes types, List<List<String>> partitions, int column) {
        DataType type = DataTypes.NullType;
        for (List<String> raw : partitions) {
            type = PartitionTypes.wider(type, types.of(raw.get(column)));
        }
        return type;
    }

    /** @param file that is named where a value is none of its type; null: then it is null */
    private static @Nullable Object[] values(
            List<String> raw, StructType schema, ZoneId zone, @Nullable ListedFile file) {
        @Nullable Object[] values = new @Nullable Object[raw.size()];
        for (int i = 0; i < values.length; i++) {
            StructField field = schema.fields()[i];
            try {
                values[i] = PartitionTypes.value(raw.get(i), field.dataType(), zone);
            } catch (IllegalArgumentException e) {
                if (file != null) {
                    throw new IllegalArgumentException(
                            file.file().path() + ": partition column " + field.name() + ": a value of type "
                                    + field.dataType().sql() + " is expected in the name of the directory, found "
                                    + raw.get(i) + "; give the column another type in .schema(…)",
                            e);
                }
            }
        }
        return values;
    }

    private static @Nullable StructField find(StructType schema, String name, boolean caseSensitive) {
        for (StructField field : schema.fields()) {
            if (caseSensitive ? field.name().equals(name) : field.name().equalsIgnoreCase(name)) {
                return field;
            }
        }
        return null;
    }

    /** The columns, outermost directory first; every one nullable. */
    StructType schema() {
        return schema;
    }

    boolean isEmpty() {
        return schema.length() == 0;
    }

    /** The values of a file's columns as Spark holds them inside; shared, not to be modified. */
    @Nullable Object[] values(ListedFile file) {
        @Nullable Object[] found = values.get(file.partitionValues());
        if (found == null) {
            throw new IllegalArgumentException(file.file().path() + " is not in a partition of this listing");
        }
        return found;
    }

    /** Columns of data, less those that directories name: a name that both have is the directory's. */
    StructType removedFrom(StructType columns, boolean caseSensitive) {
        List<StructField> fields = new ArrayList<>();
        for (StructField field : columns.fields()) {
            if (find(schema, field.name(), caseSensitive) == null) {
                fields.add(field);
            }
        }
        return new StructType(fields.toArray(new StructField[0]));
    }

    /** The columns of a table: those of directories behind those of data. */
    StructType appendedTo(StructType columns) {
        List<StructField> fields = new ArrayList<>(Arrays.asList(columns.fields()));
        fields.addAll(Arrays.asList(schema.fields()));
        return new StructType(fields.toArray(new StructField[0]));
    }

    /** The column of this name, as the schema writes it, or null if the data have it. */
    OutputColumn.@Nullable Partition column(String name) {
        for (int i = 0; i < schema.length(); i++) {
            if (schema.fields()[i].name().equals(name)) {
                return new OutputColumn.Partition(i, schema.fields()[i].dataType(), zone);
            }
        }
        return null;
    }

    /** The partitioning of the table as Spark describes it: each column as it is. */
    Transform[] transforms() {
        Transform[] transforms = new Transform[schema.length()];
        for (int i = 0; i < transforms.length; i++) {
            transforms[i] = Expressions.identity("`" + schema.fields()[i].name().replace("`", "``") + "`");
        }
        return transforms;
    }
}
