package org.sparkhdf5.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sparkhdf5.format.Dataspace;
import org.sparkhdf5.format.ExternalFiles;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.testing.SharedFolder;

/** The files of the shared corpus and what the reference says of each. */
final class CorpusFiles {
    private static final String SCHEME = "file:";
    private static final ObjectMapper JSON = new ObjectMapper();

    private CorpusFiles() {}

    /**
     * A file of the corpus.
     *
     * @param name relative to the corpus, with slashes
     * @param status {@code ok}, {@code some-unreadable}, {@code special-driver} or {@code corrupt}
     */
    record Entry(String name, String status, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** All files whose name begins with {@code files/} or {@code corrupt/}, in the order of their names. */
    static List<Entry> below(String folder) {
        List<Entry> entries = new ArrayList<>();
        try {
            for (JsonNode file : JSON.readTree(resolve("index.json").toFile()).get("files")) {
                Entry entry = new Entry(
                        file.get("name").asText(),
                        file.get("status").asText(),
                        file.get("expected").asText());
                if (entry.name().startsWith(folder)) {
                    entries.add(entry);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    static JsonNode expected(Entry entry) throws IOException {
        return JSON.readTree(resolve(entry.expected()).toFile());
    }

    static RangeReader reader(Entry entry) throws IOException {
        Path path = resolve(entry.name());
        return new InMemoryRangeReader(SCHEME + path, Files.readAllBytes(path));
    }

    /** Opens a file of the corpus, and beside it those that its external links lead to. */
    static Hdf5File open(RangeReader reader) throws IOException {
        return Hdf5File.open(reader, new ExternalFiles(ExternalLinkPolicy.SAME_DIRECTORY, name -> {
            Path path = Path.of(name.substring(SCHEME.length()));
            return Files.isRegularFile(path) ? new InMemoryRangeReader(name, Files.readAllBytes(path)) : null;
        }));
    }

    static Path resolve(String name) {
        return SharedFolder.resolve("corpus/" + name);
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

    static List<Long> longs(JsonNode array) {
        List<Long> values = new ArrayList<>();
        array.forEach(value -> values.add(value.isNull() ? Dataspace.UNLIMITED : value.asLong()));
        return values;
    }
}
