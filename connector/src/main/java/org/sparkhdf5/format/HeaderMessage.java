package org.sparkhdf5.format;

import java.io.IOException;

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
        return isShared(flags);
    }

    static boolean isShared(int flags) {
        return (flags & FLAG_SHARED) != 0;
    }

    /** The body, to be parsed; read from where it is kept if that is elsewhere. */
    MetadataCursor body(ObjectHeader owner) throws IOException {
        MetadataCursor stored = new MetadataCursor(
                owner.location(),
                type.structure(),
                owner.reader().sizes(),
                header,
                offset,
                offset + lengthBytes,
                headerAddress + offset);
        return isShared() ? owner.sharedMessages().resolve(owner.location(), type, stored) : stored;
    }
}
