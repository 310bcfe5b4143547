package org.sparkhdf5.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The links of a group as messages in its object header. */
record CompactLinks(ObjectHeader header) implements LinkStorage {

    @Override
    public @Nullable LinkMessage find(byte[] name) throws IOException {
        NameSearch<LinkMessage> search = new NameSearch<>(name, LinkMessage::name);
        for (HeaderMessage message : header.all(MessageType.LINK)) {
            search.compare(() -> LinkMessage.parse(message.body(header)));
        }
        return search.result();
    }

    @Override
    public void list(EntryList<LinkMessage> links) throws IOException {
        for (HeaderMessage message : header.all(MessageType.LINK)) {
            links.add(() -> LinkMessage.parse(message.body(header)));
        }
    }
}
