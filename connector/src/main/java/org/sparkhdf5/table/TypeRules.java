package org.sparkhdf5.table;

import java.io.IOException;
import org.sparkhdf5.format.Hdf5Object;

/**
 * How datatypes are read where HDF5 leaves it open.
 *
 * @param pytablesNode whether bitfields of one byte are booleans and times are Unix times
 * @param numpyStrings whether strings are as numpy holds them: only the NULs at the end are padding
 * @param strings how byte strings are read
 */
record TypeRules(boolean pytablesNode, boolean numpyStrings, StringEncoding strings) {

    /** The rules for an object without a convention of its own. */
    static TypeRules of(TableSource source, Hdf5Object object, StringEncoding strings) throws IOException {
        boolean node = PyTablesAttributes.isNode(source, object);
        return new TypeRules(node, node && PyTablesAttributes.isFile(source), strings);
    }
}
