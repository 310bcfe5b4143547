package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Datatype.FloatingPoint;
import org.sparkhdf5.format.Datatype.Normalization;
import org.sparkhdf5.format.Datatype.Order;

/** Against Java's own numbers where it has them, else against exact decimals that Java rounds. */
class FloatBitsTest {
    private static final long SEED = 20261120L;
    private static final ObjectLocation LOCATION = new ObjectLocation("mem:/x.h5", "/x");

    private static FloatingPoint type(
            int sizeBytes, Order order, int exponentSize, int mantissaSize, Normalization norm) {
        return new FloatingPoint(
                sizeBytes,
                order,
                0,
                1 + exponentSize + mantissaSize,
                mantissaSize,
                exponentSize,
                0,
                mantissaSize,
                (1L << exponentSize - 1) - 1,
                norm,
                exponentSize + mantissaSize);
    }

    @Test
    void readsWhatJavaReads() {
        FloatBits single = FloatBits.of(LOCATION, type(4, Order.BIG_ENDIAN, 8, 23, Normalization.MSB_IMPLIED));
        FloatBits twice = FloatBits.of(LOCATION, type(8, Order.BIG_ENDIAN, 11, 52, Normalization.MSB_IMPLIED));
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            int bits = i < 256 ? i << 23 | i : random.nextInt();
            byte[] four = ByteBuffer.allocate(4).putInt(bits).array();
            assertThat(single.read(four, 0)).as("%08x", bits).isEqualTo(Double.valueOf(Float.intBitsToFloat(bits)));
            long longBits = i < 256 ? i : random.nextLong();
            byte[] eight =
                    ByteBuffer.allocate(9).put((byte) 1).putLong(longBits).array();
            assertThat(twice.read(eight, 1))
                    .as("%016x", longBits)
                    .isEqualTo(Double.valueOf(Double.longBitsToDouble(longBits)));
        }
        assertThat(single.isExact()).isTrue();
        assertThat(twice.isExact()).isTrue();
    }

    /** bfloat16 is the upper half of a float: each of its 65536 patterns. */
    @Test
    void readsEveryBfloat16() {
        for (Order order : new Order[] {Order.LITTLE_ENDIAN, Order.BIG_ENDIAN}) {
            FloatBits brain = FloatBits.of(LOCATION, type(2, order, 8, 7, Normalization.MSB_IMPLIED));
            assertThat(brain.isExact()).isTrue();
            for (int bits = 0; bits < 1 << 16; bits++) {
                byte[] two = {(byte) (bits >>> 8), (byte) bits};
                if (order == Order.LITTLE_ENDIAN) {
                    two = new byte[] {two[1], two[0]};
                }
                assertThat(brain.read(two, 0))
                        .as("%04x", bits)
                        .isEqualTo(Double.valueOf(Float.intBitsToFloat(bits << 16)));
            }
        }
    }

    /**
     * Every pattern of every float of up to 16 bits with an exponent of 2 to 8 bits, E5M2, E4M3, E3M4, E2M3 and half precision
     * among them, of every bias from half of the exponents up: sign, fraction and power of two, which a double holds.
     */
    @Test
    void readsEveryNarrowFloatExactly() {
        int forms = 0;
        for (int exponentBits = 2; exponentBits <= 8; exponentBits++) {
            for (int mantissaBits = 1; exponentBits + mantissaBits <= 15; mantissaBits++) {
                for (int extraBias = 0; extraBias < 2; extraBias++) {
                    everyPattern(exponentBits, mantissaBits, (1 << exponentBits - 1) - 1 + extraBias);
                    forms++;
                }
            }
        }
        assertThat(forms).isEqualTo(2 * (13 + 12 + 11 + 10 + 9 + 8 + 7));
    }

    private static void everyPattern(int exponentBits, int mantissaBits, int bias) {
        int size = exponentBits + mantissaBits < 8 ? 1 : 2;
        int sign = exponentBits + mantissaBits;
        FloatingPoint type = new FloatingPoint(
                size,
                Order.LITTLE_ENDIAN,
                0,
                sign + 1,
                mantissaBits,
                exponentBits,
                0,
                mantissaBits,
                bias,
                Normalization.MSB_IMPLIED,
                sign);
        FloatBits narrow = FloatBits.of(LOCATION, type);
        assertThat(narrow.isExact()).isTrue();
        int allOnes = (1 << exponentBits) - 1;
        for (int bits = 0; bits < 2 << sign; bits++) {
            int exponent = bits >>> mantissaBits & allOnes;
            double fraction = (bits & (1 << mantissaBits) - 1) / (double) (1 << mantissaBits);
            double expected = exponent == 0
                    ? fraction * Math.pow(2, 1 - bias)
                    : exponent == allOnes
                            ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                            : (1 + fraction) * Math.pow(2, exponent - bias);
            double signed = bits >>> sign == 0 ? expected : -expected;
            double found = narrow.read(new byte[] {(byte) bits, (byte) (bits >>> 8)}, 0);
            if (Double.doubleToLongBits(found) != Double.doubleToLongBits(signed)) {
                assertThat(found).as("%s: %04x", type, bits).isEqualTo(signed);
            }
        }
    }

    @Test
    void roundsWiderNumbersOnceToEven() {
        FloatingPoint type = type(16, Order.LITTLE_ENDIAN, 15, 112, Normalization.MSB_IMPLIED);
        FloatBits quadruple = FloatBits.of(LOCATION, type);
        assertThat(quadruple.isExact()).isFalse();
        Random random = new Random(SEED);
        for (int i = 0; i < 5_000; i++) {
            int exponent = 16383 + random.nextInt(2400) - 1250;
            BigInteger mantissa = new BigInteger(112, random);
            if (i % 3 == 0) { // ties and their neighbours
                mantissa = mantissa.shiftRight(60).setBit(0).shiftLeft(59).add(BigInteger.valueOf(i % 2));
            }
            BigInteger bits = BigInteger.valueOf(exponent).shiftLeft(112).or(mantissa);
            BigDecimal exact = power(new BigDecimal(mantissa.setBit(112)), exponent - 16383 - 112);
            assertThat(quadruple.read(littleEndian(bits, 16), 0))
                    .as("exponent %d mantissa %s, seed %d", exponent, mantissa.toString(16), SEED)
                    .isEqualTo(exact.doubleValue());
        }
    }

    @Test
    void readsExtendedNumbersWithTheirLeadingBit() {
        for (Normalization norm : new Normalization[] {Normalization.NONE, Normalization.MSB_SET}) {
            FloatBits extended = FloatBits.of(LOCATION, type(10, Order.LITTLE_ENDIAN, 15, 64, norm));
            Random random = new Random(SEED);
            for (int i = 0; i < 5_000; i++) {
                int exponent = 16383 + random.nextInt(2400) - 1250;
                BigInteger mantissa = new BigInteger(64, random).setBit(63);
                BigInteger bits = BigInteger.valueOf(exponent).shiftLeft(64).or(mantissa);
                BigDecimal exact = power(new BigDecimal(mantissa), exponent - 16383 - 63);
                assertThat(extended.read(littleEndian(bits, 10), 0)).isEqualTo(exact.doubleValue());
            }
            BigInteger infinity = BigInteger.valueOf(0x7fff).shiftLeft(64).setBit(63);
            assertThat(extended.read(littleEndian(infinity, 10), 0)).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(extended.read(littleEndian(infinity.setBit(79), 10), 0)).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThat(extended.read(littleEndian(infinity.setBit(3), 10), 0)).isNaN();
            assertThat(extended.read(littleEndian(BigInteger.ZERO.setBit(79), 10), 0))
                    .isEqualTo(-0.0);
        }
    }

    @Test
    void refusesExponentsBeyondReason() {
        FloatingPoint type =
                new FloatingPoint(8, Order.LITTLE_ENDIAN, 0, 64, 23, 40, 0, 23, 127, Normalization.MSB_IMPLIED, 63);

        assertThatThrownBy(() -> FloatBits.of(LOCATION, type))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("mem:/x.h5: /x: a float with an exponent of 40 bits is not read");
    }

    private static BigDecimal power(BigDecimal number, int exponent) {
        BigDecimal two = BigDecimal.valueOf(2);
        return exponent >= 0
                ? number.multiply(two.pow(exponent))
                : number.divide(two.pow(-exponent), MathContext.UNLIMITED);
    }

    private static byte[] littleEndian(BigInteger bits, int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        for (int i = 0; i < sizeBytes; i++) {
            bytes[i] = bits.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }
}
