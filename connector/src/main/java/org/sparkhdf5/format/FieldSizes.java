package org.sparkhdf5.format;

/**
 * What the superblock says about fields elsewhere.
 *
 * @param baseAddress added to every address that is stored
 * @param addressBytes size of an address ("size of offsets"): 2, 4 or 8
 * @param lengthBytes size of a length: 2, 4 or 8
 */
record FieldSizes(long baseAddress, int addressBytes, int lengthBytes) {}
