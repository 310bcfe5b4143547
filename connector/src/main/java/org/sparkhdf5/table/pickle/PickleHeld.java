package org.sparkhdf5.table.pickle;

/** Counts the values that are held as objects at once, by a machine and those that replay for it. Not thread-safe. */
final class PickleHeld {
    private static final int CHARACTERS_PER_VALUE = 16;

    private final PicklePart part;
    private final int valuesMax;
    private long values;

    PickleHeld(PicklePart part, int valuesMax) {
        this.part = part;
        this.valuesMax = valuesMax;
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

    void addValues(long count, long position) {
        values += count;
        if (values > valuesMax) {
            throw part.unsupported("more than " + valuesMax + " values at once", position);
        }
    }

    long values() {
        return values;
    }

    /** Some are no longer held. */
    void reset(long heldStill) {
        values = heldStill;
    }
}
