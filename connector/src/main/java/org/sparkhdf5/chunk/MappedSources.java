package org.sparkhdf5.chunk;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.SourceDataset;
import org.sparkhdf5.format.VirtualSource;

/** Where the elements of one virtual array come from. */
interface MappedSources {

    /** The file of the virtual array. */
    Hdf5File file();

    /** What one of its elements is. */
    Datatype datatype() throws IOException;

    /** All mappings; of those for one element the last one counts. */
    List<VirtualSource> mappings() throws IOException;

    /** Opens a source, or null where there is none. The caller closes it. */
    @Nullable SourceDataset open(VirtualSource source) throws IOException;

    /** @param dimensions extent of the virtual array, which may be told by its sources */
    static MappedSources of(Dataset dataset, List<Long> dimensions) {
        return new MappedSources() {
            @Override
            public Hdf5File file() {
                return dataset.file();
            }

            @Override
            public Datatype datatype() throws IOException {
                return dataset.datatype();
            }

            @Override
            public List<VirtualSource> mappings() throws IOException {
                return dataset.virtualSources(dimensions);
            }

            @Override
            public @Nullable SourceDataset open(VirtualSource source) throws IOException {
                return dataset.openSource(source);
            }
        };
    }
}
