package org.sparkhdf5.table;

/** What is done about bytes that are no text of their character set. */
public enum InvalidText {
    /** They fail: the file tells the encoding. */
    REFUSED("leave the column out, or write the text as UTF-8"),
    /** They fail: the user may tell the encoding of byte strings. */
    REFUSED_BYTES("set option(\"stringEncoding\", \"latin-1\") or \"binary\", or leave the column out"),
    /** They fail: the file claims UTF-8, the user may allow for errors. */
    REFUSED_UTF_8("set option(\"stringEncoding\", \"latin-1\"), or leave the column out"),
    /** They are read as Latin-1. */
    AS_LATIN_1("");

    private final String wayOut;

    InvalidText(String wayOut) {
        this.wayOut = wayOut;
    }

    /** What the user can do, for messages. */
    public String wayOut() {
        return wayOut;
    }
}
