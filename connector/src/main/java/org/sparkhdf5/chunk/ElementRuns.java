package org.sparkhdf5.chunk;

import java.io.IOException;
import org.sparkhdf5.format.Selection;

/**
 * The elements of an array that a selection of blocks takes, counted in C order: the element of each count, and how many neighbours
 * follow it. Elements are positions in the C order of the array. Not thread-safe.
 */
abstract sealed class ElementRuns permits RegularRuns, ListedRuns {

    /** Takes runs. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Takes a run of neighbours that are selected one after the other.
         *
         * @param element first one
         * @param count how many elements the selection takes before it
         * @param length how many
         */
        void run(long element, long count, long length) throws IOException;
    }

    /**
     * @param dimensions of the array
     * @param runsMax how many runs may be listed where the blocks of a selection follow no rule
     * @throws IllegalArgumentException if the selection does not lie within the array; the message says what is wrong
     * @throws ArithmeticException if it has more runs
     */
    static ElementRuns of(Selection selection, long[] dimensions, int runsMax) {
        if (selection instanceof Selection.Blocks blocks && blocks.blocks().size() > 1) {
            return ListedRuns.ofBlocks(blocks, dimensions, runsMax);
        }
        return new RegularRuns(AxisSelection.of(selection, dimensions), dimensions);
    }

    /** Number of selected elements. */
    abstract long count();

    /** The lowest element that is selected; 0 where there is none. */
    abstract long lowest();

    /** The element behind the highest one that is selected; 0 where there is none. */
    abstract long end();

    /** Moves to an element by its count, less than {@link #count()}. */
    abstract void seek(long count);

    /** The element that was moved to. */
    abstract long element();

    /** How many neighbours are selected one after the other from {@link #element} on, it included. */
    abstract long length();

    /** Visits those within {@code [from, end)}. */
    abstract void forEach(long from, long end, Visitor visitor) throws IOException;

    /** How many elements before this one are selected. */
    abstract long before(long element);
}
