package org.sparkhdf5.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every range reader owes its callers. */
abstract class RangeReaderContract {
    private static final long SEED = 20261120;
    private static final int FILE_BYTES = 10_007;

    /** A reader over a file of these bytes. */
    abstract RangeReader reader(byte[] content) throws IOException;

    @Test
    void fillsExactlyTheRange() throws IOException {
        Random random = new Random(SEED);
        byte[] content = content(FILE_BYTES);
        try (RangeReader reader = reader(content)) {
            for (int i = 0; i < 300; i++) {
                int address = random.nextInt(FILE_BYTES);
                int length = random.nextInt(FILE_BYTES - address + 1);
                byte[] target = new byte[length];
                reader.readFully(address, target, 0, length);
                assertThat(target)
                        .as("seed %d, address %d, length %d", SEED, address, length)
                        .isEqualTo(Arrays.copyOfRange(content, address, address + length));
            }
        }
    }

    @Test
    void leavesTheRestOfTheTargetUntouched() throws IOException {
        byte[] content = content(FILE_BYTES);
        byte[] target = new byte[5000];
        Arrays.fill(target, (byte) 0x5a);
        byte[] expected = target.clone();
        System.arraycopy(content, 700, expected, 13, 4000);
        try (RangeReader reader = reader(content)) {
            reader.readFully(700, target, 13, 4000);
        }
        assertThat(target).isEqualTo(expected);
    }

    @Test
    void readsTheWholeFile() throws IOException {
        byte[] content = content(FILE_BYTES);
        byte[] target = new byte[FILE_BYTES];
        try (RangeReader reader = reader(content)) {
            assertThat(reader.lengthBytes()).isEqualTo(FILE_BYTES);
            reader.readFully(0, target, 0, FILE_BYTES);
        }
        assertThat(target).isEqualTo(content);
    }

    @Test
    void refusesRangesBeyondTheEnd() throws IOException {
        try (RangeReader reader = reader(content(FILE_BYTES))) {
            byte[] target = new byte[100];
            assertEndOfFile(reader, FILE_BYTES - 99, target, 100);
            assertEndOfFile(reader, FILE_BYTES, target, 1);
            assertEndOfFile(reader, FILE_BYTES + 1, target, 0);
            assertEndOfFile(reader, 1L << 40, target, 100);
            assertEndOfFile(reader, Long.MAX_VALUE, target, 100);
            assertEndOfFile(reader, Long.MAX_VALUE - 50, target, 100);
            reader.readFully(FILE_BYTES - 100, target, 0, 100);
        }
    }

    @Test
    void namesFileAddressAndLengthAtTheEnd() throws IOException {
        try (RangeReader reader = reader(content(FILE_BYTES))) {
            assertThatThrownBy(() -> reader.readFully(0x2700, new byte[100], 0, 100))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining(reader.file())
                    .hasMessageContaining("0x2700")
                    .hasMessageContaining("expected 100 bytes")
                    .hasMessageContaining("found 23 before")
                    .hasMessageContaining("10007 bytes");
        }
    }

    @Test
    void refusesWhatLiesOutsideOfTheTarget() throws IOException {
        try (RangeReader reader = reader(content(FILE_BYTES))) {
            byte[] target = new byte[100];
            assertOutOfBounds(reader, -1, target, 0, 10);
            assertOutOfBounds(reader, Long.MIN_VALUE, target, 0, 10);
            assertOutOfBounds(reader, 0, target, -1, 10);
            assertOutOfBounds(reader, 0, target, 91, 10);
            assertOutOfBounds(reader, 0, target, 0, -1);
            assertOutOfBounds(reader, 0, target, Integer.MAX_VALUE, Integer.MAX_VALUE);
        }
    }

    @Test
    void readsNothingWhereNothingIsAsked() throws IOException {
        byte[] target = {7};
        try (RangeReader reader = reader(content(FILE_BYTES))) {
            reader.readFully(0, target, 0, 0);
            reader.readFully(FILE_BYTES, target, 1, 0);
        }
        assertThat(target).containsExactly(7);
    }

    @Test
    void readsAnEmptyFile() throws IOException {
        try (RangeReader reader = reader(new byte[0])) {
            assertThat(reader.lengthBytes()).isZero();
            reader.readFully(0, new byte[0], 0, 0);
            assertEndOfFile(reader, 0, new byte[1], 1);
        }
    }

    @Test
    void goesOnAfterAnError() throws IOException {
        byte[] content = content(FILE_BYTES);
        byte[] target = new byte[10];
        try (RangeReader reader = reader(content)) {
            assertEndOfFile(reader, FILE_BYTES - 1, target, 10);
            reader.readFully(5, target, 0, 10);
        }
        assertThat(target).isEqualTo(Arrays.copyOfRange(content, 5, 15));
    }

    @Test
    void closesTwiceAndUnread() throws IOException {
        RangeReader unread = reader(content(FILE_BYTES));
        unread.close();
        unread.close();
        RangeReader read = reader(content(FILE_BYTES));
        read.readFully(0, new byte[10], 0, 10);
        read.close();
        read.close();
    }

    static byte[] content(int lengthBytes) {
        byte[] content = new byte[lengthBytes];
        new Random(SEED).nextBytes(content);
        return content;
    }

    private static void assertEndOfFile(RangeReader reader, long address, byte[] target, int lengthBytes) {
        assertThatThrownBy(() -> reader.readFully(address, target, 0, lengthBytes))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining(reader.file());
    }

    private static void assertOutOfBounds(
            RangeReader reader, long address, byte[] target, int offset, int lengthBytes) {
        assertThatThrownBy(() -> reader.readFully(address, target, offset, lengthBytes))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
