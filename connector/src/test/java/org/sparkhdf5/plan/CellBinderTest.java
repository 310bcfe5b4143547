package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.chunk.CellShape;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.ColumnSource;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.Table;

/** What belongs to another dimension than the first is read as a whole by each task, so it is bounded where it is bound. */
class CellBinderTest {
    private static final ElementType INTEGER =
            new ElementType.Number(ElementType.NumberKind.INT64, Datatype.Order.LITTLE_ENDIAN, false);

    private static CellBinding bind(long length) {
        CellShape shape = new CellShape(List.of(2L, length), List.of());
        Table table = new Table(
                "array",
                "/v",
                96,
                2 * length,
                List.of(PlanFixtures.contiguous(List.of(length))),
                List.of(),
                Map.of(),
                null,
                shape);
        CellBinder binder = new CellBinder(new ObjectLocation("f.h5", "/v"), table, shape);
        binder.add(new Column("x", INTEGER, new ColumnSource.CellCoordinate(1, 0), Map.of()), INTEGER);
        return binder.binding(array -> array);
    }

    @Test
    void coordinatesBeyondTheLimitAreRefused() {
        assertThat(bind(1_000).columns()).hasSize(1);
        assertThatThrownBy(() -> bind(1L << 33))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(
                        "f.h5: /v: coordinates /prices/contiguous of 8589934592 x 8 bytes, at most 67108864 are read for"
                                + " another dimension than the first; select the other columns, or use layout=rows");
    }
}
