package org.sparkhdf5.format;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dataset: its header is parsed, its data are not read. Each part is parsed when asked for, so that a part that cannot be
 * read fails alone. Not thread-safe.
 */
public final class Dataset implements Hdf5Object {
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

    public Dataspace dataspace() throws IOException {
        throw new UnsupportedOperationException("skeleton");
    }

    public Datatype datatype() throws IOException {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Sizes are checked against dataspace and datatype: contiguous and compact data hold all elements. */
    public DataLayout layout() throws IOException {
        throw new UnsupportedOperationException("skeleton");
    }

    public FilterPipeline filterPipeline() throws IOException {
        throw new UnsupportedOperationException("skeleton");
    }

    public FillValue fillValue() throws IOException {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The index of a chunked dataset. @throws IllegalStateException if the layout is not chunked */
    public ChunkIndex chunkIndex() throws IOException {
        throw new UnsupportedOperationException("skeleton");
    }
}
