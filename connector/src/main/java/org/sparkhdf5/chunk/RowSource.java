package org.sparkhdf5.chunk;

import java.io.IOException;

/** Brings the rows of one slot into memory, a window at a time, going forward. Not thread-safe. */
abstract class RowSource {
    private final RowWindow window = new RowWindow();

    final RowWindow window() {
        return window;
    }

    /** Moves the window so that it holds {@code row}; the bytes of the window before are given up. */
    final void moveTo(long row) throws IOException {
        if (!window.holds(row)) {
            load(row, window);
        }
    }

    /** May begin to read what comes behind the window, now that rows before this one are used. */
    void readAhead(long row) {}

    /** Sets the window to rows that begin at or before {@code row} and hold it. */
    abstract void load(long row, RowWindow target) throws IOException;
}
