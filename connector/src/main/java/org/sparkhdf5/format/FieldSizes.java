package org.sparkhdf5.format;

import java.io.Serializable;

/**
 * What the superblock says about fields elsewhere: all that a task needs to follow addresses without parsing the file again.
 *
 * @param baseAddress added to every address that is stored
 * @param addressBytes size of an address ("size of offsets"): 2, 4 or 8
 * @param lengthBytes size of a length: 2, 4 or 8
 */
public record FieldSizes(long baseAddress, int addressBytes, int lengthBytes) implements Serializable {}
