package org.sparkhdf5.table.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PositionListTest {
    private record Entry(long start, boolean composite, long length) {}

    @Test
    void entriesAreFoundAgain() {
        long seed = Long.getLong("sparkhdf5.seed", System.nanoTime());
        System.out.println("PositionListTest: -Dsparkhdf5.seed=" + seed);
        Random random = new Random(seed);
        PositionList list = new PositionList();
        List<Entry> entries = new ArrayList<>();
        long position = 0;
        for (int i = 0; i < 60_000; i++) {
            position += random.nextInt(100) == 0 ? random.nextInt(1 << 30) : 1 + random.nextInt(70);
            long back = Math.max(0, position - random.nextInt(500));
            switch (random.nextInt(4)) {
                case 0 -> {
                    list.addComposite(back, position - back + 1);
                    entries.add(new Entry(back, true, position - back + 1));
                }
                case 1 -> {
                    list.addChanging(back);
                    entries.add(new Entry(back, true, 0));
                }
                default -> {
                    list.addAtomic(position);
                    entries.add(new Entry(position, false, 0));
                }
            }
            int changed = random.nextInt(entries.size());
            Entry entry = entries.get(changed);
            if (entry.composite && entry.length == 0) {
                long length = 1 + random.nextInt(Integer.MAX_VALUE - 1);
                list.complete(changed, length);
                entries.set(changed, new Entry(entry.start, true, length));
            }
        }
        assertThat(list.count()).isEqualTo(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            list.find(i);
            assertThat(new Entry(list.start(), list.composite(), list.length()))
                    .as("entry %d", i)
                    .isEqualTo(entries.get(i));
        }
    }

    @Test
    void aShortTextTakesOneByteAndAHalf() {
        PositionList list = new PositionList();
        int count = 100_000;
        for (int i = 0; i < count; i++) {
            list.addAtomic(12L * i);
        }
        assertThat(list.sizeBytes()).isLessThan(2L * count);
    }
}
