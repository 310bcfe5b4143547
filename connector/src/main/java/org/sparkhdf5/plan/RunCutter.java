package org.sparkhdf5.plan;

import java.util.ArrayList;
import java.util.List;
import org.sparkhdf5.chunk.ChunkRun;
import org.sparkhdf5.chunk.StoredArray;

/** Cuts the run of one array at the borders of the splits; a chunk across a border is in both runs. */
final class RunCutter {
    private final List<ChunkRun.Builder> builders = new ArrayList<>();

    RunCutter(StoredArray array, ChunkRun run, List<Long> endRows) {
        for (int split = 0; split < endRows.size(); split++) {
            builders.add(new ChunkRun.Builder());
        }
        ChunkRun.Cursor cursor = run.cursor();
        int first = 0;
        while (cursor.next()) {
            long row = cursor.ordinal() / array.laneCount() * array.chunkRows();
            while (first < endRows.size() && endRows.get(first) <= row) {
                first++;
            }
            long startRow = row;
            for (int split = first; split < endRows.size() && startRow < row + array.chunkRows(); split++) {
                builders.get(split).add(cursor.ordinal(), cursor.address(), cursor.storedBytes(), cursor.filterMask());
                startRow = endRows.get(split);
            }
        }
    }

    ChunkRun run(int split) {
        return builders.get(split).build();
    }
}
