package org.sparkhdf5.table;

import java.nio.charset.Charset;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sparkhdf5.ObjectLocation;

/**
 * Java character sets by the names of Python's codecs. Only those that decode every byte as Python does, or refuse it: Java's
 * sets of the same name often differ in a few characters ({@code big5}, {@code shift_jis}, {@code euc_kr}, EBCDIC).
 */
final class PythonCodecs {
    private static final Map<String, String> CHARSETS = charsets();

    private PythonCodecs() {}

    /** @throws org.sparkhdf5.UnsupportedHdf5FeatureException if Java has no character set of the same characters */
    static Charset charset(ObjectLocation location, String codec) {
        String name = CHARSETS.get(folded(codec));
        if (name != null) {
            try {
                return Charset.forName(name);
            } catch (UnsupportedCharsetException e) {
                throw unknown(location, codec); // a Java without the module jdk.charsets
            }
        }
        throw unknown(location, codec);
    }

    private static RuntimeException unknown(ObjectLocation location, String codec) {
        return location.unsupported(
                "attribute encoding names the codec " + codec + ", which is not known here",
                "write the file with encoding=\"utf-8\"");
    }

    private static String folded(String codec) {
        return codec.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    private static Map<String, String> charsets() {
        Map<String, String> charsets = new HashMap<>();
        put(charsets, "UTF-8", "utf8", "u8", "utf", "cp65001");
        put(charsets, "US-ASCII", "ascii", "usascii", "646", "us");
        put(charsets, "ISO-8859-1", "latin1", "iso88591", "8859", "cp819", "latin", "l1");
        for (int part : new int[] {2, 3, 4, 5, 6, 7, 8, 9, 13, 15}) {
            put(charsets, "ISO-8859-" + part, "iso8859" + part);
        }
        put(charsets, "ISO-8859-2", "latin2", "l2");
        put(charsets, "ISO-8859-9", "latin5", "l5");
        put(charsets, "ISO-8859-15", "latin9", "l9");
        for (int page = 1250; page <= 1258; page++) {
            put(charsets, "windows-" + page, "cp" + page, "windows" + page, String.valueOf(page));
        }
        for (int page : new int[] {437, 775, 850, 852, 855, 857, 860, 861, 862, 863, 864, 865, 866, 869}) {
            put(charsets, "IBM" + page, "cp" + page, "ibm" + page, String.valueOf(page));
        }
        put(charsets, "IBM00858", "cp858", "ibm858", "858");
        put(charsets, "KOI8-R", "koi8r");
        put(charsets, "GB2312", "gb2312", "euccn", "chinese");
        put(charsets, "x-mswin-936", "gbk", "cp936", "936", "ms936");
        put(charsets, "x-windows-949", "cp949", "949", "ms949", "uhc");
        put(charsets, "windows-31j", "cp932", "932", "ms932", "mskanji", "windows31j");
        for (String width : List.of("16", "32")) {
            put(charsets, "UTF-" + width, "utf" + width, "u" + width);
            put(charsets, "UTF-" + width + "LE", "utf" + width + "le");
            put(charsets, "UTF-" + width + "BE", "utf" + width + "be");
        }
        return Map.copyOf(charsets);
    }

    private static void put(Map<String, String> charsets, String charset, String... codecs) {
        for (String codec : codecs) {
            charsets.put(codec, charset);
        }
    }
}
