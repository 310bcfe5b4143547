package org.sparkhdf5.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.table.pickle.PythonJson;
import org.sparkhdf5.table.pickle.PythonValue;

/** Collects what pandas says of a column beyond its name and type, as metadata under {@code pandas.*}. Not thread-safe. */
final class PandasMetadata {
    /** More categories than this are counted, not listed. */
    static final int CATEGORIES_MAX = 1_000;
    /** Categories whose JSON is longer than this are counted, not listed. */
    static final int CATEGORIES_CHARS_MAX = 64 << 10;

    private final ObjectLocation location;
    private final Map<String, String> entries;

    /** @param location of the object that the column is in, for messages */
    PandasMetadata(ObjectLocation location) {
        this(location, Map.of());
    }

    /** @param first entries to begin with, copied */
    PandasMetadata(ObjectLocation location, Map<String, String> first) {
        this.location = location;
        this.entries = new HashMap<>(first);
    }

    /** @param label of the column, or name of the index level, before it became a name in Spark, or null for None */
    PandasMetadata label(@Nullable PythonValue label) {
        return put("pandas.label", PythonJson.text(location, "label", label == null ? new PythonValue.None() : label));
    }

    /** @param dtype as pandas prints it: {@code int64}, {@code datetime64[ns, UTC]}, {@code category}, {@code object} */
    PandasMetadata dtype(String dtype) {
        return put("pandas.dtype", dtype);
    }

    /** @param id of the zone that values are shown in; null where they are of no zone */
    PandasMetadata zone(@Nullable String id) {
        return id == null ? this : put("pandas.tz", id);
    }

    PandasMetadata unit(ElementType.Unit unit) {
        return put("pandas.unit", unit.numpyName());
    }

    /** @param frequency of an index, an offset or its name; None and null are none */
    PandasMetadata frequency(@Nullable PythonValue frequency) {
        if (frequency instanceof PythonValue.Text name) {
            return put("pandas.freq", name.value());
        }
        return frequency instanceof PythonValue.Frequency offset ? put("pandas.freq", offset.text()) : this;
    }

    PandasMetadata ordered(boolean ordered) {
        return put("pandas.ordered", Boolean.toString(ordered));
    }

    /** @param categories in order, or null where they are not known; if they are many or long they are not listed */
    PandasMetadata categories(long count, @Nullable List<PythonValue> categories) {
        put("pandas.categories.count", Long.toString(count));
        if (categories == null || categories.size() > CATEGORIES_MAX) {
            return this;
        }
        String json = PythonJson.text(location, "categories", new PythonValue.Items(categories));
        return json.length() > CATEGORIES_CHARS_MAX ? this : put("pandas.categories", json);
    }

    /** @param level number of the index level that the column is */
    PandasMetadata index(int level) {
        return put("pandas.index", Integer.toString(level));
    }

    Map<String, String> entries() {
        return Map.copyOf(entries);
    }

    private PandasMetadata put(String key, String value) {
        entries.put(key, value);
        return this;
    }
}
