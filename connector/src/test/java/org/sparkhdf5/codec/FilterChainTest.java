package org.sparkhdf5.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FilterChainTest {
    private static final long SEED = 20261120;
    private static final int[] NONE = {};

    /** A filter that is not read here. */
    private static final int ZFP = 32013;

    private final FilterBuffer buffer = new FilterBuffer(1 << 20);

    static List<StoredChunk> readableChunks() {
        return StoredChunk.all();
    }

    static List<StoredChunk> unsupportedChunks() {
        return StoredChunk.unsupported();
    }

    @ParameterizedTest
    @MethodSource("readableChunks")
    void decodesWhatTheLibraryWrote(StoredChunk chunk) throws CorruptChunkException {
        decode(chunk, chunk.stored());
        assertThat(current()).isEqualTo(chunk.decoded());
    }

    @ParameterizedTest
    @MethodSource("readableChunks")
    void decodesFromTheMiddleOfAnArray(StoredChunk chunk) throws CorruptChunkException {
        byte[] padded = new byte[chunk.stored().length + 30];
        Arrays.fill(padded, (byte) 0xff);
        System.arraycopy(chunk.stored(), 0, padded, 13, chunk.stored().length);
        byte[] untouched = padded.clone();
        buffer.wrap(padded, 13, chunk.stored().length);
        chunk.chain().decode(buffer, chunk.filterMask());
        assertThat(current()).isEqualTo(chunk.decoded());
        assertThat(padded).isEqualTo(untouched);
    }

    @ParameterizedTest
    @MethodSource("readableChunks")
    void refusesEveryOtherChunkSize(StoredChunk chunk) {
        for (int difference : new int[] {-1, 1, -4, 4, 1000}) {
            long wrong = Math.max(0, chunk.decoded().length + difference);
            FilterChain chain = new FilterChain(chunk.ids(), chunk.clientValues(), wrong);
            buffer.wrap(chunk.stored(), 0, chunk.stored().length);
            assertThatThrownBy(() -> chain.decode(buffer, chunk.filterMask()))
                    .as("chunk of %d bytes", wrong)
                    .isInstanceOf(CorruptChunkException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("readableChunks")
    void refusesEveryTruncation(StoredChunk chunk) {
        int length = chunk.stored().length;
        for (int cut = 1; cut <= length; cut += Math.max(1, length / 40)) {
            byte[] shorter = Arrays.copyOf(chunk.stored(), length - cut);
            assertThatThrownBy(() -> decode(chunk, shorter)).isInstanceOf(CorruptChunkException.class);
        }
    }

    @Test
    void detectsEveryFlippedBitUnderAChecksum() {
        StoredChunk chunk = StoredChunk.named("fletcher_odd");
        for (int i = 0; i < chunk.stored().length; i++) {
            byte[] flipped = chunk.stored().clone();
            flipped[i] ^= (byte) (1 << i % 8);
            assertThatThrownBy(() -> decode(chunk, flipped))
                    .isInstanceOf(CorruptChunkException.class)
                    .hasMessageContaining("fletcher32: checksum mismatch");
        }
    }

    @Test
    void readsAChunkThatSkippedAFilterNotReadHere() throws CorruptChunkException {
        StoredChunk chunk = StoredChunk.named("shuffle_lzf_fletcher_incompressible");
        assertThat(chunk.filterMask()).isEqualTo(0b010);
        FilterChain chain = new FilterChain(new int[] {2, ZFP, 3}, chunk.clientValues(), chunk.decoded().length);
        assertThat(chain.unreadableFilter(chunk.filterMask())).isEqualTo(FilterChain.NONE);
        assertThat(chain.unreadableFilter(0)).isEqualTo(ZFP);
        buffer.wrap(chunk.stored(), 0, chunk.stored().length);
        chain.decode(buffer, chunk.filterMask());
        assertThat(current()).isEqualTo(chunk.decoded());
    }

    @Test
    void namesAFilterThatIsNotReadHere() {
        FilterChain chain = new FilterChain(new int[] {2, ZFP}, new int[][] {{8}, {1}}, 24);
        assertThat(chain.unreadableFilter(0)).isEqualTo(ZFP);
        buffer.wrap(new byte[24], 0, 24);
        assertThatThrownBy(() -> chain.decode(buffer, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("filter 32013 (zfp)");
    }

    @ParameterizedTest
    @MethodSource("unsupportedChunks")
    void tellsWhatIsNotReadFromWhatIsDamaged(StoredChunk chunk) {
        FilterChain chain = new FilterChain(chunk.ids(), chunk.clientValues(), chunk.clientValues()[0][3]);
        buffer.wrap(chunk.stored(), 0, chunk.stored().length);
        assertThatThrownBy(() -> chain.decode(buffer, 0))
                .isInstanceOf(UnsupportedChunkException.class)
                .hasMessageMatching("blosc2: (chunk filter 3 \\(delta\\)|chunk flags 0x01 0x00 \\(a dictionary).*"
                        + "|nbit: a member of a compound behind an array of arrays or compounds, .*");
    }

    @Test
    void leavesAChunkAloneThatSkippedAllFilters() throws CorruptChunkException {
        FilterChain chain = new FilterChain(new int[] {2, 1, 3}, new int[][] {{8}, {6}, NONE}, 24);
        byte[] values = new byte[24];
        new Random(SEED).nextBytes(values);
        assertThat(chain.isIdentity(0b111)).isTrue();
        assertThat(chain.isIdentity(0b101)).isFalse();
        buffer.wrap(values, 0, 24);
        chain.decode(buffer, 0b111);
        assertThat(buffer.array()).isSameAs(values);
        buffer.wrap(values, 0, 23);
        assertThatThrownBy(() -> chain.decode(buffer, 0b111))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessage("the filters leave a chunk of 23 bytes, expected 24 bytes");
    }

    @Test
    void knowsTheStoredLengthWhereNoCompressorWasApplied() {
        FilterChain chain = new FilterChain(new int[] {2, 1, 3}, new int[][] {{8}, {6}, NONE}, 24);
        assertThat(chain.storedLengthBytes(0)).isEqualTo(-1);
        assertThat(chain.storedLengthBytes(0b010)).isEqualTo(28);
        assertThat(chain.storedLengthBytes(0b110)).isEqualTo(24);
        assertThat(new FilterChain(NONE, new int[0][], 24).storedLengthBytes(0)).isEqualTo(24);
    }

    @Test
    void takesThirtyTwoFilters() throws CorruptChunkException {
        int[] ids = new int[32];
        Arrays.fill(ids, 2);
        int[][] clientValues = new int[32][];
        Arrays.fill(clientValues, new int[] {1});
        FilterChain chain = new FilterChain(ids, clientValues, 3);
        assertThat(chain.isIdentity(-1)).isTrue();
        assertThat(chain.isIdentity(Integer.MAX_VALUE)).isFalse();
        buffer.wrap(new byte[3], 0, 3);
        chain.decode(buffer, 0);
    }

    @Test
    void refusesPipelinesThatAreNone() {
        assertThatThrownBy(() -> new FilterChain(new int[] {1}, new int[0][], 24))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FilterChain(new int[33], new int[33][0], 24))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FilterChain(NONE, new int[0][], -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> new FilterChain(NONE, new int[0][], 0)).doesNotThrowAnyException();
    }

    /** What decodes every chunk, and damages them, does so for every filter; lzo has no library but the one in Java. */
    @Test
    void hasChunksOfEveryFilterThatIsReadHere() {
        List<String> ofChunks = StoredChunk.all().stream()
                .flatMapToInt(chunk -> Arrays.stream(chunk.ids()))
                .mapToObj(FilterRegistry::nameOf)
                .distinct()
                .toList();
        List<String> missing =
                new ArrayList<>(List.of(FilterRegistry.readableNames().split(", ")));
        missing.removeAll(ofChunks);
        assertThat(missing).containsExactly("lzo");
    }

    @Test
    void namesRegisteredFilters() {
        assertThat(FilterRegistry.readableNames())
                .isEqualTo(
                        "deflate, shuffle, fletcher32, szip, nbit, scaleoffset, lzo, bzip2, lzf, blosc, lz4, bitshuffle, zstd, vbz, bitgroom, granular bitround, blosc2");
        assertThat(List.of(4, 5, 6, 305, 307, 32000, 32001, 32008, 32013, 32015, 32023, 32026, 1234))
                .extracting(FilterRegistry::nameOf)
                .containsExactly(
                        "szip",
                        "nbit",
                        "scaleoffset",
                        "lzo",
                        "bzip2",
                        "lzf",
                        "blosc",
                        "bitshuffle",
                        "zfp",
                        "zstd",
                        "granular bitround",
                        "blosc2",
                        "1234");
        for (int id :
                new int[] {1, 2, 3, 4, 5, 6, 305, 307, 32000, 32001, 32004, 32008, 32015, 32020, 32022, 32023, 32026}) {
            Filter filter = FilterRegistry.find(id);
            assertThat(filter.id()).isEqualTo(id);
            assertThat(filter.name()).isEqualTo(FilterRegistry.nameOf(id));
        }
        assertThat(FilterRegistry.find(ZFP)).isNull();
    }

    private void decode(StoredChunk chunk, byte[] stored) throws CorruptChunkException {
        buffer.wrap(stored, 0, stored.length);
        chunk.chain().decode(buffer, chunk.filterMask());
    }

    private byte[] current() {
        return Arrays.copyOfRange(buffer.array(), buffer.offset(), buffer.offset() + buffer.lengthBytes());
    }
}
