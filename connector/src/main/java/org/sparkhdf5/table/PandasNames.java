package org.sparkhdf5.table;

import org.jspecify.annotations.Nullable;
import org.sparkhdf5.table.pickle.PythonNotation;
import org.sparkhdf5.table.pickle.PythonValue;

/** Makes names of columns from labels of columns and names of index levels. */
final class PandasNames {
    private PandasNames() {}

    /** As Python's {@code str} writes a label; the items of a tuple without quotes, {@code (a, 1)}. */
    static String ofLabel(PythonValue label) {
        return PythonNotation.str(label);
    }

    /** @param name of the index level; null and None are none */
    static String ofIndex(@Nullable PythonValue name, int level) {
        return name == null || name instanceof PythonValue.None ? "__index_level_" + level + "__" : ofLabel(name);
    }
}
