package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FilterBufferTest {
    private final FilterBuffer buffer = new FilterBuffer(1000);

    @Test
    void wrapsBytesWithoutACopy() {
        byte[] bytes = new byte[50];
        buffer.wrap(bytes, 10, 20);
        assertThat(buffer.array()).isSameAs(bytes);
        assertThat(buffer.offset()).isEqualTo(10);
        assertThat(buffer.lengthBytes()).isEqualTo(20);
        assertThatThrownBy(() -> buffer.wrap(bytes, 40, 11)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void keepsTheCurrentBytesUntilCommit() throws CorruptChunkException {
        byte[] bytes = {1, 2, 3};
        buffer.wrap(bytes, 0, 3);
        byte[] first = buffer.output(3);
        first[0] = 9;
        assertThat(buffer.array()).isSameAs(bytes);
        buffer.commit(2);
        assertThat(buffer.array()).isSameAs(first);
        assertThat(buffer.lengthBytes()).isEqualTo(2);
        assertThat(buffer.output(3)).isNotSameAs(first);
        assertThat(bytes).containsExactly(1, 2, 3);
    }

    @Test
    void keepsTheBeginningWhenTheOutputGrows() throws CorruptChunkException {
        byte[] output = buffer.output(3);
        output[0] = 1;
        output[1] = 2;
        byte[] longer = buffer.growOutput(10, 2);
        assertThat(longer).startsWith(1, 2).hasSizeGreaterThanOrEqualTo(10);
        buffer.commit(10);
        assertThat(buffer.array()).isSameAs(longer);
    }

    @Test
    void refusesMoreThanTheLimit() throws CorruptChunkException {
        buffer.output(1000);
        for (long length : new long[] {1001, Integer.MAX_VALUE, 1L << 40}) {
            assertThatThrownBy(() -> buffer.output(length))
                    .isInstanceOf(CorruptChunkException.class)
                    .hasMessageContaining(length + " bytes")
                    .hasMessageContaining("1000 bytes");
            assertThatThrownBy(() -> buffer.growOutput(length, 1)).isInstanceOf(CorruptChunkException.class);
        }
        assertThat(new FilterBuffer(Long.MAX_VALUE).limitBytes()).isLessThan(Integer.MAX_VALUE);
        assertThatThrownBy(() -> new FilterBuffer(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void commitsAndCutsOnlyWhatIsThere() throws CorruptChunkException {
        assertThatThrownBy(() -> buffer.commit(0)).isInstanceOf(IllegalStateException.class);
        int room = buffer.output(10).length;
        assertThatThrownBy(() -> buffer.commit(room + 1)).isInstanceOf(IndexOutOfBoundsException.class);
        buffer.commit(10);
        buffer.truncate(4);
        assertThat(buffer.lengthBytes()).isEqualTo(4);
        assertThatThrownBy(() -> buffer.truncate(5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> buffer.truncate(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void detachesACopyOfBytesOfSomebodyElse() {
        byte[] bytes = {1, 2, 3, 4};
        buffer.wrap(bytes, 1, 2);
        byte[] detached = buffer.detach(new byte[0]);
        assertThat(detached).startsWith(2, 3).isNotSameAs(bytes);
        assertThat(buffer.lengthBytes()).isZero();
    }

    @Test
    void neverTouchesAnArrayThatWasDetached() throws CorruptChunkException {
        buffer.wrap(new byte[10], 0, 10);
        buffer.output(10)[0] = 1;
        buffer.commit(10);
        byte[] detached = buffer.detach(new byte[0]);
        for (int i = 0; i < 5; i++) {
            assertThat(buffer.output(10)).isNotSameAs(detached);
            buffer.commit(10);
        }
    }

    @Test
    void allocatesNothingInTheSteadyState() throws CorruptChunkException {
        byte[] stored = new byte[100];
        byte[] spare = new byte[0];
        Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int chunk = 0; chunk < 50; chunk++) {
            buffer.wrap(stored, 0, stored.length);
            int steps = 1 + chunk % 3;
            for (int step = 0; step < steps; step++) {
                int length = step == 0 ? 404 : 400;
                byte[] output = buffer.output(length);
                assertThat(output).isNotSameAs(buffer.array()).isNotSameAs(spare);
                arrays.add(output);
                buffer.commit(length);
            }
            spare = buffer.detach(spare);
        }
        assertThat(arrays).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void freesTheZstandardContextOnCloseAtAnyTime() {
        FilterBuffer buffer = new FilterBuffer(10);
        ZstdDecompressCtx context = buffer.borrowZstd();
        buffer.close();
        buffer.returnZstd();
        assertThatThrownBy(buffer::borrowZstd).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> context.decompress(new byte[1], new byte[1]))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keepsScratchRoomsApartAndWithinTheLimit() throws CorruptChunkException {
        FilterBuffer buffer = new FilterBuffer(10);
        byte[] first = buffer.scratch(0, 10);
        assertThat(buffer.scratch(1, 5)).hasSizeGreaterThanOrEqualTo(5).isNotSameAs(first);
        assertThat(buffer.scratch(0, 3)).isSameAs(first);
        assertThatThrownBy(() -> buffer.scratch(0, 11)).isInstanceOf(CorruptChunkException.class);
    }
}
