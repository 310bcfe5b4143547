package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.format.FilterPipeline;
import org.sparkhdf5.table.ElementType.Category;
import org.sparkhdf5.table.ElementType.Member;
import org.sparkhdf5.table.ElementType.NumberKind;
import org.sparkhdf5.table.ElementType.Struct;

final class ElementPruningTest {
    private static final ElementType.Number CODE = number(NumberKind.INT8);
    private static final ElementType DOUBLE = number(NumberKind.FLOAT64);
    private static final ElementType TEXT = new ElementType.Text(5, ElementType.Trim.TRAILING_NULS, "UTF-8", null);
    private static final StoredArray LIST = new StoredArray(
            "/x/meta/c/meta/table", 800, List.of(3L), 16, 2048, List.of(), FilterPipeline.NONE, new byte[0]);

    @Test
    void categoriesHaveTheTypeOfTheirList() {
        Category codes = new Category(CODE, LIST, DOUBLE, 8);
        assertThat(ElementPruning.prune(codes, LogicalType.Atomic.DOUBLE, Widening.NONE))
                .isEqualTo(codes);
        assertThat(ElementPruning.prune(codes, LogicalType.Atomic.STRING, Widening.NONE))
                .isNull();
    }

    @Test
    void fieldsOfCategoriesAreCut() {
        Member re = new Member("re", 0, DOUBLE);
        Member im = new Member("im", 8, DOUBLE);
        Category codes = new Category(CODE, LIST, new Struct(16, List.of(re, im)), 0);
        LogicalType wanted = new Struct(16, List.of(im)).logicalType();
        assertThat(ElementPruning.prune(codes, wanted, Widening.NONE))
                .isEqualTo(new Category(CODE, LIST, new Struct(16, List.of(im)), 0));
    }

    /** A file in which every value is missing has an empty list, of no type; another file tells the type. */
    @ParameterizedTest
    @EnumSource(LogicalType.Atomic.class)
    void anEmptyListIsOfEveryType(LogicalType.Atomic wanted) {
        ElementType pruned = ElementPruning.prune(new Category(CODE, null, TEXT, 0), wanted, Widening.NONE);
        assertThat(pruned).isInstanceOf(Category.class);
        assertThat(pruned.logicalType()).isEqualTo(wanted);
        assertThat(((Category) pruned).list()).isNull();
    }

    private static ElementType.Number number(NumberKind kind) {
        return new ElementType.Number(kind, Order.LITTLE_ENDIAN, false);
    }
}
