package org.sparkhdf5.table.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/** Each limit, and what a memo of positions does not bear. */
final class PickleLimitsTest {
    private static final PickleLimits LIMITS = PickleLimits.block(1 << 30);

    @Test
    void aValueHasALength() {
        PickleSource endless = new PickleSource() {
            @Override
            public long lengthBytes() {
                return (64L << 20) + 1;
            }

            @Override
            public void read(long position, byte[] target, int offset, int length) {
                throw new AssertionError("nothing is read");
            }
        };
        assertThatThrownBy(() -> Unpickler.value(Pickles.LOCATION, "row 1", endless))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("67108865 bytes; 67108864 at most are read as one value");
    }

    @Test
    void aJsonTextHasALength() {
        PythonValue longText = new PythonValue.Text("x".repeat(9 << 20));
        PythonValue twice = new PythonValue.Items(Collections.nCopies(2, longText));
        assertThatThrownBy(() -> PythonJson.text(Pickles.LOCATION, "column a, row 1", twice))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage("file:/a.h5: /df: column a, row 1: a value of more than 16777216 characters as JSON;"
                        + " leave out the column, or write the value as an array of numbers");
    }

    @Test
    void aMemoHasALength() {
        PickleLimits few = new PickleLimits(1 << 20, 64, 2000, 2000, 1000, 1 << 20, 1 << 26);
        assertThatThrownBy(() -> read(Synthetic.texts(3000), few))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("a memo of more than 2000 bytes");
    }

    /** An entry costs one byte of the pickle and a hundred of memory. */
    @Test
    void theMemoOfAValueHasALength() {
        byte[] pickle = new byte[(2 << 20) + 4];
        Arrays.fill(pickle, (byte) 0x94);
        pickle[0] = 'N';
        pickle[pickle.length - 1] = '.';
        assertThatThrownBy(() -> Unpickler.value(Pickles.LOCATION, "row 1", pickle))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("a memo of more than 134217728 bytes");
    }

    @Test
    void aStackHasALength() {
        PickleLimits few = new PickleLimits(1 << 20, 64, 100, 2000, 1000, 1 << 20, 1 << 26);
        assertThatThrownBy(() -> read(Synthetic.texts(200), few))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("more than 100 entries on the stack");
    }

    @Test
    void elementsHaveASize() {
        PickleLimits few = new PickleLimits(1 << 20, 64, 1000, 2000, 50, 1 << 20, 1 << 26);
        assertThatThrownBy(() -> read(elements(1, "](" + "N".repeat(60) + "ea"), few))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("more than 50 values at once");
    }

    /** An array of numbers costs its bytes, not a value for some of them: 1,000 of 4,200 numbers come at once. */
    @Test
    void arraysOfNumbersAreHeldByTheThousand() {
        String rest = "K\0\u0085C\1b\u0087R(K\1M\u0068\u0010\u0085"
                + "cnumpy\ndtype\n\u008c\u0002f8\u0089\u0088\u0087R\u0089B\u0040\u0083\0\0";
        String array = "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n" + rest + "x".repeat(4200 * 8) + "tb";
        byte[] pickle = elements(1000, "(" + array.repeat(1000) + "e");
        assertThatCode(() -> readKinds(pickle, LIMITS)).doesNotThrowAnyException();
        PickleLimits few = new PickleLimits(1 << 30, 64, 1 << 20, 1 << 20, 1 << 20, 1 << 24, 1 << 26);
        assertThatThrownBy(() -> readKinds(pickle, few))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("more than 16777216 bytes in values at once");
    }

    private static void readKinds(byte[] pickle, PickleLimits limits) throws IOException {
        PickledArray array = PickledArray.open(PickleSource.of(pickle), Pickles.LOCATION, limits);
        int count = 0;
        while (array.next()) {
            assertThat(array.kind()).isEqualTo(PickledKind.OTHER);
            if (count++ == 999) {
                assertThat(((PythonValue.Array) array.value()).elements()).hasSize(4200);
            }
        }
    }

    /** Python overwrites, and would find the old value where we would find the new one. */
    @Test
    void aMemoNumberIsGivenOnce() {
        refused("(\u008c\u0001aq\u0004h\u0004\u0085q\u0005\u008c\u0001bq\u0004e", "memo 4 is given to two values");
        refused("(\u008c\u0001aq\u0050\u008c\u0001bq\u0050e", "memo 80 is given to two values");
    }

    @Test
    void listsAreRememberedInOrder() {
        refused("]q\u0050a", "a list or dict under memo 80, which is out of order");
    }

    @Test
    void entriesOutOfOrderAreFew() {
        StringBuilder opcodes = new StringBuilder("(");
        for (int i = 0; i <= 1 << 16; i++) {
            opcodes.append("Np").append(1000 + 2 * i).append("\n0");
        }
        refused(opcodes.append("Ne").toString(), "more than 65536 memo entries that are out of order");
    }

    @Test
    void aListThatWasThrownAwayIsNotFound() {
        refused("]\u0094(Ne0h\u0004a", "memo 4, which is thrown away before it is complete");
    }

    @Test
    void aListThatGrowsAfterItWasReferredToIsRefused() {
        assertThatCode(() -> read(elements(2, "(]\u0094(Neh\u0004e"), LIMITS)).doesNotThrowAnyException();
        refused("(]\u0094h\u0004ae", "a value that changes after it was referred to");
        refused("(]\u0094\u0085h\u0004Nae", "a value that changes after it was referred to");
    }

    /** Tuple 5 + i holds tuple 4 + i by reference, and each is too large to stay at hand, as the first is. */
    @Test
    void referencesNestOnlySoDeep() {
        StringBuilder opcodes = new StringBuilder("(N\u0085\u0094");
        for (int i = 0; i < 100; i++) {
            opcodes.append("(h")
                    .append((char) (4 + i))
                    .append("N".repeat(i == 0 ? 5000 : 1))
                    .append("t\u0094");
        }
        PickleLimits many = new PickleLimits(1 << 30, 64, 1 << 20, 1 << 28, 1 << 26, 1 << 20, 1 << 26);
        assertThatThrownBy(() -> read(elements(1, opcodes.append("e").toString()), many))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("nested deeper than 64");
    }

    private static void refused(String opcodes, String what) {
        assertThatThrownBy(() -> read(elements(1, opcodes), LIMITS))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining(what);
    }

    private static byte[] elements(int count, String opcodes) {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(Synthetic.head(count));
        pickle.writeBytes(Synthetic.latin(opcodes));
        pickle.writeBytes(Synthetic.tail());
        return pickle.toByteArray();
    }

    private static void read(byte[] pickle, PickleLimits limits) throws IOException {
        PickledArray array = PickledArray.open(PickleSource.of(pickle), Pickles.LOCATION, limits);
        while (array.next()) {
            array.value();
        }
    }
}
