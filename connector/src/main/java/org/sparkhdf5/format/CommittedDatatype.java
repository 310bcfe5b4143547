package org.sparkhdf5.format;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A datatype with an object header of its own. Not thread-safe. */
public final class CommittedDatatype implements Hdf5Object {
    private final Hdf5File file;
    private final ObjectHeader header;
    private final AttributeStorage attributes;

    CommittedDatatype(Hdf5File file, ObjectHeader header) {
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

    public Datatype datatype() throws IOException {
        return DatatypeMessage.parse(header.require(MessageType.DATATYPE));
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
}
