package org.sparkhdf5.table;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.chunk.WholeArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Datatype;

/** Reads small 1-D datasets whole: the names of columns, the codes of labels. */
final class Labels {
    private static final int LABELS_MAX = 1_000_000;

    private Labels() {}

    /** The elements of a 1-D dataset of fixed strings, trailing NULs removed. */
    static List<String> texts(TableSource source, Dataset dataset, Charset charset) throws IOException {
        ObjectLocation location = source.location(dataset.path());
        if (!(dataset.datatype() instanceof Datatype.FixedString)
                || dataset.dataspace().rank() != 1) {
            throw location.unsupported(
                    "names must be a 1-D dataset of fixed strings, found " + ElementTypes.name(dataset.datatype())
                            + " of extent " + dataset.dataspace().dimensions(),
                    "name another dataset, or give the names as a list");
        }
        byte[] bytes = elements(source, dataset);
        int size = dataset.datatype().sizeBytes();
        List<String> texts = new ArrayList<>(bytes.length / size);
        for (int start = 0; start < bytes.length; start += size) {
            int end = start + size;
            while (end > start && bytes[end - 1] == 0) {
                end--;
            }
            texts.add(new String(bytes, start, end - start, charset));
        }
        return texts;
    }

    /** The bytes of the elements of a 1-D dataset. */
    static byte[] elements(TableSource source, Dataset dataset) throws IOException {
        ObjectLocation location = source.location(dataset.path());
        if (dataset.dataspace().rank() != 1) {
            throw location.malformed(
                    "labels of one dimension are expected, found extent "
                            + dataset.dataspace().dimensions(),
                    dataset.address());
        }
        if (dataset.dataspace().dimensions().get(0) > LABELS_MAX) {
            throw location.unsupported(
                    dataset.dataspace().dimensions().get(0) + " labels of columns, at most " + LABELS_MAX + " are read",
                    "read the dataset of the values by its path");
        }
        TableSource holder = source.holding(dataset);
        return WholeArray.read(holder.file(), holder.reader(), StoredArray.of(location, dataset));
    }
}
