package org.sparkhdf5.format;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.storage.RangeReader;

/**
 * The heap of a file that holds variable-length sequences and strings, and what region references select. Collections are
 * read whole when an object of theirs is first asked for; those used last are kept.
 *
 * <p>An element of variable-length type is a descriptor: number of elements (4 bytes), address of the collection, index of
 * the object in it (4 bytes). Not thread-safe; the range reader stays the caller's.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     III.E</a>
 */
public final class GlobalHeap {
    public static final long CACHE_BYTES = 16L << 20;

    private final RangeReader reader;
    private final FieldSizes sizes;
    private final long cacheBytes;
    private final LinkedHashMap<Long, HeapCollection> collections = new LinkedHashMap<>(16, 0.75f, true);
    private long heldBytes;
    private long lastAddress = DataLayout.UNDEFINED;
    private @Nullable HeapCollection last;

    /**
     * @param reader of the file
     * @param sizes from {@link Hdf5File#fieldSizes()}
     * @param cacheBytes of collections that are kept; the one used last is kept whatever its size
     */
    public GlobalHeap(RangeReader reader, FieldSizes sizes, long cacheBytes) {
        this.reader = reader;
        this.sizes = sizes;
        this.cacheBytes = cacheBytes;
    }

    /** Size of the descriptor that stands for a variable-length element. */
    public static int descriptorBytes(FieldSizes sizes) {
        return 4 + sizes.addressBytes() + 4;
    }

    /** Number of elements of the sequence whose descriptor begins at {@code descriptor[offset]}. */
    public static long elementCount(byte[] descriptor, int offset) {
        return unsigned(descriptor, offset, 4);
    }

    /**
     * Points the view at the elements of one sequence; an empty sequence and one that was never written are empty views.
     *
     * @param location of the object that holds the descriptor, for messages
     * @param descriptor the descriptor begins at {@code descriptor[offset]}
     * @param elementBytes size of an element of the sequence, 1 for strings
     * @throws Hdf5FormatException if the heap holds no such object, or one of another size
     */
    public void find(ObjectLocation location, byte[] descriptor, int offset, int elementBytes, HeapView view)
            throws IOException {
        long count = unsigned(descriptor, offset, 4);
        long stored = unsigned(descriptor, offset + 4, sizes.addressBytes());
        if (count == 0 || stored == 0) {
            view.clear();
            return;
        }
        int index = (int) unsigned(descriptor, offset + 4 + sizes.addressBytes(), 4);
        find(location, stored, index, view);
        if (view.lengthBytes() != count * elementBytes) {
            throw location.malformed(
                    "variable-length element of " + count + " x " + elementBytes + " bytes, object " + index
                            + " of the global heap has " + view.lengthBytes(),
                    stored + sizes.baseAddress());
        }
    }

    /**
     * Finds where the elements of one sequence are, reading the headers around them only: for sequences that are too large to
     * be held in memory.
     *
     * @param location of the object that holds the descriptor, for messages
     * @param descriptor the descriptor begins at {@code descriptor[offset]}
     * @param elementBytes size of an element of the sequence
     * @return absolute position and length; of length 0 for an empty sequence and one that was never written
     * @throws Hdf5FormatException if the heap holds no such object, or one of another size
     */
    public HeapObject locate(ObjectLocation location, byte[] descriptor, int offset, int elementBytes)
            throws IOException {
        if (descriptor.length - offset < descriptorBytes(sizes)) {
            throw location.malformed(
                    "descriptors of " + descriptorBytes(sizes) + " bytes are expected, found "
                            + (descriptor.length - offset),
                    ObjectLocation.NO_ADDRESS);
        }
        long count = unsigned(descriptor, offset, 4);
        long stored = unsigned(descriptor, offset + 4, sizes.addressBytes());
        if (count == 0 || stored == 0) {
            return new HeapObject(0, 0);
        }
        int index = (int) unsigned(descriptor, offset + 4 + sizes.addressBytes(), 4);
        HeapObject found = HeapCollection.locate(reader, sizes, location, absolute(location, stored), index);
        if (found.lengthBytes() != count * elementBytes) {
            throw location.malformed(
                    "variable-length element of " + count + " x " + elementBytes + " bytes, object " + index
                            + " of the global heap has " + found.lengthBytes(),
                    stored + sizes.baseAddress());
        }
        return found;
    }

    private long absolute(ObjectLocation location, long stored) throws Hdf5FormatException {
        long address = stored + sizes.baseAddress();
        if (stored < 0 || address < 0) {
            throw location.malformed(
                    "global heap collection at 0x" + Long.toHexString(stored) + " lies beyond any file",
                    ObjectLocation.NO_ADDRESS);
        }
        return address;
    }

    /**
     * Points the view at an object.
     *
     * @param stored address of the collection as it is stored, without the base address
     */
    void find(ObjectLocation location, long stored, int index, HeapView view) throws IOException {
        HeapCollection collection = last;
        if (collection == null || stored != lastAddress) {
            collection = collection(location, stored);
            last = collection;
            lastAddress = stored;
        }
        collection.find(location, index, view);
    }

    private HeapCollection collection(ObjectLocation location, long stored) throws IOException {
        HeapCollection known = collections.get(stored);
        if (known != null) {
            return known;
        }
        HeapCollection collection = HeapCollection.read(reader, sizes, location, absolute(location, stored));
        heldBytes += collection.sizeBytes();
        Iterator<Map.Entry<Long, HeapCollection>> oldest =
                collections.entrySet().iterator();
        while (heldBytes > cacheBytes && oldest.hasNext()) {
            heldBytes -= oldest.next().getValue().sizeBytes();
            oldest.remove();
        }
        collections.put(stored, collection);
        return collection;
    }

    /** Little-endian; eight bytes may come out negative, which no address is. */
    static long unsigned(byte[] bytes, int offset, int widthBytes) {
        long value = 0;
        for (int i = widthBytes - 1; i >= 0; i--) {
            value = value << 8 | bytes[offset + i] & 0xff;
        }
        return value;
    }
}
