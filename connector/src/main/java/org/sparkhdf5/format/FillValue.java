package org.sparkhdf5.format;

/**
 * What elements hold that were never written.
 *
 * @param definition how the fill value came to be
 * @param bytes one element, or empty unless user-defined; owned by this record, not to be changed
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.f</a>
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FillValue(Definition definition, byte[] bytes) {
    public static final FillValue DEFAULT = new FillValue(Definition.DEFAULT, new byte[0]);

    /** Undefined reads as zeros, as libhdf5 does. */
    public enum Definition {
        UNDEFINED,
        DEFAULT,
        USER_DEFINED
    }

    /** One element of {@code elementBytes} bytes: the user's value, else zeros. */
    public byte[] element(int elementBytes) {
        return definition == Definition.USER_DEFINED ? bytes.clone() : new byte[elementBytes];
    }
}
