package org.sparkhdf5.it.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A pandas fixed frame of any size whose cells come from a formula, in a {@link HandMadeFile}: what
 * {@code DataFrame.to_hdf(path, key=key)} writes for contiguous blocks, with an unnamed integer index 0, 1, 2, ….
 *
 * <p>The formula of a cell, also known to the Python tests: a float is {@code row + column / 8}, an integer is
 * {@code row * 31 + column}, both with the column's position within its block; see {@link #cell}.
 */
public final class HandMadeFrame {

    /** One block: columns of one type, lying side by side in the rows of one dataset. */
    public record Block(Kind kind, List<String> columns) {
        public Block {
            columns = List.copyOf(columns);
        }

        /** Columns {@code prefix0}, {@code prefix1}, …. */
        public static Block of(Kind kind, String prefix, int count) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                names.add(prefix + i);
            }
            return new Block(kind, names);
        }

        public int rowBytes() {
            return kind.sizeBytes * columns.size();
        }
    }

    /** The types of a block. */
    public enum Kind {
        FLOAT64(8),
        FLOAT32(4),
        INT64(8),
        INT32(4);

        private final int sizeBytes;

        Kind(int sizeBytes) {
            this.sizeBytes = sizeBytes;
        }

        boolean isFloat() {
            return this == FLOAT64 || this == FLOAT32;
        }
    }

    private final HandMadeFile file = new HandMadeFile();
    private final String key;
    private final long rowCount;
    private final List<Block> blocks;

    /** A frame under the key without its leading slash, which names a child of the root group. */
    public HandMadeFrame(String key, long rowCount, Block... blocks) {
        this.key = key;
        this.rowCount = rowCount;
        this.blocks = List.of(blocks);
        pytablesGroup(file.root()).attribute(HandMadeMessages.text("PYTABLES_FORMAT_VERSION", "2.1"));
        fillGroup(pytablesGroup(file.root().group(key)));
    }

    /** Adds empty groups beside the frame, half of them with names before its own. */
    public HandMadeFrame withSiblings(int count) {
        for (int i = 0; i < count; i++) {
            file.root().group((i % 2 == 0 ? "a" : "z") + String.format(Locale.ROOT, "%07d", i));
        }
        return this;
    }

    /** The value of a float cell; exact in both float types for rows below 2^20. */
    public static double cell(long row, int column) {
        return row + column / 8.0;
    }

    /** The value of an integer cell. */
    public static long integerCell(long row, int column) {
        return row * 31 + column;
    }

    public long rowCount() {
        return rowCount;
    }

    public List<Block> blocks() {
        return blocks;
    }

    /** Bytes of all blocks and of the index: what a scan of every column has to read. */
    public long payloadBytes() {
        long rowBytes = 8;
        for (Block block : blocks) {
            rowBytes += block.rowBytes();
        }
        return rowBytes * rowCount;
    }

    /** Where block {@code number} lies; known once the file was written. */
    public HandMadeFile.Region blockRegion(int number) {
        return file.region("/" + key + "/block" + number + "_values");
    }

    /** Where the index lies; known once the file was written. */
    public HandMadeFile.Region indexRegion() {
        return file.region("/" + key + "/axis1");
    }

    /** Writes the file and returns its length in bytes; the stream stays open. */
    public long writeTo(OutputStream stream) throws IOException {
        return file.writeTo(stream);
    }

    private void fillGroup(HandMadeFile.Group group) {
        List<String> columns = new ArrayList<>();
        blocks.forEach(block -> columns.addAll(block.columns));
        group.attribute(HandMadeMessages.text("pandas_type", "frame"))
                .attribute(HandMadeMessages.text("pandas_version", "0.15.2"))
                .attribute(HandMadeMessages.text("encoding", "UTF-8"))
                .attribute(HandMadeMessages.text("errors", "strict"))
                .attribute(HandMadeMessages.number("ndim", 2))
                .attribute(HandMadeMessages.number("nblocks", blocks.size()))
                .attribute(HandMadeMessages.text("axis0_variety", "regular"))
                .attribute(HandMadeMessages.text("axis1_variety", "regular"));
        labels(group, "axis0", columns);
        array(group.dataset("axis1", HandMadeMessages.integer(8), 8, index -> index, rowCount))
                .attribute(HandMadeMessages.text("kind", "integer"))
                .attribute(HandMadeMessages.pickle("name", "N."));
        for (int i = 0; i < blocks.size(); i++) {
            group.attribute(HandMadeMessages.text("block" + i + "_items_variety", "regular"));
            labels(group, "block" + i + "_items", blocks.get(i).columns);
            values(group, "block" + i + "_values", blocks.get(i));
        }
    }

    private void values(HandMadeFile.Group group, String name, Block block) {
        int width = block.columns.size();
        int size = block.kind.sizeBytes;
        byte[] datatype = block.kind.isFloat() ? HandMadeMessages.floatingPoint(size) : HandMadeMessages.integer(size);
        HandMadeFile.Elements elements = switch (block.kind) {
            case FLOAT64 -> index -> Double.doubleToRawLongBits(cell(index / width, (int) (index % width)));
            case FLOAT32 -> index -> Float.floatToRawIntBits((float) cell(index / width, (int) (index % width)));
            case INT64, INT32 -> index -> integerCell(index / width, (int) (index % width));
        };
        array(group.dataset(name, datatype, size, elements, rowCount, width));
    }

    private static void labels(HandMadeFile.Group group, String name, List<String> labels) {
        int size = labels.stream().mapToInt(String::length).max().orElse(1);
        byte[] bytes = new byte[size * labels.size()];
        for (int i = 0; i < labels.size(); i++) {
            byte[] label = labels.get(i).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(label, 0, bytes, i * size, label.length);
        }
        array(group.dataset(name, HandMadeMessages.string(size), size, index -> bytes[(int) index], labels.size()))
                .attribute(HandMadeMessages.text("kind", "string"))
                .attribute(HandMadeMessages.pickle("name", "N."));
    }

    private static HandMadeFile.Node array(HandMadeFile.Node node) {
        return node.attribute(HandMadeMessages.text("CLASS", "ARRAY"))
                .attribute(HandMadeMessages.text("FLAVOR", "numpy"))
                .attribute(HandMadeMessages.text("TITLE", ""))
                .attribute(HandMadeMessages.text("VERSION", "2.4"))
                .attribute(HandMadeMessages.flag("transposed", true));
    }

    private static HandMadeFile.Group pytablesGroup(HandMadeFile.Group group) {
        for (String[] attribute : Arrays.asList(
                new String[] {"CLASS", "GROUP"}, new String[] {"TITLE", ""}, new String[] {"VERSION", "1.0"})) {
            group.attribute(HandMadeMessages.text(attribute[0], attribute[1]));
        }
        return group;
    }
}
