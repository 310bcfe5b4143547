package org.sparkhdf5.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.ChunkCounts;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.plan.FileTables;
import org.sparkhdf5.plan.OpenFile;
import org.sparkhdf5.plan.OpenedSplit;
import org.sparkhdf5.plan.PartitionPlan;
import org.sparkhdf5.plan.RequestedColumn;
import org.sparkhdf5.plan.ScanPlanner;
import org.sparkhdf5.plan.Split;
import org.sparkhdf5.plan.SplitSizes;
import org.sparkhdf5.plan.SplitTables;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.FileBlocks;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.ListedFile;
import org.sparkhdf5.storage.NoBlocks;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.table.TableRequest;
import org.sparkhdf5.vector.ColumnBatches;

/**
 * Reads a table of a file in memory as tasks do, without Spark: plans, opens the splits, shows batches. Integers come as long,
 * floats as double, times in microseconds, dates in days, decimals as text, structs as lists, lists by their
 * length only.
 */
public final class TableRows {
    private static final int BATCH_ROWS_MAX = 37;
    private static final String DIRECTORY = "file:///nowhere/";

    private final StoredFile file;
    private final TableRequest request;
    private final FileTables tables;
    private final OpenFile.Opener opener;
    private final List<CountingRangeReader> readers = new ArrayList<>();
    private final ChunkCounts counts = new ChunkCounts();
    private int splitCount;

    public TableRows(String name, byte[] bytes, TableRequest request) {
        this(name, other -> other.equals(name) ? bytes : null, request, ExternalLinkPolicy.DENY);
    }

    /** @param files by their names, all in one directory; null where there is none */
    public TableRows(
            String name, Function<String, byte @Nullable []> files, TableRequest request, ExternalLinkPolicy policy) {
        this.opener = new OpenFile.Opener() {
            @Override
            public RangeReader open(StoredFile stored) {
                byte[] bytes = files.apply(stored.path().substring(DIRECTORY.length()));
                CountingRangeReader reader = new CountingRangeReader(new InMemoryRangeReader(stored.path(), bytes));
                readers.add(reader);
                return reader;
            }

            @Override
            public @Nullable StoredFile find(String path) {
                byte[] bytes = path.startsWith(DIRECTORY) ? files.apply(path.substring(DIRECTORY.length())) : null;
                return bytes == null ? null : new StoredFile(path, bytes.length, 0);
            }

            @Override
            public ExternalLinkPolicy externalLinks() {
                return policy;
            }
        };
        this.file = Objects.requireNonNull(stored(DIRECTORY + name), name);
        this.request = request;
        this.tables = new FileTables(opener, request);
    }

    private @Nullable StoredFile stored(String path) {
        try {
            return opener.find(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All readers that were opened, in their order. */
    public List<CountingRangeReader> readers() {
        return readers;
    }

    public Table table() throws IOException {
        return tables.tables(file).get(0);
    }

    /** Number of splits of the last reading. */
    public int splitCount() {
        return splitCount;
    }

    /** Chunks that tasks have decoded. */
    public ChunkCounts counts() {
        return counts;
    }

    /** Reads every column. */
    public Map<String, List<@Nullable Object>> read(SplitSizes sizes) throws IOException {
        List<String> names = new ArrayList<>();
        for (Column column : table().columns()) {
            names.add(column.name());
        }
        return read(sizes, names);
    }

    /** Reads every column, lists and records with all that is in them. */
    public Map<String, List<JsonNode>> readWhole(SplitSizes sizes) throws IOException {
        List<String> names = new ArrayList<>();
        for (Column column : table().columns()) {
            names.add(column.name());
        }
        Map<String, List<JsonNode>> values = new LinkedHashMap<>();
        read(sizes, names, WholeValues::of).forEach((name, column) -> {
            List<JsonNode> nodes = new ArrayList<>();
            column.forEach(value -> nodes.add((JsonNode) value));
            values.put(name, nodes);
        });
        return values;
    }

    /** What becomes of a value of a vector. */
    private interface Values {
        @Nullable Object of(ColumnVector vector, int row);
    }

    /** Reads some columns; values by column, in the order of the rows. */
    public Map<String, List<@Nullable Object>> read(SplitSizes sizes, List<String> names) throws IOException {
        return read(sizes, names, TableRows::value);
    }

    private Map<String, List<@Nullable Object>> read(SplitSizes sizes, List<String> names, Values form)
            throws IOException {
        List<RequestedColumn> columns = new ArrayList<>();
        Map<String, List<@Nullable Object>> values = new LinkedHashMap<>();
        for (String name : names) {
            for (Column column : table().columns()) {
                if (column.name().equals(name)) {
                    columns.add(new RequestedColumn(name, column.logicalType()));
                    values.put(name, new ArrayList<>());
                }
            }
        }
        FileBlocks blocks = NoBlocks.get();
        List<PartitionPlan> partitions = new ScanPlanner(tables, columns, sizes, listed -> blocks)
                .plan(List.of(new ListedFile(file, blocks)), null);
        RowReader.Limits limits =
                new RowReader.Limits(64 << 20, BATCH_ROWS_MAX, CoalescingPolicy.forScheme("hdfs"), counts);
        OpenedSplit.Task task = new OpenedSplit.Task(opener, new FileTables(opener, request), columns, null, limits);
        splitCount = 0;
        for (PartitionPlan partition : partitions) {
            for (Split split : partition.splits()) {
                splitCount++;
                read(split, task, values, form);
            }
        }
        return values;
    }

    private void read(Split split, OpenedSplit.Task task, Map<String, List<@Nullable Object>> values, Values form)
            throws IOException {
        try (SplitTables opened = SplitTables.open(split, task)) {
            for (OpenedSplit table = opened.next(); table != null; table = opened.next()) {
                try (OpenedSplit closing = table;
                        ColumnBatches batches = ColumnBatches.of(closing)) {
                    addAll(batches, values, form);
                }
            }
        }
    }

    private static void addAll(ColumnBatches batches, Map<String, List<@Nullable Object>> values, Values form)
            throws IOException {
        ColumnVector[] vectors = batches.vectors();
        while (batches.next()) {
            int index = 0;
            for (List<@Nullable Object> column : values.values()) {
                for (int row = 0; row < batches.rowCount(); row++) {
                    column.add(form.of(vectors[index], row));
                }
                index++;
            }
        }
    }

    /** A value of a vector as Java, or null. */
    public static @Nullable Object value(ColumnVector vector, int row) {
        if (vector.hasNull() && vector.isNullAt(row)) {
            return null;
        }
        DataType type = vector.dataType();
        if (type instanceof StructType struct) {
            List<@Nullable Object> fields = new ArrayList<>();
            for (int i = 0; i < struct.fields().length; i++) {
                fields.add(value(vector.getChild(i), row));
            }
            return fields;
        }
        if (type instanceof ArrayType) {
            ColumnarArray array = vector.getArray(row);
            return "list of " + array.numElements();
        }
        if (type instanceof DecimalType decimal) {
            return vector.getDecimal(row, decimal.precision(), decimal.scale()).toString();
        }
        if (type.equals(DataTypes.BooleanType)) {
            return vector.getBoolean(row);
        }
        if (type.equals(DataTypes.StringType)) {
            return vector.getUTF8String(row).toString();
        }
        if (type.equals(DataTypes.BinaryType)) {
            return vector.getBinary(row);
        }
        if (type.equals(DataTypes.ByteType)) {
            return (long) vector.getByte(row);
        }
        if (type.equals(DataTypes.ShortType)) {
            return (long) vector.getShort(row);
        }
        if (type.equals(DataTypes.IntegerType) || type.equals(DataTypes.DateType)) {
            return (long) vector.getInt(row);
        }
        if (type.equals(DataTypes.FloatType)) {
            return (double) vector.getFloat(row);
        }
        return type.equals(DataTypes.DoubleType) ? (Object) vector.getDouble(row) : (Object) vector.getLong(row);
    }
}
