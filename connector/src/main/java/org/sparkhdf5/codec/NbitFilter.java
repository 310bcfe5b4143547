package org.sparkhdf5.codec;

/**
 * Filter 5, nbit: of each number only the bits of its precision, one number behind the other. Client values: their count,
 * whether nothing was packed, the number of elements, then the {@link NbitType}; with elements of other types than numbers,
 * arrays and compounds nothing is packed, and there is no type.
 *
 * <p>The bits outside of the precision come back as 0, whatever they were.
 */
final class NbitFilter extends PackingFilter {
    static final int ID = 5;
    private static final int TYPE = 3;

    NbitFilter() {
        super(ID, "nbit");
    }

    @Override
    void undo(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException {
        if (clientValues.length < 2 || clientValues[0] != clientValues.length) {
            throw new CorruptChunkException("expected the number of client values, " + clientValues.length
                    + " and at least 2, as client value 0, found "
                    + (clientValues.length == 0 ? "none" : Integer.toUnsignedString(clientValues[0])));
        }
        if (clientValues[1] == 0) {
            unpack(buffer, clientValues, decodedLengthBytes);
        } else if (decodedLengthBytes >= 0 && buffer.lengthBytes() != decodedLengthBytes) {
            throw new CorruptChunkException("expected " + decodedLengthBytes + " bytes, found " + buffer.lengthBytes());
        }
    }

    private static void unpack(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes)
            throws CorruptChunkException {
        NbitType type = NbitType.read(clientValues, TYPE);
        long count = Integer.toUnsignedLong(clientValues[2]);
        long length = count * type.sizeBytes();
        if (decodedLengthBytes >= 0 && length != decodedLengthBytes) {
            throw new CorruptChunkException("expected " + decodedLengthBytes + " bytes, found " + count
                    + " elements of " + type.sizeBytes() + " bytes");
        }
        byte[] target = buffer.output(length);
        // Both factors are small now: no element has more bits than its bytes.
        long expectedBytes = packedBytes(count * type.bits());
        if (buffer.lengthBytes() != expectedBytes) {
            throw new CorruptChunkException(
                    "expected " + expectedBytes + " bytes of packed elements, found " + buffer.lengthBytes());
        }
        byte[] source = buffer.array();
        int from = buffer.offset();
        type.unpack(new PackedBits(source, from, from + buffer.lengthBytes()), target, (int) count);
        buffer.commit((int) length);
    }

    /** What the HDF5 library stores of so many packed bits: one byte more than they fill, with fewer than 8 of them or none. */
    static long packedBytes(long bits) {
        return bits / Byte.SIZE + 1;
    }
}
