package org.sparkhdf5.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.ArrayRun;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.ChunkRuns;
import org.sparkhdf5.chunk.RowRuns;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.ByteRange;

/** Where the arrays of a split are whose task finds that itself, from the chunk indexes of an open file, as far as it needs them. */
final class CollectedChunks implements RowSelection.Chunks {
    private final Hdf5File file;
    private final TableBinding binding;
    private final ElsewhereArrays elsewhere;
    private final @Nullable ChunkRun[] collected;

    private final long firstRow;
    private final long endRow;

    /**
     * @param firstRow of the split
     * @param endRow row behind the last one of the split
     */
    CollectedChunks(Hdf5File file, TableBinding binding, ElsewhereArrays elsewhere, long firstRow, long endRow) {
        this.elsewhere = elsewhere;
        this.file = file;
        this.binding = binding;
        this.firstRow = firstRow;
        this.endRow = endRow;
        this.collected = new ChunkRun[binding.arrays().size()];
    }

    @Override
    public ArrayRun of(int array, RowRuns wanted) throws IOException {
        StoredArray stored = binding.arrays().get(array);
        return wanted.isEmpty()
                ? new ArrayRun(stored, ChunkRun.EMPTY)
                : new ArrayRun(stored, ofSplit(array).of(stored, wanted), elsewhere.of(array));
    }

    /** Those of all rows of the split. */
    private ChunkRun ofSplit(int array) throws IOException {
        ChunkRun known = collected[array];
        if (known == null) {
            StoredArray stored = binding.arrays().get(array);
            known = ChunkRuns.collect(file, stored, firstRow, endRow, binding.lanes(array));
            collected[array] = known;
        }
        return known;
    }

    /** Where all rows of the split lie, whatever is wanted of them. */
    List<ByteRange> ranges() throws IOException {
        List<ByteRange> ranges = new ArrayList<>();
        for (int i = 0; i < collected.length; i++) {
            SplitRanges.add(binding.arrays().get(i), ofSplit(i), firstRow, endRow, ranges);
        }
        return ranges;
    }
}
