package org.sparkhdf5.chunk;

import java.io.IOException;

/** Takes the elements of a mapping, a line of elements at equal distances at a time. */
@FunctionalInterface
interface MappedLines {
    /**
     * Takes one line.
     *
     * @param place where its first element belongs
     * @param placeStep from there to the place of the next one
     * @param source where its first element is
     * @param sourceStep from there to the next one
     * @param length number of elements
     */
    void line(long place, long placeStep, long source, long sourceStep, long length) throws IOException;
}
