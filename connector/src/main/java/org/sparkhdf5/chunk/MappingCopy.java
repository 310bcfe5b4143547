package org.sparkhdf5.chunk;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.codec.FilterBuffer;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.storage.RangeReader;

/**
 * Brings the elements of one mapping after the other from their sources to their places. Each chunk that is decoded is decoded
 * once for all of its elements in a slab, and kept, as far as there is room, where more are wanted later. Not thread-safe, but for
 * {@link #close}.
 */
final class MappingCopy implements Closeable {
    private static final byte[] NO_BYTES = new byte[0];

    private final SourceArrays sources;
    private final RowReader.Limits limits;
    private final FetchLimits fetchLimits;
    private final FilterBuffer buffer = new FilterBuffer(BandMemory.CHUNK_BYTES_MAX);
    private final FetchBuffers fetchBuffers;
    private final LinearReads linear;
    private final HeldChunks held = new HeldChunks();

    MappingCopy(SourceArrays sources, RowReader.Limits limits) {
        this.sources = sources;
        this.limits = limits;
        long fetchBytes = Math.max(1, Math.min(BandMemory.FETCH_BYTES_MAX, limits.taskMemoryBytes() / 8));
        this.fetchLimits = new FetchLimits(limits.coalescing(), fetchBytes, 2 * fetchBytes, true);
        this.fetchBuffers = new FetchBuffers(fetchBytes);
        this.linear = new LinearReads(limits.coalescing());
    }

    HeldChunks held() {
        return held;
    }

    /**
     * Copies what a mapping gives of a slab.
     *
     * @param mapping made ready; its source is not missing
     * @param heldBytesMax what chunks that are wanted later may take
     */
    void copy(Mapping mapping, Slab slab, long heldBytesMax) throws IOException {
        GridMapping grid = mapping.grid();
        if (grid == null) {
            copyRuns(mapping, slab, heldBytesMax);
            return;
        }
        long from = mapping.place().before(slab.first());
        long to = mapping.place().before(slab.end());
        if (from == to) {
            return;
        }
        grid.want(from, to);
        SourceArray.Stored stored = mapping.source().stored();
        if (stored.isLinear()) {
            MappedLines lines = linearLines(mapping.source(), slab);
            grid.forEachLine(new long[stored.dimensions().length], stored.dimensions(), lines);
            finish(mapping.source(), slab);
        } else {
            new Chunks(mapping.source(), slab, heldBytesMax).copyGrid(grid, to);
        }
    }

    /** Takes lines of an array whose elements lie one behind the other, or were never written. */
    private MappedLines linearLines(SourceArray source, Slab slab) throws IOException {
        SourceArray.Stored stored = source.stored();
        if (stored.array().address() == DataLayout.UNDEFINED) {
            return fillLines(stored, slab);
        }
        LinearReads.Ends ends = ends(source, stored.array().address(), slab);
        return (place, placeStep, at, step, length) -> linear.add(ends, place, placeStep, at, step, length);
    }

    private static MappedLines fillLines(SourceArray.Stored stored, Slab slab) {
        byte[] fill = FillRows.row(stored.array(), stored.array().elementBytes());
        return (place, placeStep, at, step, length) ->
                slab.put(stored.conversion(), fill, 0, 0, place, placeStep, length);
    }

    private LinearReads.Ends ends(SourceArray source, long address, Slab slab) throws IOException {
        return new LinearReads.Ends(
                sources.reader(source), address, source.stored().conversion(), slab);
    }

    private void finish(SourceArray source, Slab slab) throws IOException {
        linear.finish(ends(source, 0, slab));
    }

    /** A mapping that follows no rule: run by run. */
    private void copyRuns(Mapping mapping, Slab slab, long heldBytesMax) throws IOException {
        SourceArray source = mapping.source();
        if (source.stored().isLinear()) {
            forEachRun(mapping, slab, linearLines(source, slab));
            finish(source, slab);
            return;
        }
        long[] rows = {Long.MAX_VALUE, 0};
        long rowElements = source.stored().array().rowElements();
        forEachRun(mapping, slab, (place, placeStep, at, step, length) -> {
            rows[0] = Math.min(rows[0], at / rowElements);
            rows[1] = Math.max(rows[1], (at + length - 1) / rowElements + 1);
        });
        if (rows[0] < rows[1]) {
            Chunks chunks = new Chunks(source, slab, heldBytesMax);
            chunks.openAll(rows[0], rows[1]);
            forEachRun(mapping, slab, (place, placeStep, at, step, length) -> chunks.copyRun(place, at, length));
            finish(source, slab);
        }
    }

    private static void forEachRun(Mapping mapping, Slab slab, MappedLines lines) throws IOException {
        ElementRuns selected = mapping.selected();
        mapping.place().forEach(slab.first(), slab.end(), (element, count, length) -> {
            long next;
            for (long done = 0; done < length; done += next) {
                selected.seek(count + done);
                next = Math.min(length - done, selected.length());
                lines.line(element + done, 1, selected.element(), 1, next);
            }
        });
    }

    @Override
    public void close() {
        buffer.close();
    }

    /** The chunks of one source, for one slab. */
    private final class Chunks {
        private final SourceArray source;
        private final SourceArray.Stored stored;
        private final StoredArray array;
        private final Slab slab;
        private final long heldBytesMax;
        private final int rank;
        private final long[] extent;
        private final long[] offset;
        private final MappedLines fill;
        private @Nullable ChunkReader reader;
        private long currentOrdinal = -1;
        private byte[] current = NO_BYTES;
        /** Ordinals of the chunks that were held, ascending. */
        private long[] copied = new long[0];

        private int copiedCount;

        Chunks(SourceArray source, Slab slab, long heldBytesMax) {
            this.source = source;
            this.stored = source.stored();
            this.array = stored.array();
            this.slab = slab;
            this.heldBytesMax = heldBytesMax;
            this.rank = stored.chunk().length;
            this.extent = new long[rank];
            for (int i = 0; i < rank; i++) {
                extent[i] = stored.chunk()[i];
            }
            this.offset = new long[rank];
            this.fill = fillLines(stored, slab);
        }

        /** Copies the wanted elements of a grid. */
        void copyGrid(GridMapping grid, long to) throws IOException {
            ChunkRun run = sources.chunks(source, grid.firstCoordinate(0), grid.lastCoordinate(0) + 1);
            long[] scratch = new long[rank];
            open(run.where(ordinal -> {
                array.chunkOffset(ordinal, scratch);
                return grid.wantedIn(scratch, extent) > 0 && !held.holds(source, ordinal);
            }));
            // Those that are held come first: others might take their room.
            offset[0] = GridMapping.BEFORE_ALL;
            while (grid.nextChunk(offset, extent)) {
                copyHeld(grid, to);
            }
            int skipped = 0;
            offset[0] = GridMapping.BEFORE_ALL;
            while (grid.nextChunk(offset, extent)) {
                long ordinal = array.ordinal(offset);
                if (skipped < copiedCount && copied[skipped] == ordinal) {
                    skipped++;
                } else {
                    copyChunk(grid, ordinal, isWantedLater(grid, to));
                }
            }
            finish(source, slab);
        }

        private boolean isWantedLater(GridMapping grid, long to) {
            boolean shared = source.mappingCount > 1
                    && grid.mappedIn(offset, extent) < array.chunkBytes() / array.elementBytes();
            return shared || grid.lastCountIn(offset, extent) >= to;
        }

        /** Copies from a chunk that is held, if it is. */
        private void copyHeld(GridMapping grid, long to) throws IOException {
            long ordinal = array.ordinal(offset);
            if (!held.holds(source, ordinal)) {
                return;
            }
            grid.forEachLine(offset, extent, lines(held.find(source, ordinal), 0));
            if (!isWantedLater(grid, to)) {
                buffer.reuse(held.remove(source, ordinal));
            }
            if (copiedCount == copied.length) {
                copied = Arrays.copyOf(copied, Math.max(16, 2 * copiedCount));
            }
            copied[copiedCount++] = ordinal;
        }

        private void copyChunk(GridMapping grid, long ordinal, boolean wantedLater) throws IOException {
            ChunkReader chunks = reader();
            int entry = chunks.find(ordinal);
            if (entry < 0) {
                grid.forEachLine(offset, extent, fill);
            } else if (!stored.isDecoded()) {
                LinearReads.Ends ends = ends(source, chunks.unfilteredAddress(entry, true), slab);
                grid.forEachLine(
                        offset,
                        extent,
                        (place, placeStep, at, step, length) -> linear.add(ends, place, placeStep, at, step, length));
            } else {
                FilterBuffer decoded = chunks.decode(entry);
                grid.forEachLine(offset, extent, lines(decoded.array(), decoded.offset()));
                if (wantedLater) {
                    hold(ordinal, decoded.detach(NO_BYTES));
                }
                chunks.release(entry);
            }
        }

        private void hold(long ordinal, byte[] bytes) {
            if (!held.keep(source, ordinal, bytes, heldBytesMax)) {
                buffer.reuse(bytes);
            }
        }

        private MappedLines lines(byte[] bytes, int from) {
            int elementBytes = array.elementBytes();
            return (place, placeStep, at, step, length) -> slab.put(
                    stored.conversion(), bytes, from + (int) (at * elementBytes), step, place, placeStep, length);
        }

        private ChunkReader reader() {
            if (reader == null) {
                throw new IllegalStateException(array.path() + " is not open");
            }
            return reader;
        }

        /** Opens all stored chunks of some rows, each read on its own. */
        void openAll(long rowFrom, long rowEnd) throws IOException {
            ChunkRun run = sources.chunks(source, rowFrom, rowEnd);
            open(run.where(ordinal -> {
                long row = ordinal / array.laneCount() * array.chunkRows();
                return row < rowEnd && row + array.chunkRows() > rowFrom;
            }));
        }

        private void open(ChunkRun needed) throws IOException {
            RangeReader bytes = sources.reader(source);
            ArrayRun run = new ArrayRun(array, needed);
            if (!array.pipeline().isEmpty()) {
                checkMemory(bytes, BandMemory.scratchBytes(bytes.file(), run, Long.MAX_VALUE));
            }
            ChunkSchedule schedule = new ChunkSchedule(List.of(run));
            ChunkFetcher fetcher = ChunkFetcher.ofAll(bytes, schedule, fetchLimits, fetchBuffers);
            ObjectLocation location = new ObjectLocation(bytes.file(), array.path());
            reader = new ChunkReader(array, 0, location, schedule, fetcher, buffer, limits.counts());
        }

        private void checkMemory(RangeReader bytes, long needed) {
            if (needed > limits.taskMemoryBytes()) {
                throw new ObjectLocation(bytes.file(), array.path())
                        .unsupported(
                                "a chunk " + array.chunkDimensions() + " needs " + needed
                                        + " bytes of memory, stored and decoded; of taskMemory a virtual dataset over it has "
                                        + limits.taskMemoryBytes(),
                                "set a larger option(\"taskMemory\") or rewrite the file with smaller chunks:"
                                        + " `h5repack -l CHUNK=… in.h5 out.h5`");
            }
        }

        /** Copies neighbours of the source, which may lie in several chunks. */
        void copyRun(long place, long element, long length) throws IOException {
            long next;
            for (long done = 0; done < length; done += next) {
                long rest = element + done;
                long inChunk = 0;
                long stride = 1;
                next = 0;
                for (int i = rank - 1; i >= 0; i--) {
                    long dimension = stored.dimensions()[i];
                    long coordinate = rest % dimension;
                    rest /= dimension;
                    offset[i] = coordinate / extent[i] * extent[i];
                    inChunk += (coordinate - offset[i]) * stride;
                    stride *= extent[i];
                    if (i == rank - 1) {
                        next = Math.min(dimension, offset[i] + extent[i]) - coordinate;
                    }
                }
                next = Math.min(next, length - done);
                copyPiece(place + done, inChunk, next);
            }
        }

        private void copyPiece(long place, long inChunk, long length) throws IOException {
            long ordinal = array.ordinal(offset);
            if (ordinal != currentOrdinal) {
                currentOrdinal = -1;
                current = held.find(source, ordinal);
                if (current.length == 0 && !decode(ordinal, place, inChunk, length)) {
                    return;
                }
                currentOrdinal = ordinal;
            }
            lines(current, 0).line(place, 1, inChunk, 1, length);
        }

        /** Makes a chunk current; false where there was nothing to decode, and the elements are copied. */
        private boolean decode(long ordinal, long place, long inChunk, long length) throws IOException {
            ChunkReader chunks = reader();
            int entry = chunks.find(ordinal);
            if (entry < 0) {
                fill.line(place, 1, inChunk, 1, length);
                return false;
            }
            if (!stored.isDecoded()) {
                linear.add(ends(source, chunks.unfilteredAddress(entry, true), slab), place, 1, inChunk, 1, length);
                return false;
            }
            current = chunks.decode(entry).detach(NO_BYTES);
            chunks.release(entry);
            held.keep(source, ordinal, current, heldBytesMax);
            return true;
        }
    }
}
