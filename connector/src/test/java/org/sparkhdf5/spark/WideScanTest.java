package org.sparkhdf5.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.format.FilterPipeline;
import org.sparkhdf5.plan.ColumnBinder;
import org.sparkhdf5.plan.RequestedColumn;
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

/** A frame of dates and 10,000 tickers: what all tasks share is sent in less than 2 MB. */
class WideScanTest {
    private static final int COLUMNS = 10_000;

    @Test
    void whatAllTasksShareIsSmall() throws IOException, ClassNotFoundException {
        StoredArray values = new StoredArray(
                "/prices/block0_values",
                800,
                List.of(20_000L, (long) COLUMNS),
                8,
                4096,
                List.of(),
                FilterPipeline.NONE,
                new byte[0]);
        ElementType type = new ElementType.Number(NumberKind.FLOAT64, Order.LITTLE_ENDIAN, false);
        List<Column> columns = new ArrayList<>();
        List<RequestedColumn> requested = new ArrayList<>();
        List<OutputColumn> outputs = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            String name = String.format("TICKER%05d XNYS", i);
            columns.add(new Column(name, type, new ColumnSource.Cell(0, i), Map.of()));
            requested.add(new RequestedColumn(name, type.logicalType()));
            outputs.add(new OutputColumn.Stored(i));
        }
        Table table = new Table("pandas-fixed", "/prices", 96, 20_000, List.of(values), columns, Map.of());
        TableRequest request = new TableRequest(
                "/prices",
                ArrayLayout.ROWS,
                null,
                List.of(),
                IndexColumns.TRUE,
                NanosecondRule.FAIL,
                false,
                StringEncoding.UTF_8,
                ObjectColumns.DEFAULT);
        ScanRequest scan = new ScanRequest(
                request,
                ExternalLinkPolicy.DENY,
                requested,
                outputs,
                ColumnBinder.bind("hdfs://nn/prices.h5", table, requested),
                new IgnoreRules(false, false),
                List.of(),
                false);

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(scan);
        }

        assertThat(bytes.size()).isLessThan(2_000_000);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            ScanRequest shipped = (ScanRequest) in.readObject();
            assertThat(shipped.common()).isEqualTo(scan.common());
            assertThat(shipped.columns()).hasSize(COLUMNS);
        }
    }
}
