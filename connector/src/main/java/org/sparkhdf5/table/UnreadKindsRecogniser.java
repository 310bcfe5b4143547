package org.sparkhdf5.table;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5Object;

/** Knows the conventions that are not read, by their names, so that none is taken for something simpler. */
final class UnreadKindsRecogniser implements TableRecogniser {
    @Override
    public @Nullable Table recognise(TableSource source, Hdf5Object object, TableRequest request) throws IOException {
        if (!(object instanceof Group group)) {
            return null;
        }
        PyTablesAttributes attributes = new PyTablesAttributes(source, object);
        if (attributes.has("pandas_type")) {
            throw source.location(group.path())
                    .unsupported(
                            "a pandas object of kind " + attributes.text("pandas_type")
                                    + " is not read; readable kinds: frame, series, frame_table, series_table",
                            "read it with the pandas that wrote it and write it again as a DataFrame or a Series");
        }
        return null;
    }
}
