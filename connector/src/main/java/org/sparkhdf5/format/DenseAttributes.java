package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an object in dense storage: attribute messages in a fractal heap, or in the heap of the shared message
 * table, found through a version 2 B-tree by the hash of their names.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     III.A.2 (record type 8) and IV.A.2.v</a>
 */
final class DenseAttributes {
    private static final String INDEX = "attribute name index";
    private static final int HEAP_ID_BYTES = 8;
    private static final int CREATION_ORDER_BYTES = 4;

    private final ObjectHeader header;
    private final FractalHeap heap;
    private final BtreeV2 nameIndex;

    private DenseAttributes(ObjectHeader header, FractalHeap heap, BtreeV2 nameIndex) {
        this.header = header;
        this.heap = heap;
        this.nameIndex = nameIndex;
    }

    static DenseAttributes read(ObjectHeader header, DenseStorageMessage message) throws IOException {
        FractalHeap heap = FractalHeap.read(header.reader(), header.location(), message.fractalHeapAddress());
        BtreeV2 nameIndex = BtreeV2.read(
                header.reader(), header.location(), INDEX, message.nameIndexAddress(), BtreeV2.TYPE_ATTRIBUTE_NAME);
        return new DenseAttributes(header, heap, nameIndex);
    }

    /** The attribute of this name, or null; others are not read unless they share the hash of the name. */
    @Nullable AttributeMessage find(byte[] name) throws IOException {
        long hash = Integer.toUnsignedLong(Lookup3.checksum(name, 0, name.length));
        NameSearch<AttributeMessage> search = new NameSearch<>(name, AttributeMessage::name);
        nameIndex.forEachReadableRecord(
                record -> Long.compare(hash(record), hash),
                record -> {
                    HeapPlace place = place(record);
                    search.compare(() -> attribute(place));
                },
                search::unreadable);
        return search.result();
    }

    private static long hash(MetadataCursor record) throws IOException {
        record.skip("heap ID, flags and creation order", HEAP_ID_BYTES + 1 + CREATION_ORDER_BYTES);
        return record.readUnsignedInt("hash of name");
    }

    private HeapPlace place(MetadataCursor record) throws IOException {
        byte[] heapId = record.readBytes("heap ID", HEAP_ID_BYTES);
        int flags = record.readByte("message flags");
        return HeaderMessage.isShared(flags) ? new HeapPlace(0, heapId, flags) : HeapPlace.of(heap, heapId, flags);
    }

    private AttributeMessage attribute(HeapPlace place) throws IOException {
        MetadataCursor message = HeaderMessage.isShared(place.flags())
                ? header.sharedMessages().inHeap(header.location(), MessageType.ATTRIBUTE, place.heapId())
                : heap.object(place.heapId(), MessageType.ATTRIBUTE.structure());
        return AttributeMessage.parse(message);
    }

    /** Lists all attributes in the order of the heap, which is mostly the order in which they were made. */
    void list(EntryList<AttributeMessage> attributes) throws IOException {
        List<HeapPlace> places = new ArrayList<>();
        nameIndex.forEachReadableRecord(
                record -> places.add(place(record)), error -> attributes.addUnreadable("", error));
        places.sort(HeapPlace.ORDER);
        for (HeapPlace place : places) {
            attributes.add(() -> attribute(place));
        }
    }
}
