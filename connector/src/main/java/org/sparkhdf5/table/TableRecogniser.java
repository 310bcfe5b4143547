package org.sparkhdf5.table;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Hdf5Object;

/** Knows one convention of writing tables. */
interface TableRecogniser {

    /**
     * The object as a table, or null if it does not follow this convention.
     *
     * @throws org.sparkhdf5.Hdf5FormatException if it claims to follow the convention and breaks it
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if a part of it is not read
     * @throws IllegalArgumentException if the request does not fit the object
     */
    @Nullable Table recognise(TableSource source, Hdf5Object object, TableRequest request) throws IOException;
}
