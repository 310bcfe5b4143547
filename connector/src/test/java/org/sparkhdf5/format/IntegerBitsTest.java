package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Datatype.Order;

class IntegerBitsTest {
    private static final long SEED = 20261120L;

    /** Any size, order, offset and precision, against arithmetic of any size. */
    @Test
    void readsTheBitsThatCount() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            int sizeBytes = 1 + random.nextInt(8);
            int precision = 1 + random.nextInt(8 * sizeBytes);
            int offset = random.nextInt(8 * sizeBytes - precision + 1);
            boolean signed = random.nextBoolean();
            Order order = random.nextBoolean() ? Order.BIG_ENDIAN : Order.LITTLE_ENDIAN;
            byte[] bytes = new byte[sizeBytes + 3];
            random.nextBytes(bytes);
            BigInteger expected = BigInteger.ZERO;
            for (int b = 0; b < precision; b++) {
                int at = (offset + b) / 8;
                int stored = bytes[3 + (order == Order.BIG_ENDIAN ? sizeBytes - 1 - at : at)];
                if ((stored >> (offset + b) % 8 & 1) != 0) {
                    expected = expected.setBit(b);
                }
            }
            if (signed && expected.testBit(precision - 1)) {
                expected = expected.subtract(BigInteger.ONE.shiftLeft(precision));
            }

            IntegerBits bits = new IntegerBits(sizeBytes, order, signed, offset, precision);

            assertThat(bits.read(bytes, 3)).as("%s, seed %d", bits, SEED).isEqualTo(expected.longValue());
        }
    }

    @Test
    void refusesWiderIntegers() {
        ObjectLocation location = new ObjectLocation("mem:/x.h5", "/x");

        assertThatThrownBy(
                        () -> IntegerBits.of(location, new Datatype.FixedPoint(16, Order.LITTLE_ENDIAN, true, 0, 128)))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(
                        "mem:/x.h5: /x: an integer of 16 bytes is not read; readable are up to 8 bytes; write it as an"
                                + " integer of 8 bytes");
        assertThatThrownBy(() -> new IntegerBits(4, Order.LITTLE_ENDIAN, true, 20, 16))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
