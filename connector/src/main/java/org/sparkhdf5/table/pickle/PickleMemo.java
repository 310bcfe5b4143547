package org.sparkhdf5.table.pickle;

import java.io.IOException;

/** What a pickle may refer to again. */
interface PickleMemo {

    /**
     * Remembers the uppermost entry of the machine's stack under the next number.
     *
     * @param start position of the opcode that asks for it
     */
    void memoize(PickleMachine machine, long start) throws IOException;

    /** Remembers the uppermost entry under a number. */
    void put(PickleMachine machine, long index, long start) throws IOException;

    /** Pushes what was remembered. */
    void get(PickleMachine machine, long index, long start) throws IOException;

    /**
     * An entry is taken into another value: nothing changes it any more.
     *
     * @param slot of a node
     */
    void taken(PickleStack stack, int slot);
}
