package org.sparkhdf5.format;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;

/**
 * A version 2 B-tree: records of one size in the order of their keys, in inner nodes as well as in leaves. What a record
 * holds is the caller's business. Nodes are read when a walk comes to them and are not kept; checksums are verified.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     III.A.2</a>
 */
final class BtreeV2 {
    static final int TYPE_HUGE_INDIRECT = 1;
    static final int TYPE_HUGE_INDIRECT_FILTERED = 2;
    static final int TYPE_HUGE_DIRECT = 3;
    static final int TYPE_HUGE_DIRECT_FILTERED = 4;
    static final int TYPE_LINK_NAME = 5;
    static final int TYPE_LINK_CREATION_ORDER = 6;
    static final int TYPE_SHARED_MESSAGE = 7;
    static final int TYPE_ATTRIBUTE_NAME = 8;
    static final int TYPE_ATTRIBUTE_CREATION_ORDER = 9;
    static final int TYPE_CHUNK = 10;
    static final int TYPE_CHUNK_FILTERED = 11;

    /** Signature, version and type of a node. */
    private static final int NODE_PREFIX_BYTES = 6;

    private final MetadataReader reader;
    private final ObjectLocation location;
    private final String structure;
    private final BtreeV2Header header;
    private final BtreeV2Level[] levels;

    private BtreeV2(MetadataReader reader, ObjectLocation location, String structure, BtreeV2Header header) {
        this.reader = reader;
        this.location = location;
        this.structure = structure;
        this.header = header;
        this.levels = header.levels(reader.sizes().addressBytes());
    }

    /**
     * Reads the header.
     *
     * @param structure what the tree is, for messages: {@code link name index}
     * @param type the type of its records; another one is malformed
     */
    static BtreeV2 read(MetadataReader reader, ObjectLocation location, String structure, long address, int type)
            throws IOException {
        return new BtreeV2(reader, location, structure, BtreeV2Header.read(reader, location, structure, address, type));
    }

    /** Where a record stands to what is wanted. The answers must not descend along the order of the tree. */
    @FunctionalInterface
    interface Position {
        /**
         * @param record at its first field
         * @return negative where it lies before what is wanted, 0 where it is wanted, positive behind
         */
        int of(MetadataCursor record) throws IOException;
    }

    /** Takes one record. */
    @FunctionalInterface
    interface Visitor {
        /** @param record at its first field; it holds the record and no more, and may be kept */
        void record(MetadataCursor record) throws IOException;
    }

    long recordCount() {
        return header.recordCount();
    }

    int recordBytes() {
        return header.recordBytes();
    }

    /** Visits all records in their order. */
    void forEachRecord(Visitor visitor) throws IOException {
        forEachRecord(record -> 0, visitor);
    }

    /** Visits the wanted records in their order, reading only the nodes that may hold one. */
    void forEachRecord(Position position, Visitor visitor) throws IOException {
        if (!header.isEmpty()) {
            Walk walk = new Walk(position, visitor, null);
            walk.visit(header.rootAddress(), header.depth(), header.rootRecordCount(), header.recordCount());
        }
    }

    /** Visits all records that can be read; each node that cannot gives one error and hides only what is below it. */
    void forEachReadableRecord(Visitor visitor, Consumer<Hdf5FormatException> unreadable) throws IOException {
        forEachReadableRecord(record -> 0, visitor, unreadable);
    }

    /** Visits the wanted records that can be read. */
    void forEachReadableRecord(Position position, Visitor visitor, Consumer<Hdf5FormatException> unreadable)
            throws IOException {
        if (!header.isEmpty()) {
            Walk walk = new Walk(position, visitor, unreadable);
            walk.descend(header.rootAddress(), header.depth(), header.rootRecordCount(), header.recordCount());
        }
    }

    /**
     * One node.
     *
     * @param cursor at the pointers to the children, which follow the records
     */
    private record Node(long address, int recordCount, MetadataCursor cursor) {}

    private MetadataCursor record(Node node, int i) {
        int from = NODE_PREFIX_BYTES + i * header.recordBytes();
        return new MetadataCursor(
                location,
                structure,
                reader.sizes(),
                node.cursor().bytes(),
                from,
                from + header.recordBytes(),
                node.address() + from);
    }

    /** Children of a node, as arrays. */
    private record Children(long[] addresses, int[] recordCounts, long[] totals) {}

    /** One walk; the nodes that it reads are together never larger than the file, so a tree that leads back ends. */
    private final class Walk {
        private final Position position;
        private final Visitor visitor;
        private final @Nullable Consumer<Hdf5FormatException> unreadable;
        private long bytesRead;

        Walk(Position position, Visitor visitor, @Nullable Consumer<Hdf5FormatException> unreadable) {
            this.position = position;
            this.visitor = visitor;
            this.unreadable = unreadable;
        }

        void visit(long address, int level, int recordCount, long total) throws IOException {
            Node node = node(address, level, recordCount);
            Children children = level == 0 ? null : children(node, level, total);
            int i = firstNotBefore(node);
            if (children != null) {
                descend(children, i, level);
            } else if (recordCount != total) {
                throw malformed("leaf of " + recordCount + " records, expected " + total, address);
            }
            for (; i < recordCount && position.of(record(node, i)) == 0; i++) {
                visitor.record(record(node, i));
                if (children != null) {
                    descend(children, i + 1, level);
                }
            }
        }

        private void descend(Children children, int i, int level) throws IOException {
            descend(children.addresses()[i], level - 1, children.recordCounts()[i], children.totals()[i]);
        }

        private void descend(long address, int level, int recordCount, long total) throws IOException {
            try {
                visit(address, level, recordCount, total);
            } catch (Hdf5FormatException e) {
                if (unreadable == null) {
                    throw e;
                }
                unreadable.accept(e);
            }
        }

        private int firstNotBefore(Node node) throws IOException {
            int low = 0;
            int high = node.recordCount();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (position.of(record(node, middle)) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private Node node(long address, int level, int recordCount) throws IOException {
            BtreeV2Level shape = levels[level];
            if (recordCount > shape.recordsMost()) {
                throw malformed(
                        "node of " + recordCount + " records, expected at most " + shape.recordsMost(), address);
            }
            long usedBytes = BtreeV2Header.NODE_OVERHEAD_BYTES + (long) recordCount * header.recordBytes();
            if (level > 0) {
                usedBytes += (recordCount + 1L) * pointerBytes(shape);
            }
            bytesRead += usedBytes;
            if (bytesRead > reader.fileLengthBytes()) {
                throw malformed("nodes lead back to nodes that were read before", address);
            }
            MetadataCursor cursor = reader.read(location, structure, address, usedBytes);
            cursor.expectSignature(level == 0 ? "BTLF" : "BTIN");
            cursor.verifyChecksum();
            cursor.readByteBetween("version", 0, 0);
            cursor.readByteBetween("type", header.recordType(), header.recordType());
            cursor.skip("records", (long) recordCount * header.recordBytes());
            return new Node(address, recordCount, cursor);
        }

        private int pointerBytes(BtreeV2Level shape) {
            return reader.sizes().addressBytes() + shape.countBytes() + shape.totalBytes();
        }

        private Children children(Node node, int level, long total) throws IOException {
            BtreeV2Level shape = levels[level];
            int count = node.recordCount() + 1;
            Children children = new Children(new long[count], new int[count], new long[count]);
            long sum = node.recordCount();
            for (int i = 0; i < count; i++) {
                children.addresses()[i] = node.cursor().readAddress("address of child " + i);
                long records = node.cursor().readUnsigned("number of records in child " + i, shape.countBytes());
                children.recordCounts()[i] = (int) Math.min(records, Integer.MAX_VALUE);
                children.totals()[i] = shape.totalBytes() == 0
                        ? records
                        : node.cursor().readUnsigned("total number of records in child " + i, shape.totalBytes());
                sum = children.totals()[i] > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + children.totals()[i];
            }
            if (sum != total) {
                throw malformed("node of " + sum + " records in all, expected " + total, node.address());
            }
            return children;
        }
    }

    private Hdf5FormatException malformed(String what, long address) {
        return location.malformed(structure + ": " + what, address);
    }
}
