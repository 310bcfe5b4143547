package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The links of a group in dense storage: link messages in a fractal heap, found through a version 2 B-tree by the hash of
 * their names.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     III.A.2 (record type 5) and IV.A.2.c</a>
 */
final class DenseLinks implements LinkStorage {
    private static final String INDEX = "link name index";
    private static final int HASH_BYTES = 4;

    private final FractalHeap heap;
    private final BtreeV2 nameIndex;

    private DenseLinks(FractalHeap heap, BtreeV2 nameIndex) {
        this.heap = heap;
        this.nameIndex = nameIndex;
    }

    static DenseLinks read(ObjectHeader header, DenseStorageMessage message) throws IOException {
        FractalHeap heap = FractalHeap.read(header.reader(), header.location(), message.fractalHeapAddress());
        BtreeV2 nameIndex = BtreeV2.read(
                header.reader(), header.location(), INDEX, message.nameIndexAddress(), BtreeV2.TYPE_LINK_NAME);
        return new DenseLinks(heap, nameIndex);
    }

    @Override
    public @Nullable LinkMessage find(byte[] name) throws IOException {
        long hash = Integer.toUnsignedLong(Lookup3.checksum(name, 0, name.length));
        NameSearch<LinkMessage> search = new NameSearch<>(name, LinkMessage::name);
        nameIndex.forEachReadableRecord(
                record -> Long.compare(record.readUnsignedInt("hash of name"), hash),
                record -> {
                    record.skip("hash of name", HASH_BYTES);
                    byte[] heapId = record.readBytes("heap ID", record.remaining());
                    search.compare(() -> link(heapId));
                },
                search::unreadable);
        return search.result();
    }

    private LinkMessage link(byte[] heapId) throws IOException {
        return LinkMessage.parse(heap.object(heapId, MessageType.LINK.structure()));
    }

    /** Links are read in the order of the heap, so that each of its blocks is read once. */
    @Override
    public void list(EntryList<LinkMessage> links) throws IOException {
        List<HeapPlace> places = new ArrayList<>();
        nameIndex.forEachReadableRecord(
                record -> {
                    record.skip("hash of name", HASH_BYTES);
                    places.add(HeapPlace.of(heap, record.readBytes("heap ID", record.remaining()), 0));
                },
                error -> links.addUnreadable("", error));
        places.sort(HeapPlace.ORDER);
        for (HeapPlace place : places) {
            links.add(() -> link(place.heapId()));
        }
    }
}
