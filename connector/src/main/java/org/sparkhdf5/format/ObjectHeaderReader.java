package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sparkhdf5.ObjectLocation;

/**
 * Reads object headers of versions 1 and 2 with their continuations. The blocks of one header together are never larger than
 * the file, and no block is read twice.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.1</a>
 */
final class ObjectHeaderReader {
    private static final int PREFIX_BYTES_V1 = 16;
    private static final int MESSAGE_PREFIX_BYTES_V1 = 8;
    private static final int CHECKSUM_BYTES = 4;
    private static final int SIGNATURE_BYTES = 4;
    private static final int FLAG_FAIL_IF_UNKNOWN = 0x80;
    private static final int HEADER_FLAG_CHUNK_SIZE = 0x03;
    private static final int HEADER_FLAG_CREATION_ORDER = 0x04;
    private static final int HEADER_FLAG_PHASE_CHANGE = 0x10;
    private static final int HEADER_FLAG_TIMES = 0x20;
    private static final int HEADER_FLAGS_RESERVED = 0xc0;
    private static final String STRUCTURE = "object header";

    private final MetadataReader reader;
    private final SharedMessages sharedMessages;
    private final ObjectLocation location;
    private final long address;
    private final List<HeaderMessage> messages = new ArrayList<>();
    private final Deque<MetadataCursor> continuations = new ArrayDeque<>();
    private final Set<Long> visited = new HashSet<>();
    private long totalBytes;
    private int messagesRead;

    private ObjectHeaderReader(
            MetadataReader reader, SharedMessages sharedMessages, ObjectLocation location, long address) {
        this.reader = reader;
        this.sharedMessages = sharedMessages;
        this.location = location;
        this.address = address;
    }

    static ObjectHeader read(
            MetadataReader reader, SharedMessages sharedMessages, ObjectLocation location, long address)
            throws IOException {
        return new ObjectHeaderReader(reader, sharedMessages, location, address).read();
    }

    private ObjectHeader read() throws IOException {
        MetadataCursor prefix = reader.readUpTo(location, STRUCTURE, address, PREFIX_BYTES_V1);
        int first = prefix.readByte("version");
        if (first == 1) {
            readVersion1(prefix);
        } else if (first == 'O') {
            readVersion2();
        } else {
            throw prefix.malformedAt("expected version 1 or signature OHDR, found first byte " + first, address);
        }
        return new ObjectHeader(reader, sharedMessages, location, address, messages);
    }

    private void readVersion1(MetadataCursor prefix) throws IOException {
        prefix.skip("reserved", 1);
        int messageCount = prefix.readShort("number of header messages");
        prefix.skip("object reference count", 4);
        long lengthBytes = prefix.readUnsignedInt("object header size");
        readMessagesVersion1(block(address + PREFIX_BYTES_V1, lengthBytes));
        while (!continuations.isEmpty()) {
            MetadataCursor continuation = continuations.remove();
            long blockAddress = continuation.readAddress("address");
            readMessagesVersion1(block(blockAddress, continuation.readLength("length")));
        }
        if (messagesRead < messageCount) {
            throw prefix.malformedAt("expected " + messageCount + " header messages, found " + messagesRead, address);
        }
    }

    private void readMessagesVersion1(Block block) throws IOException {
        MetadataCursor cursor = block.cursor();
        while (cursor.remaining() >= MESSAGE_PREFIX_BYTES_V1) {
            int type = cursor.readShort("message type");
            int lengthBytes = cursor.readShort("message size");
            int flags = cursor.readByte("message flags");
            cursor.skip("reserved", 3);
            add(block, type, flags, lengthBytes);
        }
    }

    private void readVersion2() throws IOException {
        int prefixMax = SIGNATURE_BYTES + 2 + 16 + 4 + 8;
        MetadataCursor prefix = reader.readUpTo(location, STRUCTURE, address, prefixMax);
        prefix.expectSignature("OHDR");
        prefix.readByteBetween("version", 2, 2);
        int headerFlags = prefix.readByte("flags");
        if ((headerFlags & HEADER_FLAGS_RESERVED) != 0) {
            throw prefix.malformed("reserved flags are set: 0x" + Integer.toHexString(headerFlags));
        }
        if ((headerFlags & HEADER_FLAG_TIMES) != 0) {
            prefix.skip("times", 16);
        }
        if ((headerFlags & HEADER_FLAG_PHASE_CHANGE) != 0) {
            prefix.skip("attribute phase change values", 4);
        }
        long chunkBytes = prefix.readUnsigned("size of chunk #0", 1 << (headerFlags & HEADER_FLAG_CHUNK_SIZE));
        int prefixBytes = prefix.consumed();
        if (chunkBytes > reader.fileLengthBytes()) {
            throw prefix.malformed("size of chunk #0 " + chunkBytes + " is larger than the file");
        }
        readMessagesVersion2(block(address, prefixBytes + chunkBytes + CHECKSUM_BYTES), prefixBytes, headerFlags);
        while (!continuations.isEmpty()) {
            MetadataCursor continuation = continuations.remove();
            long blockAddress = continuation.readAddress("address");
            Block block = block(blockAddress, continuation.readLength("length"));
            block.start().expectSignature("OCHK");
            readMessagesVersion2(block, SIGNATURE_BYTES, headerFlags);
        }
    }

    /** Fewer bytes than a message takes are a gap at the end of the block. */
    private void readMessagesVersion2(Block block, int start, int headerFlags) throws IOException {
        MetadataCursor cursor = block.cursor();
        cursor.verifyChecksum();
        cursor.skip("prefix", start);
        boolean creationOrder = (headerFlags & HEADER_FLAG_CREATION_ORDER) != 0;
        int messagePrefixBytes = creationOrder ? 6 : 4;
        while (cursor.remaining() >= messagePrefixBytes + CHECKSUM_BYTES) {
            int type = cursor.readByte("message type");
            int lengthBytes = cursor.readShort("message size");
            int flags = cursor.readByte("message flags");
            if (creationOrder) {
                cursor.skip("message creation order", 2);
            }
            if (lengthBytes > cursor.remaining() - CHECKSUM_BYTES) {
                throw cursor.malformed(
                        "message of " + lengthBytes + " bytes, " + (cursor.remaining() - CHECKSUM_BYTES) + " are left");
            }
            add(block, type, flags, lengthBytes);
        }
    }

    private void add(Block block, int typeNumber, int flags, int lengthBytes) throws IOException {
        MetadataCursor cursor = block.cursor();
        int offset = cursor.consumed();
        cursor.skip("message", lengthBytes);
        messagesRead++;
        MessageType type = MessageType.of(typeNumber);
        if (type == null) {
            refuseUnknown(typeNumber, flags);
            return;
        }
        HeaderMessage message = new HeaderMessage(type, flags, block.bytes(), offset, lengthBytes, block.address());
        if (type == MessageType.CONTINUATION) {
            continuations.add(new MetadataCursor(
                    location,
                    type.structure(),
                    reader.sizes(),
                    block.bytes(),
                    offset,
                    offset + lengthBytes,
                    block.address() + offset));
        } else if (type != MessageType.NIL) {
            messages.add(message);
        }
    }

    private void refuseUnknown(int typeNumber, int flags) {
        if ((flags & FLAG_FAIL_IF_UNKNOWN) != 0) {
            throw location.unsupported(
                    "header message of unknown type 0x" + Integer.toHexString(typeNumber)
                            + ", which a reader must understand",
                    "rewrite the file with h5repack");
        }
    }

    private Block block(long blockAddress, long lengthBytes) throws IOException {
        reader.checkInside(location, STRUCTURE, blockAddress, lengthBytes);
        if (!visited.add(blockAddress)) {
            throw location.malformed(STRUCTURE + ": continuation leads to a block that was read before", blockAddress);
        }
        totalBytes += lengthBytes;
        if (totalBytes > Math.min(reader.fileLengthBytes(), MetadataReader.STRUCTURE_BYTES_MAX)) {
            throw location.malformed(
                    STRUCTURE + ": continuations of " + totalBytes + " bytes are larger than any header in this file",
                    blockAddress);
        }
        MetadataCursor cursor = reader.read(location, STRUCTURE, blockAddress, lengthBytes);
        return new Block(blockAddress, cursor);
    }

    /** One block of a header and the place in it. */
    private record Block(long address, MetadataCursor cursor) {
        MetadataCursor start() {
            return cursor.restarted();
        }

        byte[] bytes() {
            return cursor.bytes();
        }
    }
}
