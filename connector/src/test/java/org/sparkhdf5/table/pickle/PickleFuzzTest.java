package org.sparkhdf5.table.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/** Damaged pickles end in one of our errors or in a value, soon and in little memory; never in another exception. */
final class PickleFuzzTest {
    private static final int LENGTH_MAX = 1200;
    private static final int FLIPS_EACH = 12;
    private static final PickleLimits LIMITS = PickleLimits.block(1 << 30);

    @Test
    void everyTruncationIsDamage() throws IOException {
        int tried = 0;
        for (Pickles.Line line : small("values.tsv")) {
            for (int length = 0; length < line.pickle().length; length++) {
                byte[] cut = Arrays.copyOf(line.pickle(), length);
                assertThat(outcome(cut)).as("%s cut to %d", line, length).isEqualTo("malformed");
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(10_000);
    }

    @Test
    void everyTruncationOfAnArrayIsDamage() throws IOException {
        for (Pickles.Line line : small("arrays.tsv")) {
            if (line.name().startsWith("half_character")) {
                continue; // refused for another reason
            }
            for (int length = 0; length < line.pickle().length; length++) {
                byte[] cut = Arrays.copyOf(line.pickle(), length);
                assertThat(outcomeOfArray(cut)).as("%s cut to %d", line, length).isEqualTo("malformed");
            }
        }
    }

    @Test
    void flippedBytesEndInOneOfOurErrorsOrAValue() throws IOException {
        long seed = Long.getLong("sparkhdf5.seed", System.nanoTime());
        System.out.println("PickleFuzzTest: -Dsparkhdf5.seed=" + seed);
        Random random = new Random(seed);
        for (String file : List.of("values.tsv", "arrays.tsv", "hostile.tsv", "hostile_arrays.tsv")) {
            for (Pickles.Line line : small(file)) {
                for (int i = 0; i < FLIPS_EACH && line.pickle().length > 0; i++) {
                    byte[] damaged = line.pickle().clone();
                    for (int flips = random.nextInt(3); flips >= 0; flips--) {
                        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                    }
                    String what = file + " " + line + " seed " + seed;
                    assertThat(outcome(damaged)).as(what).isIn("value", "malformed", "unsupported");
                    assertThat(outcomeOfArray(damaged)).as(what).isIn("value", "malformed", "unsupported");
                }
            }
        }
    }

    private static List<Pickles.Line> small(String file) {
        List<Pickles.Line> small = new ArrayList<>();
        for (Pickles.Line line : Pickles.lines(file)) {
            if (line.pickle().length <= LENGTH_MAX) {
                small.add(line);
            }
        }
        return small;
    }

    private static String outcome(byte[] pickle) throws IOException {
        try {
            PythonValue value = Unpickler.value(Pickles.LOCATION, "row 1", pickle);
            Pickles.json(value);
            PythonNotation.str(value);
            assertThat(value).hasSameHashCodeAs(value);
            Unpickler.valueOrNull(Pickles.LOCATION, "row 1", pickle);
            return "value";
        } catch (Hdf5FormatException e) {
            return "malformed";
        } catch (UnsupportedHdf5FeatureException e) {
            return "unsupported";
        }
    }

    private static String outcomeOfArray(byte[] pickle) throws IOException {
        try {
            PickledArray array = PickledArray.open(PickleSource.of(pickle), Pickles.LOCATION, LIMITS);
            while (array.next()) {
                if (array.kind() == PickledKind.TEXT || array.kind() == PickledKind.BYTES) {
                    array.copyTo(new byte[array.lengthBytes()], 0);
                }
                Pickles.json(array.value());
            }
            return "value";
        } catch (Hdf5FormatException e) {
            return "malformed";
        } catch (UnsupportedHdf5FeatureException e) {
            return "unsupported";
        }
    }
}
