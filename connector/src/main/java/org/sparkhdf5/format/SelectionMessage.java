package org.sparkhdf5.format;

import java.util.ArrayList;
import java.util.List;
import org.sparkhdf5.Hdf5FormatException;

/**
 * Parses serialised selections: none, all, points of versions 1 and 2, hyperslabs of versions 1 to 3. The cursor is left behind
 * the selection.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     VIII.A</a>
 */
final class SelectionMessage {
    /** Of one selection that is a list of points or blocks. */
    static final int COORDINATES_MAX = 1 << 20;

    private static final int ANY_RANK = -1;
    private static final int NONE = 0;
    private static final int POINTS = 1;
    private static final int HYPERSLABS = 2;
    private static final int ALL = 3;

    private final MetadataCursor cursor;
    private final int expectedRank;

    private SelectionMessage(MetadataCursor cursor, int expectedRank) {
        this.cursor = cursor;
        this.expectedRank = expectedRank;
    }

    /**
     * The selection of a region reference.
     *
     * @param dimensions extent of the dataset that is selected from
     */
    static Selection parse(MetadataCursor cursor, List<Long> dimensions) throws Hdf5FormatException {
        MappedSelection stored = new SelectionMessage(cursor, dimensions.size()).parse(true);
        if (stored instanceof MappedSelection.Unlimited unlimited) {
            throw cursor.malformed("hyperslab without end, in a region: " + unlimited.text());
        }
        Selection selection = stored.concrete(dimensions);
        try {
            selection.pointCount();
        } catch (ArithmeticException e) {
            throw tooMany(cursor);
        }
        return selection;
    }

    /** A selection of a virtual dataset; blocks are checked to be in order. */
    static MappedSelection parseMapped(MetadataCursor cursor, int rank) throws Hdf5FormatException {
        MappedSelection selection = new SelectionMessage(cursor, rank).parse(false);
        try {
            if (selection instanceof MappedSelection.Fixed fixed) {
                fixed.selection().pointCount();
            } else if (selection instanceof MappedSelection.Unlimited unlimited) {
                unlimited.hyperslab().sliceElements();
            }
        } catch (ArithmeticException e) {
            throw tooMany(cursor);
        }
        boolean listed = selection instanceof MappedSelection.Fixed fixed
                && fixed.selection() instanceof Selection.Blocks blocks
                && !BlockOrder.holds(blocks.blocks());
        if (listed) {
            throw cursor.malformed("blocks of a hyperslab overlap or are not in order");
        }
        return selection;
    }

    /** As {@link #parseMapped(MetadataCursor, int)}, of a dataset that was not opened. */
    static MappedSelection parseMapped(MetadataCursor cursor) throws Hdf5FormatException {
        return parseMapped(cursor, ANY_RANK);
    }

    private static Hdf5FormatException tooMany(MetadataCursor cursor) {
        return cursor.malformed("more selected elements than a long can count");
    }

    private MappedSelection parse(boolean withPoints) throws Hdf5FormatException {
        long type = cursor.readUnsignedInt("selection type");
        int version = (int) cursor.readUnsignedInt("selection version");
        if (version < 1 || version > 3) {
            throw cursor.malformed("expected selection version 1 to 3, found " + Integer.toUnsignedString(version));
        }
        switch ((int) type) {
            case NONE:
                cursor.skip("reserved and length", 8);
                return new MappedSelection.Fixed(new Selection.None());
            case POINTS:
                if (!withPoints) {
                    throw cursor.unsupported(
                            "points are selected, which HDF5 does not read in virtual datasets",
                            "select them as hyperslabs of one element");
                }
                return new MappedSelection.Fixed(points(version));
            case HYPERSLABS:
                return hyperslabs(version);
            case ALL:
                cursor.skip("reserved and length", 8);
                return new MappedSelection.Whole();
            default:
                throw cursor.malformed("expected selection type 0 to 3, found " + type);
        }
    }

    private Selection points(int version) throws Hdf5FormatException {
        int width = 4;
        if (version == 1) {
            cursor.skip("reserved and length", 8);
        } else {
            width = width(cursor.readByte("encode size"));
        }
        int rank = rank();
        int count = count("points", cursor.readUnsigned("number of points", width), rank, width);
        List<List<Long>> points = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            points.add(position("point", rank, width));
        }
        return points.isEmpty() ? new Selection.None() : new Selection.Points(points);
    }

    private MappedSelection hyperslabs(int version) throws Hdf5FormatException {
        boolean regular = false;
        int width = 4;
        if (version == 1) {
            cursor.skip("reserved and length", 8);
        } else {
            regular = (cursor.readByte("flags") & 1) != 0;
            if (version == 2) {
                cursor.skip("length", 4);
                width = 8;
            } else {
                width = width(cursor.readByte("encode size"));
            }
        }
        int rank = rank();
        return regular ? regular(rank, width) : new MappedSelection.Fixed(blocks(rank, width));
    }

    private int width(int encodeSize) throws Hdf5FormatException {
        if (encodeSize != 2 && encodeSize != 4 && encodeSize != 8) {
            throw cursor.malformed("expected encode size 2, 4 or 8, found " + encodeSize);
        }
        return encodeSize;
    }

    private int rank() throws Hdf5FormatException {
        long rank = cursor.readUnsignedInt("rank");
        if (expectedRank != ANY_RANK && (rank != expectedRank || rank == 0)) {
            throw cursor.malformed("selection of rank " + rank + " in a dataset of rank " + expectedRank);
        }
        if (rank < 1 || rank > Dataspace.RANK_MAX) {
            throw cursor.malformed("expected rank 1 to " + Dataspace.RANK_MAX + ", found " + rank);
        }
        return (int) rank;
    }

    private int count(String what, long count, int numbersEach, int width) throws Hdf5FormatException {
        if (count > cursor.remaining() / ((long) numbersEach * width)) {
            throw cursor.malformed(count + " " + what + " in " + cursor.remaining() + " bytes");
        }
        if (count * numbersEach > COORDINATES_MAX) {
            throw cursor.unsupported(
                    "a selection of " + count + " " + what + " is not read; readable are up to " + COORDINATES_MAX
                            + " coordinates",
                    "read the dataset that is selected from");
        }
        return (int) count;
    }

    private List<Long> position(String field, int rank, int width) throws Hdf5FormatException {
        List<Long> position = new ArrayList<>(rank);
        for (int i = 0; i < rank; i++) {
            position.add(cursor.readUnsigned(field, width));
        }
        return List.copyOf(position);
    }

    private Selection blocks(int rank, int width) throws Hdf5FormatException {
        int count = count("blocks", cursor.readUnsigned("number of blocks", width), 2 * rank, width);
        List<Selection.Block> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            List<Long> start = position("block start", rank, width);
            List<Long> end = position("block end", rank, width);
            for (int j = 0; j < rank; j++) {
                if (end.get(j) < start.get(j)) {
                    throw cursor.malformed("block from " + start + " to " + end);
                }
            }
            blocks.add(new Selection.Block(start, end));
        }
        return blocks.isEmpty() ? new Selection.None() : new Selection.Blocks(blocks);
    }

    private MappedSelection regular(int rank, int width) throws Hdf5FormatException {
        List<List<Long>> columns =
                List.of(new ArrayList<>(rank), new ArrayList<>(rank), new ArrayList<>(rank), new ArrayList<>(rank));
        boolean empty = false;
        int unlimited = -1;
        for (int i = 0; i < rank; i++) {
            long start = cursor.readUnsigned("start", width);
            long stride = cursor.readUnsigned("stride", width);
            long count = cursor.readUnsignedOrUnlimited("count", width);
            long block = cursor.readUnsignedOrUnlimited("block", width);
            if (count == Dataspace.UNLIMITED || block == Dataspace.UNLIMITED) {
                if (unlimited >= 0) {
                    throw cursor.malformed("hyperslab without end in dimensions " + unlimited + " and " + i);
                }
                unlimited = i;
            }
            check(start, stride, count, block);
            empty |= count == 0 || block == 0;
            columns.get(0).add(start);
            columns.get(1).add(stride);
            columns.get(2).add(count);
            columns.get(3).add(block);
        }
        if (empty) {
            return new MappedSelection.Fixed(new Selection.None());
        }
        return unlimited < 0
                ? new MappedSelection.Fixed(
                        new Selection.Regular(columns.get(0), columns.get(1), columns.get(2), columns.get(3)))
                : new MappedSelection.Unlimited(new UnlimitedHyperslab(
                        unlimited, columns.get(0), columns.get(1), columns.get(2), columns.get(3)));
    }

    private void check(long start, long stride, long count, long block) throws Hdf5FormatException {
        String what = "hyperslab start " + start + ", stride " + stride + ", count " + count + ", block " + block;
        boolean several = count > 1 || count == Dataspace.UNLIMITED;
        if (several && (block == Dataspace.UNLIMITED || stride < Math.max(1, block))) {
            throw cursor.malformed(what + " overlaps itself");
        }
        try {
            long last = Math.multiplyExact(Math.max(0, count - 1), stride);
            Math.addExact(start, Math.addExact(last, Math.max(0, block)));
        } catch (ArithmeticException e) {
            throw cursor.malformed(what + " ends beyond any extent");
        }
    }
}
