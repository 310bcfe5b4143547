package org.sparkhdf5.codec;

/** A filter of which only the content tells how many bytes it made; its errors begin with its name. */
abstract class PackingFilter implements Filter {
    private final int id;
    private final String name;

    PackingFilter(int id, String name) {
        this.id = id;
        this.name = name;
    }

    @Override
    public final int id() {
        return id;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final long encodedLengthBytes(long decodedLengthBytes) {
        return -1;
    }

    @Override
    public final void decode(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes)
            throws CorruptChunkException {
        try {
            undo(buffer, clientValues, decodedLengthBytes);
        } catch (UnsupportedChunkException e) {
            throw new UnsupportedChunkException(name + ": " + e.getMessage(), e);
        } catch (CorruptChunkException e) {
            throw new CorruptChunkException(name + ": " + e.getMessage(), e);
        }
    }

    /** As {@link Filter#decode}, with messages that do not name the filter. */
    abstract void undo(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException;
}
