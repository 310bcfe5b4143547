package org.sparkhdf5.it.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HDF5 file put together by hand, for tests that need a size or a structure no committed file can have: superblock
 * version 0, object headers version 1, old groups (symbol table, v1 B-tree, local heap) and contiguous datasets whose
 * elements come from a formula. It writes what libhdf5 writes for the same structure; h5py and pandas read it (see
 * {@code integration-tests/python}).
 *
 * <p>Fill it, then write it any number of times. Not thread-safe.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification</a>
 */
public final class HandMadeFile {
    private static final long UNDEFINED = -1;
    private static final int SUPERBLOCK_BYTES = 96;
    private static final int SYMBOLS_PER_NODE = 8;
    private static final int CHILDREN_PER_TREE_NODE = 32;
    private static final int COPY_BYTES = 1 << 20;

    /** The elements of a dataset in row-major order, each as the low bytes of a long. */
    @FunctionalInterface
    public interface Elements {
        long bits(long index);
    }

    /** Where the raw elements of a dataset lie in the file. */
    public record Region(long address, long lengthBytes) {
        public long end() {
            return address + lengthBytes;
        }
    }

    /** A group or a dataset with its attribute messages. */
    public abstract static class Node {
        final List<byte[]> attributes = new ArrayList<>();

        /** Adds an attribute; the message is one of {@link HandMadeMessages}. */
        public Node attribute(byte[] message) {
            attributes.add(message);
            return this;
        }
    }

    /** A group; children are kept in the order of their names, as the symbol table wants them. */
    public static final class Group extends Node {
        final TreeMap<String, Node> children = new TreeMap<>();

        public Group group(String name) {
            return (Group) children.computeIfAbsent(name, key -> new Group());
        }

        public Dataset dataset(String name, byte[] datatype, int elementBytes, Elements elements, long... dimensions) {
            Dataset dataset = new Dataset(datatype, elementBytes, elements, dimensions);
            children.put(name, dataset);
            return dataset;
        }
    }

    /** A contiguous dataset. */
    public static final class Dataset extends Node {
        final byte[] datatype;
        final int formulaBytes;
        final Elements elements;
        final long[] dimensions;
        final long lengthBytes;

        private Dataset(byte[] datatype, int elementBytes, Elements elements, long[] dimensions) {
            this.datatype = datatype;
            this.elements = elements;
            this.dimensions = dimensions.clone();
            long bytes = elementBytes;
            for (long dimension : dimensions) {
                bytes = Math.multiplyExact(bytes, dimension);
            }
            this.lengthBytes = bytes;
            // A string is given byte by byte.
            this.formulaBytes = HandMadeMessages.isString(datatype) ? 1 : elementBytes;
        }
    }

    private record Segment(long address, byte[] bytes, Dataset dataset) {}

    private record Placed(long header, long tree, long heap) {}

    private final Group root = new Group();
    private final Map<String, Region> regions = new HashMap<>();
    private final List<Segment> segments = new ArrayList<>();
    private long end;

    public Group root() {
        return root;
    }

    /** Where the elements of a dataset lie; known once the file was written. */
    public Region region(String path) {
        Region region = regions.get(path);
        if (region == null) {
            throw new IllegalArgumentException("no dataset " + path + " among " + regions.keySet());
        }
        return region;
    }

    /** Writes the whole file; the stream stays open. Returns its length in bytes. */
    public long writeTo(OutputStream stream) throws IOException {
        segments.clear();
        regions.clear();
        end = SUPERBLOCK_BYTES;
        Placed placed = place(root, "");
        stream.write(superblock(placed));
        long position = SUPERBLOCK_BYTES;
        for (Segment segment : segments) {
            stream.write(new byte[Math.toIntExact(segment.address - position)]);
            if (segment.dataset == null) {
                stream.write(segment.bytes);
                position = segment.address + segment.bytes.length;
            } else {
                writeElements(segment.dataset, stream);
                position = segment.address + segment.dataset.lengthBytes;
            }
        }
        stream.write(new byte[Math.toIntExact(end - position)]);
        return end;
    }

    private Placed place(Node node, String path) {
        if (node instanceof Dataset dataset) {
            Region region = new Region(allocate(dataset.lengthBytes), dataset.lengthBytes);
            regions.put(path, region);
            segments.add(new Segment(region.address, null, dataset));
            List<byte[]> messages = new ArrayList<>();
            messages.add(HandMadeMessages.message(0x01, HandMadeMessages.dataspace(dataset.dimensions)));
            messages.add(HandMadeMessages.message(0x03, dataset.datatype));
            messages.add(HandMadeMessages.message(0x05, HandMadeMessages.defaultFillValue()));
            messages.add(HandMadeMessages.message(0x08, HandMadeMessages.contiguous(region)));
            return new Placed(header(messages, node), UNDEFINED, UNDEFINED);
        }
        return placeGroup((Group) node, path);
    }

    private Placed placeGroup(Group group, String path) {
        List<String> names = new ArrayList<>(group.children.keySet());
        Map<String, Long> nameOffsets = new HashMap<>();
        byte[] heapBytes = heapBytes(names, nameOffsets);
        List<Long> nodes = new ArrayList<>();
        List<Long> lastNames = new ArrayList<>();
        for (int from = 0; from < names.size(); from += SYMBOLS_PER_NODE) {
            List<String> some = names.subList(from, Math.min(names.size(), from + SYMBOLS_PER_NODE));
            ByteBuffer symbols = buffer(8 + 40 * SYMBOLS_PER_NODE);
            symbols.put(ascii("SNOD")).put((byte) 1).put((byte) 0).putShort((short) some.size());
            for (String name : some) {
                Placed child = place(group.children.get(name), path + "/" + name);
                symbols.putLong(nameOffsets.get(name)).putLong(child.header);
                // Cache type 1: the scratch space repeats where a group's tree and heap are.
                symbols.putInt(child.tree == UNDEFINED ? 0 : 1).putInt(0);
                symbols.putLong(Math.max(child.tree, 0)).putLong(Math.max(child.heap, 0));
            }
            nodes.add(put(symbols));
            lastNames.add(nameOffsets.get(some.get(some.size() - 1)));
        }
        long tree = placeTree(nodes, lastNames);
        long heapData = put(ByteBuffer.wrap(heapBytes));
        ByteBuffer heap = buffer(32);
        heap.put(ascii("HEAP")).putInt(0).putLong(heapBytes.length).putLong(1).putLong(heapData);
        long heapAddress = put(heap);
        ByteBuffer symbolTable = buffer(16).putLong(tree).putLong(heapAddress);
        List<byte[]> messages = new ArrayList<>(List.of(HandMadeMessages.message(0x11, symbolTable.array())));
        return new Placed(header(messages, group), tree, heapAddress);
    }

    /** Puts the tree over symbol nodes, level by level; returns the address of its root. */
    private long placeTree(List<Long> children, List<Long> lastNames) {
        List<Long> level = children;
        List<Long> keys = lastNames;
        for (int depth = 0; depth == 0 || level.size() > 1; depth++) {
            List<Long> upper = new ArrayList<>();
            List<Long> upperKeys = new ArrayList<>();
            int nodeBytes = 24 + 16 * CHILDREN_PER_TREE_NODE + 8;
            int count = Math.max(1, (level.size() + CHILDREN_PER_TREE_NODE - 1) / CHILDREN_PER_TREE_NODE);
            long first = end;
            for (int i = 0; i < count; i++) {
                int from = i * CHILDREN_PER_TREE_NODE;
                int to = Math.min(level.size(), from + CHILDREN_PER_TREE_NODE);
                ByteBuffer node = buffer(nodeBytes);
                node.put(ascii("TREE")).put((byte) 0).put((byte) depth).putShort((short) (to - from));
                node.putLong(i == 0 ? UNDEFINED : first + (long) (i - 1) * nodeBytes);
                node.putLong(i == count - 1 ? UNDEFINED : first + (long) (i + 1) * nodeBytes);
                node.putLong(from == 0 ? 0 : keys.get(from - 1));
                for (int child = from; child < to; child++) {
                    node.putLong(level.get(child)).putLong(keys.get(child));
                }
                upper.add(put(node));
                upperKeys.add(to == 0 ? 0 : keys.get(to - 1));
            }
            level = upper;
            keys = upperKeys;
        }
        return level.get(0);
    }

    private static byte[] heapBytes(List<String> names, Map<String, Long> offsets) {
        long size = 8;
        for (String name : names) {
            offsets.put(name, size);
            size = aligned(size + ascii(name).length + 1);
        }
        byte[] heap = new byte[Math.toIntExact(size)];
        for (String name : names) {
            byte[] bytes = ascii(name);
            System.arraycopy(bytes, 0, heap, Math.toIntExact(offsets.get(name)), bytes.length);
        }
        return heap;
    }

    private long header(List<byte[]> messages, Node node) {
        messages.addAll(node.attributes);
        int size = messages.stream().mapToInt(message -> message.length).sum();
        ByteBuffer header = buffer(16 + size);
        header.put((byte) 1).put((byte) 0).putShort((short) messages.size()).putInt(1);
        header.putInt(size).putInt(0);
        messages.forEach(header::put);
        return put(header);
    }

    private byte[] superblock(Placed placed) {
        ByteBuffer block = buffer(SUPERBLOCK_BYTES);
        block.put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'});
        block.put(new byte[] {0, 0, 0, 0, 0, 8, 8, 0});
        block.putShort((short) (SYMBOLS_PER_NODE / 2)).putShort((short) (CHILDREN_PER_TREE_NODE / 2));
        block.putInt(0);
        block.putLong(0).putLong(UNDEFINED).putLong(end).putLong(UNDEFINED);
        block.putLong(0).putLong(placed.header).putInt(1).putInt(0);
        block.putLong(placed.tree).putLong(placed.heap);
        return block.array();
    }

    private long put(ByteBuffer bytes) {
        long address = allocate(bytes.capacity());
        segments.add(new Segment(address, bytes.array(), null));
        return address;
    }

    private long allocate(long lengthBytes) {
        long address = end;
        end = aligned(end + lengthBytes);
        return address;
    }

    private static void writeElements(Dataset dataset, OutputStream stream) throws IOException {
        ByteBuffer copy = buffer(COPY_BYTES);
        long count = dataset.lengthBytes / dataset.formulaBytes;
        for (long index = 0; index < count; index++) {
            long bits = dataset.elements.bits(index);
            switch (dataset.formulaBytes) {
                case 1 -> copy.put((byte) bits);
                case 2 -> copy.putShort((short) bits);
                case 4 -> copy.putInt((int) bits);
                default -> copy.putLong(bits);
            }
            if (!copy.hasRemaining()) {
                stream.write(copy.array());
                copy.clear();
            }
        }
        stream.write(copy.array(), 0, copy.position());
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static long aligned(long offset) {
        return (offset + 7) & ~7L;
    }
}
