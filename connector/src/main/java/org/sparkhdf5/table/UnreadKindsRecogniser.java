package org.sparkhdf5.table;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5Object;

/** Knows the conventions that are not read yet, by their names, so that none is taken for something simpler. */
final class UnreadKindsRecogniser implements TableRecogniser {
    /** Node classes whose values are plain elements. */
    private static final Set<String> PLAIN_CLASSES =
            Set.of("ARRAY", "CARRAY", "EARRAY", "INDEXARRAY", "CACHEARRAY", "LASTROWARRAY");

    @Override
    public @Nullable Table recognise(TableSource source, Hdf5Object object, TableRequest request) throws IOException {
        PyTablesAttributes attributes = new PyTablesAttributes(source, object);
        if (object instanceof Group group && attributes.has("pandas_type")) {
            throw source.location(group.path())
                    .unsupported(
                            "a pandas object of kind " + attributes.text("pandas_type")
                                    + " is not read; readable kinds:" + " frame, series",
                            "write it with format=\"fixed\"");
        }
        if (object instanceof Dataset dataset && attributes.has("CLASS")) {
            String nodeClass = attributes.text("CLASS");
            if (nodeClass != null && !PLAIN_CLASSES.contains(nodeClass) && !nodeClass.equals("DIMENSION_SCALE")) {
                throw source.location(dataset.path())
                        .unsupported(
                                "a PyTables node of class " + nodeClass
                                        + " is not read; readable classes: ARRAY, CARRAY," + " EARRAY",
                                "choose another dataset");
            }
        }
        return null;
    }
}
