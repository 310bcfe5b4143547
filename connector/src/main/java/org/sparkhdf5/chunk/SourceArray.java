package org.sparkhdf5.chunk;

import java.io.Closeable;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.VirtualSource;
import org.sparkhdf5.storage.RangeReader;

/**
 * What is known of a source of a virtual array: little, as there may be thousands. Filled by {@link SourceArrays}. Not thread-safe.
 */
final class SourceArray {
    /** The first mapping that names it. */
    final VirtualSource named;
    /** How many mappings name it. */
    int mappingCount;
    /** The virtual element behind the last one that it gives. */
    long endElement;

    boolean isMissing;

    @Nullable Stored stored;

    /** The stored chunks of some of its rows. */
    ChunkRun chunks = ChunkRun.EMPTY;

    long chunksFrom;
    long chunksEnd;

    /** What is open of it, or null. */
    @Nullable Opened opened;

    SourceArray(VirtualSource named) {
        this.named = named;
    }

    /**
     * How it is stored.
     *
     * @param dimensions of the array
     * @param chunk shape of a chunk, or empty
     * @param conversion to the type of the virtual array
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stored(StoredArray array, long[] dimensions, int[] chunk, ElementConversion conversion) {
        static Stored of(StoredArray array, ElementConversion conversion) {
            return new Stored(
                    array,
                    array.dimensions().stream().mapToLong(Long::longValue).toArray(),
                    array.chunkDimensions().stream().mapToInt(Integer::intValue).toArray(),
                    conversion);
        }

        /** Whether its chunks are read as a whole, and decoded. */
        boolean isDecoded() {
            return BandMemory.isDecoded(array);
        }

        /** Whether its elements lie one behind the other, or were never written. */
        boolean isLinear() {
            return !array.isChunked();
        }
    }

    /**
     * An open source.
     *
     * @param metadata the file, while it may be parsed, or null
     * @param block reader of the file with its cache
     * @param data reader of the elements
     * @param owned what is closed at the end
     * @param isOther whether it is in another file than the virtual array
     */
    record Opened(@Nullable Hdf5File metadata, RangeReader block, RangeReader data, Closeable owned, boolean isOther) {
        /** The same without what was parsed. */
        Opened withoutMetadata() {
            return new Opened(null, block, data, owned, isOther);
        }
    }

    /** @throws IllegalStateException if it is missing, or was not looked at */
    Stored stored() {
        Stored known = stored;
        if (known == null) {
            throw new IllegalStateException("source " + named.dataset() + " of " + named.file() + " is not open");
        }
        return known;
    }

    /** Whether it is virtual itself. */
    boolean isNested() {
        return stored().array().place() == StoredArray.Place.SOURCES;
    }

    /** Whether the stored chunks of rows are known. */
    boolean knowsChunks(long rowFrom, long rowEnd) {
        return rowFrom >= chunksFrom && rowEnd <= chunksEnd;
    }

    /** Forgets all but its name. */
    void forget() {
        stored = null;
        isMissing = false;
        forgetChunks();
    }

    void forgetChunks() {
        chunks = ChunkRun.EMPTY;
        chunksFrom = 0;
        chunksEnd = 0;
    }
}
