package org.sparkhdf5.table;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.ChunkRuns;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.chunk.WholeArray;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.HeapObject;
import org.sparkhdf5.storage.CachedRangeReader;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.table.pickle.PickleSource;

/**
 * Where a pickled array is in its file: the only element of an array of variable length.
 *
 * @param path of the dataset that holds it
 * @param address absolute position of the pickle
 * @param lengthBytes of the pickle
 */
public record PickledBlock(String path, long address, long lengthBytes) implements Serializable {

    private static final int DESCRIPTOR_BYTES_MAX = 64;

    /**
     * Finds the pickle; reads its descriptor and the headers around it, nothing of it.
     *
     * @param descriptors the dataset: one row, of variable length
     */
    public static PickledBlock locate(Hdf5File file, RangeReader reader, StoredArray descriptors) throws IOException {
        ObjectLocation location = new ObjectLocation(reader.file(), descriptors.path());
        if (!descriptors.dimensions().equals(List.of(1L)) || descriptors.elementBytes() > DESCRIPTOR_BYTES_MAX) {
            throw location.malformed(
                    "one pickled array is expected, found extent " + descriptors.dimensions(),
                    descriptors.headerAddress());
        }
        byte[] descriptor = descriptor(file, reader, descriptors);
        HeapObject found = file.globalHeap().locate(location, descriptor, 0, 1);
        return new PickledBlock(descriptors.path(), found.address(), found.lengthBytes());
    }

    /** The chunk around the descriptor may be large and is most often not filtered: then only the descriptor is read. */
    private static byte[] descriptor(Hdf5File file, RangeReader reader, StoredArray descriptors) throws IOException {
        long address = descriptors.address();
        if (descriptors.isChunked() && descriptors.pipeline().isEmpty()) {
            ChunkRun.Cursor chunk =
                    ChunkRuns.collect(file, descriptors, 0, 1, lane -> true).cursor();
            address = chunk.next() ? chunk.address() : DataLayout.UNDEFINED;
        } else if (descriptors.isChunked() || descriptors.isElsewhere()) {
            return WholeArray.read(file, reader, descriptors);
        }
        byte[] descriptor = new byte[descriptors.elementBytes()];
        if (address != DataLayout.UNDEFINED) {
            reader.readFully(address, descriptor, 0, descriptor.length);
        }
        return descriptor;
    }

    /** The whole pickle; the reader stays the caller's. */
    PickleSource source(RangeReader reader) {
        return new Source(reader, address, lengthBytes);
    }

    /** The beginning of the pickle, read at once; not a byte behind it, whatever the blocks of the reader are. */
    PickleSource sample(RangeReader reader, int lengthBytesMax) throws IOException {
        long length = lengthBytes;
        if (length > lengthBytesMax) {
            long end = (address + lengthBytesMax) / CachedRangeReader.BLOCK_BYTES * CachedRangeReader.BLOCK_BYTES;
            length = end - address >= lengthBytesMax / 2 ? end - address : lengthBytesMax;
        }
        return beginning(reader, (int) length);
    }

    /** The beginning of the pickle, read at once. */
    PickleSource beginning(RangeReader reader, int lengthBytesMax) throws IOException {
        byte[] bytes = new byte[(int) Math.min(lengthBytes, lengthBytesMax)];
        reader.readFully(address, bytes, 0, bytes.length);
        return PickleSource.of(bytes);
    }

    private record Source(RangeReader reader, long address, long lengthBytes) implements PickleSource {
        @Override
        public void read(long position, byte[] target, int offset, int length) throws IOException {
            reader.readFully(address + position, target, offset, length);
        }
    }
}
