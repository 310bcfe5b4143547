package org.sparkhdf5.table.pickle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparkhdf5.ObjectLocation;

/** The pickles that {@code make_pickles.py} wrote. */
final class Pickles {
    static final ObjectLocation LOCATION = new ObjectLocation("file:/a.h5", "/df");

    private Pickles() {}

    /**
     * A pickle of a text file.
     *
     * @param name of it, empty where it has none
     * @param fields what follows on the line
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Line(String name, byte[] pickle, List<String> fields) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** The lines of a text file. */
    static List<Line> lines(String file) {
        byte[] contents = bytes("pickles.bin");
        List<Line> lines = new ArrayList<>();
        for (String line : new String(bytes(file), StandardCharsets.UTF_8).split("\n")) {
            List<String> fields = Arrays.asList(line.split("\t", -1));
            int place = fields.get(0).matches("\\d+:\\d+") ? 0 : 1;
            String[] range = fields.get(place).split(":");
            int from = Integer.parseInt(range[0]);
            byte[] pickle = Arrays.copyOfRange(contents, from, from + Integer.parseInt(range[1]));
            lines.add(new Line(place == 0 ? "" : fields.get(0), pickle, fields.subList(place + 1, fields.size())));
        }
        return lines;
    }

    static String json(PythonValue value) {
        return PythonJson.text(LOCATION, "row 1", value);
    }

    private static byte[] bytes(String file) {
        try (InputStream in = Pickles.class.getResourceAsStream("/pickle/" + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
