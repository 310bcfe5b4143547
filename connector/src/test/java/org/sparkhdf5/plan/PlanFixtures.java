package org.sparkhdf5.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.format.FilterPipeline;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.ArrayLayout;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.ColumnSource;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.ElementType.NumberKind;
import org.sparkhdf5.table.IndexColumns;
import org.sparkhdf5.table.NanosecondRule;
import org.sparkhdf5.table.ObjectColumns;
import org.sparkhdf5.table.StringEncoding;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.table.TableRequest;

/** Tables and arrays of doubles that were never in a file. */
final class PlanFixtures {
    static final String FILE = "hdfs://nn/prices/run7.h5";
    static final ElementType DOUBLE = new ElementType.Number(NumberKind.FLOAT64, Order.LITTLE_ENDIAN, false);
    static final FilterPipeline DEFLATED =
            new FilterPipeline(List.of(new FilterPipeline.Step(1, "deflate", false, List.of(6))));

    private PlanFixtures() {}

    /** One dataset, its rows as they are. */
    static TableRequest request(String dataset) {
        return new TableRequest(
                dataset,
                ArrayLayout.ROWS,
                null,
                List.of(),
                IndexColumns.TRUE,
                NanosecondRule.FAIL,
                false,
                StringEncoding.UTF_8,
                ObjectColumns.DEFAULT);
    }

    static StoredFile file(long lengthBytes) {
        return new StoredFile(FILE, lengthBytes, 1_700_000_000_000L);
    }

    static StoredArray contiguous(List<Long> dimensions) {
        return new StoredArray(
                "/prices/contiguous", 800, dimensions, 8, 2048, List.of(), FilterPipeline.NONE, new byte[8]);
    }

    static StoredArray chunked(List<Long> dimensions, List<Integer> chunkDimensions) {
        return new StoredArray(
                "/prices/chunked", 400, dimensions, 8, DataLayout.UNDEFINED, chunkDimensions, DEFLATED, new byte[8]);
    }

    /** Every chunk of the grid, neighbours of equal size. */
    static ChunkRun allChunks(StoredArray array) {
        ChunkRun.Builder run = new ChunkRun.Builder();
        for (long ordinal = 0; ordinal < array.chunkCount(); ordinal++) {
            run.add(ordinal, 4096 + ordinal * array.chunkBytes(), array.chunkBytes(), 0);
        }
        return run.build();
    }

    /** A table with a column {@code c0}, {@code c1}, … per element of a row, over all arrays. */
    static Table table(StoredArray... arrays) {
        List<Column> columns = new ArrayList<>();
        for (int array = 0; array < arrays.length; array++) {
            for (long element = 0; element < arrays[array].rowElements(); element++) {
                columns.add(new Column("c" + columns.size(), DOUBLE, new ColumnSource.Cell(array, element), Map.of()));
            }
        }
        return new Table("array", "/prices", 96, arrays[0].rowCount(), List.of(arrays), columns, Map.of());
    }

    static List<RequestedColumn> request(Table table, String... names) {
        List<RequestedColumn> requested = new ArrayList<>();
        for (String name : names) {
            for (Column column : table.columns()) {
                if (column.name().equals(name)) {
                    requested.add(new RequestedColumn(name, column.logicalType()));
                }
            }
        }
        return requested;
    }
}
