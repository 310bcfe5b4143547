package org.sparkhdf5.table;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Attribute;
import org.sparkhdf5.format.FloatBits;
import org.sparkhdf5.format.Hdf5Object;

/** Turns the attributes of an object into metadata of its columns and its table: {@code hdf5.attribute.<name>}, the value as JSON. */
final class AttributeMetadata {
    private static final String PREFIX = "hdf5.attribute.";
    private static final Pattern PYTABLES_OWN =
            Pattern.compile("CLASS|VERSION|FLAVOR|EXTDIM|NROWS|PSEUDOATOM|FIELD_\\d+_(NAME|FILL)");
    /** What dimension scales keep for themselves; their references would cost a walk over the file. */
    private static final Set<String> SCALES_OWN =
            Set.of("DIMENSION_LIST", "REFERENCE_LIST", "_Netcdf4Dimid", "_Netcdf4Coordinates");

    private static final int COUNT_MAX = 100;
    private static final int LENGTH_MAX = 4_096;

    private AttributeMetadata() {}

    /**
     * Attributes that cannot be read, or are too long for a schema, are left out: they hide neither data nor each other. So are
     * those that PyTables keeps for itself.
     */
    static Map<String, String> of(TableSource source, Hdf5Object object) throws IOException {
        Map<String, String> metadata = new HashMap<>();
        try {
            boolean node = PyTablesAttributes.isNode(source, object);
            for (String name : object.attributeNames()) {
                if (metadata.size() < COUNT_MAX
                        && !SCALES_OWN.contains(name)
                        && !(node && PYTABLES_OWN.matcher(name).matches())) {
                    put(source, object, name, metadata);
                }
            }
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            // a list of attributes that cannot be read
        }
        return metadata;
    }

    private static void put(TableSource source, Hdf5Object object, String name, Map<String, String> metadata)
            throws IOException {
        ObjectLocation location = source.location(object.path());
        try {
            Attribute attribute = object.attribute(name);
            if (attribute != null) {
                metadata.put(PREFIX + name, JsonText.of(source.file(), location, attribute, LENGTH_MAX));
            }
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
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
