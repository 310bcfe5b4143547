package org.sparkhdf5.chunk;

import java.io.IOException;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.RangeReader;

/**
 * Rows that lie one behind the other in the file and need no decoding: read by row range, in windows that grow. A window goes
 * on over rows that are not wanted where the policy bridges the gap.
 */
final class ContiguousRows extends RowSource {
    private final WindowReads windows;
    private final CoalescingPolicy policy;
    private final RangeReader reader;
    private final long address;
    private final int rowBytes;
    private final RowRuns wanted;
    private final byte[] fillRow;
    private long aheadRow;
    private long aheadEnd;

    /**
     * @param wanted rows that will be asked for
     * @param windowBytesMax what a window may take, at least one row
     * @param slowBytesMax what each of two windows may take where reads are slow
     */
    ContiguousRows(
            RangeReader reader,
            StoredArray array,
            RowRuns wanted,
            CoalescingPolicy policy,
            long windowBytesMax,
            long slowBytesMax) {
        this.reader = reader;
        this.windows = new WindowReads(reader, windowBytesMax, slowBytesMax);
        this.policy = policy;
        this.address = array.address();
        this.rowBytes = Math.toIntExact(array.rowBytes());
        this.wanted = wanted;
        this.fillRow = address == DataLayout.UNDEFINED ? FillRows.row(array, array.rowBytes()) : new byte[0];
    }

    @Override
    void load(long row, RowWindow target) throws IOException {
        if (isFilled()) {
            target.set(fillRow, 0, 0, row, wanted.end(wanted.runCount() - 1) - row);
            return;
        }
        if (windows.isReadingAhead()) {
            byte[] bytes = windows.takeAhead();
            if (bytes != null && row >= aheadRow && row < aheadEnd) {
                target.set(bytes, 0, rowBytes, aheadRow, aheadEnd - aheadRow);
                return;
            }
        }
        long rows = endOfWindow(row) - row;
        int lengthBytes = Math.toIntExact(rows * rowBytes);
        if (windows.growsFor(lengthBytes)) {
            target.clear();
        }
        target.set(windows.read(address + row * rowBytes, lengthBytes), 0, rowBytes, row, rows);
    }

    @Override
    void readAhead(long row) {
        RowWindow held = window();
        boolean inside = held.holds(row) || row == held.endRow();
        if (isFilled() || !inside || !windows.mayReadAhead(row - held.firstRow(), held.rowCount())) {
            return;
        }
        int run = wanted.find(held.endRow());
        if (run < wanted.runCount()) {
            aheadRow = Math.max(held.endRow(), wanted.first(run));
            aheadEnd = endOfWindow(aheadRow);
            windows.begin(address + aheadRow * rowBytes, Math.toIntExact((aheadEnd - aheadRow) * rowBytes));
        }
    }

    private boolean isFilled() {
        return address == DataLayout.UNDEFINED || rowBytes == 0;
    }

    /** Row behind the last one of a window that begins with a wanted row. */
    private long endOfWindow(long row) {
        long windowBytes = windows.nextBytes();
        long endMax = row + Math.max(1, Math.min(windowBytes, Integer.MAX_VALUE - 8) / rowBytes);
        CoalescingPolicy bridging = policy.at(reader.pace(), windowBytes);
        int run = wanted.find(row);
        long end = Math.min(wanted.end(run), endMax);
        long wantedRows = end - row;
        for (run++; run < wanted.runCount() && wanted.first(run) < endMax; run++) {
            long nextEnd = Math.min(wanted.end(run), endMax);
            long gapRows = wanted.first(run) - end;
            long wastedRows = end - row - wantedRows;
            wantedRows += nextEnd - wanted.first(run);
            if (!bridging.bridges(gapRows * rowBytes, wastedRows * rowBytes, wantedRows * rowBytes)) {
                break;
            }
            end = nextEnd;
        }
        return end;
    }
}
