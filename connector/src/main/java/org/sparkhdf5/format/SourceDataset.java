package org.sparkhdf5.format;

import java.io.Closeable;
import java.io.IOException;

/**
 * A source of a virtual dataset, opened.
 *
 * @param dataset in whatever file it is
 * @param owned what was opened for it; nothing where it is in the file of the virtual dataset
 */
public record SourceDataset(Dataset dataset, Closeable owned) implements Closeable {
    @Override
    public void close() throws IOException {
        owned.close();
    }
}
