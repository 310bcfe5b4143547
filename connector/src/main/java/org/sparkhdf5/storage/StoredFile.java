package org.sparkhdf5.storage;

import java.io.Serializable;

/**
 * A file as it was listed.
 *
 * @param path fully qualified path with scheme, as Hadoop prints it
 * @param lengthBytes length at the time of listing
 * @param modificationTimeMillis milliseconds since the epoch at the time of listing
 */
public record StoredFile(String path, long lengthBytes, long modificationTimeMillis) implements Serializable {}
