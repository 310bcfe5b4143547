package org.sparkhdf5.table;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.ChunkCounts;
import org.sparkhdf5.chunk.RowCompanion;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.chunk.WholeArray;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.table.pickle.PickleLimits;
import org.sparkhdf5.table.pickle.PickledArray;
import org.sparkhdf5.table.pickle.PickledKind;

/**
 * Decodes the wanted columns of a pickled array row by row, going forward: rows before those that are asked for are passed
 * over, rows behind them are never read. Opens the pickle at the first row. Not thread-safe.
 */
public final class PickledRows implements RowCompanion {
    private static final long WINDOW_ROWS_MAX = 16_384;
    /** A memo lets a short pickle hold long text many times. */
    private static final long ROW_BYTES_MAX = 128L << 20;
    /** Values of a list that are held as a whole. */
    private static final long HELD_VALUES_MAX = 1L << 22;

    private final RangeReader reader;
    private final PickledBlock block;
    private final ObjectLocation location;
    private final long rowCount;
    private final List<Item> items;
    private final ObjectCells[] cells;
    private final long windowBytes;
    private final PickleLimits limits;
    private final ChunkCounts counts;
    private @Nullable PickledArray array;
    private @Nullable ObjectCells[] cellsOfItems = new ObjectCells[0];
    private String[] namesOfItems = new String[0];
    private long nextRow;
    private long windowRow;
    private long shownRow;

    /**
     * A wanted column.
     *
     * @param item index in a row of the array
     * @param column name, for messages
     * @param rule what its values become
     */
    public record Item(int item, String column, ObjectRule rule) implements Serializable {}

    /**
     * @param reader of the file; stays the caller's
     * @param rowCount of the table, which the array must have
     * @param items that are wanted
     * @param windowBytes of text that are held at once, about
     * @param memoryBytes for reading: buffers, and what the pickle refers to
     * @param bytesMax that the pickle may take
     * @param counts counts the pass when it begins
     */
    public PickledRows(
            RangeReader reader,
            PickledBlock block,
            long rowCount,
            List<Item> items,
            long windowBytes,
            long memoryBytes,
            long bytesMax,
            ChunkCounts counts) {
        this.counts = counts;
        this.reader = reader;
        this.block = block;
        this.location = new ObjectLocation(reader.file(), block.path());
        this.rowCount = rowCount;
        this.items = List.copyOf(items);
        this.windowBytes = windowBytes;
        this.limits = PickleLimits.block(bytesMax, memoryBytes);
        this.cells = items.stream()
                .map(item -> new ObjectCells(item.rule(), location, item.column()))
                .toArray(ObjectCells[]::new);
    }

    /**
     * All elements of a pickled array of one dimension, such as the distinct values of an index level.
     *
     * @param reader of the file; stays the caller's
     * @param column name, for messages
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the pickle is longer than {@link WholeArray#BYTES_MAX}
     */
    public static ObjectCells all(
            Hdf5File file, RangeReader reader, StoredArray descriptors, String column, ObjectRule rule)
            throws IOException {
        ObjectLocation location = new ObjectLocation(reader.file(), descriptors.path());
        PickledBlock block = PickledBlock.locate(file, reader, descriptors);
        requireHeld(location, block);
        PickledArray array =
                PickledArray.open(block.source(reader), location, PickleLimits.block(WholeArray.BYTES_MAX));
        ObjectCells cells = new ObjectCells(rule, location, column);
        for (long row = 0; array.next(); row++) {
            boolean tooLong = isBytes(array.kind()) && array.lengthBytes() > ROW_BYTES_MAX;
            if (tooLong || cells.byteCount() > ROW_BYTES_MAX || row >= HELD_VALUES_MAX) {
                throw tooLong(location, column, row);
            }
            if (!cells.append(array, row)) {
                throw misfit(location, array, column, rule, row);
            }
        }
        return cells;
    }

    /** The cells of a wanted column; filled anew by each {@link #load}. */
    public ObjectCells cells(int wanted) {
        return cells[wanted];
    }

    /** Index in the cells of the row that was last asked for. */
    public int shownCell() {
        return (int) (shownRow - windowRow);
    }

    @Override
    public long load(long firstRow, long endRow) throws IOException {
        shownRow = firstRow;
        if (firstRow >= windowRow && firstRow < nextRow) {
            return Math.min(nextRow, endRow);
        }
        PickledArray opened = opened();
        int width = cellsOfItems.length;
        for (; nextRow < firstRow; nextRow++) {
            for (int item = 0; item < width; item++) {
                step(opened);
            }
        }
        for (ObjectCells column : cells) {
            column.clear();
        }
        windowRow = firstRow;
        long end = Math.min(endRow, firstRow + WINDOW_ROWS_MAX);
        long bytes = 0;
        while (nextRow < end && bytes < windowBytes) {
            bytes = readRow(opened);
        }
        return nextRow;
    }

    /** The bytes of text that are held after it. */
    private long readRow(PickledArray opened) throws IOException {
        long bytes = 0;
        for (int item = 0; item < cellsOfItems.length; item++) {
            step(opened);
            ObjectCells column = cellsOfItems[item];
            if (column == null) {
                continue;
            }
            if (isBytes(opened.kind()) && opened.lengthBytes() > ROW_BYTES_MAX) {
                throw tooLong(location, namesOfItems[item], nextRow);
            }
            if (!column.append(opened, nextRow)) {
                throw misfit(location, opened, namesOfItems[item], column.rule(), nextRow);
            }
            bytes += column.byteCount();
            if (bytes > windowBytes + ROW_BYTES_MAX) {
                throw tooLong(location, namesOfItems[item], nextRow);
            }
        }
        nextRow++;
        return bytes;
    }

    private void step(PickledArray opened) throws IOException {
        if (!opened.next()) {
            throw location.malformed("a pickled array ends at row " + nextRow + " of " + rowCount, block.address());
        }
    }

    private PickledArray opened() throws IOException {
        PickledArray known = array;
        if (known != null) {
            return known;
        }
        requireLength(location, block, limits.lengthBytes());
        counts.addPicklePass();
        PickledArray opened = PickledArray.open(block.source(reader), location, limits);
        List<Long> shape = opened.shape();
        int widest = items.stream().mapToInt(Item::item).max().orElse(0);
        long width = shape.size() == 2 ? shape.get(1) : 1;
        boolean fits = shape.size() == 1 || shape.size() == 2;
        if (!fits || shape.get(0) != rowCount || width <= widest || width > Integer.MAX_VALUE / 2) {
            throw location.malformed(
                    "a pickled array of " + rowCount + " rows and more than " + widest
                            + " items is expected, found shape " + shape,
                    block.address());
        }
        cellsOfItems = new ObjectCells[(int) width];
        namesOfItems = new String[(int) width];
        Arrays.fill(namesOfItems, "");
        for (int i = 0; i < items.size(); i++) {
            cellsOfItems[items.get(i).item()] = cells[i];
            namesOfItems[items.get(i).item()] = items.get(i).column();
        }
        array = opened;
        return opened;
    }

    /** @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the pickle is longer than the user lets it be */
    public static void requireLength(ObjectLocation location, PickledBlock block, long bytesMax) {
        if (block.lengthBytes() > bytesMax) {
            throw location.unsupported(
                    "a pickled block of " + block.lengthBytes() + " bytes, at most " + bytesMax + " are read",
                    "set option(\"pickleBytesMax\", \"" + block.lengthBytes()
                            + "\"), or select no column of Python objects");
        }
    }

    private static RuntimeException misfit(
            ObjectLocation location, PickledArray opened, String column, ObjectRule rule, long row) throws IOException {
        return location.unsupported(
                "column " + column + ", row " + row + ": " + rule.expected() + " is expected, found " + found(opened),
                ObjectRule.wayOut(column));
    }

    /** @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the pickle is too long to be held as a whole */
    static void requireHeld(ObjectLocation location, PickledBlock block) {
        if (block.lengthBytes() > WholeArray.BYTES_MAX) {
            throw location.unsupported(
                    "a pickled list of " + block.lengthBytes() + " bytes, at most " + WholeArray.BYTES_MAX
                            + " are read as labels or as values of an index level",
                    "set option(\"index\", \"false\"), or write the frame with reset_index()");
        }
    }

    private static boolean isBytes(PickledKind kind) {
        return kind == PickledKind.TEXT || kind == PickledKind.BYTES;
    }

    private static RuntimeException tooLong(ObjectLocation location, String column, long row) {
        return location.unsupported(
                "column " + column + ", row " + row + ": text of more than " + ROW_BYTES_MAX + " bytes in one row",
                "select fewer columns, or leave this one out");
    }

    private static String found(PickledArray opened) {
        return switch (opened.kind()) {
            case NONE -> "None";
            case BOOL -> "a boolean";
            case INT -> opened.fitsLong() ? "an integer" : "an integer of more than 64 bits";
            case FLOAT -> "a float";
            case TEXT -> "text";
            case BYTES -> "bytes";
            case DATE -> "a date";
            case OTHER -> "another object";
        };
    }
}
