package org.sparkhdf5.format;

/**
 * One mapping of a virtual dataset with nothing left open: element {@code i} of what is selected of the source, in C order, is
 * element {@code i} of its place.
 *
 * @param file that holds the source, as the virtual dataset names it; {@code .} is the file of the virtual dataset
 * @param dataset path of the source
 * @param selected elements of the source; {@link Selection.All} without dimensions where the source was not opened
 * @param place elements of the virtual dataset
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.i and VIII.A</a>
 */
public record VirtualSource(String file, String dataset, Selection selected, Selection place) {}
