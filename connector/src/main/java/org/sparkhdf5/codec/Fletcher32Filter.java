package org.sparkhdf5.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * Filter 3, fletcher32: the bytes, followed by their checksum in 4 bytes, little-endian. No client values.
 *
 * <p>The checksum is Fletcher's over 16-bit big-endian words with sums modulo 65535, where 65535 stands for 0 once any
 * word was not 0; a last odd byte is the high byte of a word. Libraries before 1.6.3 on little-endian machines stored it
 * with the bytes of both halves swapped; both are accepted, as the HDF5 library does.
 */
final class Fletcher32Filter implements Filter {
    static final int ID = 3;
    private static final int CHECKSUM_BYTES = 4;
    private static final int MODULUS = 65535;

    /** Four words. */
    private static final int STEP_BYTES = 8;

    /** Bytes after which the sums are reduced: with these the greater one stays below 2^58. */
    private static final int REDUCE_BYTES = 1 << 20;

    private static final VarHandle BIG_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE_ENDIAN_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    @Override
    public int id() {
        return ID;
    }

    @Override
    public String name() {
        return "fletcher32";
    }

    @Override
    public long encodedLengthBytes(long decodedLengthBytes) {
        return decodedLengthBytes < 0 ? -1 : decodedLengthBytes + CHECKSUM_BYTES;
    }

    @Override
    public void decode(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException {
        int length = buffer.lengthBytes() - CHECKSUM_BYTES;
        if (length < 0 || (decodedLengthBytes >= 0 && length != decodedLengthBytes)) {
            throw new CorruptChunkException("fletcher32: expected "
                    + (decodedLengthBytes < 0 ? "at least 0" : Long.toString(decodedLengthBytes))
                    + " bytes and a checksum of 4, found " + buffer.lengthBytes() + " bytes together");
        }
        int stored = (int) LITTLE_ENDIAN_INT.get(buffer.array(), buffer.offset() + length);
        int computed = checksum(buffer.array(), buffer.offset(), length);
        if (stored != computed && stored != swapHalves(computed)) {
            throw new CorruptChunkException(String.format(
                    Locale.ROOT,
                    "fletcher32: checksum mismatch over %d bytes: expected 0x%08x (stored), found 0x%08x (computed)",
                    length,
                    stored,
                    computed));
        }
        buffer.truncate(length);
    }

    static int checksum(byte[] bytes, int from, int length) {
        long sum1 = 0;
        long sum2 = 0;
        int position = from;
        int stepsEnd = from + (length & -STEP_BYTES);
        while (position < stepsEnd) {
            int end = (int) Math.min(stepsEnd, (long) position + REDUCE_BYTES);
            for (; position < end; position += STEP_BYTES) {
                long words = (long) BIG_ENDIAN_LONG.get(bytes, position);
                long a = words >>> 48;
                long b = (words >>> 32) & 0xffff;
                long c = (words >>> 16) & 0xffff;
                long d = words & 0xffff;
                sum2 += 4 * (sum1 + a) + 3 * b + 2 * c + d;
                sum1 += a + b + c + d;
            }
            sum1 = reduce(sum1);
            sum2 = reduce(sum2);
        }
        int end = from + length;
        for (; position < end; position += 2) {
            int low = position + 1 < end ? bytes[position + 1] & 0xff : 0;
            sum1 += ((bytes[position] & 0xff) << 8) | low;
            sum2 += sum1;
        }
        return (int) ((reduce(sum2) << 16) | reduce(sum1));
    }

    /** Modulo 65535, but 65535 in place of 0 for all but 0: what folding the carries in again and again comes to. */
    private static long reduce(long sum) {
        return sum == 0 ? 0 : (sum - 1) % MODULUS + 1;
    }

    private static int swapHalves(int checksum) {
        return ((checksum & 0x00ff00ff) << 8) | ((checksum >>> 8) & 0x00ff00ff);
    }
}
