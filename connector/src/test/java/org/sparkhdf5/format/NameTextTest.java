package org.sparkhdf5.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NameTextTest {

    @Test
    void keepsUtf8() {
        assertThat(NameText.decode("größe ✓ 🙂".getBytes(UTF_8))).isEqualTo("größe ✓ 🙂");
    }

    @Test
    void escapesBytesThatAreNotUtf8() {
        assertThat(NameText.decode("caf\u00e9!".getBytes(ISO_8859_1))).isEqualTo("caf\\xe9!");
        assertThat(NameText.decode(new byte[] {(byte) 0xf0, (byte) 0x9f, 'a'})).isEqualTo("\\xf0\\x9fa");
    }

    @Test
    void takesTheSameNotationBack() {
        assertThat(NameText.encode("caf\\xe9!")).isEqualTo("caf\u00e9!".getBytes(ISO_8859_1));
        assertThat(NameText.encode("größe")).isEqualTo("größe".getBytes(UTF_8));
    }

    @Test
    void writesABackslashThatLooksLikeAnEscapeAsOne() {
        assertThat(NameText.decode("a\\xe9".getBytes(UTF_8))).isEqualTo("a\\x5cxe9");
        assertThat(NameText.decode("a\\y \\".getBytes(UTF_8))).isEqualTo("a\\y \\");
    }

    @Test
    void everyNameHasATextOfItsOwn() {
        long seed = 20261120;
        Random random = new Random(seed);
        byte[] alphabet = {'\\', 'x', '5', 'c', 'e', '9', (byte) 0xe9, (byte) 0xc3, (byte) 0xa9, (byte) 0xff, 0};
        for (int i = 0; i < 20_000; i++) {
            byte[] name = new byte[random.nextInt(12)];
            for (int j = 0; j < name.length; j++) {
                name[j] = alphabet[random.nextInt(alphabet.length)];
            }
            assertThat(NameText.encode(NameText.decode(name)))
                    .as("seed %d, name %d", seed, i)
                    .isEqualTo(name);
        }
    }
}
