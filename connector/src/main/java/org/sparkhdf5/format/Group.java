package org.sparkhdf5.format;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group. Nothing of its children is read before it is asked for. Not thread-safe. */
public final class Group implements Hdf5Object {
    @Override
    public String path() {
        throw new UnsupportedOperationException("skeleton");
    }

    @Override
    public long address() {
        throw new UnsupportedOperationException("skeleton");
    }

    @Override
    public List<String> attributeNames() throws IOException {
        throw new UnsupportedOperationException("skeleton");
    }

    @Override
    public @Nullable Attribute attribute(String name) throws IOException {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The link of this name, or null; siblings are not enumerated. */
    public @Nullable Link link(String name) throws IOException {
        throw new UnsupportedOperationException("skeleton");
    }

    /** All links in the order of their names (bytes). */
    public List<Link> links() throws IOException {
        throw new UnsupportedOperationException("skeleton");
    }
}
