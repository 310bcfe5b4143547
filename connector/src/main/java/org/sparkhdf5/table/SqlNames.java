package org.sparkhdf5.table;

import java.util.regex.Pattern;

/** Writes names as Spark's SQL reads them. */
public final class SqlNames {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private SqlNames() {}

    /** The name, in backticks unless it is a plain word. */
    public static String quoted(String name) {
        return PLAIN.matcher(name).matches() ? name : "`" + name.replace("`", "``") + "`";
    }
}
