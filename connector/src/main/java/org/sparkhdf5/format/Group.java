package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group. Nothing of its children is read before it is asked for. Not thread-safe. */
public final class Group implements Hdf5Object {
    private static final Comparator<LinkMessage> BY_NAME_BYTES =
            Comparator.comparing(message -> NameText.encode(message.name()), Arrays::compareUnsigned);
    private static final Comparator<Entry<LinkMessage>> ENTRIES_BY_NAME_BYTES =
            Comparator.comparing(entry -> NameText.encode(entry.name()), Arrays::compareUnsigned);
    private static final Comparator<LinkMessage> BY_CREATION = Comparator.comparingLong(LinkMessage::creationOrder);

    private final Hdf5File file;
    private final ObjectHeader header;
    private final AttributeStorage attributes;
    private @Nullable LinkStorage storage;

    Group(Hdf5File file, ObjectHeader header) {
        this.file = file;
        this.header = header;
        this.attributes = new AttributeStorage(header);
    }

    @Override
    public Hdf5File file() {
        return file;
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

    @Override
    public List<Entry<Attribute>> attributeEntries() throws IOException {
        return attributes.entries();
    }

    /** The link of this name, or null; siblings are not enumerated. */
    public @Nullable Link link(String name) throws IOException {
        LinkMessage message = storage().find(NameText.encode(name));
        return message == null ? null : message.link();
    }

    /**
     * The links that can be read, in the order of their names (bytes).
     *
     * @throws org.sparkhdf5.Hdf5FormatException where the group holds links and not one of them can be read
     */
    public List<Link> links() throws IOException {
        return links(BY_NAME_BYTES);
    }

    /** As {@link #links}, in the order in which they were made; those of a group that does not track it come by name. */
    public List<Link> linksByCreation() throws IOException {
        return links(BY_CREATION.thenComparing(BY_NAME_BYTES));
    }

    private List<Link> links(Comparator<LinkMessage> order) throws IOException {
        List<LinkMessage> messages = EntryList.values(messages());
        messages.sort(order);
        return messages.stream().map(LinkMessage::link).toList();
    }

    /** Whether the links know in which order they were made. */
    public boolean creationOrderTracked() throws IOException {
        MetadataCursor linkInfo = header.find(MessageType.LINK_INFO);
        return linkInfo != null && DenseStorageMessage.parseLinkInfo(linkInfo).creationOrderTracked();
    }

    /** Each link, or why it cannot be read; in the order of their names (bytes). */
    public List<Entry<Link>> linkEntries() throws IOException {
        List<Entry<LinkMessage>> sorted = new ArrayList<>(messages());
        sorted.sort(ENTRIES_BY_NAME_BYTES);
        List<Entry<Link>> entries = new ArrayList<>();
        for (Entry<LinkMessage> entry : sorted) {
            if (entry instanceof Entry.Readable<LinkMessage> readable) {
                entries.add(
                        new Entry.Readable<>(readable.name(), readable.value().link()));
            } else if (entry instanceof Entry.Unreadable<LinkMessage> unreadable) {
                entries.add(new Entry.Unreadable<>(unreadable.name(), unreadable.error()));
            }
        }
        return entries;
    }

    private List<Entry<LinkMessage>> messages() throws IOException {
        EntryList<LinkMessage> links = new EntryList<>(LinkMessage::name);
        links.addPart(() -> storage().list(links));
        return links.entries();
    }

    private LinkStorage storage() throws IOException {
        LinkStorage known = storage;
        if (known == null) {
            known = readStorage();
            storage = known;
        }
        return known;
    }

    private LinkStorage readStorage() throws IOException {
        if (header.has(MessageType.SYMBOL_TABLE)) {
            return SymbolTable.read(header.reader(), header.require(MessageType.SYMBOL_TABLE), file.btreeK());
        }
        MetadataCursor linkInfo = header.find(MessageType.LINK_INFO);
        if (linkInfo != null) {
            DenseStorageMessage message = DenseStorageMessage.parseLinkInfo(linkInfo);
            if (message.isDense()) {
                return DenseLinks.read(header, message);
            }
        }
        return new CompactLinks(header);
    }
}
