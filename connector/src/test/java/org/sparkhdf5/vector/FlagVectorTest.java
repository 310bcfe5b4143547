package org.sparkhdf5.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

final class FlagVectorTest {
    @Test
    void zeroAndOneAreFlags() {
        FlagVector vector = new FlagVector(Cells.LOCATION);
        vector.show(new byte[] {9, 0, 9, 1, 9, 0}, 1, 2, 3, Cells.FIRST_ROW);
        assertThat(vector.getBoolean(0)).isFalse();
        assertThat(vector.getBoolean(1)).isTrue();
        assertThat(vector.getBoolean(2)).isFalse();
        assertThat(vector.dataType()).isEqualTo(DataTypes.BooleanType);
        assertThat(vector.hasNull()).isFalse();
    }

    @Test
    void anythingElseFails() {
        for (int value = 2; value < 256; value++) {
            FlagVector vector = new FlagVector(Cells.LOCATION);
            vector.show(new byte[] {0, (byte) value}, 0, 1, 2, Cells.FIRST_ROW);
            assertThatThrownBy(() -> vector.getBoolean(1))
                    .isInstanceOf(MalformedValueException.class)
                    .hasMessageStartingWith("hdfs://nn/run7.h5: /prices: column open, row 5000000001: a boolean is 0 or"
                            + " 1, found " + value + "; ");
        }
    }
}
