package org.sparkhdf5.table;

/**
 * How byte strings are read whose encoding the file does not tell: the option {@code stringEncoding}. Such are the strings of
 * plain datasets and of PyTables whose HDF5 character set is ASCII: writers put any bytes into them.
 */
public enum StringEncoding {
    /** As UTF-8; other bytes fail. */
    UTF_8("utf-8"),
    /** As Latin-1, which gives every byte a character. Also where the file claims UTF-8 and errs. */
    LATIN_1("latin-1"),
    /** As bytes, without the padding. */
    BINARY("binary");

    private final String optionValue;

    StringEncoding(String optionValue) {
        this.optionValue = optionValue;
    }

    /** As users write it. */
    public String optionValue() {
        return optionValue;
    }
}
