package org.sparkhdf5.plan;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.ArrayBytes;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.Closing;
import org.sparkhdf5.storage.RangeReader;

/**
 * The bytes of those arrays of a binding that are not in the file of the split, each opened when it is first asked for. They take
 * half of the memory of the task. Not thread-safe, but for {@link #close}.
 */
final class ElsewhereArrays implements Closeable {
    private final Hdf5File file;
    private final TableBinding binding;
    private final RowReader.Limits limits;
    private final @Nullable RangeReader[] opened;
    private final long bytesEach;

    /** @param file of the split, open as long as this is */
    ElsewhereArrays(Hdf5File file, TableBinding binding, RowReader.Limits limits) {
        this.file = file;
        this.binding = binding;
        this.limits = limits;
        this.opened = new RangeReader[binding.arrays().size()];
        long count = binding.arrays().stream().filter(StoredArray::isElsewhere).count();
        this.bytesEach = count == 0 ? 0 : limits.taskMemoryBytes() / 2 / count;
    }

    /** The reader of an array, or null where it is in the file of the split; closed with this. */
    @Nullable RangeReader of(int array) throws IOException {
        StoredArray stored = binding.arrays().get(array);
        if (opened[array] == null && stored.isElsewhere()) {
            opened[array] = ArrayBytes.open(file, stored, limits.beside(limits.taskMemoryBytes() - bytesEach));
        }
        return opened[array];
    }

    /** What is left for everything else. */
    RowReader.Limits left() {
        return bytesEach == 0 ? limits : limits.beside(limits.taskMemoryBytes() / 2);
    }

    @Override
    public void close() throws IOException {
        List<RangeReader> all = new ArrayList<>();
        for (RangeReader reader : opened) {
            if (reader != null) {
                all.add(reader);
            }
        }
        Closing.all(all);
    }
}
