package org.sparkhdf5.format;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object with an object header: a group, a dataset or a committed datatype. */
public sealed interface Hdf5Object permits Group, Dataset, CommittedDatatype {

    /**
     * The file that holds the object: another one than was asked where an external link led here. All addresses of the
     * object are positions in this file.
     */
    Hdf5File file();

    /** The path that led here, absolute, with {@code /} between the names. */
    String path();

    /** Absolute position of the object header in the file, in bytes (base address included). */
    long address();

    /**
     * Names of the attributes, in the order of the header or the heap; without those whose name cannot be read. Parses no
     * attribute value.
     *
     * @throws org.sparkhdf5.Hdf5FormatException where there are attributes and not one name of them can be read
     */
    List<String> attributeNames() throws IOException;

    /**
     * The attribute of this name, or null where there is none. An attribute that cannot be read fails here and hides no
     * other.
     */
    @Nullable Attribute attribute(String name) throws IOException;

    /** Each attribute with its value, or why it cannot be read; in the order of {@link #attributeNames}. */
    List<Entry<Attribute>> attributeEntries() throws IOException;
}
