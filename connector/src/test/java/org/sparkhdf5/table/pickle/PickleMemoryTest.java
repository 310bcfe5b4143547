package org.sparkhdf5.table.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/** What is read, and how often, where a pickle is longer than the memory it may take. */
final class PickleMemoryTest {
    private static final int TEXTS = 20_000;
    private static final int TEXT_BYTES = 250;
    private static final int REFERENCES = 100_000;
    private static final int FIRST_MEMO = 4;
    private static final long LENGTH_MAX = 1L << 30;

    /** Every 20th of 20,000 long texts is asked for again: they lie in all blocks, but themselves are a quarter of a megabyte. */
    @Test
    void referencedTextsAreKeptWhereverTheyAre() throws IOException {
        CountingSource source = new CountingSource(references(20));
        readAll(source, 20, PickleLimits.block(LENGTH_MAX, 4 << 20));
        assertThat(source.bytes.length).isGreaterThan(5_000_000);
        assertThat(source.count).isLessThan(3000);
    }

    @Test
    void withMemoryForItThePickleIsReadOnce() throws IOException {
        CountingSource source = new CountingSource(references(1));
        readAll(source, 1, PickleLimits.block(LENGTH_MAX, 64 << 20));
        assertThat(source.total).isEqualTo(source.bytes.length);
    }

    @Test
    void withoutMemoryForItReadsHaveABudget() {
        CountingSource source = new CountingSource(references(1));
        assertThatThrownBy(() -> readAll(source, 1, PickleLimits.block(LENGTH_MAX, 0)))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("memo references that make more than")
                .hasMessageContaining("a larger taskMemory keeps more at hand");
        assertThat(source.count).isLessThan(60_000);
        assertThat(source.longest).isEqualTo(1 << 16);
    }

    /** Texts, then references to one of so many of them, chosen at random. */
    private static byte[] references(int oneOf) {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(Synthetic.head(TEXTS + REFERENCES));
        for (int i = 0; i < TEXTS; i++) {
            pickle.writeBytes(Synthetic.shortText(text(i)));
            pickle.writeBytes(Synthetic.latin("\u0094a"));
        }
        Random random = new Random(1);
        for (int i = 0; i < REFERENCES; i++) {
            int index = FIRST_MEMO + random.nextInt(TEXTS / oneOf) * oneOf;
            pickle.write('j');
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                pickle.write(index >>> shift);
            }
            pickle.write('a');
        }
        pickle.writeBytes(Synthetic.tail());
        return pickle.toByteArray();
    }

    private static String text(int i) {
        String number = "text " + i + " ";
        return number + "x".repeat(TEXT_BYTES - number.length());
    }

    private static void readAll(PickleSource source, int oneOf, PickleLimits limits) throws IOException {
        PickledArray array = PickledArray.open(source, Pickles.LOCATION, limits);
        Random random = new Random(1);
        byte[] target = new byte[TEXT_BYTES];
        for (int i = 0; i < TEXTS + REFERENCES; i++) {
            assertThat(array.next()).isTrue();
            assertThat(array.lengthBytes()).isEqualTo(TEXT_BYTES);
            array.copyTo(target, 0);
            int expected = i < TEXTS ? i : random.nextInt(TEXTS / oneOf) * oneOf;
            assertThat(new String(target, StandardCharsets.UTF_8)).isEqualTo(text(expected));
        }
        assertThat(array.next()).isFalse();
    }

    /** Says how much was read, and in how many reads. */
    private static final class CountingSource implements PickleSource {
        private final byte[] bytes;
        private long total;
        private int count;
        private int longest;

        CountingSource(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long lengthBytes() {
            return bytes.length;
        }

        @Override
        public void read(long position, byte[] target, int offset, int length) {
            total += length;
            count++;
            longest = Math.max(longest, length);
            System.arraycopy(bytes, (int) position, target, offset, length);
        }
    }
}
