package org.sparkhdf5.corpus;

/**
 * Where a file is not what its oracle says.
 *
 * @param object path in the file
 * @param part what of the object: {@code values}, {@code attribute x}, …
 */
record Finding(String object, String part, Outcome outcome, String message) {

    /** How bad it is. */
    enum Outcome {
        /** Something else than the oracle says, without an error: never accepted. */
        WRONG,
        /** Named as not supported. */
        REFUSED,
        /** Called malformed. */
        MALFORMED,
        /** Values where the reference has none. */
        UNVERIFIED,
        /** An error that is not one of ours, or that does not name file and object: never accepted. */
        BROKEN
    }

    @Override
    public String toString() {
        return object + " | " + part + " | " + outcome + " | " + message;
    }
}
