package org.sparkhdf5.plan;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.CellReader;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.chunk.WholeArray;
import org.sparkhdf5.format.ExternalFiles;
import org.sparkhdf5.format.GlobalHeap;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.References;
import org.sparkhdf5.storage.ByteRange;
import org.sparkhdf5.storage.CachedRangeReader;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.ObjectCells;
import org.sparkhdf5.table.ObjectRule;
import org.sparkhdf5.table.PickledRows;

/**
 * The part of one table that a split reads: its rows and where the columns are in them. Belongs to the {@link SplitTables} that
 * opened it. Not thread-safe, but for {@link #close}.
 */
public final class OpenedSplit implements Closeable {
    private final Place place;
    private final TableBinding binding;
    private final @Nullable RowReader rows;
    private final @Nullable CellReader cells;
    private final List<PickledRows> pickles;
    private final ByteRange span;
    private final Closeable owned;
    private @Nullable Hdf5File file;

    /**
     * A split of rows.
     *
     * @param owned closed with the split
     */
    OpenedSplit(
            Place place,
            TableBinding binding,
            RowReader rows,
            List<PickledRows> pickles,
            ByteRange span,
            Closeable owned) {
        this.place = place;
        this.binding = binding;
        this.rows = rows;
        this.cells = null;
        this.pickles = pickles;
        this.span = span;
        this.owned = owned;
        this.file = place.parsed();
    }

    /** A split of cells. */
    OpenedSplit(Place place, TableBinding binding, CellReader cells, ByteRange span, Closeable owned) {
        this.place = place;
        this.binding = binding;
        this.rows = null;
        this.cells = cells;
        this.pickles = List.of();
        this.span = span;
        this.owned = owned;
        this.file = place.parsed();
    }

    /**
     * What the splits of a task share.
     *
     * @param opener opens the bytes of a file
     * @param tables reads tables of files
     * @param columns that the query needs
     * @param common binding of the planned splits that have none of their own
     * @param limits of the task
     * @param conditions that all wanted rows satisfy, or null where nothing is known of them
     */
    public record Task(
            OpenFile.Opener opener,
            FileTables tables,
            List<RequestedColumn> columns,
            @Nullable TableBinding common,
            RowReader.Limits limits,
            @Nullable RowConditions conditions) {
        /** Of a query that wants all rows. */
        public Task(
                OpenFile.Opener opener,
                FileTables tables,
                List<RequestedColumn> columns,
                @Nullable TableBinding common,
                RowReader.Limits limits) {
            this(opener, tables, columns, common, limits, null);
        }

        /** The same with less memory. */
        Task within(RowReader.Limits less) {
            return new Task(opener, tables, columns, common, less, conditions);
        }
    }

    /**
     * The file that a split reads.
     *
     * @param reader of its data, stays the opener's
     * @param storedFile as it was listed
     * @param parsed its metadata, where they were looked at
     */
    record Place(
            RangeReader reader,
            StoredFile storedFile,
            @Nullable Hdf5File parsed) {}

    /** How the cells of a binding are read, which is one of cells. */
    static CellBinding cells(TableBinding binding) {
        return Objects.requireNonNull(binding.cells());
    }

    /** Where values of variable length are; a planned split reads the superblock for it. */
    public GlobalHeap heap() throws IOException {
        return file().globalHeap();
    }

    /** Finds what references lead to; walks the file when first asked. */
    public References references() throws IOException {
        return file().references();
    }

    /** All elements of a small array of the file, C order; a planned split reads the superblock and its chunk index for it. */
    public byte[] elements(StoredArray array) throws IOException {
        return WholeArray.read(file(), file().reader(), array);
    }

    /** All elements of a pickled array of one dimension. */
    public ObjectCells objects(StoredArray descriptors, String column, ObjectRule rule) throws IOException {
        return PickledRows.all(file(), file().reader(), descriptors, column, rule);
    }

    private Hdf5File file() throws IOException {
        Hdf5File opened = file;
        if (opened == null) {
            // The cache is a view on the split's reader, which the split closes.
            opened = Hdf5File.open(
                    new CachedRangeReader(place.reader()),
                    ExternalFiles.denied(),
                    Map.of(),
                    place.storedFile().family());
            file = opened;
        }
        return opened;
    }

    public TableBinding binding() {
        return binding;
    }

    /** @throws IllegalStateException if the rows of the table are cells */
    public RowReader rows() {
        if (rows == null) {
            throw new IllegalStateException(
                    place.storedFile().path() + ": the rows of " + binding.tablePath() + " are cells");
        }
        return rows;
    }

    /** Lets the rows of this step be found again by whoever reads the rest of the split, where that may be. */
    public void keepRows() {
        if (rows != null) {
            rows.keepRows();
        }
    }

    /** The cells, or null where the rows of the table are rows of its arrays. */
    public @Nullable CellReader cells() {
        return cells;
    }

    /** The pickled arrays of the binding, in its order; they step with {@link #rows}. */
    public List<PickledRows> pickles() {
        return pickles;
    }

    /** The file that is read. */
    public StoredFile storedFile() {
        return place.storedFile();
    }

    /** Lowest address of what is read and how far it reaches; where the split is a whole file, the file. */
    public ByteRange span() {
        return span;
    }

    @Override
    public void close() throws IOException {
        try (owned) {
            if (rows != null) {
                rows.close();
            }
            if (cells != null) {
                cells.close();
            }
        }
    }
}
