package org.sparkhdf5.table.pickle;

import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/**
 * Which pickle is read, for error messages.
 *
 * @param location file and object
 * @param what the part of the object: {@code attribute freq}, {@code row 5}
 */
record PicklePart(ObjectLocation location, String what) {

    /** A pickle that Python could not read either. */
    Hdf5FormatException malformed(String wrong, long position) {
        return location.malformed(text(wrong, position), ObjectLocation.NO_ADDRESS);
    }

    /** A pickle that Python may read, but that is not read here. */
    UnsupportedHdf5FeatureException unsupported(String feature, long position) {
        return location.unsupported(
                text(feature, position),
                "such objects are not read without Python, write text, numbers, dates or lists of them");
    }

    private String text(String wrong, long position) {
        return what + ": pickle: " + wrong + ", at byte " + position + " of it";
    }
}
