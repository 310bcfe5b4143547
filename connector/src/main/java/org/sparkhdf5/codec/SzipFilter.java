package org.sparkhdf5.codec;

/**
 * Filter 4, szip: the decoded length in 4 bytes, little-endian, then one stream of {@link RiceLines}. Client values: option
 * mask, pixels of a block, bits of a pixel, pixels of a line.
 *
 * <p>Elements of 32 and 64 bits are not coded as such: their first bytes come first, as pixels of 8 bits, then their second
 * ones, as {@link ShuffleFilter} orders them. Narrower pixels lie in 1, 2 or 4 bytes.
 *
 * @see <a href="https://public.ccsds.org/Pubs/121x0b3.pdf">CCSDS 121.0-B-3, Lossless Data Compression</a>
 */
final class SzipFilter extends PackingFilter {
    static final int ID = 4;

    /** Of the option mask: pixels are big-endian, else little-endian. */
    private static final int BIG_ENDIAN = 16;

    /** Of the option mask: coded is how a pixel differs from the one before it (NN), else the pixel itself (EC). */
    private static final int DIFFERENCES = 32;

    private static final int HEADER_BYTES = 4;
    private static final int VALUES = 4;
    private static final int BLOCK_PIXELS_MAX = 32;

    SzipFilter() {
        super(ID, "szip");
    }

    @Override
    void undo(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException {
        checkValues(clientValues);
        int length = length(buffer, clientValues[2], decodedLengthBytes);
        byte[] source = buffer.array();
        int from = buffer.offset() + HEADER_BYTES;
        PackedBits bits = new PackedBits(source, from, buffer.offset() + buffer.lengthBytes());
        byte[] target = buffer.output(length);
        boolean differences = (clientValues[0] & DIFFERENCES) != 0;
        if (isSplitIntoBytes(clientValues[2])) {
            int elementBytes = clientValues[2] / Byte.SIZE;
            byte[] planes = buffer.scratch(0, length);
            new RiceLines(bits, Byte.SIZE, clientValues[1], clientValues[3], differences).decode(planes, length, false);
            ShuffleFilter.unshuffle(planes, 0, target, 0, length / elementBytes, elementBytes);
        } else {
            new RiceLines(bits, clientValues[2], clientValues[1], clientValues[3], differences)
                    .decode(target, length / pixelBytes(clientValues[2]), (clientValues[0] & BIG_ENDIAN) != 0);
        }
        buffer.commit(length);
    }

    private static void checkValues(int[] values) throws CorruptChunkException {
        if (values.length != VALUES) {
            throw new CorruptChunkException("expected " + VALUES + " client values, found " + values.length);
        }
        if (values[1] < 2 || values[1] > BLOCK_PIXELS_MAX || values[1] % 2 != 0) {
            throw new CorruptChunkException("expected an even number of pixels in a block, from 2 to "
                    + BLOCK_PIXELS_MAX + ", as client value 1, found " + Integer.toUnsignedString(values[1]));
        }
        if (!isSplitIntoBytes(values[2]) && (values[2] < 1 || values[2] > RiceLines.PIXEL_BITS_MAX)) {
            throw new CorruptChunkException("expected 1 to " + RiceLines.PIXEL_BITS_MAX
                    + ", 32 or 64 bits in a pixel as client value 2, found " + Integer.toUnsignedString(values[2]));
        }
        if (values[3] < 1) {
            throw new CorruptChunkException("expected 1 to " + Integer.MAX_VALUE
                    + " pixels in a line as client value 3, found " + Integer.toUnsignedString(values[3]));
        }
    }

    private static int length(FilterBuffer buffer, int pixelBits, long decodedLengthBytes)
            throws CorruptChunkException {
        if (buffer.lengthBytes() < HEADER_BYTES) {
            throw new CorruptChunkException(
                    "expected a header of " + HEADER_BYTES + " bytes, found " + buffer.lengthBytes());
        }
        long length = Integer.toUnsignedLong(StoredNumbers.littleInt(buffer.array(), buffer.offset()));
        if (decodedLengthBytes >= 0 && length != decodedLengthBytes) {
            throw new CorruptChunkException("expected " + decodedLengthBytes + " bytes, found " + length);
        }
        if (length > buffer.limitBytes()) {
            throw new CorruptChunkException("expected at most " + buffer.limitBytes() + " bytes, found " + length);
        }
        int unit = isSplitIntoBytes(pixelBits) ? pixelBits / Byte.SIZE : pixelBytes(pixelBits);
        if (length % unit != 0) {
            throw new CorruptChunkException("expected a multiple of " + unit + " bytes, as pixels of " + pixelBits
                    + " bits make, found " + length);
        }
        return (int) length;
    }

    private static boolean isSplitIntoBytes(int pixelBits) {
        return pixelBits == Integer.SIZE || pixelBits == Long.SIZE;
    }

    private static int pixelBytes(int pixelBits) {
        return RiceLines.pixelBytes(pixelBits);
    }
}
