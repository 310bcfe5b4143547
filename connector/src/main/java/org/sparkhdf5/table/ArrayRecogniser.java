package org.sparkhdf5.table;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Hdf5Object;

/** A plain dataset, whoever wrote it. */
final class ArrayRecogniser implements TableRecogniser {
    @Override
    public @Nullable Table recognise(TableSource source, Hdf5Object object, TableRequest request) throws IOException {
        if (!(object instanceof Dataset dataset)) {
            return null;
        }
        TableKind kind = TableKind.ofDataset(source, dataset);
        return new DatasetReading(source, dataset, request, kind, null).table();
    }
}
