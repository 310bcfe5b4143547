package org.sparkhdf5.format;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/** The attributes of one object. */
final class AttributeStorage {
    private final ObjectHeader header;

    AttributeStorage(ObjectHeader header) {
        this.header = header;
    }

    /** @throws UnsupportedHdf5FeatureException where a name cannot be read: a list without it would be wrong */
    List<String> names() throws Hdf5FormatException {
        refuseDense();
        List<String> names = new ArrayList<>();
        for (HeaderMessage message : header.all(MessageType.ATTRIBUTE)) {
            names.add(AttributeMessage.parse(message.body(header)).name());
        }
        return names;
    }

    @Nullable Attribute find(String name) throws Hdf5FormatException {
        refuseDense();
        String wanted = NameText.decode(NameText.encode(name));
        HeaderMessage shared = null;
        Hdf5FormatException malformed = null;
        for (HeaderMessage message : header.all(MessageType.ATTRIBUTE)) {
            if (message.isShared()) {
                shared = message;
                continue;
            }
            AttributeMessage attribute;
            try {
                attribute = AttributeMessage.parse(message.body(header));
            } catch (Hdf5FormatException e) {
                malformed = e; // may be the one, or hide nothing but itself
                continue;
            }
            if (attribute.name().equals(wanted)) {
                return attribute.read();
            }
        }
        if (malformed != null) {
            throw malformed;
        }
        if (shared != null) {
            throw shared.shared(header);
        }
        return null;
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
