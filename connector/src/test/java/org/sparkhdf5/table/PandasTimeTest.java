package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.table.ElementType.Unit;

final class PandasTimeTest {
    @ParameterizedTest
    @CsvSource({
        "datetime64, false, NANOSECOND",
        "datetime64[ns], false, NANOSECOND",
        "datetime64[us], false, MICROSECOND",
        "datetime64[ms], false, MILLISECOND",
        "datetime64[s], false, SECOND",
        "timedelta64, true, NANOSECOND",
        "timedelta64[ns], true, NANOSECOND",
        "timedelta64[s], true, SECOND",
    })
    void readsWhatPandasWrites(String text, boolean duration, Unit unit) {
        assertThat(PandasTime.parse(text)).isEqualTo(new PandasTime(duration, unit));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "integer", "datetime", "datetime64[D]", "datetime64[ns, UTC]", "timedelta64[m]", "date"})
    void anythingElseIsNoTime(String text) {
        assertThat(PandasTime.parse(text)).isNull();
    }

    @Test
    void namesTheDtype() {
        assertThat(new PandasTime(false, Unit.NANOSECOND).dtype()).isEqualTo("datetime64[ns]");
        assertThat(new PandasTime(true, Unit.SECOND).dtype()).isEqualTo("timedelta64[s]");
    }
}
