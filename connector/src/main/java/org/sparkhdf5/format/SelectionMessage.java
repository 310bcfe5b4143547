package org.sparkhdf5.format;

import java.util.ArrayList;
import java.util.List;
import org.sparkhdf5.Hdf5FormatException;

/**
 * Parses serialised selections: none, all, points of versions 1 and 2, hyperslabs of versions 1 to 3.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     VIII.A</a>
 */
final class SelectionMessage {
    private static final int COORDINATES_MAX = 1 << 20;

    private final MetadataCursor cursor;
    private final List<Long> dimensions;

    private SelectionMessage(MetadataCursor cursor, List<Long> dimensions) {
        this.cursor = cursor;
        this.dimensions = dimensions;
    }

    /** @param dimensions extent of the dataset that is selected from */
    static Selection parse(MetadataCursor cursor, List<Long> dimensions) throws Hdf5FormatException {
        Selection selection = new SelectionMessage(cursor, dimensions).parse();
        try {
            selection.pointCount();
        } catch (ArithmeticException e) {
            throw cursor.malformed("more selected elements than a long can count");
        }
        return selection;
    }

    private Selection parse() throws Hdf5FormatException {
        long type = cursor.readUnsignedInt("selection type");
        int version = (int) cursor.readUnsignedInt("selection version");
        if (version < 1 || version > 3) {
            throw cursor.malformed("expected selection version 1 to 3, found " + Integer.toUnsignedString(version));
        }
        switch ((int) type) {
            case 0:
                return new Selection.None();
            case 1:
                return points(version);
            case 2:
                return hyperslabs(version);
            case 3:
                return new Selection.All(dimensions);
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

    private Selection hyperslabs(int version) throws Hdf5FormatException {
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
        return regular ? regular(rank, width) : blocks(rank, width);
    }

    private int width(int encodeSize) throws Hdf5FormatException {
        if (encodeSize != 2 && encodeSize != 4 && encodeSize != 8) {
            throw cursor.malformed("expected encode size 2, 4 or 8, found " + encodeSize);
        }
        return encodeSize;
    }

    private int rank() throws Hdf5FormatException {
        long rank = cursor.readUnsignedInt("rank");
        if (rank != dimensions.size() || rank == 0) {
            throw cursor.malformed("selection of rank " + rank + " in a dataset of rank " + dimensions.size());
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

    private Selection regular(int rank, int width) throws Hdf5FormatException {
        List<List<Long>> rows = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            rows.add(position("start, stride, count and block", 4, width));
        }
        long[][] columns = new long[4][rank];
        boolean empty = false;
        for (int i = 0; i < rank; i++) {
            for (int j = 0; j < 4; j++) {
                columns[j][i] = rows.get(i).get(j);
            }
            empty |= columns[2][i] == 0 || columns[3][i] == 0;
            checkEnd(columns[0][i], columns[1][i], columns[2][i], columns[3][i]);
        }
        if (empty) {
            return new Selection.None();
        }
        return new Selection.Regular(boxed(columns[0]), boxed(columns[1]), boxed(columns[2]), boxed(columns[3]));
    }

    private void checkEnd(long start, long stride, long count, long block) throws Hdf5FormatException {
        try {
            Math.addExact(start, Math.addExact(Math.multiplyExact(Math.max(0, count - 1), stride), block));
        } catch (ArithmeticException e) {
            throw cursor.malformed("hyperslab start " + start + ", stride " + stride + ", count " + count + ", block "
                    + block + " ends beyond any extent");
        }
    }

    private static List<Long> boxed(long[] numbers) {
        List<Long> list = new ArrayList<>(numbers.length);
        for (long number : numbers) {
            list.add(number);
        }
        return list;
    }
}
