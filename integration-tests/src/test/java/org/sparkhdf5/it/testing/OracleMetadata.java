package org.sparkhdf5.it.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/** What the metadata of a column says of the column in pandas, under {@code pandas.*}. */
final class OracleMetadata {
    /** Types whose names do not depend on the version of pandas that reads. */
    private static final String DTYPE = "(u?int|float|complex)\\d+|bool|category|datetime64\\[.*";

    private static final String ZONE = "UTC|[A-Z][A-Za-z_]+/[A-Za-z_]+";

    private OracleMetadata() {}

    /** The expected entries, by key; JSON as it is compared. */
    static Map<String, Object> of(JsonNode column) {
        Map<String, Object> entries = new HashMap<>();
        JsonNode label = column.path("label");
        if (!label.isMissingNode() && !label.toString().contains("\"period\"")) {
            entries.put("pandas.label", OracleObjects.normal(OracleObjects.json(label)));
        }
        String dtype = column.path("pandas_dtype").asText();
        String zone = column.path("tz").asText();
        if (dtype.matches(DTYPE) && (zone.isEmpty() || zone.matches(ZONE))) {
            entries.put("pandas.dtype", dtype);
        }
        if (zone.matches(ZONE)) {
            entries.put("pandas.tz", zone);
        }
        if (column.has("ordered")) {
            JsonNode categories = column.get("categories");
            entries.put("pandas.ordered", column.get("ordered").asText());
            entries.put("pandas.categories.count", String.valueOf(categories.size()));
            String type = column.get("spark_type").textValue();
            if (type.equals("STRING") || type.equals("BIGINT")) {
                entries.put("pandas.categories", OracleObjects.normal(categories));
            }
        }
        return entries;
    }

    static void assertHolds(StructField field, Map<String, Object> expected) {
        Metadata metadata = field.metadata();
        List<String> differences = new ArrayList<>();
        expected.forEach((key, value) -> {
            String found = metadata.contains(key) ? metadata.getString(key) : null;
            Object comparable = value instanceof JsonNode && found != null ? OracleObjects.found(found, value) : found;
            if (!value.equals(comparable)) {
                differences.add(key + ": expected " + value + ", found " + found);
            }
        });
        assertThat(differences).as("metadata of column %s", field.name()).isEmpty();
    }
}
