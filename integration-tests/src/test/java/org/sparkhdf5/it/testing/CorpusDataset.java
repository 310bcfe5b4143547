package org.sparkhdf5.it.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * What the oracle of a corpus file says of one dataset.
 *
 * @param file name relative to the corpus, with slashes
 * @param path in the file
 * @param expected the oracle's object
 */
public record CorpusDataset(String file, String path, JsonNode expected) {

    public static CorpusDataset of(String file, JsonNode expected) {
        return new CorpusDataset(file, shown(expected.get("path").asText()), expected);
    }

    /** h5py hands a byte that is not UTF-8 on as a lone surrogate; the reader writes {@code \xNN}. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lone = c >= '\udc80' && c <= '\udcff' && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
            shown.append(lone ? String.format(Locale.ROOT, "\\x%02x", c - 0xdc00) : String.valueOf(c));
        }
        return shown.toString();
    }

    /** Rows that Spark has to give: the first dimension; one for a scalar, none for a null dataspace. */
    public long rowCount() {
        if (!expected.has("shape")) {
            return 0;
        }
        return rank() == 0 ? 1 : expected.get("shape").get(0).asLong();
    }

    public int rank() {
        return expected.path("shape").size();
    }

    /** Elements of a row. */
    public long rowElements() {
        long elements = 1;
        for (int i = 1; i < rank(); i++) {
            elements *= expected.get("shape").get(i).asLong();
        }
        return elements;
    }

    /** The oracle read no values. */
    public boolean isUnreadable() {
        return expected.has("unreadable");
    }

    /** The first elements, or all. */
    public JsonNode head() {
        return expected.has("values") ? expected.get("values") : expected.path("head");
    }

    /** The last elements; empty where {@link #head} has all. */
    public JsonNode tail() {
        return expected.path("tail");
    }

    /** The datatype as a tree; missing where {@code dtype} says it all. */
    public JsonNode type() {
        return expected.path("type");
    }

    /** Whether the members are the columns: a compound, other than a complex number, of at most one dimension. */
    public boolean isRecord() {
        return rank() <= 1 && isCompound(type());
    }

    static boolean isCompound(JsonNode type) {
        if (!type.path("class").asText().equals("compound")) {
            return false;
        }
        JsonNode members = type.get("members");
        boolean complex = members.size() == 2 && isFloat(members.get(0), "r") && isFloat(members.get(1), "i");
        return !complex;
    }

    private static boolean isFloat(JsonNode member, String name) {
        return member.get("name").asText().equals(name)
                && member.get("type").path("class").asText().equals("float");
    }

    /** PyTables' array of pickles, which h5py reads as lists of bytes: the values are compared in other tests. */
    public boolean isPickled() {
        for (JsonNode attribute : expected.path("attrs")) {
            if (attribute.path("name").asText().equals("PSEUDOATOM")) {
                return attribute.path("values").path(0).asText().equals("object");
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return path + " " + expected.path("dtype").asText() + " " + expected.path("shape");
    }
}
