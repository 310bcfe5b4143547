package org.sparkhdf5.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.vector.MalformedValueException;

/**
 * Which files may be passed over. All other errors (a feature that is not read, wrong use, a block that no host has, permissions,
 * time-outs) fail the query.
 *
 * @param corruptFiles whether what breaks the format is: {@code ignoreCorruptFiles}
 * @param missingFiles whether a file that was listed and is gone is: {@code ignoreMissingFiles}
 */
record IgnoreRules(boolean corruptFiles, boolean missingFiles) implements Serializable {

    boolean isIgnoredCorruption(Exception error) {
        return corruptFiles && (error instanceof Hdf5FormatException || error instanceof MalformedValueException);
    }

    /** @param file that was read; it is looked for once more, so that a missing file behind a link is none that is ignored */
    boolean isIgnoredAbsence(Exception error, StoredFile file, Configuration configuration) throws IOException {
        return missingFiles
                && error instanceof FileNotFoundException
                && StoredFile.find(configuration, file.path()) == null;
    }

    boolean isIgnored(Exception error, StoredFile file, Configuration configuration) throws IOException {
        return isIgnoredCorruption(error) || isIgnoredAbsence(error, file, configuration);
    }
}
