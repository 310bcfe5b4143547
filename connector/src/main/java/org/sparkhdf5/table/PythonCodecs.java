package org.sparkhdf5.table;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import org.sparkhdf5.ObjectLocation;

/** Java character sets by the names of Python's codecs. */
final class PythonCodecs {
    private PythonCodecs() {}

    /** @throws org.sparkhdf5.UnsupportedHdf5FeatureException if Java has no such character set */
    static Charset charset(ObjectLocation location, String codec) {
        String name = codec.toLowerCase(Locale.ROOT).replace('_', '-');
        switch (name) {
            case "utf-8", "utf8", "u8":
                return StandardCharsets.UTF_8;
            case "latin-1", "latin1", "iso-8859-1", "iso8859-1", "l1":
                return StandardCharsets.ISO_8859_1;
            case "ascii", "us-ascii", "646":
                return StandardCharsets.US_ASCII;
            default:
                break;
        }
        if (name.matches("cp125\\d")) {
            name = "windows-" + name.substring(2);
        }
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw location.unsupported(
                    "attribute encoding names the codec " + codec + ", which is not known here",
                    "write the file with" + " encoding=\"utf-8\"");
        }
    }
}
