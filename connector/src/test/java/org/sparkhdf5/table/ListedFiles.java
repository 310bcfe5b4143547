package org.sparkhdf5.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.sparkhdf5.format.Dataspace;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.InMemoryRangeReader;

/** The committed files that have an oracle with all their objects, and what h5py says of them. */
final class ListedFiles {
    static final List<String> NAMES = Stream.concat(
                    Stream.of(
                                    "dense",
                                    "earliest",
                                    "k_extension",
                                    "k_v1",
                                    "latest",
                                    "pytables",
                                    "refused",
                                    "siblings",
                                    "sizes2",
                                    "sizes4",
                                    "sizes48",
                                    "userblock",
                                    "userblock_v108",
                                    "v108")
                            .map("format/"::concat),
                    Stream.of(
                                    "committed_old",
                                    "dense_attributes",
                                    "dense_links",
                                    "external_main",
                                    "external_other",
                                    "file_space",
                                    "long_attributes",
                                    "shared_btree",
                                    "shared_list",
                                    "user_defined")
                            .map("dense/"::concat))
            .toList();

    private static final ObjectMapper JSON = new ObjectMapper();

    private ListedFiles() {}

    static Hdf5File open(String name) throws IOException {
        return Hdf5File.open(new InMemoryRangeReader("mem:/" + name + ".h5", bytes(name + ".h5")));
    }

    static byte[] bytes(String name) {
        try (InputStream in = ListedFiles.class.getResourceAsStream("/hdf5/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> objects(String name) throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        JSON.readTree(bytes(name + ".expected.json")).get("objects").forEach(objects::add);
        return objects;
    }

    /** h5py hands a byte that is not UTF-8 on as a lone surrogate; the reader writes {@code \xNN}. */
    static String shown(JsonNode name) {
        StringBuilder shown = new StringBuilder();
        String text = name.asText();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lone = c >= '\udc80' && c <= '\udcff' && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
            shown.append(lone ? String.format(Locale.ROOT, "\\x%02x", c - 0xdc00) : String.valueOf(c));
        }
        return shown.toString();
    }

    /** A list of numbers, or null where there is none; what is null in it is unlimited. */
    static List<Long> longs(JsonNode array) {
        if (array == null) {
            return null;
        }
        List<Long> values = new ArrayList<>();
        array.forEach(value -> values.add(value.isNull() ? Dataspace.UNLIMITED : value.asLong()));
        return values;
    }

    static List<ListedObject> all(ObjectListing listing) throws IOException {
        List<ListedObject> all = new ArrayList<>();
        for (ListedObject object = listing.next(); object != null; object = listing.next()) {
            all.add(object);
        }
        return all;
    }
}
