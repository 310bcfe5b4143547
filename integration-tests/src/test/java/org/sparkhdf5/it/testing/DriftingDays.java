package org.sparkhdf5.it.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Daily files that differ, and what pandas makes of all of them: what {@code python/make_drifting_days.py} writes.
 *
 * @param folder with one file per day
 * @param rowCounts of the days
 * @param columns of all days together
 */
public record DriftingDays(Path folder, List<Integer> rowCounts, List<OracleColumn> columns) {
    public static final String KEY = "day";

    private static final LocalDate FIRST_DAY = LocalDate.of(2023, 1, 1);

    public static DriftingDays in(Path folder) throws IOException {
        JsonNode root =
                new ObjectMapper().readTree(folder.resolve("days.expected.json").toFile());
        List<Integer> rowCounts = new ArrayList<>();
        root.get("rows").forEach(rows -> rowCounts.add(rows.intValue()));
        List<OracleColumn> columns = new ArrayList<>();
        for (JsonNode column : root.get("columns")) {
            List<JsonNode> values = new ArrayList<>();
            column.get("values").forEach(values::add);
            columns.add(new OracleColumn(
                    column.get("name").textValue(), column.get("spark_type").textValue(), values));
        }
        return new DriftingDays(folder.resolve("days"), rowCounts, columns);
    }

    /** The days once more, and again, until there are so many. */
    public DriftingDays repeated(int dayCount, Path target) throws IOException {
        List<Path> files;
        try (var listing = Files.list(folder)) {
            files = listing.sorted().toList();
        }
        List<Integer> counts = new ArrayList<>();
        List<Integer> firstRows = new ArrayList<>();
        int firstRow = 0;
        for (int rows : rowCounts) {
            firstRows.add(firstRow);
            firstRow += rows;
        }
        List<List<JsonNode>> values = columns.stream()
                .map(column -> (List<JsonNode>) new ArrayList<JsonNode>())
                .toList();
        for (int day = 0; day < dayCount; day++) {
            int kind = day % files.size();
            Files.copy(files.get(kind), target.resolve(FIRST_DAY.plusDays(day) + ".h5"));
            int from = firstRows.get(kind);
            counts.add(rowCounts.get(kind));
            for (int i = 0; i < columns.size(); i++) {
                values.get(i).addAll(columns.get(i).values().subList(from, from + rowCounts.get(kind)));
            }
        }
        List<OracleColumn> all = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            all.add(new OracleColumn(columns.get(i).name(), columns.get(i).sparkType(), values.get(i)));
        }
        return new DriftingDays(target, counts, all);
    }
}
