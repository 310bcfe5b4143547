package org.sparkhdf5.table.pickle;

/** Counts the values that are held as objects at once, by a machine and those that replay for it. Not thread-safe. */
final class PickleHeld {
    static final int CHARACTERS_PER_VALUE = 16;

    private final PicklePart part;
    private final int valuesMax;
    private final long payloadBytesMax;
    private long values;
    private long payloadBytes;
    private long keptValues;
    private long keptPayloadBytes;

    PickleHeld(PicklePart part, PickleLimits limits) {
        this.part = part;
        this.valuesMax = limits.values();
        this.payloadBytesMax = limits.payloadBytes();
    }

    /**
     * One more value.
     *
     * @param length of it, in bytes or characters
     * @param position for the error message
     */
    void add(long length, long position) {
        addValues(1 + length / CHARACTERS_PER_VALUE, position);
    }

    /** Bytes in values, most often the elements of an array of numbers: they cost no more than their length. */
    void addPayload(long lengthBytes, long position) {
        payloadBytes += lengthBytes;
        if (payloadBytes > payloadBytesMax) {
            throw part.unsupported("more than " + payloadBytesMax + " bytes in values at once", position);
        }
    }

    void addValues(long count, long position) {
        values += count;
        if (values > valuesMax) {
            throw part.unsupported("more than " + valuesMax + " values at once", position);
        }
    }

    long values() {
        return values;
    }

    long payloadBytes() {
        return payloadBytes;
    }

    /** What is held now are the elements that are not yet delivered: {@link #restore} goes back to it. */
    void keep() {
        keptValues = values;
        keptPayloadBytes = payloadBytes;
    }

    void restore() {
        reset(keptValues, keptPayloadBytes);
    }

    /** Some are no longer held. */
    void reset(long valuesStill, long payloadBytesStill) {
        values = valuesStill;
        payloadBytes = payloadBytesStill;
    }
}
