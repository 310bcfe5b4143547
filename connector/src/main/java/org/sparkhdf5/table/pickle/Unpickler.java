package org.sparkhdf5.table.pickle;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;

/**
 * Reads one whole pickle of protocols 0 to 5 as a value. Only globals of an allow-list are understood, and they are names:
 * nothing is imported, loaded or called.
 */
public final class Unpickler {
    private Unpickler() {}

    /**
     * The value of a pickle in memory.
     *
     * @param what the part of the object that it is, for error messages: {@code attribute freq}, {@code row 5}
     * @throws org.sparkhdf5.Hdf5FormatException if the pickle is damaged; the message names the position in it
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if it holds a global that is not on the allow-list, an opcode that is
     *     not read, or more than {@link PickleLimits#VALUE} allow
     */
    public static PythonValue value(ObjectLocation location, String what, byte[] pickle) throws IOException {
        return value(location, what, PickleSource.of(pickle));
    }

    /**
     * The value of bytes that may be a pickle, or a text that ends in a full stop.
     *
     * @return null if it is no pickle
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException as {@link #value(ObjectLocation, String, byte[])}
     */
    public static @Nullable PythonValue valueOrNull(ObjectLocation location, String what, byte[] bytes)
            throws IOException {
        if (!PickleSyntax.isPickle(new PicklePart(location, what), bytes)) {
            return null;
        }
        try {
            return value(location, what, bytes);
        } catch (Hdf5FormatException e) {
            return null; // Python could not read it either
        }
    }

    /** As {@link #value(ObjectLocation, String, byte[])}. */
    public static PythonValue value(ObjectLocation location, String what, PickleSource pickle) throws IOException {
        PicklePart part = new PicklePart(location, what);
        PickleLimits limits = PickleLimits.VALUE;
        if (pickle.lengthBytes() > limits.lengthBytes()) {
            throw part.unsupported(
                    pickle.lengthBytes() + " bytes; " + limits.lengthBytes() + " at most are read as one value", 0);
        }
        PickleBytes bytes = new PickleBytes(part, pickle, pickle, false, limits.cacheBytes() / 2);
        PickleMachine machine =
                new PickleMachine(bytes, new HeldMemo(limits.memoBytes()), limits, new PickleHeld(part, limits));
        boolean more = true;
        while (more) {
            more = machine.step();
        }
        long end = bytes.position();
        if (machine.stack.size != 1 || machine.stack.kinds[0] == PickleStack.MARK) {
            throw part.malformed("one value is expected at the end, found " + machine.stack.size, end);
        }
        if (end != bytes.lengthBytes()) {
            throw part.malformed((bytes.lengthBytes() - end) + " bytes follow the end", end);
        }
        return PickleValues.of(machine.node(0), part, limits, end);
    }
}
