package org.sparkhdf5;

import java.io.Serializable;
import java.util.Locale;

/**
 * Where something was read, for error messages: the file and the object in it.
 *
 * @param file fully qualified path of the file, as the user would write it
 * @param object absolute path of the object, or a part of the file such as {@code superblock}
 */
public record ObjectLocation(String file, String object) implements Serializable {

    /** An address that is not worth naming. */
    public static final long NO_ADDRESS = -1;

    /**
     * A file that breaks the specification.
     *
     * @param what what is wrong: expected, found
     * @param address where in the file, in bytes from its first byte, or {@link #NO_ADDRESS}
     * @param wayOut what the user can do
     */
    public Hdf5FormatException malformed(String what, long address, String wayOut) {
        return new Hdf5FormatException(message(what, address, wayOut));
    }

    /** As {@link #malformed(String, long, String)}, with the usual way out: the copy of the file is damaged. */
    public Hdf5FormatException malformed(String what, long address) {
        return malformed(what, address, "the file is damaged or incomplete, copy or write it again");
    }

    /** A feature of the format, or of a convention, that is not read. */
    public UnsupportedHdf5FeatureException unsupported(String what, String wayOut) {
        return new UnsupportedHdf5FeatureException(message(what, NO_ADDRESS, wayOut));
    }

    private String message(String what, long address, String wayOut) {
        String at = address == NO_ADDRESS ? "" : String.format(Locale.ROOT, " at address 0x%x", address);
        return file + ": " + object + ": " + what + at + "; " + wayOut;
    }

    @Override
    public String toString() {
        return file + ": " + object;
    }
}
