package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/** Selections written by hand from the specification; what HDF5 makes of today is in the committed type files. */
class SelectionMessageTest {
    private static final List<Long> DIMENSIONS = List.of(6L, 10L);

    private static Selection parse(MessageBytes bytes) throws Hdf5FormatException {
        return SelectionMessage.parse(bytes.cursor("selection"), DIMENSIONS);
    }

    private static MessageBytes u4s(long... values) {
        MessageBytes bytes = new MessageBytes();
        for (long value : values) {
            bytes.u4(value);
        }
        return bytes;
    }

    @Test
    void readsNothingAndAll() throws Exception {
        Selection none = parse(u4s(0, 1, 0, 0));
        assertThat(none.pointCount()).isZero();
        assertThat(none.bounds()).isNull();
        Selection all = parse(u4s(3, 1, 0, 0));
        assertThat(all.kind()).isEqualTo("all");
        assertThat(all.pointCount()).isEqualTo(60);
        assertThat(all.bounds()).isEqualTo(new Selection.Block(List.of(0L, 0L), List.of(5L, 9L)));
    }

    @Test
    void readsPointsOfBothVersions() throws Exception {
        Selection expected = new Selection.Points(List.of(List.of(5L, 1L), List.of(0L, 9L)));
        MessageBytes wide = u4s(1, 2).u1(8).u4(2).u8(2).u8(5).u8(1).u8(0).u8(9);

        assertThat(parse(u4s(1, 1, 0, 24, 2, 2, 5, 1, 0, 9))).isEqualTo(expected);
        assertThat(parse(wide)).isEqualTo(expected);
        assertThat(expected.bounds()).isEqualTo(new Selection.Block(List.of(0L, 1L), List.of(5L, 9L)));
        assertThat(expected.text()).isEqualTo("(5,1),(0,9)");
    }

    @Test
    void readsBlocksOfAllVersions() throws Exception {
        Selection expected = new Selection.Blocks(List.of(
                new Selection.Block(List.of(1L, 2L), List.of(2L, 4L)),
                new Selection.Block(List.of(5L, 0L), List.of(5L, 9L))));
        MessageBytes third = u4s(2, 3).u1(0, 2).u4(2).u2(2);
        for (int number : new int[] {1, 2, 2, 4, 5, 0, 5, 9}) {
            third.u2(number);
        }

        assertThat(parse(u4s(2, 1, 0, 40, 2, 2, 1, 2, 2, 4, 5, 0, 5, 9))).isEqualTo(expected);
        assertThat(parse(third)).isEqualTo(expected);
        assertThat(expected.pointCount()).isEqualTo(16);
        assertThat(expected.bounds()).isEqualTo(new Selection.Block(List.of(1L, 0L), List.of(5L, 9L)));
        assertThat(expected.text()).isEqualTo("(1,2)-(2,4),(5,0)-(5,9)");
    }

    @Test
    void readsRegularHyperslabs() throws Exception {
        MessageBytes second = u4s(2, 2).u1(1).u4(68).u4(2);
        for (int number : new int[] {0, 3, 2, 2, 1, 6, 2, 1}) {
            second.u8(number);
        }
        Selection selection = parse(second);

        assertThat(selection)
                .isEqualTo(new Selection.Regular(List.of(0L, 1L), List.of(3L, 6L), List.of(2L, 2L), List.of(2L, 1L)));
        assertThat(selection.pointCount()).isEqualTo(8);
        assertThat(selection.bounds()).isEqualTo(new Selection.Block(List.of(0L, 1L), List.of(4L, 7L)));
        assertThat(selection.text()).isEqualTo("start (0,1) stride (3,6) count (2,2) block (2,1)");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> parse(u4s(4, 1, 0, 0))).hasMessageContaining("selection type 0 to 3, found 4");
        assertThatThrownBy(() -> parse(u4s(1, 4, 0, 0))).hasMessageContaining("version 1 to 3, found 4");
        assertThatThrownBy(() -> parse(u4s(1, 1, 0, 24, 3, 1, 0, 0, 0)))
                .hasMessageContaining("selection of rank 3 in a dataset of rank 2");
        assertThatThrownBy(() -> parse(u4s(1, 1, 0, 24, 2, 0xffffffffL, 0, 0)))
                .hasMessageContaining("4294967295 points in 8 bytes");
        assertThatThrownBy(() -> parse(u4s(2, 1, 0, 24, 2, 1, 3, 3, 2, 4)))
                .hasMessageContaining("block from [3, 3] to [2, 4]");
        assertThatThrownBy(() -> parse(u4s(2, 3).u1(1, 3))).hasMessageContaining("encode size 2, 4 or 8, found 3");
        MessageBytes endless = u4s(2, 2).u1(1).u4(68).u4(2);
        for (int i = 0; i < 8; i++) {
            endless.u8(Long.MAX_VALUE);
        }
        assertThatThrownBy(() -> parse(endless))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("ends beyond any extent");
        assertThatThrownBy(() -> parse(u4s(1, 1, 0, 0, 2, 600_000).zeros(600_000 * 8)))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("a selection of 600000 points is not read");
    }

    @Test
    void hasAnEndInARegion() {
        MessageBytes endless = u4s(2, 3).u1(1, 2).u4(2);
        for (int number : new int[] {0, 1, 0xffff, 1, 0, 1, 1, 5}) {
            endless.u2(number);
        }

        assertThatThrownBy(() -> parse(endless))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining(
                        "hyperslab without end, in a region: start (0,0) stride (1,1) count (unlimited,1) block "
                                + "(1,5)");
    }
}
