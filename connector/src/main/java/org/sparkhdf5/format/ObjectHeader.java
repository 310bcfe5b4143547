package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;

/**
 * The messages of one object, in the order of the file. Immutable.
 *
 * @param sharedMessages of the file: where messages are that the header only refers to
 * @param address absolute address of the header
 */
record ObjectHeader(
        MetadataReader reader,
        SharedMessages sharedMessages,
        ObjectLocation location,
        long address,
        List<HeaderMessage> messages) {
    ObjectHeader {
        messages = List.copyOf(messages);
    }

    /** The path that led here. */
    String path() {
        return location.object();
    }

    boolean has(MessageType type) {
        return first(type) != null;
    }

    @Nullable HeaderMessage first(MessageType type) {
        for (HeaderMessage message : messages) {
            if (message.type() == type) {
                return message;
            }
        }
        return null;
    }

    List<HeaderMessage> all(MessageType type) {
        List<HeaderMessage> found = new ArrayList<>();
        for (HeaderMessage message : messages) {
            if (message.type() == type) {
                found.add(message);
            }
        }
        return found;
    }

    /** The body of a message that the object must have. */
    MetadataCursor require(MessageType type) throws IOException {
        HeaderMessage message = first(type);
        if (message == null) {
            throw location.malformed("object header without " + type.structure(), address);
        }
        return message.body(this);
    }

    /** The body of a message that may be absent. */
    @Nullable MetadataCursor find(MessageType type) throws IOException {
        HeaderMessage message = first(type);
        return message == null ? null : message.body(this);
    }
}
