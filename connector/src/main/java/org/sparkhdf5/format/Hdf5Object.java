package org.sparkhdf5.format;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object with an object header: a group, a dataset or a committed datatype. */
public sealed interface Hdf5Object permits Group, Dataset, CommittedDatatype {

    /** The path that led here, absolute, with {@code /} between the names. */
    String path();

    /** Absolute position of the object header in the file, in bytes (base address included). */
    long address();

    /**
     * Names of the attributes, in the order of the header. Parses no attribute value.
     */
    List<String> attributeNames() throws IOException;

    /**
     * The attribute of this name, or null where there is none. An attribute that cannot be read fails here and hides no
     * other.
     */
    @Nullable Attribute attribute(String name) throws IOException;
}
