package org.sparkhdf5.format;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.storage.RangeReader;

/**
 * A dataset: its header is parsed, its data are not read. Each part is parsed when asked for, so that a part that cannot be
 * read fails alone. Not thread-safe.
 */
public final class Dataset implements Hdf5Object {
    private final Hdf5File file;
    private final ObjectHeader header;
    private final AttributeStorage attributes;
    private @Nullable Dataspace dataspace;
    private @Nullable Datatype datatype;
    private @Nullable DataLayout layout;

    Dataset(Hdf5File file, ObjectHeader header) {
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

    /** The extent. That of a virtual dataset may depend on its sources: then they are opened, once, and closed again. */
    public Dataspace dataspace() throws IOException {
        Dataspace parsed = dataspace;
        if (parsed == null) {
            parsed = isVirtual() ? virtualStorage().dataspace() : storedDataspace();
            dataspace = parsed;
        }
        return parsed;
    }

    private boolean isVirtual() throws IOException {
        MetadataCursor message = header.find(MessageType.DATA_LAYOUT);
        return message != null && DataLayoutMessage.isVirtual(message);
    }

    /** Whether the extent, and with it {@link #virtualSources}, changes with the sources of a virtual dataset. Opens none. */
    public boolean extentDependsOnSources() throws IOException {
        return isVirtual() && virtualStorage().dependsOnSources();
    }

    /** The extent as the file says, whatever the sources of a virtual dataset. */
    Dataspace storedDataspace() throws IOException {
        return DataspaceMessage.parse(header.require(MessageType.DATASPACE));
    }

    public Datatype datatype() throws IOException {
        Datatype parsed = datatype;
        if (parsed == null) {
            parsed = DatatypeMessage.parse(header.require(MessageType.DATATYPE));
            datatype = parsed;
        }
        return parsed;
    }

    /** Sizes are checked against dataspace and datatype: contiguous and compact data hold all elements. */
    public DataLayout layout() throws IOException {
        DataLayout parsed = layout;
        if (parsed == null) {
            parsed = new StorageExtent(header, storedDataspace(), datatype()).layout();
            layout = parsed;
        }
        return parsed;
    }

    public FilterPipeline filterPipeline() throws IOException {
        MetadataCursor message = header.find(MessageType.FILTER_PIPELINE);
        return message == null ? FilterPipeline.NONE : FilterPipelineMessage.parse(message);
    }

    public FillValue fillValue() throws IOException {
        MetadataCursor message = header.find(MessageType.FILL_VALUE);
        MetadataCursor old = message == null ? header.find(MessageType.FILL_VALUE_OLD) : null;
        FillValue fillValue = FillValueMessage.UNDEFINED;
        if (message != null) {
            fillValue = FillValueMessage.parse(message);
        } else if (old != null) {
            fillValue = FillValueMessage.parseOld(old);
        }
        int elementBytes = datatype().sizeBytes();
        if (fillValue.definition() == FillValue.Definition.USER_DEFINED && fillValue.bytes().length != elementBytes) {
            throw header.location()
                    .malformed(
                            "fill value of " + fillValue.bytes().length + " bytes, expected " + elementBytes,
                            header.address());
        }
        return fillValue;
    }

    /**
     * Where the elements of a virtual dataset come from, in the order of the file: where two are for one element, the later one
     * counts. Opens sources where the extent depends on them.
     *
     * @throws IllegalStateException if the layout is not virtual
     */
    public List<VirtualSource> virtualSources() throws IOException {
        return virtualStorage().sources();
    }

    /**
     * As {@link #virtualSources()}, for an extent that {@link #dataspace} gave before, to whoever knows it: no source is opened
     * where the extent tells how far the mappings reach.
     */
    public List<VirtualSource> virtualSources(List<Long> dimensions) throws IOException {
        return virtualStorage().sources(dimensions);
    }

    /**
     * Opens a source of this virtual dataset. Null where there is no such file, or no such dataset in it: then its elements are
     * fill values. What is selected lies in the extent of the dataset that is handed out. The caller closes it.
     *
     * @throws org.sparkhdf5.Hdf5FormatException if the source cannot be read or is too small, or if virtual datasets lead in
     *     a circle
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the policy of external links does not allow to look for the file
     */
    public @Nullable SourceDataset openSource(VirtualSource source) throws IOException {
        return virtualStorage().open(source);
    }

    private VirtualStorage virtualStorage() throws IOException {
        VirtualStorage known = file.virtualStorages().get(address());
        if (known == null) {
            if (!(layout() instanceof DataLayout.Virtual virtual)) {
                throw new IllegalStateException(header.location() + " is not virtual: " + layout());
            }
            known = VirtualStorage.read(file, header, virtual, storedDataspace());
            file.virtualStorages().put(address(), known);
        }
        return known;
    }

    /**
     * The bytes of a dataset in external files: address 0 is its first one. The caller closes the reader.
     *
     * @throws IllegalStateException if the layout is another one
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the policy of external links does not allow to look for a file
     */
    public RangeReader externalBytes() throws IOException {
        if (!(layout() instanceof DataLayout.External external)) {
            throw new IllegalStateException(header.location() + " has no external files: " + layout());
        }
        return ExternalFileList.parse(header.require(MessageType.EXTERNAL_FILES))
                .open(header, file, external.lengthBytes());
    }

    /** The index of a chunked dataset. @throws IllegalStateException if the layout is not chunked */
    public ChunkIndex chunkIndex() throws IOException {
        DataLayout known = layout();
        if (!(known instanceof DataLayout.Chunked chunked)) {
            throw new IllegalStateException(header.location() + " is not chunked: " + known);
        }
        if (chunked.indexAddress() == DataLayout.UNDEFINED) {
            return (rowFrom, rowTo, visitor) -> {};
        }
        long chunkBytes = datatype().sizeBytes();
        for (int dimension : chunked.chunkDimensions()) {
            chunkBytes = Math.multiplyExact(chunkBytes, dimension);
        }
        boolean filtered = !filterPipeline().isEmpty();
        return new ChunkedStorage(header.reader(), header.location(), dataspace(), chunked, chunkBytes, filtered)
                .index(file.btreeK().indexedStorage());
    }
}
