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
import org.sparkhdf5.format.GlobalHeap;
import org.sparkhdf5.format.HeapView;

/** Reads small 1-D datasets whole: the names of columns, the codes of labels. */
final class Labels {
    private static final int LABELS_MAX = 1_000_000;
    private static final long TEXT_BYTES_MAX = 64L << 20;

    private Labels() {}

    /** The elements of a 1-D dataset of strings, trailing NULs removed. */
    static List<String> texts(TableSource source, Dataset dataset, Charset charset) throws IOException {
        ObjectLocation location = source.location(dataset.path());
        if (dataset.datatype() instanceof Datatype.VariableString type
                && dataset.dataspace().rank() == 1) {
            return variableTexts(source, dataset, type, charset);
        }
        if (!(dataset.datatype() instanceof Datatype.FixedString)
                || dataset.dataspace().rank() != 1) {
            throw location.unsupported(
                    "names must be a 1-D dataset of strings, found " + ElementTypes.name(dataset.datatype())
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

    private static List<String> variableTexts(
            TableSource source, Dataset dataset, Datatype.VariableString type, Charset charset) throws IOException {
        ObjectLocation location = source.location(dataset.path());
        byte[] bytes = elements(source, dataset);
        GlobalHeap heap = source.holding(dataset).file().globalHeap();
        HeapView view = new HeapView();
        List<String> texts = new ArrayList<>();
        long lengthBytes = 0;
        for (int at = 0; at + type.sizeBytes() <= bytes.length; at += type.sizeBytes()) {
            heap.find(location, bytes, at, 1, view);
            lengthBytes += view.lengthBytes();
            // Many names may point at one long text.
            if (lengthBytes > TEXT_BYTES_MAX) {
                throw location.unsupported(
                        "names of more than " + TEXT_BYTES_MAX + " bytes are not read",
                        "name another dataset, or give the names as a list");
            }
            int end = TextEnd.of(ElementTypes.trim(type.padding()), view.bytes(), view.offset(), view.lengthBytes());
            texts.add(new String(view.bytes(), view.offset(), end - view.offset(), charset));
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
