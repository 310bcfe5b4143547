package org.sparkhdf5.format;

/**
 * One mapping of a virtual dataset with nothing left open: element {@code i} of what is selected of the source, in C order, is
 * element {@code i} of its place, in C order. A selection is regular, a list of blocks, or all elements; blocks do not overlap
 * and come in the order of {@link BlockOrder}.
 *
 * @param file that holds the source, as the virtual dataset names it; {@code .} is the file of the virtual dataset
 * @param dataset path of the source
 * @param selected elements of the source; {@link Selection.All} has no dimensions, since the source was not opened: then they
 *     are those of {@link Dataset#openSource}, which may have more elements than the place; the first ones count
 * @param place elements of the virtual dataset
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.i and VIII.A</a>
 */
public record VirtualSource(String file, String dataset, Selection selected, Selection place) {
    /** Name of the file of the virtual dataset. */
    public static final String SAME_FILE = ".";
}
