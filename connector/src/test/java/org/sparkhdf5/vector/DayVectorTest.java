package org.sparkhdf5.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.table.ElementType.DayOrdinal;

/** Ordinals as {@code datetime.date.toordinal} gives them. */
final class DayVectorTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0001-01-01",
        "719163, 1970-01-01",
        "719162, 1969-12-31",
        "730179, 2000-02-29",
        "739580, 2025-11-25",
        "577736, 1582-10-15",
        "577735, 1582-10-14",
        "3652059, 9999-12-31",
    })
    void ordinalsAreDates(int ordinal, LocalDate date) {
        for (Order order : Order.values()) {
            assertThat(vector(order, ordinal).getInt(0)).isEqualTo((int) date.toEpochDay());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 3652060, Integer.MAX_VALUE})
    void whatIsNoDateFails(int ordinal) {
        DayVector vector = vector(Order.LITTLE_ENDIAN, ordinal);
        assertThatThrownBy(() -> vector.getInt(0))
                .isInstanceOf(MalformedValueException.class)
                .hasMessageContaining(
                        "column open, row 5000000000: a date is an ordinal of 1 to 3652059, found " + ordinal);
    }

    private static DayVector vector(Order order, int ordinal) {
        DayVector vector = new DayVector(Cells.LOCATION, new DayOrdinal(order));
        byte[] bytes =
                ByteBuffer.allocate(4).order(order.byteOrder()).putInt(ordinal).array();
        vector.show(bytes, 0, 4, 1, Cells.FIRST_ROW);
        return vector;
    }
}
