package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.storage.FilePiece;
import org.sparkhdf5.storage.JoinedRangeReader;
import org.sparkhdf5.storage.RangeReader;

/**
 * The external data files message of a dataset: runs of bytes of other files that, one after the other, are its elements. What a
 * file is too short for are zeros.
 *
 * @param heapAddress local heap with the names
 * @param slots in the order of the bytes
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.h</a>
 */
record ExternalFileList(long heapAddress, List<Slot> slots) {
    private static final long UNLIMITED = -1;
    private static final int FIELDS_PER_SLOT = 3;

    ExternalFileList {
        slots = List.copyOf(slots);
    }

    /**
     * A run of bytes.
     *
     * @param nameOffset of the file's name in the heap
     * @param address of the first byte in the file
     * @param lengthBytes number of bytes, or {@link #UNLIMITED}
     */
    record Slot(long nameOffset, long address, long lengthBytes) {}

    static ExternalFileList parse(MetadataCursor message) throws Hdf5FormatException {
        message.readByteBetween("version", 1, 1);
        message.skip("reserved", 3);
        int allocated = message.readShort("allocated slots");
        int used = message.readShort("used slots");
        if (used > allocated) {
            throw message.malformed(used + " used slots, " + allocated + " are allocated");
        }
        long heapAddress = message.readAddress("heap address");
        long needed = (long) used * FIELDS_PER_SLOT * message.sizes().lengthBytes();
        if (needed > message.remaining()) {
            throw message.malformed(used + " slots take " + needed + " bytes, " + message.remaining() + " are left");
        }
        List<Slot> slots = new ArrayList<>(used);
        for (int i = 0; i < used; i++) {
            long nameOffset = message.readLength("name offset");
            long address = message.readLength("offset in external file");
            long lengthBytes = message.readLengthOrUnlimited("size in external file");
            if (lengthBytes != UNLIMITED && address > Long.MAX_VALUE - lengthBytes) {
                throw message.malformed("slot " + i + ": " + lengthBytes + " bytes at " + address
                        + " of an external file lie beyond the end of any file");
            }
            slots.add(new Slot(nameOffset, address, lengthBytes));
        }
        return new ExternalFileList(heapAddress, slots);
    }

    /** What all slots hold, at most the largest long. */
    long lengthBytes() {
        long total = 0;
        for (Slot slot : slots) {
            total += slot.lengthBytes();
            if (slot.lengthBytes() == UNLIMITED || total < 0) {
                return Long.MAX_VALUE;
            }
        }
        return total;
    }

    /**
     * The first bytes of all slots together. Files are opened when they are read; one that is missing is an error then.
     *
     * @param header of the dataset
     * @param file that holds the dataset
     * @param lengthBytes of its elements, not more than the slots hold
     */
    RangeReader open(ObjectHeader header, Hdf5File file, long lengthBytes) throws IOException {
        ObjectLocation location = header.location();
        List<FilePiece> pieces = new ArrayList<>();
        long left = lengthBytes;
        if (left > 0) {
            LocalHeap names = LocalHeap.read(header.reader(), location, heapAddress);
            names.load();
            for (int i = 0; i < slots.size() && left > 0; i++) {
                Slot slot = slots.get(i);
                String name = NameText.decode(names.name(slot.nameOffset()));
                if (name.isEmpty()) {
                    throw location.malformed("external file " + i + " has no name", heapAddress);
                }
                long length = slot.lengthBytes() == UNLIMITED ? left : Math.min(left, slot.lengthBytes());
                pieces.add(new FilePiece(name, slot.address(), length, true));
                left -= length;
            }
        }
        return new JoinedRangeReader(
                file.name(), pieces, name -> file.externalFiles().openRaw(file, name, location));
    }
}
