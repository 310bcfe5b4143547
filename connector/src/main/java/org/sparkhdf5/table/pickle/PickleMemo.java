package org.sparkhdf5.table.pickle;

import java.io.IOException;

/** What a pickle may refer to again. */
interface PickleMemo {

    /** Remembers the uppermost entry under the next number. */
    void memoize(PickleMachine machine) throws IOException;

    /** Remembers the uppermost entry. */
    void put(PickleMachine machine, long index) throws IOException;

    /**
     * Pushes what was remembered.
     *
     * @param start position of the opcode that asks for it
     */
    void get(PickleMachine machine, long index, long start) throws IOException;
}
