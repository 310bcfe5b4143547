package org.sparkhdf5.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.ChunkRuns;
import org.sparkhdf5.chunk.RowRuns;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.ByteRange;

/** The chunks of a split whose task finds them itself, from the chunk indexes of an open file, as far as it needs them. */
final class CollectedChunks implements RowSelection.Chunks {
    private final Hdf5File file;
    private final TableBinding binding;
    private final @Nullable ChunkRun[] collected;

    CollectedChunks(Hdf5File file, TableBinding binding) {
        this.file = file;
        this.binding = binding;
        this.collected = new ChunkRun[binding.arrays().size()];
    }

    @Override
    public ChunkRun of(int array, RowRuns wanted) throws IOException {
        if (wanted.isEmpty()) {
            return ChunkRun.EMPTY;
        }
        StoredArray stored = binding.arrays().get(array);
        ChunkRun known = collected[array];
        if (known == null) {
            long endRow = wanted.end(wanted.runCount() - 1);
            known = ChunkRuns.collect(file, stored, wanted.first(0), endRow, binding.lanes(array));
            collected[array] = known;
        }
        return known.of(stored, wanted);
    }

    /** Where what was collected lies, and the rows of the arrays without chunks. */
    List<ByteRange> ranges(long firstRow, long endRow) {
        List<ByteRange> ranges = new ArrayList<>();
        for (int i = 0; i < collected.length; i++) {
            ChunkRun run = collected[i];
            SplitRanges.add(binding.arrays().get(i), run == null ? ChunkRun.EMPTY : run, firstRow, endRow, ranges);
        }
        return ranges;
    }
}
