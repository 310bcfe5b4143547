package org.sparkhdf5;

/**
 * A file without the dataset that was asked for. The message names the file, the dataset and what there is instead.
 * {@code ignoreMissingDatasets} lets such a file give no rows.
 */
public final class MissingDatasetException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public MissingDatasetException(String message) {
        super(message);
    }
}
