package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Values that the author of the hash published with it. */
class Lookup3Test {

    @Test
    void hashesNoBytesToTheSeed() {
        assertThat(Lookup3.checksum(new byte[0], 0, 0)).isEqualTo(0xdeadbeef);
    }

    @Test
    void hashesThePublishedSentence() {
        byte[] sentence = "Four score and seven years ago".getBytes(StandardCharsets.US_ASCII);

        assertThat(Lookup3.checksum(sentence, 0, sentence.length)).isEqualTo(0x17770551);
    }

    @Test
    void readsOnlyItsRange() {
        byte[] sentence = "..Four score and seven years ago....".getBytes(StandardCharsets.US_ASCII);

        assertThat(Lookup3.checksum(sentence, 2, 30)).isEqualTo(0x17770551);
    }
}
