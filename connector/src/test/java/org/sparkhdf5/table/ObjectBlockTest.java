package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.table.pickle.PickleLimits;
import org.sparkhdf5.table.pickle.PickleSource;
import org.sparkhdf5.table.pickle.PickledArray;

/** The types that samples of pickled blocks give, opcode by opcode as Python writes them. */
final class ObjectBlockTest {

    @Test
    void aColumnOfNullsIsText() throws IOException {
        assertThat(rules("\2", "(NNe", 1)).containsExactly(ObjectRule.UNSEEN);
        assertThat(rules("\2", "(NNe", 2)).containsExactly(ObjectRule.UNSEEN, ObjectRule.UNSEEN);
    }

    @Test
    void aColumnOfNoRowsIsText() throws IOException {
        assertThat(rules("\0", "", 1)).containsExactly(ObjectRule.UNSEEN);
    }

    /** The first element is longer than the sample, or the sample ends before there is one. */
    @Test
    void aColumnOfWhichNothingIsSeenMayHoldAnything() throws IOException {
        assertThat(rules("\2", "(B\0\1\0\0x", 1)).containsExactly(ObjectRule.TEXT_OR_JSON);
        assertThat(rules("\2", "(K\1", 1)).containsExactly(ObjectRule.TEXT_OR_JSON);
        assertThat(rules("\2", "(K\1e(", 2)).containsExactly(ObjectRule.INTEGER, ObjectRule.TEXT_OR_JSON);
    }

    @Test
    void aColumnOfLongValuesHasTheirType() throws IOException {
        String bytes = "B\0\1\0\0" + "x".repeat(256);
        assertThat(rules("\u0064", "(" + bytes.repeat(20), 1)).containsExactly(ObjectRule.BYTES);
    }

    private static List<ObjectRule> rules(String rowCount, String opcodes, int itemCount) throws IOException {
        String head = "\u0080\u0004cnumpy.core.multiarray\n_reconstruct\n\u0094cnumpy\nndarray\n\u0094"
                + "K\0\u0085C\u0001b\u0087R\u0094(K\u0001K" + rowCount
                + "\u0085cnumpy\ndtype\n\u008c\u0002O8\u0089\u0088\u0087R(K\u0003\u008c\u0001|NNNJ"
                + "\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK?tb\u0089]\u0094";
        byte[] pickle = (head + opcodes).getBytes(StandardCharsets.ISO_8859_1);
        PickledArray sample = PickledArray.sample(
                PickleSource.of(pickle), new ObjectLocation("file:/a.h5", "/df"), PickleLimits.block(1 << 20));
        return ObjectBlock.rules(sample, itemCount);
    }
}
