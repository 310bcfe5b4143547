package org.sparkhdf5.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/** The attributes of one object. Messages are cut when first asked for, values parsed one by one. Not thread-safe. */
final class AttributeStorage {
    private final ObjectHeader header;
    private @Nullable Messages messages;

    AttributeStorage(ObjectHeader header) {
        this.header = header;
    }

    /** The messages whose name is at hand, and the first whose name is not. */
    private record Messages(
            Map<String, AttributeMessage> byName, @Nullable Nameless nameless) {}

    private record Nameless(
            @Nullable Hdf5FormatException malformed,
            @Nullable HeaderMessage shared) {}

    /** @throws UnsupportedHdf5FeatureException where a name cannot be read: a list without it would be wrong */
    List<String> names() throws Hdf5FormatException {
        Messages known = messages();
        refuse(known.nameless());
        return List.copyOf(known.byName().keySet());
    }

    @Nullable Attribute find(String name) throws Hdf5FormatException {
        Messages known = messages();
        AttributeMessage message = known.byName().get(NameText.decode(NameText.encode(name)));
        if (message == null) {
            refuse(known.nameless()); // it may be the one that is asked for
            return null;
        }
        return message.read();
    }

    private void refuse(@Nullable Nameless nameless) throws Hdf5FormatException {
        if (nameless == null) {
            return;
        }
        if (nameless.malformed() != null) {
            throw nameless.malformed();
        }
        if (nameless.shared() != null) {
            throw nameless.shared().shared(header);
        }
    }

    private Messages messages() throws Hdf5FormatException {
        Messages known = messages;
        if (known == null) {
            refuseDense();
            known = cut(header.all(MessageType.ATTRIBUTE));
            messages = known;
        }
        return known;
    }

    private Messages cut(List<HeaderMessage> stored) {
        Map<String, AttributeMessage> byName = new LinkedHashMap<>();
        List<Nameless> nameless = new ArrayList<>();
        for (HeaderMessage message : stored) {
            if (message.isShared()) {
                nameless.add(new Nameless(null, message));
                continue;
            }
            try {
                AttributeMessage attribute = AttributeMessage.parse(message.body(header));
                byName.putIfAbsent(attribute.name(), attribute);
            } catch (Hdf5FormatException e) {
                nameless.add(new Nameless(e, null));
            }
        }
        return new Messages(byName, nameless.isEmpty() ? null : nameless.get(0));
    }

    private void refuseDense() throws Hdf5FormatException {
        MetadataCursor info = header.find(MessageType.ATTRIBUTE_INFO);
        if (info != null && DenseStorageMessage.parseAttributeInfo(info).isDense()) {
            throw header.location()
                    .unsupported(
                            "attributes in dense storage (fractal heap) are not supported yet",
                            "write fewer or smaller attributes, or the file with the 'earliest' version bound");
        }
    }
}
