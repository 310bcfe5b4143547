package org.sparkhdf5.chunk;

import java.io.IOException;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.storage.RangeReader;

/** Opens the bytes of arrays that are not in the file of their object header. */
public final class ArrayBytes {
    private ArrayBytes() {}

    /**
     * The elements of an array in C order: address 0 is the first byte of the first one. The caller closes the reader.
     *
     * @param file that the array was found in; must be open as long as the reader
     * @param array that {@link StoredArray#isElsewhere}
     * @param limits what the reader may use, and where it counts
     */
    public static RangeReader open(Hdf5File file, StoredArray array, RowReader.Limits limits) throws IOException {
        Hdf5Object object = file.objectAt(array.headerAddress(), array.path());
        if (!(object instanceof Dataset dataset)) {
            throw new IllegalStateException(array.path() + " is no dataset any more");
        }
        if (array.place() == StoredArray.Place.EXTERNAL_FILES) {
            return dataset.externalBytes();
        }
        return VirtualRangeReader.open(file.name(), array, MappedSources.of(dataset, array.dimensions()), limits);
    }
}
