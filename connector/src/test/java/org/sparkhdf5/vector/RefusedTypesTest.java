package org.sparkhdf5.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.table.TableRequest;
import org.sparkhdf5.testing.TableRows;

/** Datatypes that are valid and have no value in Spark: put into a file of {@code make_type_files.py} in place of others. */
final class RefusedTypesTest {
    /** The datatype message of {@code /i4le}. */
    private static final int[] INT32 = {0x10, 8, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0};

    /** The beginning of that of {@code /extended}: a float of 16 bytes. */
    private static final int[] FLOAT128 = {0x11, 0, 79, 0, 16, 0, 0, 0, 0, 0, 80, 0, 64, 15, 0, 64};

    /** The beginning of that of {@code /array}: 2 x 3 x 4 numbers of 4 bytes. */
    private static final int[] ARRAY96 = {0x2a, 0, 0, 0, 96, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0};

    @Test
    void refusesTimes() throws IOException {
        refuses(
                "/i4le",
                INT32,
                new int[] {0x12, 0, 0, 0, 4, 0, 0, 0, 32, 0},
                "datatype Time of 4 bytes is not read; choose another dataset");
    }

    @Test
    void refusesIntegersOfMoreThanEightBytes() throws IOException {
        refuses(
                "/extended",
                FLOAT128,
                new int[] {0x10, 8, 0, 0, 16, 0, 0, 0, 0, 0, 128, 0},
                "an integer of 16 bytes is not read; readable are up to 8 bytes; write it as an integer of 8 bytes");
    }

    @Test
    void refusesFloatsOfMoreThanSixteenBytes() throws IOException {
        int[] float768 = FLOAT128.clone();
        float768[4] = 96;
        refuses(
                "/array",
                ARRAY96,
                float768,
                "a float of 96 bytes, precision 80, exponent of 15 bits is not read; readable are 1 to 16 bytes with"
                        + " exponents up to 15 bits");
    }

    /** Bit 6 beside bit 0 of the class bit field. */
    @Test
    void refusesVaxFloats() throws IOException {
        refuses(
                "/extended",
                FLOAT128,
                new int[] {0x11, 0x41},
                "floating-point numbers in VAX byte order are not supported; convert them to IEEE order");
    }

    private static void refuses(String dataset, int[] message, int[] other, String error) throws IOException {
        byte[] file = resource();
        int found = 0;
        for (int i = 0; i <= file.length - message.length; i++) {
            if (Arrays.equals(file, i, i + message.length, bytes(message), 0, message.length)) {
                System.arraycopy(bytes(other), 0, file, i, other.length);
                found++;
            }
        }
        assertThat(found).isPositive();
        assertThatThrownBy(() -> new TableRows("earliest.h5", file, TableRequest.ofDataset(dataset)).table())
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("earliest.h5: " + dataset + ": " + error);
    }

    private static byte[] bytes(int[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] resource() throws IOException {
        try (InputStream in = RefusedTypesTest.class.getResourceAsStream("/hdf5/types/earliest.h5")) {
            return in.readAllBytes();
        }
    }
}
