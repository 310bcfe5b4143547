package org.sparkhdf5.format;

import java.io.Serializable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Datatype.Order;

/**
 * Reads integers of up to eight bytes, of either order, whatever bits of them count.
 *
 * @param sizeBytes 1 to 8
 * @param bitOffset first bit that counts, from the least significant
 * @param bitPrecision number of bits that count
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.d, fixed-point numbers</a>
 */
public record IntegerBits(int sizeBytes, Order order, boolean signed, int bitOffset, int bitPrecision)
        implements Serializable {

    public IntegerBits {
        if (sizeBytes < 1
                || sizeBytes > Long.BYTES
                || bitPrecision < 1
                || bitOffset < 0
                || bitOffset + bitPrecision > 8 * sizeBytes) {
            throw new IllegalArgumentException(
                    bitPrecision + " bits at bit " + bitOffset + " of " + sizeBytes + " bytes");
        }
    }

    static IntegerBits of(Datatype.FixedPoint type) {
        return new IntegerBits(type.sizeBytes(), type.order(), type.signed(), type.bitOffset(), type.bitPrecision());
    }

    /** @throws org.sparkhdf5.UnsupportedHdf5FeatureException if it is wider than eight bytes */
    public static IntegerBits of(ObjectLocation location, Datatype.FixedPoint type) {
        requireReadable(location, type.sizeBytes());
        return of(type);
    }

    /** @throws org.sparkhdf5.UnsupportedHdf5FeatureException if it is wider than eight bytes */
    public static IntegerBits of(ObjectLocation location, Datatype.Bitfield type) {
        requireReadable(location, type.sizeBytes());
        return new IntegerBits(type.sizeBytes(), type.order(), false, type.bitOffset(), type.bitPrecision());
    }

    private static void requireReadable(ObjectLocation location, int sizeBytes) {
        if (sizeBytes > Long.BYTES) {
            throw location.unsupported(
                    "an integer of " + sizeBytes + " bytes is not read; readable are up to 8 bytes",
                    "write it as an integer of 8 bytes");
        }
    }

    /** The number that begins at {@code bytes[offset]}; one that is unsigned and above {@link Long#MAX_VALUE} comes as its bits. */
    public long read(byte[] bytes, int offset) {
        long word = 0;
        for (int i = 0; i < sizeBytes; i++) {
            int at = order == Order.BIG_ENDIAN ? i : sizeBytes - 1 - i;
            word = word << 8 | bytes[offset + at] & 0xff;
        }
        long top = word << Long.SIZE - bitOffset - bitPrecision;
        return signed ? top >> Long.SIZE - bitPrecision : top >>> Long.SIZE - bitPrecision;
    }
}
