package org.sparkhdf5.format;

/**
 * An attribute with its value as raw bytes: PyTables stores pickles in string attributes, so text is the caller's reading.
 *
 * @param name of the attribute
 * @param datatype of an element
 * @param dataspace of the value; {@code NULL} holds none (PyTables' empty string)
 * @param bytes the elements in C order; owned by this record, not to be changed
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.m</a>
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Attribute(String name, Datatype datatype, Dataspace dataspace, byte[] bytes) {}
