package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;

/**
 * The links of an old group: a version 1 B-tree over symbol table nodes, with the names in a local heap. One name is found by
 * binary search, reading one node per level.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     III.B, III.C and IV.A.2.r</a>
 */
final class SymbolTable implements LinkStorage {
    private static final String NODE_STRUCTURE = "symbol table node";
    private static final int NODE_PREFIX_BYTES = 8;
    private static final int CACHE_TYPE_SOFT_LINK = 2;
    private static final int SCRATCH_BYTES = 16;

    private final MetadataReader reader;
    private final ObjectLocation location;
    private final BtreeK btreeK;
    private final long btreeAddress;
    private final LocalHeap heap;

    private SymbolTable(
            MetadataReader reader, ObjectLocation location, BtreeK btreeK, long btreeAddress, LocalHeap heap) {
        this.reader = reader;
        this.location = location;
        this.btreeK = btreeK;
        this.btreeAddress = btreeAddress;
        this.heap = heap;
    }

    /** @param message body of the symbol table message */
    static SymbolTable read(MetadataReader reader, MetadataCursor message, BtreeK btreeK) throws IOException {
        long btreeAddress = message.readAddress("B-tree address");
        long heapAddress = message.readAddress("local heap address");
        LocalHeap heap = LocalHeap.read(reader, message.location(), heapAddress);
        return new SymbolTable(reader, message.location(), btreeK, btreeAddress, heap);
    }

    private BtreeV1Node.Source nodes() {
        return new BtreeV1Node.Source(
                reader, location, "group B-tree", 0, reader.sizes().lengthBytes(), btreeK.groupInternal());
    }

    /** Key i is the largest name of child i - 1, as an offset into the heap. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Branches(long[] keys, long[] children) {
        static Branches of(BtreeV1Node node) throws IOException {
            long[] keys = new long[node.childCount() + 1];
            long[] children = new long[node.childCount()];
            for (int i = 0; i < children.length; i++) {
                keys[i] = node.body().readLength("key " + i);
                children[i] = node.body().readAddress("child " + i);
            }
            keys[children.length] = node.body().readLength("key " + children.length);
            return new Branches(keys, children);
        }
    }

    @Override
    public @Nullable LinkMessage find(byte[] name) throws IOException {
        BtreeV1Node.Source nodes = nodes();
        BtreeV1Node node = nodes.root(btreeAddress);
        while (true) {
            Branches branches = Branches.of(node);
            int child = childFor(name, branches);
            if (child == branches.children().length) {
                return null;
            }
            long childAddress = branches.children()[child];
            if (node.level() == 0) {
                return findSymbol(symbols(childAddress), name);
            }
            node = nodes.child(node, childAddress);
        }
    }

    private int childFor(byte[] name, Branches branches) throws IOException {
        int low = 0;
        int high = branches.children().length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(name, heap.name(branches.keys()[middle + 1])) <= 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Lists in the order of the tree. */
    @Override
    public void list(EntryList<LinkMessage> links) throws IOException {
        heap.load();
        BtreeV1Node.Source nodes = nodes();
        collect(nodes, nodes.root(btreeAddress), links);
    }

    private void collect(BtreeV1Node.Source nodes, BtreeV1Node node, EntryList<LinkMessage> links) throws IOException {
        for (long child : Branches.of(node).children()) {
            links.addPart(() -> {
                if (node.level() > 0) {
                    collect(nodes, nodes.child(node, child), links);
                } else {
                    for (Symbol symbol : symbols(child)) {
                        links.add(() -> link(symbol, heap.name(symbol.nameOffset())));
                    }
                }
            });
        }
    }

    /** @param softLinkOffset of the target in the heap, or -1 for a hard link */
    private record Symbol(long nameOffset, long headerAddress, long softLinkOffset) {}

    private List<Symbol> symbols(long address) throws IOException {
        int addressBytes = reader.sizes().addressBytes();
        long entryBytes = 2L * addressBytes + 8 + SCRATCH_BYTES;
        long fullBytes = NODE_PREFIX_BYTES + 2L * btreeK.groupLeaf() * entryBytes;
        MetadataCursor cursor = reader.readUpTo(location, NODE_STRUCTURE, address, fullBytes);
        cursor.expectSignature("SNOD");
        cursor.readByteBetween("version", 1, 1);
        cursor.skip("reserved", 1);
        int count = cursor.readShort("number of symbols");
        if (count > 2 * btreeK.groupLeaf()) {
            throw cursor.malformed("expected at most " + 2 * btreeK.groupLeaf() + " symbols, found " + count);
        }
        List<Symbol> symbols = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long nameOffset = cursor.readUnsigned("link name offset", addressBytes);
            long headerAddress = cursor.readAddress("object header address");
            long cacheType = cursor.readUnsignedInt("cache type");
            cursor.skip("reserved", 4);
            MetadataCursor scratch = cursor.slice("scratch-pad space", SCRATCH_BYTES);
            long softLinkOffset =
                    cacheType == CACHE_TYPE_SOFT_LINK ? scratch.readUnsignedInt("offset to link value") : -1;
            symbols.add(new Symbol(nameOffset, headerAddress, softLinkOffset));
        }
        return symbols;
    }

    private @Nullable LinkMessage findSymbol(List<Symbol> symbols, byte[] name) throws IOException {
        int low = 0;
        int high = symbols.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Symbol symbol = symbols.get(middle);
            int order = Arrays.compareUnsigned(name, heap.name(symbol.nameOffset()));
            if (order == 0) {
                return link(symbol, name);
            }
            if (order < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return null;
    }

    private LinkMessage link(Symbol symbol, byte[] name) throws IOException {
        String text = NameText.decode(name);
        if (symbol.softLinkOffset() >= 0) {
            Link soft = new Link.Soft(text, NameText.decode(heap.name(symbol.softLinkOffset())));
            return new LinkMessage(soft, LinkMessage.UNTRACKED);
        }
        return new LinkMessage(new Link.Hard(text, symbol.headerAddress()), LinkMessage.UNTRACKED);
    }
}
