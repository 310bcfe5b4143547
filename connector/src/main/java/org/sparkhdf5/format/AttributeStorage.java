package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one object, in its header or in dense storage. Messages are cut when first asked for, values parsed one
 * by one. Not thread-safe.
 */
final class AttributeStorage {
    private final ObjectHeader header;
    private @Nullable List<Entry<AttributeMessage>> compact;
    private @Nullable Map<String, AttributeMessage> compactByName;
    private @Nullable DenseAttributes dense;
    private @Nullable List<String> names;

    AttributeStorage(ObjectHeader header) {
        this.header = header;
    }

    /** @throws org.sparkhdf5.Hdf5FormatException where there are attributes and not one name of them can be read */
    List<String> names() throws IOException {
        List<String> known = names;
        if (known == null) {
            Set<String> distinct = new LinkedHashSet<>();
            for (AttributeMessage message : EntryList.values(messages())) {
                distinct.add(message.name());
            }
            known = List.copyOf(distinct);
            names = known;
        }
        return known;
    }

    /** A message whose name cannot be read fails where the wanted name may be its own. */
    @Nullable Attribute find(String name) throws IOException {
        byte[] bytes = NameText.encode(name);
        String shown = NameText.decode(bytes);
        AttributeMessage message = compactByName().get(shown);
        DenseAttributes more = message == null ? dense() : null;
        if (more != null) {
            message = more.find(bytes);
        }
        if (message == null) {
            for (Entry<AttributeMessage> entry : compact()) {
                if (entry instanceof Entry.Unreadable<AttributeMessage> nameless) {
                    throw EntryList.rethrown(nameless.error());
                }
            }
        }
        return message == null ? null : message.read(header.sharedMessages());
    }

    /** The first message of each name: an object may have thousands, and each is asked for. */
    private Map<String, AttributeMessage> compactByName() throws IOException {
        Map<String, AttributeMessage> known = compactByName;
        if (known == null) {
            known = new HashMap<>();
            for (Entry<AttributeMessage> entry : compact()) {
                if (entry instanceof Entry.Readable<AttributeMessage> readable) {
                    known.putIfAbsent(entry.name(), readable.value());
                }
            }
            compactByName = known;
        }
        return known;
    }

    /** Each attribute, or why it cannot be read. */
    List<Entry<Attribute>> entries() throws IOException {
        EntryList<Attribute> attributes = new EntryList<>(Attribute::name);
        for (Entry<AttributeMessage> entry : messages()) {
            if (entry instanceof Entry.Readable<AttributeMessage> readable) {
                attributes.addNamed(entry.name(), () -> readable.value().read(header.sharedMessages()));
            } else if (entry instanceof Entry.Unreadable<AttributeMessage> unreadable) {
                attributes.addUnreadable(entry.name(), unreadable.error());
            }
        }
        return attributes.entries();
    }

    private List<Entry<AttributeMessage>> messages() throws IOException {
        EntryList<AttributeMessage> denseMessages = new EntryList<>(AttributeMessage::name);
        denseMessages.addPart(() -> {
            DenseAttributes more = dense();
            if (more != null) {
                more.list(denseMessages);
            }
        });
        List<Entry<AttributeMessage>> all = new ArrayList<>(compact());
        all.addAll(denseMessages.entries());
        return all;
    }

    private List<Entry<AttributeMessage>> compact() throws IOException {
        List<Entry<AttributeMessage>> known = compact;
        if (known == null) {
            EntryList<AttributeMessage> messages = new EntryList<>(AttributeMessage::name);
            for (HeaderMessage message : header.all(MessageType.ATTRIBUTE)) {
                messages.add(() -> AttributeMessage.parse(message.body(header)));
            }
            known = messages.entries();
            compact = known;
        }
        return known;
    }

    private @Nullable DenseAttributes dense() throws IOException {
        DenseAttributes known = dense;
        MetadataCursor message = header.find(MessageType.ATTRIBUTE_INFO);
        if (known == null && message != null) {
            DenseStorageMessage storage = DenseStorageMessage.parseAttributeInfo(message);
            known = storage.isDense() ? DenseAttributes.read(header, storage) : null;
            dense = known;
        }
        return known;
    }
}
