package org.sparkhdf5.format;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;

/**
 * Follows references to their targets. The old ones are an address, or an object of the global heap that holds an address and
 * a selection. The revised ones of version 1.12 tell their kind themselves: an object's token lies in the element, all else
 * in the global heap. Not thread-safe.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     VIII.A.2</a>
 */
public final class References {
    /** Kind and flags, then token size, or size and index of the heap object around its address. */
    static final int REVISED_BYTES_LEAST = 2 + 4 + 4;

    private static final int KIND_OBJECT2 = 2;
    private static final int KIND_REGION2 = 3;
    private static final int KIND_ATTRIBUTE = 4;
    private static final int FLAG_EXTERNAL = 0x01;
    private static final int TOKEN_BYTES_MAX = 16;

    private final Hdf5File file;
    private final MetadataReader reader;
    private final ObjectPaths paths;
    private final HeapView view = new HeapView();

    References(Hdf5File file, MetadataReader reader) {
        this.file = file;
        this.reader = reader;
        this.paths = new ObjectPaths(file);
    }

    /**
     * The target of the reference that begins at {@code bytes[offset]}, or null for a reference that was never set.
     *
     * @param location of the object that holds the reference, for messages
     */
    public @Nullable ReferenceTarget read(ObjectLocation location, Datatype.Reference type, byte[] bytes, int offset)
            throws IOException {
        byte[] element = Arrays.copyOfRange(bytes, offset, offset + type.sizeBytes());
        if (isZero(element)) {
            return null;
        }
        MetadataCursor cursor = cursor(location, "reference", element);
        return switch (type.kind()) {
            case OBJECT -> object(cursor.readAddress("object address"));
            case REGION -> region(location, cursor);
            case OBJECT2, REGION2, ATTRIBUTE -> revised(location, cursor);
        };
    }

    /**
     * Address of the header of the object that an object reference leads to, or {@link DataLayout#UNDEFINED} where it was never
     * set or is of another kind; finds no path, and so walks nothing.
     *
     * @param location of the object that holds the reference, for messages
     * @param element the reference
     */
    public long objectAddress(ObjectLocation location, Datatype.Reference type, byte[] element) throws IOException {
        MetadataCursor cursor = cursor(location, "reference", element);
        if (isZero(element)) {
            return DataLayout.UNDEFINED;
        }
        if (type.kind() == Datatype.ReferenceKind.OBJECT) {
            return cursor.readAddress("object address");
        }
        if (type.kind() != Datatype.ReferenceKind.OBJECT2) {
            return DataLayout.UNDEFINED;
        }
        int kind = cursor.readByteBetween("reference type", 0, KIND_ATTRIBUTE);
        int flags = cursor.readByte("reference flags");
        return kind == KIND_OBJECT2 && (flags & FLAG_EXTERNAL) == 0 ? token(cursor) : DataLayout.UNDEFINED;
    }

    private static boolean isZero(byte[] element) {
        for (byte b : element) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private MetadataCursor cursor(ObjectLocation location, String structure, byte[] bytes) {
        return new MetadataCursor(
                location, structure, reader.sizes(), bytes, 0, bytes.length, ObjectLocation.NO_ADDRESS);
    }

    private ReferenceTarget object(long address) throws IOException {
        return new ReferenceTarget.ToObject(address, address == DataLayout.UNDEFINED ? null : paths.find(address));
    }

    private @Nullable ReferenceTarget region(ObjectLocation location, MetadataCursor cursor) throws IOException {
        MetadataCursor stored = heapObject(location, cursor);
        if (stored == null) {
            return null;
        }
        long address = stored.readAddress("dataset address");
        return new ReferenceTarget.ToRegion(address, paths.find(address), selection(stored, address));
    }

    private Selection selection(MetadataCursor stored, long address) throws IOException {
        String path = paths.find(address);
        Hdf5Object target =
                file.objectAt(address, path == null ? "object at address 0x" + Long.toHexString(address) : path);
        if (!(target instanceof Dataset dataset)) {
            throw stored.malformed("region of " + target.path() + ", which is no dataset");
        }
        List<Long> dimensions = dataset.dataspace().dimensions();
        return SelectionMessage.parse(stored, dimensions);
    }

    /** The object of the global heap whose address and index come next, or null where the address is 0. */
    private @Nullable MetadataCursor heapObject(ObjectLocation location, MetadataCursor cursor) throws IOException {
        long collection =
                cursor.readUnsigned("address of heap collection", reader.sizes().addressBytes());
        int index = cursor.readBits("index of heap object");
        if (collection == 0) {
            return null;
        }
        file.globalHeap().find(location, collection, index, view);
        byte[] bytes = Arrays.copyOfRange(view.bytes(), view.offset(), view.offset() + view.lengthBytes());
        return cursor(location, "reference in the global heap", bytes);
    }

    private @Nullable ReferenceTarget revised(ObjectLocation location, MetadataCursor element) throws IOException {
        int kind = element.readByteBetween("reference type", 0, KIND_ATTRIBUTE);
        int flags = element.readByte("reference flags");
        if (kind == KIND_OBJECT2 && (flags & FLAG_EXTERNAL) == 0) {
            return object(token(element));
        }
        long lengthBytes = element.readUnsignedInt("reference size");
        MetadataCursor stored = heapObject(location, element);
        if (stored == null) {
            return null;
        }
        if (stored.remaining() < lengthBytes) {
            throw stored.malformed(lengthBytes + " bytes expected, found " + stored.remaining());
        }
        return revised(stored, kind, flags);
    }

    private ReferenceTarget revised(MetadataCursor stored, int kind, int flags) throws IOException {
        long address = token(stored);
        if ((flags & FLAG_EXTERNAL) != 0) {
            return new ReferenceTarget.ToOtherFile(string(stored, "file name"));
        }
        if (kind == KIND_REGION2) {
            stored.skip("selection size and rank", 8);
            return new ReferenceTarget.ToRegion(address, paths.find(address), selection(stored, address));
        }
        if (kind == KIND_ATTRIBUTE) {
            return new ReferenceTarget.ToAttribute(address, paths.find(address), string(stored, "attribute name"));
        }
        throw stored.malformed("expected reference type 3 or 4 in the global heap, found " + kind);
    }

    /** The token of an object is its address, as wide as the file's addresses. */
    private long token(MetadataCursor cursor) throws Hdf5FormatException {
        int size = cursor.readByteBetween("token size", 1, TOKEN_BYTES_MAX);
        int addressBytes = reader.sizes().addressBytes();
        if (size != addressBytes) {
            throw cursor.unsupported(
                    "reference with a token of " + size + " bytes is not supported, expected " + addressBytes,
                    "write the file with the native storage of HDF5");
        }
        return cursor.readAddress("token");
    }

    private static String string(MetadataCursor cursor, String field) throws Hdf5FormatException {
        return NameText.decode(cursor.readBytes(field, cursor.readShort(field + " length")));
    }
}
