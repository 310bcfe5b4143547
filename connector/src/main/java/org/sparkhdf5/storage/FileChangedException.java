package org.sparkhdf5.storage;

import java.io.IOException;
import java.time.Instant;

/** A file that is no longer the one that was listed. Names the file, both lengths and both times. */
public final class FileChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Of a file whose table is no longer the one that was planned. */
    public FileChangedException(String message) {
        super(message);
    }

    FileChangedException(StoredFile listed, StoredFile found) {
        super(listed.path() + ": the file changed after the query was planned: expected " + describe(listed)
                + ", found " + describe(found) + "; load the path again");
    }

    private static String describe(StoredFile file) {
        return file.lengthBytes() + " bytes modified at " + Instant.ofEpochMilli(file.modificationTimeMillis());
    }
}
