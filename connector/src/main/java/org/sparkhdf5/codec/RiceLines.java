package org.sparkhdf5.codec;

import java.util.Arrays;

/**
 * Pixels coded by the extended Rice algorithm: lines of blocks, each block by the option that was shortest for it.
 *
 * <p>A block begins with the number of its option: 0 for little entropy, the highest for pixels as they are, and between
 * them {@code k + 1} for pixels whose {@code k} lowest bits stand after the other bits of all pixels of the block; those
 * other bits are a number of bits of 0 that ends with a 1. Little entropy is either a run of blocks of nothing but 0, or
 * pairs of pixels of which each is one number. The last line may end early; others have whole blocks, the pixels behind
 * their end are passed over.
 *
 * <p>Where differences are coded, a line begins with a pixel as it is, in the place of the first pixel of its first block.
 *
 * @see <a href="https://public.ccsds.org/Pubs/121x0b3.pdf">CCSDS 121.0-B-3, Lossless Data Compression</a>
 */
final class RiceLines {
    static final int PIXEL_BITS_MAX = 31;

    /** Of the numbers of blocks in a run of 0: up to the end of the line, or of the 64 blocks in which it begins. */
    private static final int TO_THE_END = 5;

    private static final int SEGMENT_BLOCKS = 64;

    /** The greatest sum of a pair of pixels that are one number. */
    private static final int PAIR_SUM_MAX = 12;

    /** Numbers of pairs: all with a sum up to the greatest. */
    private static final int PAIR_MAX = (PAIR_SUM_MAX + 1) * (PAIR_SUM_MAX + 2) / 2 - 1;

    /** The sum of the pair with a number; the second pixel is the number less that of the first pair of this sum. */
    private static final byte[] PAIR_SUMS = pairSums();

    private final PackedBits bits;
    private final int pixelBits;
    private final int pixelMax;
    private final int optionBits;
    private final int lineBlocks;
    private final int linePixels;
    private final boolean differences;

    /** The coded pixels of the current block. */
    private final int[] block;

    /** Further blocks of the current line that a run of 0 covers. */
    private int zeroBlocks;

    /** The pixel before the current block. */
    private int previous;

    /**
     * @param pixelBits from 1 to {@link #PIXEL_BITS_MAX}
     * @param blockPixels an even number
     * @param linePixels from 1 on
     */
    RiceLines(PackedBits bits, int pixelBits, int blockPixels, int linePixels, boolean differences) {
        this.bits = bits;
        this.pixelBits = pixelBits;
        this.pixelMax = (1 << pixelBits) - 1;
        this.optionBits = optionBits(pixelBytes(pixelBits));
        this.lineBlocks = (linePixels - 1) / blockPixels + 1;
        this.linePixels = linePixels;
        this.differences = differences;
        this.block = new int[blockPixels];
    }

    /** Bytes that a pixel lies in. */
    static int pixelBytes(int pixelBits) {
        if (pixelBits <= Byte.SIZE) {
            return Byte.BYTES;
        }
        return pixelBits <= Short.SIZE ? Short.BYTES : Integer.BYTES;
    }

    /**
     * Writes {@code count} pixels to {@code target} from index 0 on.
     *
     * @throws CorruptChunkException if the bits end before, or give what no pixel can be
     */
    void decode(byte[] target, int count, boolean bigEndian) throws CorruptChunkException {
        int done = 0;
        while (done < count) {
            int lineEnd = done + Math.min(linePixels, count - done);
            zeroBlocks = 0;
            for (int i = 0; done < lineEnd; i++) {
                decodeBlock(i);
                int pixels = Math.min(block.length, lineEnd - done);
                if (differences) {
                    addDifferences(i == 0, pixels);
                }
                store(target, done, pixels, bigEndian);
                done += pixels;
            }
        }
    }

    private void decodeBlock(int index) throws CorruptChunkException {
        if (zeroBlocks > 0) {
            zeroBlocks--;
            Arrays.fill(block, 0);
            return;
        }
        int option = (int) bits.take(optionBits);
        int first = 0;
        boolean pairs = option == 0 && bits.take(1) == 1;
        if (differences && index == 0) {
            block[0] = (int) bits.take(pixelBits);
            first = 1;
        }
        if (pairs) {
            decodePairs(first);
        } else if (option == 0) {
            zeroBlocks = zeroRun(index) - 1;
            Arrays.fill(block, first, block.length, 0);
        } else if (option == (1 << optionBits) - 1) {
            for (int i = first; i < block.length; i++) {
                block[i] = (int) bits.take(pixelBits);
            }
        } else {
            decodeSplit(first, option - 1);
        }
    }

    private void decodeSplit(int first, int lowBits) throws CorruptChunkException {
        int most = pixelMax >>> lowBits;
        for (int i = first; i < block.length; i++) {
            block[i] = bits.takeZeros(most) << lowBits;
        }
        if (lowBits == 0) {
            return;
        }
        int all = 0;
        for (int i = first; i < block.length; i++) {
            int pixel = block[i] | (int) bits.take(lowBits);
            block[i] = pixel;
            all |= pixel;
        }
        checkPixels(all);
    }

    private void decodePairs(int first) throws CorruptChunkException {
        int all = 0;
        for (int i = 0; i < block.length; i += 2) {
            int number = bits.takeZeros(PAIR_MAX);
            int sum = PAIR_SUMS[number];
            int second = number - sum * (sum + 1) / 2;
            if (i >= first) {
                block[i] = sum - second;
                all |= sum - second;
            }
            block[i + 1] = second;
            all |= second;
        }
        checkPixels(all);
    }

    /** Of how many blocks of 0 the one at {@code index} is the first. */
    private int zeroRun(int index) throws CorruptChunkException {
        int left = lineBlocks - index;
        int number = bits.takeZeros(SEGMENT_BLOCKS) + 1;
        if (number == TO_THE_END) {
            return Math.min(left, SEGMENT_BLOCKS - index % SEGMENT_BLOCKS);
        }
        int blocks = number < TO_THE_END ? number : number - 1;
        if (blocks > left) {
            throw new CorruptChunkException("expected a run of at most " + left + " blocks, found " + blocks);
        }
        return blocks;
    }

    private void checkPixels(int all) throws CorruptChunkException {
        if ((all & ~pixelMax) != 0) {
            throw new CorruptChunkException("expected pixels up to " + pixelMax + ", found one above");
        }
    }

    /**
     * Puts pixels in place of their coded differences. Small differences of both signs take turns, as far as the nearer end
     * of the pixels' range is away; greater ones are counted from that end.
     */
    private void addDifferences(boolean startsLine, int pixels) {
        int pixel = startsLine ? block[0] : previous;
        for (int i = startsLine ? 1 : 0; i < pixels; i++) {
            int coded = block[i];
            int above = pixelMax - pixel;
            boolean isLow = pixel <= above;
            int nearer = isLow ? pixel : above;
            if (coded <= 2 * nearer) {
                pixel += (coded >>> 1) ^ -(coded & 1);
            } else {
                pixel = isLow ? coded : pixelMax - coded;
            }
            block[i] = pixel;
        }
        previous = pixel;
    }

    private void store(byte[] target, int firstPixel, int pixels, boolean bigEndian) {
        int bytes = pixelBytes(pixelBits);
        int at = firstPixel * bytes;
        if (bytes == Byte.BYTES) {
            for (int i = 0; i < pixels; i++) {
                target[at + i] = (byte) block[i];
            }
            return;
        }
        for (int i = 0; i < pixels; i++) {
            StoredNumbers.set(target, at, bytes, bigEndian, block[i]);
            at += bytes;
        }
    }

    private static int optionBits(int pixelBytes) {
        return switch (pixelBytes) {
            case Byte.BYTES -> 3;
            case Short.BYTES -> 4;
            default -> 5;
        };
    }

    private static byte[] pairSums() {
        byte[] sums = new byte[PAIR_MAX + 1];
        int number = 0;
        for (int sum = 0; sum <= PAIR_SUM_MAX; sum++) {
            Arrays.fill(sums, number, number + sum + 1, (byte) sum);
            number += sum + 1;
        }
        return sums;
    }
}
