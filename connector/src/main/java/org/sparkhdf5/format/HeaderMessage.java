package org.sparkhdf5.format;

import org.sparkhdf5.UnsupportedHdf5FeatureException;

/**
 * One message of an object header, not parsed.
 *
 * @param flags as stored
 * @param header the bytes that hold the message, shared by the messages of one block
 * @param offset of the first byte of the message's body in {@code header}
 * @param headerAddress absolute address of {@code header[0]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HeaderMessage(MessageType type, int flags, byte[] header, int offset, int lengthBytes, long headerAddress) {
    private static final int FLAG_SHARED = 0x02;

    boolean isShared() {
        return (flags & FLAG_SHARED) != 0;
    }

    /** The body, to be parsed. Where it is kept elsewhere it is refused: the bytes here are only a reference. */
    MetadataCursor body(ObjectHeader owner) {
        if (isShared()) {
            throw shared(owner);
        }
        return new MetadataCursor(
                owner.location(),
                type.structure(),
                owner.reader().sizes(),
                header,
                offset,
                offset + lengthBytes,
                headerAddress + offset);
    }

    UnsupportedHdf5FeatureException shared(ObjectHeader owner) {
        String what = type == MessageType.DATATYPE
                ? "datatype kept in another object (committed datatype or shared message)"
                : "shared " + type.structure();
        return owner.location()
                .unsupported(
                        what + " is not supported yet",
                        "write the object without committed datatypes or shared messages");
    }
}
