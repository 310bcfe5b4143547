package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;

/**
 * Finds messages that an object header only refers to: those of a committed datatype, and those in the heaps of the file's
 * shared message table. The table is read when the first message asks for it. Not thread-safe.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     III.I, IV.A.1 and IV.A.2.p</a>
 */
final class SharedMessages {
    private static final String TABLE = "shared message table";
    private static final int VERSION_WITH_TYPE = 3;
    private static final int TYPE_HEAP = 1;
    private static final int TYPE_COMMITTED = 2;
    private static final int HEAP_ID_BYTES = 8;
    private static final int INDEXES_MAX = 8;

    private final MetadataReader reader;
    private final long tableAddress;
    private final int indexCount;
    private @Nullable List<Index> indexes;

    private SharedMessages(MetadataReader reader, long tableAddress, int indexCount) {
        this.reader = reader;
        this.tableAddress = tableAddress;
        this.indexCount = indexCount;
    }

    /** Of a file without a shared message table. */
    static SharedMessages withoutTable(MetadataReader reader) {
        return new SharedMessages(reader, MetadataCursor.UNDEFINED, 0);
    }

    /** Parses the shared message table message of a superblock extension. */
    static SharedMessages parse(MetadataReader reader, MetadataCursor message) throws IOException {
        message.readByteBetween("version", 0, 0);
        long tableAddress = message.readAddress("shared message table address");
        return new SharedMessages(reader, tableAddress, message.readByteBetween("number of indices", 1, INDEXES_MAX));
    }

    /** One index of the table: the heap that holds messages of some types. */
    private static final class Index {
        private final int messageTypes;
        private final long heapAddress;
        private @Nullable FractalHeap heap;

        Index(int messageTypes, long heapAddress) {
            this.messageTypes = messageTypes;
            this.heapAddress = heapAddress;
        }

        boolean holds(MessageType type) {
            MessageType indexed = type == MessageType.FILL_VALUE_OLD ? MessageType.FILL_VALUE : type;
            return (messageTypes >>> indexed.number() & 1) != 0;
        }

        FractalHeap heap(MetadataReader reader) throws IOException {
            FractalHeap known = heap;
            if (known == null) {
                known = FractalHeap.read(reader, reader.location(TABLE), heapAddress);
                heap = known;
            }
            return known;
        }
    }

    /**
     * The body of a message.
     *
     * @param location of the object that refers to it, for messages
     * @param reference what the object stores in place of the body
     */
    MetadataCursor resolve(ObjectLocation location, MessageType type, MetadataCursor reference) throws IOException {
        int version = reference.readByteBetween("version of shared message", 1, VERSION_WITH_TYPE);
        int kind = reference.readByte("type of shared message");
        if (version == 1) {
            reference.skip("reserved", 6);
            reference.skip("unused", reference.sizes().lengthBytes());
        }
        if (version < VERSION_WITH_TYPE || kind == TYPE_COMMITTED) {
            return committed(location, type, reference.readAddress("address of the object that holds the message"));
        }
        if (kind == TYPE_HEAP) {
            return inHeap(location, type, reference.readBytes("heap ID", HEAP_ID_BYTES));
        }
        throw reference.malformed(
                "expected type of shared message " + TYPE_HEAP + " or " + TYPE_COMMITTED + ", found " + kind);
    }

    private MetadataCursor committed(ObjectLocation location, MessageType type, long address) throws IOException {
        ObjectHeader holder = ObjectHeaderReader.read(reader, this, location, address);
        HeaderMessage message = holder.first(type);
        if (message == null || message.isShared()) {
            throw location.malformed(
                    type.structure() + " is said to be in another object, which does not hold it", address);
        }
        return message.body(holder);
    }

    /** The message in the heap of the index for its type. */
    MetadataCursor inHeap(ObjectLocation location, MessageType type, byte[] heapId) throws IOException {
        for (Index index : indexes()) {
            if (index.holds(type)) {
                return index.heap(reader).object(heapId, type.structure()).restartedFor(location);
            }
        }
        throw location.malformed(
                type.structure() + " is said to be in the shared message table, which holds none of this type",
                tableAddress);
    }

    private List<Index> indexes() throws IOException {
        List<Index> known = indexes;
        if (known == null) {
            known = readTable();
            indexes = known;
        }
        return known;
    }

    private List<Index> readTable() throws IOException {
        if (indexCount == 0) {
            return List.of();
        }
        FieldSizes sizes = reader.sizes();
        long lengthBytes = 4 + indexCount * (14L + 2 * sizes.addressBytes()) + 4;
        MetadataCursor cursor = reader.read(reader.location(TABLE), TABLE, tableAddress, lengthBytes);
        cursor.expectSignature("SMTB");
        cursor.verifyChecksum();
        List<Index> read = new ArrayList<>(indexCount);
        for (int i = 0; i < indexCount; i++) {
            cursor.readByteBetween("index version", 0, 0);
            cursor.readByteBetween("index type", 0, 1);
            int messageTypes = cursor.readShort("message type flags");
            cursor.skip("minimum message size, cutoffs and number of messages", 10);
            cursor.readAddress("index address");
            read.add(new Index(messageTypes, cursor.readAddress("fractal heap address")));
        }
        return read;
    }
}
