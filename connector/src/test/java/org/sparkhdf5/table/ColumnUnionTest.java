package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.table.ElementType.NumberKind;
import org.sparkhdf5.table.LogicalType.Atomic;

final class ColumnUnionTest {
    private static final ElementType INT = number(NumberKind.INT32);
    private static final ElementType LONG = number(NumberKind.INT64);
    private static final ElementType DOUBLE = number(NumberKind.FLOAT64);
    private static final ElementType TEXT = new ElementType.Text(4, ElementType.Trim.TRAILING_NULS, "UTF-8", null);
    private static final ElementType UNSEEN = new ElementType.PickledObject(ObjectRule.UNSEEN);

    private final ColumnUnion union = new ColumnUnion(true);

    private static ElementType number(NumberKind kind) {
        return new ElementType.Number(kind, Order.LITTLE_ENDIAN, false);
    }

    private static ElementType object(ObjectRule rule) {
        return new ElementType.PickledObject(rule);
    }

    private void add(String file, long rows, Object... namesAndElements) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < namesAndElements.length; i += 2) {
            columns.add(new Column(
                    (String) namesAndElements[i],
                    (ElementType) namesAndElements[i + 1],
                    new ColumnSource.Nowhere(),
                    Map.of()));
        }
        union.add(file, new Table("pandas-fixed", "/df", 96, rows, List.of(), columns, Map.of()));
    }

    private List<String> merged() {
        return union.columns().stream()
                .map(column ->
                        column.first().name() + " " + column.type().sql() + (column.nullable() ? "" : " NOT NULL"))
                .toList();
    }

    @Test
    void newColumnsFollowInTheOrderTheyCome() {
        add("a", 1, "x", INT, "y", DOUBLE);
        add("b", 1, "z", DOUBLE, "y", DOUBLE, "x", LONG);
        add("c", 1, "x", INT, "w", TEXT, "y", DOUBLE);
        assertThat(merged()).containsExactly("x BIGINT", "y DOUBLE NOT NULL", "z DOUBLE", "w STRING");
    }

    @Test
    void nullsTakeTheTypeOfOtherFiles() {
        add("a", 1, "x", UNSEEN, "y", LONG, "z", UNSEEN);
        add("b", 1, "x", DOUBLE, "y", UNSEEN, "z", UNSEEN);
        add("c", 0, "x", TEXT, "y", TEXT, "z", TEXT);
        assertThat(merged()).containsExactly("x DOUBLE", "y BIGINT", "z STRING");
        assertThat(union.columns()).extracting(ColumnUnion.Merged::rule).containsExactly(null, null, ObjectRule.UNSEEN);
    }

    @Test
    void objectsOfSeveralKindsAreJsonInAllFiles() {
        add("a", 1, "x", object(ObjectRule.TEXT));
        add("b", 1, "x", object(ObjectRule.JSON));
        add("c", 1, "x", object(ObjectRule.TEXT_OR_JSON));
        assertThat(union.columns()).extracting(ColumnUnion.Merged::rule).containsExactly(ObjectRule.JSON);
        assertThatThrownBy(() -> add("d", 1, "x", TEXT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("d: /df: column x: objects of several kinds as in a: /df is expected, found text;"
                        + " set option(\"objects\", \"string\")");
    }

    @Test
    void aConflictNamesTheFileThatGaveTheType() {
        add("a", 1, "x", INT);
        add("b", 1, "x", LONG);
        add("c", 1, "x", INT);
        assertThatThrownBy(() -> add("d", 1, "x", TEXT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "d: /df: column x: a type that goes with BIGINT of b: /df is expected, found STRING; read the"
                                + " files that differ on their own, or leave the column out with .schema(…)");
    }

    @Test
    void booleansAndObjectsThatAreBooleansAreOne() {
        add("a", 1, "x", new ElementType.Flag());
        add("b", 1, "x", object(ObjectRule.BOOLEAN));
        assertThat(union.columns()).extracting(ColumnUnion.Merged::type).containsExactly(Atomic.BOOLEAN);
        assertThat(union.columns()).extracting(ColumnUnion.Merged::nullable).containsExactly(true);
    }
}
