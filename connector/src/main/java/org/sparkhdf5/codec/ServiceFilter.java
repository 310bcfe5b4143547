package org.sparkhdf5.codec;

/**
 * A filter that a user added, held to the contract: what it throws on hostile bytes becomes a corrupt chunk, and what it
 * leaves has the expected length. Id and name are asked for once.
 */
final class ServiceFilter implements Filter {
    private final Filter filter;
    private final int id;
    private final String name;

    ServiceFilter(Filter filter) {
        this.filter = filter;
        this.id = filter.id();
        this.name = filter.name();
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long encodedLengthBytes(long decodedLengthBytes) {
        return filter.encodedLengthBytes(decodedLengthBytes);
    }

    @Override
    public void decode(FilterBuffer buffer, int[] clientValues, long decodedLengthBytes) throws CorruptChunkException {
        int stored = buffer.lengthBytes();
        try {
            filter.decode(buffer, clientValues, decodedLengthBytes);
        } catch (RuntimeException e) {
            throw new CorruptChunkException(
                    name + ": expected what " + filter.getClass().getName() + " can decode, found " + stored
                            + " stored bytes that it fails on: " + e,
                    e);
        }
        if (decodedLengthBytes >= 0 && buffer.lengthBytes() != decodedLengthBytes) {
            throw new CorruptChunkException(
                    name + ": expected " + decodedLengthBytes + " bytes, found " + buffer.lengthBytes());
        }
    }
}
