package org.sparkhdf5.chunk;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Decoded chunks of which something is still wanted; those used longest ago make room. Not thread-safe. */
final class HeldChunks {
    private static final byte[] NONE = new byte[0];

    private final LinkedHashMap<Key, byte[]> chunks = new LinkedHashMap<>(16, 0.75f, true);
    private long heldBytes;

    /** A chunk of a source. */
    private record Key(SourceArray source, long ordinal) {}

    /** Whether a chunk is held. */
    boolean holds(SourceArray source, long ordinal) {
        return heldBytes > 0 && chunks.containsKey(new Key(source, ordinal));
    }

    /** The bytes of a chunk, or an empty array. */
    byte[] find(SourceArray source, long ordinal) {
        byte[] found = heldBytes == 0 ? null : chunks.get(new Key(source, ordinal));
        return found == null ? NONE : found;
    }

    /** Keeps a chunk where it has room; whether it does. */
    boolean keep(SourceArray source, long ordinal, byte[] bytes, long bytesMax) {
        if (bytes.length > bytesMax) {
            return false;
        }
        remove(source, ordinal);
        chunks.put(new Key(source, ordinal), bytes);
        heldBytes += bytes.length;
        Iterator<Map.Entry<Key, byte[]>> oldest = chunks.entrySet().iterator();
        while (heldBytes > bytesMax) {
            heldBytes -= oldest.next().getValue().length;
            oldest.remove();
        }
        return true;
    }

    /** Gives up a chunk; its bytes, or an empty array. */
    byte[] remove(SourceArray source, long ordinal) {
        byte[] removed = heldBytes == 0 ? null : chunks.remove(new Key(source, ordinal));
        heldBytes -= removed == null ? 0 : removed.length;
        return removed == null ? NONE : removed;
    }

    /** Gives up the chunks of a source. */
    void removeAll(SourceArray source) {
        chunks.entrySet().removeIf(entry -> {
            boolean isOf = entry.getKey().source() == source;
            heldBytes -= isOf ? entry.getValue().length : 0;
            return isOf;
        });
    }
}
