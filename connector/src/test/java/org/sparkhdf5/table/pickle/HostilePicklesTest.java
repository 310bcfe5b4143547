package org.sparkhdf5.table.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/** Pickles that are refused, with the global or opcode named; see {@code make_pickles.py}. */
final class HostilePicklesTest {
    private static final PickleLimits LIMITS = PickleLimits.block(1 << 30);
    private static final Duration SOON = Duration.ofSeconds(20);

    static List<Pickles.Line> values() {
        return Pickles.lines("hostile.tsv");
    }

    static List<Pickles.Line> arrays() {
        return Pickles.lines("hostile_arrays.tsv");
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesAreRefusedByName(Pickles.Line line) {
        expect(line, catchThrowable(() -> Unpickler.value(Pickles.LOCATION, "row 1", line.pickle())));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void elementsAreRefusedByName(Pickles.Line line) {
        expect(line, catchThrowable(() -> readAll(line.pickle())));
    }

    private static void expect(Pickles.Line line, Throwable thrown) {
        Class<?> kind = line.fields().get(0).equals("malformed")
                ? Hdf5FormatException.class
                : UnsupportedHdf5FeatureException.class;
        assertThat(thrown)
                .isInstanceOf(kind)
                .hasMessageStartingWith("file:/a.h5: /df: ")
                .hasMessageContaining(": pickle: ")
                .hasMessageContaining(line.fields().get(1))
                .hasMessageMatching("(?s).*, at byte \\d+ of it; .*");
    }

    private static int readAll(byte[] pickle) throws IOException {
        PickledArray array = PickledArray.open(PickleSource.of(pickle), Pickles.LOCATION, LIMITS);
        int count = 0;
        while (array.next()) {
            if (array.kind() == PickledKind.TEXT || array.kind() == PickledKind.BYTES) {
                array.copyTo(new byte[array.lengthBytes()], 0);
            }
            array.value();
            count++;
        }
        return count;
    }

    @Test
    void aMillionContainersInsideEachOtherAreRefused() {
        byte[] tuples = new byte[1_000_002];
        Arrays.fill(tuples, (byte) 0x85);
        tuples[0] = ')';
        tuples[tuples.length - 1] = '.';
        refusedSoon(tuples, "containers nested deeper than 64");
    }

    @Test
    void twoMillionMarksAreRefused() {
        byte[] marks = new byte[2_000_000];
        Arrays.fill(marks, (byte) '(');
        refusedSoon(marks, "more than 1048576 entries on the stack");
    }

    @Test
    void threeMillionValuesAreRefused() {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        list.write(']');
        for (int i = 0; i < 3_000_000; i++) {
            list.write('N');
            list.write('a');
        }
        list.write('.');
        refusedSoon(list.toByteArray(), "more than 2097152 values at once");
    }

    private static void refusedSoon(byte[] pickle, String what) {
        Assertions.assertTimeout(
                SOON,
                () -> assertThatThrownBy(() -> Unpickler.value(Pickles.LOCATION, "row 1", pickle))
                        .isInstanceOf(UnsupportedHdf5FeatureException.class)
                        .hasMessageContaining(what));
    }

    /** Each element is the tuple of the two before it, so that the last has more parts than there are atoms. */
    @Test
    void aMemoBombInAnArrayIsRefused() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(Synthetic.head(200));
        pickle.writeBytes(Synthetic.latin("(")); // memo 4 is the first element
        pickle.writeBytes(Synthetic.latin("N\u0085\u0094N\u0085\u0094"));
        for (int i = 2; i < 200; i++) {
            pickle.writeBytes(new byte[] {'h', (byte) (2 + i), 'h', (byte) (3 + i), (byte) 0x86, (byte) 0x94});
        }
        pickle.write('e');
        pickle.writeBytes(Synthetic.tail());
        Assertions.assertTimeout(
                SOON,
                () -> assertThatThrownBy(() -> readAll(pickle.toByteArray()))
                        .isInstanceOf(UnsupportedHdf5FeatureException.class));
    }

    /** Lists that are referred to a million times and do not stay at hand cost time, but no more than the budget. */
    @Test
    void memoReferencesHaveABudget() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        int lists = 20;
        int items = 5000;
        int references = 20_000;
        pickle.writeBytes(Synthetic.head(lists + references));
        for (int i = 0; i < lists; i++) {
            pickle.writeBytes(Synthetic.latin("]\u0094("));
            for (int k = 0; k < items; k++) {
                pickle.write('N');
            }
            pickle.write('e');
            pickle.write('a');
        }
        for (int i = 0; i < references; i++) {
            pickle.writeBytes(new byte[] {'h', (byte) (4 + i % lists), 'a'});
        }
        pickle.writeBytes(Synthetic.tail());
        Assertions.assertTimeout(
                Duration.ofSeconds(60),
                () -> assertThatThrownBy(() -> readAll(pickle.toByteArray()))
                        .isInstanceOf(UnsupportedHdf5FeatureException.class)
                        .hasMessageContaining("memo references that make more than"));
    }

    /** A tuple of 500 references to a tuple of 4,000 numbers: two bytes in each row stand for two million values. */
    @Test
    void valuesBehindReferencesHaveABudget() {
        int references = 1000;
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(Synthetic.head(2 + references));
        pickle.writeBytes(Synthetic.latin("(" + "K\1".repeat(4000) + "t\u0094a"));
        pickle.writeBytes(Synthetic.latin("(" + "h\4".repeat(500) + "t\u0094a"));
        for (int i = 0; i < references; i++) {
            pickle.writeBytes(Synthetic.latin("h\5a"));
        }
        pickle.writeBytes(Synthetic.tail());
        Assertions.assertTimeout(
                SOON,
                () -> assertThatThrownBy(() -> {
                            PickledArray array =
                                    PickledArray.open(PickleSource.of(pickle.toByteArray()), Pickles.LOCATION, LIMITS);
                            while (array.next()) {
                                array.kind();
                            }
                        })
                        .isInstanceOf(UnsupportedHdf5FeatureException.class)
                        .hasMessageContaining("memo references that make more than"));
    }

    /** What BUILD gives to a frequency is part of it. */
    @Test
    void theStateOfAFrequencyIsCounted() {
        Node.Offset offset = new Node.Offset("Day", List.of());
        Node.Mapping state = new Node.Mapping();
        for (int i = 0; i < 1000; i++) {
            state.keys.add(new Node.Leaf(PythonValue.Int.of(i)));
            state.values.add(new Node.Leaf(PythonValue.Int.of(i)));
        }
        offset.state = state;
        PicklePart part = new PicklePart(Pickles.LOCATION, "row 1");
        assertThat(PickleValues.size(offset, part, LIMITS, 0)).isEqualTo(new PickleValues.Size(2002, 0));
    }

    @Test
    void aShapeOfMoreElementsThanBytesIsRefusedAtOnce() {
        assertThatThrownBy(() -> readAll(join(Synthetic.head(1_000_000_000), Synthetic.tail())))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("an array of shape [1000000000] is expected, found a pickle of");
    }

    @Test
    void otherNumbersOfElementsAreRefused() {
        byte[] three = Synthetic.latin("(NNNe");
        assertThatThrownBy(() -> readAll(join(Synthetic.head(2), three, Synthetic.tail())))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("an array of shape [2] is expected, found more elements");
        assertThatThrownBy(() -> readAll(join(Synthetic.head(4), three, Synthetic.tail())))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("an array of shape [4] is expected, found 3 elements");
        assertThatThrownBy(() -> readAll(join(Synthetic.head(3), three, Synthetic.tail(), three)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("5 bytes follow the end");
    }

    /** Where version, shape, type and flag are expected; a fuzzed pickle once ended in another exception there. */
    @Test
    void marksInTheStateOfAnArrayAreRefused() {
        byte[] marks = Synthetic.latin("cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nNNtR((((N]");
        assertThatThrownBy(() -> readAll(join(marks, Synthetic.tail())))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("a value is expected on the stack, found a mark");
    }

    /** The list of elements is memo 3. */
    @Test
    void anArrayThatContainsItselfIsRefused() {
        assertThatThrownBy(() -> readAll(join(Synthetic.head(1), Synthetic.latin("h\u0003a"), Synthetic.tail())))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("an array that contains itself");
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
