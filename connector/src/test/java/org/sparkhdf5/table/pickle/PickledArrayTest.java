package org.sparkhdf5.table.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/** Against what Python reads from the same pickles; see {@code make_pickles.py}. */
final class PickledArrayTest {
    private static final PickleLimits LIMITS = PickleLimits.block(1 << 30);
    /** Entries at the end of a sample that may be parts of an element. */
    private static final int LAST_FEW = 6;

    static List<Pickles.Line> arrays() {
        return Pickles.lines("arrays.tsv");
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void elementsAreThoseOfPython(Pickles.Line line) throws IOException {
        PickledArray array = PickledArray.open(PickleSource.of(line.pickle()), Pickles.LOCATION, LIMITS);
        List<String> expected = line.fields().subList(1, line.fields().size());
        List<String> values = new ArrayList<>();
        List<String> accessed = new ArrayList<>();
        long position = 0;
        while (array.next()) {
            accessed.add(accessed(array));
            values.add(Pickles.json(array.value()));
            assertThat(array.position()).isGreaterThan(position);
            position = array.position();
        }
        assertThat(array.shape().toString()).isEqualTo(line.fields().get(0));
        assertThat(values).isEqualTo(expected);
        assertThat(accessed).isEqualTo(expected);
        assertThat(array.next()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void aPrefixHasTheFirstElements(Pickles.Line line) throws IOException {
        List<String> expected = line.fields().subList(1, line.fields().size());
        int step = Math.max(1, line.pickle().length / 200);
        int most = 0;
        for (int length = 0; length <= line.pickle().length; length += step) {
            PickleSource prefix = PickleSource.of(Arrays.copyOf(line.pickle(), length));
            PickledArray array = PickledArray.sample(prefix, Pickles.LOCATION, LIMITS);
            int found = 0;
            while (array.next()) {
                assertThat(Pickles.json(array.value())).isEqualTo(expected.get(found));
                found++;
            }
            assertThat(found).isGreaterThanOrEqualTo(most - LAST_FEW);
            most = Math.max(most, found);
        }
        PickledArray whole = PickledArray.sample(PickleSource.of(line.pickle()), Pickles.LOCATION, LIMITS);
        int all = 0;
        while (whole.next()) {
            all++;
        }
        assertThat(all).isEqualTo(expected.size());
    }

    /** Python adds elements by the thousand: long ones are no part of the list where the sample ends. */
    @Test
    void aSampleHasElementsThatWaitToBeAdded() throws IOException {
        assertThat(kinds("B\0\1\0\0" + "x".repeat(256), 700))
                .hasSize(700 - LAST_FEW)
                .containsOnly(PickledKind.BYTES);
        assertThat(kinds("(" + "G12345678".repeat(40) + "t", 700))
                .hasSize(700 - LAST_FEW)
                .containsOnly(PickledKind.OTHER);
        assertThat(kinds("](K\1K\2e", 700)).hasSize(700 - LAST_FEW).containsOnly(PickledKind.OTHER);
        assertThat(kinds("K\1", LAST_FEW)).isEmpty();
    }

    /** What is not complete is no element: a text may be the name of a module, numbers the parts of a tuple. */
    @Test
    void aSampleHasNoPartsOfElements() throws IOException {
        String part = "K\1K\2\u008c\6module\u008c\4name";
        assertThat(kinds("N", 100, part)).hasSize(100 + 4 - LAST_FEW).containsOnly(PickledKind.NONE);
        assertThat(kinds("N", 100, "(" + "\u008c\1a".repeat(10)))
                .hasSize(100 - LAST_FEW)
                .containsOnly(PickledKind.NONE);
        assertThat(kinds("N", 100, "cbuiltins\nset\n" + "]".repeat(10)))
                .hasSize(100 - LAST_FEW)
                .containsOnly(PickledKind.NONE);
    }

    private static List<PickledKind> kinds(String element, int count, String... part) throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(Synthetic.head(1500));
        pickle.writeBytes(Synthetic.latin("(" + element.repeat(count) + String.join("", part)));
        PickledArray array = PickledArray.sample(PickleSource.of(pickle.toByteArray()), Pickles.LOCATION, LIMITS);
        List<PickledKind> kinds = new ArrayList<>();
        while (array.next()) {
            kinds.add(array.kind());
        }
        return kinds;
    }

    /** The element by the methods that make no value. */
    private static String accessed(PickledArray array) throws IOException {
        return switch (array.kind()) {
            case NONE -> "null";
            case BOOL -> array.longValue() == 1 ? "true" : "false";
            case INT -> array.fitsLong() ? Long.toString(array.longValue()) : Pickles.json(array.value());
            case FLOAT -> Pickles.json(new PythonValue.Float(array.doubleValue()));
            case DATE -> Pickles.json(new PythonValue.Date(array.longValue()));
            case BYTES -> "{\"hex\":\"" + HexFormat.of().formatHex(copied(array)) + "\"}";
            case TEXT -> text(array);
            case OTHER -> Pickles.json(array.value());
        };
    }

    private static String text(PickledArray array) throws IOException {
        try {
            return Pickles.json(new PythonValue.Text(new String(copied(array), StandardCharsets.UTF_8)));
        } catch (UnsupportedHdf5FeatureException e) {
            assertThat(e)
                    .hasMessageContaining("pickled block: pickle: text with half a character (a surrogate by itself)");
            return Pickles.json(array.value());
        }
    }

    private static byte[] copied(PickledArray array) throws IOException {
        byte[] bytes = new byte[array.lengthBytes() + 2];
        array.copyTo(bytes, 1);
        assertThat(bytes[0]).isZero();
        assertThat(bytes[bytes.length - 1]).isZero();
        return Arrays.copyOfRange(bytes, 1, bytes.length - 1);
    }

    @Test
    void bytesBehindTheLastRequestedElementAreNotRead() throws IOException {
        byte[] pickle = Synthetic.texts(400_000);
        CountingSource source = new CountingSource(pickle);
        PickledArray array = PickledArray.open(source, Pickles.LOCATION, LIMITS);
        for (int i = 0; i < 10; i++) {
            assertThat(array.next()).isTrue();
        }
        assertThat(pickle.length).isGreaterThan(3 << 20);
        assertThat(source.furthest).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void aBlockIsReadOnce() throws IOException {
        byte[] pickle = Synthetic.texts(400_000);
        CountingSource source = new CountingSource(pickle);
        PickledArray array = PickledArray.open(source, Pickles.LOCATION, LIMITS);
        byte[] target = new byte[100];
        int count = 0;
        while (array.next()) {
            array.copyTo(target, 0);
            assertThat(new String(target, 0, array.lengthBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("text " + count);
            count++;
        }
        assertThat(count).isEqualTo(400_000);
        assertThat(source.total).isEqualTo(pickle.length);
    }

    /** As Python 2 counts: the first entry of the memo is 1. */
    @Test
    void aMemoThatBeginsWithOneIsRead() throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(Synthetic.headWithoutMemo(4));
        pickle.writeBytes(Synthetic.latin("(U\u0001aq\u0001U\u0001bq\u0002h\u0001h\u0002e"));
        pickle.writeBytes(Synthetic.tail());
        PickledArray array = PickledArray.open(PickleSource.of(pickle.toByteArray()), Pickles.LOCATION, LIMITS);
        StringBuilder texts = new StringBuilder();
        while (array.next()) {
            texts.append(Pickles.json(array.value()));
        }
        assertThat(texts).hasToString("\"a\"\"b\"\"a\"\"b\"");
    }

    @Test
    void otherPicklesAreNoArrays() {
        assertThatThrownBy(() -> open("N."))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(
                        "file:/a.h5: /df: pickled block: pickle: an array of objects is expected, found another object,"
                                + " at byte 2 of it; such objects are not read without Python, write text, numbers, dates or lists"
                                + " of them");
        assertThatThrownBy(() -> open("")).isInstanceOf(Hdf5FormatException.class);
    }

    @Test
    void theLimitOfLengthIsNamed() {
        assertThatThrownBy(() ->
                        PickledArray.open(PickleSource.of(new byte[101]), Pickles.LOCATION, PickleLimits.block(100)))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage("file:/a.h5: /df: pickled block: a pickle of 101 bytes; 100 at most are read;"
                        + " raise the option pickleBytesMax");
    }

    private static PickledArray open(String pickle) throws IOException {
        byte[] bytes = pickle.getBytes(StandardCharsets.ISO_8859_1);
        return PickledArray.open(PickleSource.of(bytes), Pickles.LOCATION, LIMITS);
    }

    /** Says how far and how much was read. */
    private static final class CountingSource implements PickleSource {
        private final byte[] bytes;
        private long furthest;
        private long total;

        CountingSource(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long lengthBytes() {
            return bytes.length;
        }

        @Override
        public void read(long position, byte[] target, int offset, int length) {
            furthest = Math.max(furthest, position + length);
            total += length;
            System.arraycopy(bytes, (int) position, target, offset, length);
        }
    }
}
