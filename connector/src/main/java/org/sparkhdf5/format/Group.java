package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;

/** A group. Nothing of its children is read before it is asked for. Not thread-safe. */
public final class Group implements Hdf5Object {
    private static final Comparator<Link> BY_NAME_BYTES =
            (left, right) -> Arrays.compareUnsigned(NameText.encode(left.name()), NameText.encode(right.name()));

    private final Hdf5File file;
    private final ObjectHeader header;
    private final AttributeStorage attributes;
    private @Nullable SymbolTable symbolTable;

    Group(Hdf5File file, ObjectHeader header) {
        this.file = file;
        this.header = header;
        this.attributes = new AttributeStorage(header);
    }

    @Override
    public String path() {
        return header.path();
    }

    @Override
    public long address() {
        return header.address();
    }

    @Override
    public List<String> attributeNames() throws IOException {
        return attributes.names();
    }

    @Override
    public @Nullable Attribute attribute(String name) throws IOException {
        return attributes.find(name);
    }

    /** The link of this name, or null; siblings are not enumerated. */
    public @Nullable Link link(String name) throws IOException {
        byte[] bytes = NameText.encode(name);
        if (header.has(MessageType.SYMBOL_TABLE)) {
            return symbolTable().find(bytes);
        }
        refuseDense();
        return compactLink(NameText.decode(bytes));
    }

    /** A link message that cannot be read hides no other; it fails where the wanted name may be its own. */
    private @Nullable Link compactLink(String name) throws IOException {
        Hdf5FormatException unreadable = null;
        for (HeaderMessage message : header.all(MessageType.LINK)) {
            try {
                Link link = LinkMessage.parse(message.body(header));
                if (link.name().equals(name)) {
                    return link;
                }
            } catch (Hdf5FormatException e) {
                unreadable = e;
            }
        }
        if (unreadable != null) {
            throw unreadable;
        }
        return null;
    }

    /** All links in the order of their names (bytes). */
    public List<Link> links() throws IOException {
        List<Link> links = new ArrayList<>();
        if (header.has(MessageType.SYMBOL_TABLE)) {
            links.addAll(symbolTable().links());
        } else {
            refuseDense();
            for (HeaderMessage message : header.all(MessageType.LINK)) {
                links.add(LinkMessage.parse(message.body(header)));
            }
        }
        links.sort(BY_NAME_BYTES);
        return List.copyOf(links);
    }

    private SymbolTable symbolTable() throws IOException {
        SymbolTable table = symbolTable;
        if (table == null) {
            table = SymbolTable.read(header.reader(), header.require(MessageType.SYMBOL_TABLE), file.btreeK());
            symbolTable = table;
        }
        return table;
    }

    private void refuseDense() throws IOException {
        MetadataCursor linkInfo = header.find(MessageType.LINK_INFO);
        if (linkInfo != null && DenseStorageMessage.parseLinkInfo(linkInfo).isDense()) {
            throw header.location()
                    .unsupported(
                            "group with links in dense storage (fractal heap) is not supported yet",
                            "write the group with the 'earliest' version bound");
        }
    }
}
