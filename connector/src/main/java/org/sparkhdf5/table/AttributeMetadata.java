package org.sparkhdf5.table;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Attribute;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.FloatBits;

/** Turns the attributes of a dataset into metadata of its columns: {@code hdf5.attribute.<name>}, the value as JSON. */
final class AttributeMetadata {
    private static final String PREFIX = "hdf5.attribute.";
    private static final Pattern PYTABLES_OWN =
            Pattern.compile("CLASS|VERSION|FLAVOR|EXTDIM|NROWS|PSEUDOATOM|FIELD_\\d+_(NAME|FILL)");
    private static final int COUNT_MAX = 100;
    private static final int LENGTH_MAX = 4_096;

    private AttributeMetadata() {}

    /**
     * Attributes that cannot be read, or are too long for a schema, are left out: they hide neither data nor each other. So are
     * those that PyTables keeps for itself.
     */
    static Map<String, String> of(TableSource source, Dataset dataset) {
        Map<String, String> metadata = new HashMap<>();
        try {
            boolean node = PyTablesAttributes.isNode(source, dataset);
            for (String name : dataset.attributeNames()) {
                if (metadata.size() < COUNT_MAX
                        && !(node && PYTABLES_OWN.matcher(name).matches())) {
                    put(source, dataset, name, metadata);
                }
            }
        } catch (IOException | UnsupportedHdf5FeatureException e) {
            // a list of attributes that cannot be read
        }
        return metadata;
    }

    private static void put(TableSource source, Dataset dataset, String name, Map<String, String> metadata) {
        ObjectLocation location = source.location(dataset.path());
        try {
            Attribute attribute = dataset.attribute(name);
            if (attribute != null) {
                metadata.put(PREFIX + name, JsonText.of(source.file(), location, attribute, LENGTH_MAX));
            }
        } catch (IOException | UnsupportedHdf5FeatureException e) {
            // one attribute that cannot be read
        }
    }

    /** Says so where a float has more digits in the file than in a double. */
    static Map<String, String> withRounding(
            ObjectLocation location, Map<String, String> metadata, ElementType element) {
        if (!isRounded(location, element)) {
            return metadata;
        }
        Map<String, String> rounded = new HashMap<>(metadata);
        rounded.put("hdf5.rounded", "true");
        return rounded;
    }

    private static boolean isRounded(ObjectLocation location, ElementType element) {
        if (element instanceof ElementType.OtherFloat number) {
            return !FloatBits.of(location, number.type()).isExact();
        }
        if (element instanceof ElementType.FixedList list) {
            return isRounded(location, list.element());
        }
        if (element instanceof ElementType.Category codes) {
            return isRounded(location, codes.category());
        }
        if (element instanceof ElementType.HeapList list) {
            return isRounded(location, list.element());
        }
        return element instanceof ElementType.Struct struct
                && struct.members().stream().anyMatch(member -> isRounded(location, member.element()));
    }
}
