package org.sparkhdf5.table;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.chunk.WholeArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.GlobalHeap;
import org.sparkhdf5.format.HeapView;
import org.sparkhdf5.table.pickle.PickledKind;
import org.sparkhdf5.table.pickle.Unpickler;

/** The type of an array whose rows are one pickle each, from its first rows. */
final class PickledRowSample {
    private static final int ROWS_MAX = 16_384;

    private PickledRowSample() {}

    /**
     * The rule that the first rows follow; one that is longer than the sample says nothing.
     *
     * @param sampleBytes of pickles that are looked at
     */
    static ObjectRule rule(TableSource source, Dataset dataset, int sampleBytes) throws IOException {
        ObjectLocation location = source.location(dataset.path());
        StoredArray array = StoredArray.of(location, dataset);
        int rowCount = (int) Math.min(ROWS_MAX, array.rowCount());
        byte[] descriptors = WholeArray.read(source.file(), source.reader(), array, rowCount);
        GlobalHeap heap = source.file().globalHeap();
        HeapView view = new HeapView();
        ObjectRule seen = null;
        long bytes = 0;
        for (int row = 0; row < rowCount && seen != ObjectRule.JSON; row++) {
            int at = row * array.elementBytes();
            bytes += GlobalHeap.elementCount(descriptors, at);
            if (bytes > sampleBytes) {
                return seen != null || row > 0 ? ruleOrUnseen(seen) : ObjectRule.JSON;
            }
            heap.find(location, descriptors, at, 1, view);
            if (view.lengthBytes() == 0) {
                continue;
            }
            PickledKind kind = PickledKind.of(Unpickler.value(location, "row " + row, view.copy()));
            if (kind != PickledKind.NONE) {
                ObjectRule rule = ObjectRule.ofKind(kind);
                seen = seen == null || seen == rule ? rule : ObjectRule.JSON;
            }
        }
        return ruleOrUnseen(seen);
    }

    private static ObjectRule ruleOrUnseen(@Nullable ObjectRule seen) {
        return seen == null ? ObjectRule.UNSEEN : seen;
    }
}
