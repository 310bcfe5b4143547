package org.sparkhdf5.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.plan.SplitSizes;
import org.sparkhdf5.table.TableRequest;
import org.sparkhdf5.testing.PandasTableFiles;
import org.sparkhdf5.testing.PandasTableFiles.Key;
import org.sparkhdf5.testing.TableRows;

/** Whatever is changed in a file, a table is read or refused: with an error that names the file, and no other. */
final class PandasTableFuzzTest {
    private static final long SEED = 20261120;
    private static final int ROUNDS = 400;
    /** A claim of more rows is true: those that are not there are filled. */
    private static final long ROWS_MAX = 100_000;

    private static final SplitSizes PLANNED = new SplitSizes(1 << 30, 0, 1 << 30);

    @Test
    void changedBytesAreReadOrRefused() throws IOException {
        List<Key> keys = PandasTableFiles.keys();
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(SEED + round);
            Key key = keys.get(random.nextInt(keys.size()));
            byte[] bytes = PandasTableFiles.bytes(key.file());
            int changes = 1 << random.nextInt(11);
            for (int i = 0; i < changes; i++) {
                int at = random.nextInt(bytes.length);
                bytes[at] = (byte) (random.nextBoolean() ? bytes[at] ^ 1 << random.nextInt(8) : random.nextInt(256));
            }
            String what = "seed " + (SEED + round) + ": " + key + ", " + changes + " changes";
            try {
                TableRows rows = new TableRows(key.file(), bytes, TableRequest.ofDataset(key.key()));
                if (rows.table().rowCount() < ROWS_MAX) {
                    rows.read(PLANNED);
                }
            } catch (Hdf5FormatException
                    | UnsupportedHdf5FeatureException
                    | MalformedValueException
                    | IllegalArgumentException e) {
                assertThat(e).as(what).hasMessageContaining(key.file());
            } catch (IOException | RuntimeException e) {
                throw new AssertionError(what, e);
            }
        }
    }
}
