package org.sparkhdf5.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.StoredFile;

/**
 * Leaves out the files of which a query wants no row, by the values of their partition columns and what {@code _metadata} says of
 * a file. Opens none.
 */
final class FilePruning {
    private final Hdf5Table table;
    private final List<Predicate> pushed = new ArrayList<>();
    private List<ListedFile> files;

    FilePruning(Hdf5Table table) {
        this.table = table;
        this.files = table.files();
    }

    /**
     * Takes the conditions that all hold for the rows that a query wants.
     *
     * @return those that Spark has to check for each row: all but those that the files alone decide
     */
    Predicate[] push(Predicate[] conditions) {
        List<Predicate> residual = new ArrayList<>();
        for (Predicate condition : conditions) {
            if (Stream.of(condition.references())
                    .noneMatch(column -> fact(column, table.files().get(0)) != null)) {
                residual.add(condition);
                continue;
            }
            pushed.add(condition);
            boolean decided = true;
            List<ListedFile> kept = new ArrayList<>();
            for (ListedFile file : files) {
                Truth truth = new FileCondition(column -> fact(column, file)).of(condition);
                if (truth.mayBeTrue()) {
                    kept.add(file);
                    decided &= truth.isDecided();
                }
            }
            files = kept.size() == files.size() ? files : List.copyOf(kept);
            if (!decided) {
                residual.add(condition);
            }
        }
        return residual.toArray(new Predicate[0]);
    }

    /** The conditions that files are chosen by. */
    Predicate[] pushed() {
        return pushed.toArray(new Predicate[0]);
    }

    /** The files that may have a wanted row, in path order. */
    List<ListedFile> files() {
        return files;
    }

    /** For the description of a plan: {@code 3 of 365 files where day = 1012}. */
    String description() {
        int all = table.files().size();
        String count = (pushed.isEmpty() ? "" : files.size() + " of ") + all + (all == 1 ? " file" : " files");
        return pushed.isEmpty()
                ? count
                : count + " where " + pushed.stream().map(Predicate::toString).collect(Collectors.joining(" and "));
    }

    private FileCondition.@Nullable Fact fact(NamedReference column, ListedFile file) {
        String[] names = column.fieldNames();
        if (names.length == 1) {
            return partition(names[0], file);
        }
        return names.length == 2 && table.isFileMetadata(names[0]) ? metadata(names[1], file.file()) : null;
    }

    private FileCondition.@Nullable Fact partition(String name, ListedFile file) {
        StructType schema = table.partitions().schema();
        for (int i = 0; i < schema.length(); i++) {
            StructField field = schema.fields()[i];
            if (field.name().equals(name)) {
                return new FileCondition.Fact(
                        field.dataType(), table.partitions().values(file)[i]);
            }
        }
        return null;
    }

    private static FileCondition.@Nullable Fact metadata(String field, StoredFile file) {
        return switch (field) {
            case "file_path" -> new FileCondition.Fact(DataTypes.StringType, UTF8String.fromString(file.uri()));
            case "file_name" ->
                new FileCondition.Fact(
                        DataTypes.StringType,
                        UTF8String.fromString(file.uri().substring(file.uri().lastIndexOf('/') + 1)));
            case "file_size" -> new FileCondition.Fact(DataTypes.LongType, file.lengthBytes());
            case "file_modification_time" ->
                new FileCondition.Fact(
                        DataTypes.TimestampType, TimeUnit.MILLISECONDS.toMicros(file.modificationTimeMillis()));
            default -> null;
        };
    }
}
