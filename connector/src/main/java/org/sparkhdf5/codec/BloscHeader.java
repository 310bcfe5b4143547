package org.sparkhdf5.codec;

/**
 * The header of a Blosc chunk, of version 1 (16 bytes) or 2 (16 more with a filter pipeline), checked against the bytes
 * that are there. All numbers are little-endian.
 *
 * @param version of the chunk format; 1 and 2 are Blosc 1
 * @param codec the compressor: 0 blosclz, 1 lz4, 2 snappy, 3 zlib, 4 zstd
 * @param typeBytes element size, 1 to 255
 * @param decodedBytes length of the decoded chunk
 * @param blockBytes length of a decoded block, all but the last; at most {@code decodedBytes}
 * @param storedBytes length of the chunk with this header
 * @param headerBytes length of this header
 * @param steps filter codes in the order of writing, one per byte, the lowest first
 * @param stepValues one value for each of {@code steps}
 * @param special what the whole chunk is made of, {@link #ZEROS} and so on; 0 if there are blocks
 */
record BloscHeader(
        int version,
        int codec,
        int typeBytes,
        int decodedBytes,
        int blockBytes,
        int storedBytes,
        int headerBytes,
        boolean isStored,
        boolean isSplit,
        long steps,
        long stepValues,
        int special) {

    static final int STEPS_MAX = 6;
    static final int STEP_NONE = 0;
    static final int STEP_SHUFFLE = 1;
    static final int STEP_BITSHUFFLE = 2;

    /** Digits were cut off on writing: nothing to undo. */
    static final int STEP_TRUNCATE = 4;

    static final int ZEROS = 1;
    static final int NANS = 2;
    static final int VALUE = 3;

    /** Not initialised by the writer; zeros here. */
    static final int UNINITIALISED = 4;

    private static final int SHORT_BYTES = 16;
    private static final int LONG_BYTES = 32;
    private static final int VERSION_MAX = 5;
    private static final int VERSION_BLOSC1_MAX = 2;
    private static final int VERSION_ALPHA = 3;
    private static final int CODEC_MAX = 4;
    private static final long STEPS_MASK = (1L << 8 * STEPS_MAX) - 1;

    private static final int FLAG_SHUFFLE = 1;
    private static final int FLAG_STORED = 1 << 1;
    private static final int FLAG_BITSHUFFLE = 1 << 2;
    private static final int FLAG_DELTA = 1 << 3;
    private static final int FLAG_NOT_SPLIT = 1 << 4;
    private static final int SPECIAL_MASK = 7 << 4;

    /** Blosc 1 splits only elements up to this size, and only blocks of at least this many elements. */
    private static final int SPLIT_TYPE_BYTES_MAX = 16;

    private static final int SPLIT_ELEMENTS_MIN = 128;

    /**
     * The header at {@code source[from]}.
     *
     * @throws UnsupportedChunkException if the chunk was written with a feature that is not read here
     * @throws CorruptChunkException if it is no header, or one of a chunk of more than {@code available} bytes
     */
    static BloscHeader read(byte[] source, int from, int available) throws CorruptChunkException {
        checkBetween("header bytes", SHORT_BYTES, available, Integer.MAX_VALUE);
        int version = source[from] & 0xff;
        int flags = source[from + 2] & 0xff;
        int typeBytes = source[from + 3] & 0xff;
        int decodedBytes = StoredNumbers.littleInt(source, from + 4);
        int blockBytes = StoredNumbers.littleInt(source, from + 8);
        int storedBytes = StoredNumbers.littleInt(source, from + 12);
        boolean isLong = (flags & (FLAG_SHUFFLE | FLAG_BITSHUFFLE)) == (FLAG_SHUFFLE | FLAG_BITSHUFFLE);
        int headerBytes = isLong ? LONG_BYTES : SHORT_BYTES;
        if (version > VERSION_MAX) {
            throw new UnsupportedChunkException(
                    "chunk format version " + version + ", readable here: 1 to " + VERSION_MAX);
        }
        checkBetween("version", 1, version, VERSION_MAX);
        checkBetween("stored bytes", headerBytes, storedBytes, available);
        checkBetween("element bytes", 1, typeBytes, 255);
        checkBetween("decoded bytes", 0, decodedBytes, Integer.MAX_VALUE);
        checkBetween("block bytes", decodedBytes == 0 ? 0 : 1, blockBytes, Integer.MAX_VALUE);
        int special = isLong ? special(source[from + 31] & 0xff, source[from + 30] & 0xff) : 0;
        int codec = flags >>> 5;
        boolean isStored = (flags & FLAG_STORED) != 0;
        if (codec > CODEC_MAX && special == 0 && !isStored) {
            throw new UnsupportedChunkException(
                    "codec " + codec + " (defined by a user), readable here: blosclz, lz4, snappy, zlib, zstd");
        }
        BloscHeader header = new BloscHeader(
                version,
                codec,
                typeBytes,
                decodedBytes,
                Math.min(blockBytes, decodedBytes),
                storedBytes,
                headerBytes,
                isStored,
                (flags & FLAG_NOT_SPLIT) == 0,
                isLong ? steps(source, from, version) : steps(flags, typeBytes),
                isLong ? StoredNumbers.littleLong(source, from + 24) & STEPS_MASK : 0,
                special);
        header.checkSteps();
        return header;
    }

    private static int special(int flags, int moreFlags) throws CorruptChunkException {
        int unknown = flags & ~SPECIAL_MASK;
        if (unknown != 0 || moreFlags != 0) {
            throw new UnsupportedChunkException(String.format(
                    "chunk flags 0x%02x 0x%02x (a dictionary, a codec of another kind or blocks of varying length)",
                    unknown, moreFlags));
        }
        int special = (flags & SPECIAL_MASK) >>> 4;
        checkBetween("special value", 0, special, UNINITIALISED);
        return special;
    }

    private static long steps(byte[] source, int from, int version) {
        long steps = StoredNumbers.littleLong(source, from + SHORT_BYTES) & STEPS_MASK;
        // Writers of the alpha versions left the last step uninitialised.
        return version == VERSION_ALPHA ? steps & STEPS_MASK >>> 8 : steps;
    }

    private static long steps(int flags, int typeBytes) throws CorruptChunkException {
        if ((flags & FLAG_DELTA) != 0) {
            throw new UnsupportedChunkException("the delta filter");
        }
        if ((flags & FLAG_BITSHUFFLE) != 0) {
            return STEP_BITSHUFFLE;
        }
        return (flags & FLAG_SHUFFLE) != 0 && typeBytes > 1 ? STEP_SHUFFLE : STEP_NONE;
    }

    private void checkSteps() throws CorruptChunkException {
        for (int i = 0; i < STEPS_MAX; i++) {
            int step = step(i);
            if (step != STEP_NONE && step != STEP_SHUFFLE && step != STEP_BITSHUFFLE && step != STEP_TRUNCATE) {
                throw new UnsupportedChunkException("chunk filter " + step + (step == 3 ? " (delta)" : "")
                        + ", readable here: shuffle, bitshuffle, truncated precision");
            }
        }
    }

    /** The filter code of step i, 0 to 5. */
    int step(int i) {
        return (int) (steps >>> 8 * i) & 0xff;
    }

    /** The value for the filter of step i, 0 to 5. */
    int stepValue(int i) {
        return (int) (stepValues >>> 8 * i) & 0xff;
    }

    int blockCount() {
        return decodedBytes == 0 ? 0 : (int) (((long) decodedBytes + blockBytes - 1) / blockBytes);
    }

    /** Whether the bit shuffle left alone what is no multiple of eight elements: all of it, not only the rest. */
    boolean isBlosc1() {
        return version <= VERSION_BLOSC1_MAX;
    }

    /** The number of streams that a block of {@code length} bytes is made of. */
    int streamCount(int length) {
        boolean splits = isSplit && length == blockBytes;
        if (splits && isBlosc1()) {
            splits = typeBytes <= SPLIT_TYPE_BYTES_MAX && blockBytes / typeBytes >= SPLIT_ELEMENTS_MIN;
        }
        return splits ? typeBytes : 1;
    }

    private static void checkBetween(String field, long min, long found, long max) throws CorruptChunkException {
        if (found < min || found > max) {
            throw new CorruptChunkException("expected " + field + " from " + min + " to " + max + ", found " + found);
        }
    }
}
