package org.sparkhdf5.codec;

/** Decodes one compressed block whose decoded length is known. Holds no state from block to block. */
@FunctionalInterface
interface BlockDecoder {

    /**
     * Fills {@code target[to, targetEnd)} from {@code source[from, end)}. Neither reads nor writes outside of these
     * ranges; what the target held before has no influence on what is written.
     *
     * @throws CorruptChunkException if the block does not give exactly that many bytes; the target range is then undefined
     */
    void decode(byte[] source, int from, int end, byte[] target, int to, int targetEnd) throws CorruptChunkException;
}
