package org.sparkhdf5.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A datatype with an object header of its own. */
public record CommittedDatatype(String path, long address) implements Hdf5Object {
    @Override
    public List<String> attributeNames() {
        throw new UnsupportedOperationException("skeleton");
    }

    @Override
    public @Nullable Attribute attribute(String name) {
        throw new UnsupportedOperationException("skeleton");
    }
}
