package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.chunk.RowSlot;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.plan.TableBinding.BoundColumn;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.ColumnSource;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.LogicalType;
import org.sparkhdf5.table.LogicalType.Atomic;
import org.sparkhdf5.table.ObjectRule;
import org.sparkhdf5.table.Table;

final class ColumnBinderTest {
    private static final String FILE = PlanFixtures.FILE;
    private static final SchemaSource FIRST = new SchemaSource.FirstFile("hdfs://n/1.h5");

    @Test
    void cellsOfAContiguousArrayAreOffsetsInItsRows() {
        StoredArray array = PlanFixtures.contiguous(List.of(100L, 3L));
        TableBinding binding = bind(PlanFixtures.table(array), "c2", "c0");
        assertThat(binding.tablePath()).isEqualTo("/prices");
        assertThat(binding.arrays()).containsExactly(array);
        assertThat(binding.slots()).containsExactly(new RowSlot(0, RowSlot.WHOLE_ROWS));
        assertThat(binding.columns())
                .containsExactly(
                        new BoundColumn("c2", PlanFixtures.DOUBLE, 0, 16),
                        new BoundColumn("c0", PlanFixtures.DOUBLE, 0, 0));
    }

    @Test
    void cellsOfAChunkedArrayAreOffsetsInTheirLane() {
        StoredArray array = PlanFixtures.chunked(List.of(100L, 7L), List.of(10, 3));
        TableBinding binding = bind(PlanFixtures.table(array), "c6", "c1", "c4", "c3");
        assertThat(binding.slots()).containsExactly(new RowSlot(0, 2), new RowSlot(0, 0), new RowSlot(0, 1));
        assertThat(binding.columns()).extracting(BoundColumn::slot).containsExactly(0, 1, 2, 2);
        assertThat(binding.columns()).extracting(BoundColumn::byteOffset).containsExactly(0, 8, 8, 0);
    }

    @Test
    void aChunkWiderThanTheRowIsOneLane() {
        StoredArray array = PlanFixtures.chunked(List.of(100L, 2L), List.of(10, 8));
        TableBinding binding = bind(PlanFixtures.table(array), "c1");
        assertThat(binding.slots()).containsExactly(new RowSlot(0, 0));
        assertThat(binding.columns()).extracting(BoundColumn::byteOffset).containsExactly(8);
    }

    @Test
    void onlyArraysOfRequestedColumnsAreThere() {
        StoredArray first = PlanFixtures.contiguous(List.of(100L));
        StoredArray second = PlanFixtures.chunked(List.of(100L), List.of(10));
        TableBinding binding = bind(PlanFixtures.table(first, second), "c1");
        assertThat(binding.arrays()).containsExactly(second);
        assertThat(binding.slots()).containsExactly(new RowSlot(0, 0));
        assertThat(bind(PlanFixtures.table(first, second)).arrays()).isEmpty();
    }

    @Test
    void arrayColumnsTakeWholeRows() {
        StoredArray contiguous = PlanFixtures.contiguous(List.of(100L, 3L, 2L));
        StoredArray inOneLane = PlanFixtures.chunked(List.of(100L, 3L), List.of(10, 4));
        StoredArray inLanes = PlanFixtures.chunked(List.of(100L, 3L, 2L), List.of(10, 3, 1));
        ElementType three = new ElementType.FixedList(PlanFixtures.DOUBLE, 3);
        ElementType shape = new ElementType.FixedList(new ElementType.FixedList(PlanFixtures.DOUBLE, 2), 3);
        Table table = new Table(
                "array",
                "/prices",
                96,
                100,
                List.of(contiguous, inOneLane, inLanes),
                List.of(
                        new Column("a", shape, new ColumnSource.Row(0), Map.of()),
                        new Column("b", three, new ColumnSource.Row(1), Map.of()),
                        new Column("c", shape, new ColumnSource.Row(2), Map.of()),
                        new Column("d", PlanFixtures.DOUBLE, new ColumnSource.Nowhere(), Map.of())),
                Map.of());
        TableBinding binding = bind(table, "a", "b", "c", "d");
        assertThat(binding.slots())
                .containsExactly(
                        new RowSlot(0, RowSlot.WHOLE_ROWS), new RowSlot(1, 0), new RowSlot(2, RowSlot.WHOLE_ROWS));
        assertThat(binding.columns())
                .extracting(BoundColumn::element)
                .containsExactly(shape, three, shape, PlanFixtures.DOUBLE);
        assertThat(binding.columns()).extracting(BoundColumn::slot).containsExactly(0, 1, 2, BoundColumn.NOWHERE);
    }

    @Test
    void lanesTellWhichChunksAreNeeded() {
        StoredArray array = PlanFixtures.chunked(List.of(100L, 7L), List.of(10, 3));
        TableBinding binding = bind(PlanFixtures.table(array), "c6", "c1");
        assertThat(binding.lanes(0).test(0)).isTrue();
        assertThat(binding.lanes(0).test(1)).isFalse();
        assertThat(binding.lanes(0).test(2)).isTrue();
    }

    @Test
    void aMissingColumnIsNamedWithItsType() {
        Table table = PlanFixtures.table(PlanFixtures.contiguous(List.of(100L)));
        List<RequestedColumn> requested =
                List.of(new RequestedColumn("open", new LogicalType.ListOf(Atomic.BIGINT, 3), null, FIRST));
        assertThatThrownBy(() -> ColumnBinder.bind(FILE, table, requested))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(FILE
                        + ": /prices: column open: type ARRAY<BIGINT> is expected as in the first file, hdfs://n/1.h5,"
                        + " found no such column; set option(\"mergeSchema\", \"true\"), or read the files that differ"
                        + " on their own");
    }

    @Test
    void anotherTypeIsNamedBesideTheExpectedOne() {
        Table table = PlanFixtures.table(PlanFixtures.contiguous(List.of(100L)));
        RequestedColumn integer = new RequestedColumn("c0", Atomic.BIGINT, null, FIRST);
        assertThatThrownBy(() -> ColumnBinder.bind(FILE, table, List.of(integer)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(FILE + ": /prices: column c0: type BIGINT is expected as in the first file, hdfs://n/1.h5,"
                        + " found DOUBLE; set option(\"mergeSchema\", \"true\"), or read the files that differ on their"
                        + " own");
        // Nothing merges those.
        RequestedColumn text = new RequestedColumn("c0", Atomic.STRING, null, FIRST);
        assertThatThrownBy(() -> ColumnBinder.bind(FILE, table, List.of(text)))
                .hasMessageEndingWith("found DOUBLE; read the files that differ on their own");
    }

    @Test
    void arraysOfOtherLengthsAreOfOneType() {
        StoredArray array = PlanFixtures.contiguous(List.of(100L, 3L));
        Table table = new Table(
                "array",
                "/prices",
                96,
                100,
                List.of(array),
                List.of(new Column(
                        "a", new ElementType.FixedList(PlanFixtures.DOUBLE, 3), new ColumnSource.Row(0), Map.of())),
                Map.of());
        TableBinding binding = ColumnBinder.bind(
                FILE, table, List.of(new RequestedColumn("a", new LogicalType.ListOf(Atomic.DOUBLE, 5))));
        assertThat(binding.columns().get(0).element()).isEqualTo(new ElementType.FixedList(PlanFixtures.DOUBLE, 3));
    }

    private static TableBinding bind(Table table, String... names) {
        return ColumnBinder.bind(FILE, table, PlanFixtures.request(table, names));
    }

    @Test
    void namesOfAGivenSchemaAreFoldedInEachFile() {
        Table table = PlanFixtures.table(PlanFixtures.contiguous(List.of(50L, 3L)));
        RequestedColumn folded =
                new RequestedColumn("C1", Atomic.DOUBLE, null, new SchemaSource.User(ZoneOffset.UTC, true));
        RequestedColumn exact =
                new RequestedColumn("C1", Atomic.DOUBLE, null, new SchemaSource.User(ZoneOffset.UTC, false));
        assertThat(ColumnBinder.bind(FILE, table, List.of(folded, exact)).columns())
                .extracting(column -> column.name() + " " + column.slot() + " " + column.byteOffset())
                .containsExactly("c1 0 8", "C1 " + BoundColumn.NOWHERE + " 0");
    }

    /** A table without rows holds no value of another type. */
    @Test
    void aTableWithoutRowsFitsWhatOthersGive() {
        Column column = new Column("c0", PlanFixtures.DOUBLE, new ColumnSource.Nowhere(), Map.of());
        Table empty = new Table("array", "/prices", 96, 0, List.of(), List.of(column), Map.of());
        RequestedColumn merged = new RequestedColumn("c0", Atomic.STRING, null, new SchemaSource.AllFiles(false));
        assertThat(ColumnBinder.bind(FILE, empty, List.of(merged)).columns())
                .containsExactly(
                        new BoundColumn("c0", new ElementType.AlwaysNull(Atomic.STRING), BoundColumn.NOWHERE, 0));
        RequestedColumn asInTheFirst = new RequestedColumn("c0", Atomic.STRING, null, FIRST);
        assertThatThrownBy(() -> ColumnBinder.bind(FILE, empty, List.of(asInTheFirst)))
                .hasMessageContaining("type STRING is expected as in the first file, hdfs://n/1.h5, found DOUBLE; ");
    }

    @Test
    void jsonOfObjectsIsNotMixedWithText() {
        ElementType text = new ElementType.Text(4, ElementType.Trim.TRAILING_NULS, "UTF-8", null);
        Column column = new Column("o", text, new ColumnSource.Cell(0, 0), Map.of());
        Table table = new Table(
                "pandas-fixed",
                "/df",
                96,
                50,
                List.of(PlanFixtures.contiguous(List.of(50L))),
                List.of(column),
                Map.of());
        RequestedColumn json = new RequestedColumn("o", Atomic.STRING, ObjectRule.JSON, FIRST);
        assertThatThrownBy(() -> ColumnBinder.bind(FILE, table, List.of(json)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        FILE + ": /df: column o: objects of several kinds, as JSON, are expected as in the first file,"
                                + " hdfs://n/1.h5, found STRING; set option(\"objects\", \"string\")");
        RequestedColumn asText = new RequestedColumn("o", Atomic.STRING, ObjectRule.TEXT, FIRST);
        assertThat(ColumnBinder.bind(FILE, table, List.of(asText)).columns()).hasSize(1);
    }
}
