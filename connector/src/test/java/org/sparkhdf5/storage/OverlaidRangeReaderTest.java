package org.sparkhdf5.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.storage.OverlaidRangeReader.Overlay;
import org.sparkhdf5.testing.CountingRangeReader;

final class OverlaidRangeReaderTest extends RangeReaderContract {
    /** The content lies in overlays where the file has other bytes. */
    @Override
    RangeReader reader(byte[] content) {
        byte[] stored = content.clone();
        if (content.length < 5000) {
            return new OverlaidRangeReader(new InMemoryRangeReader("memory:/a.h5", stored), List.of());
        }
        List<Overlay> overlays = List.of(
                new Overlay(4000, content, 4000, 300),
                new Overlay(0, content, 0, 10),
                new Overlay(4300, content, 4300, 1),
                new Overlay(
                        content.length - 50L, Arrays.copyOfRange(content, content.length - 60, content.length), 10, 50),
                new Overlay(700, content, 700, 0));
        for (Overlay overlay : overlays) {
            int from = (int) overlay.address();
            Arrays.fill(stored, from, from + overlay.lengthBytes(), (byte) 77);
        }
        return new OverlaidRangeReader(new InMemoryRangeReader("memory:/a.h5", stored), overlays);
    }

    @Test
    void readsNothingOfWhatIsCovered() throws IOException {
        CountingRangeReader file = new CountingRangeReader(new InMemoryRangeReader("memory:/a.h5", new byte[100]));
        RangeReader reader = new OverlaidRangeReader(file, List.of(new Overlay(10, new byte[] {1, 2, 3, 4}, 0, 4)));
        byte[] target = new byte[6];

        reader.readFully(11, target, 0, 3);
        assertThat(target).containsExactly(2, 3, 4, 0, 0, 0);
        assertThat(file.reads()).isZero();
        reader.uncached().readFully(9, target, 0, 6);
        assertThat(target).containsExactly(0, 1, 2, 3, 4, 0);
        assertThat(file.reads()).isEqualTo(1);
        assertThat(reader.begin(13, target, 0, 3)).isSameAs(PendingRead.NONE);
        reader.close();
        assertThat(file.closes()).isEqualTo(1);
    }

    @Test
    void refusesOverlaysOneOverAnotherAndBehindTheEnd() {
        RangeReader file = new InMemoryRangeReader("memory:/a.h5", new byte[10]);
        Overlay one = new Overlay(3, new byte[4], 0, 4);
        assertThatThrownBy(() -> new OverlaidRangeReader(file, List.of(one, one)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OverlaidRangeReader(file, List.of(new Overlay(7, new byte[4], 0, 4))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
