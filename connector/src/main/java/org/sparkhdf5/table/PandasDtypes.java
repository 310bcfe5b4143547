package org.sparkhdf5.table;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of dtypes as pandas prints them. */
final class PandasDtypes {
    static final String OBJECT = "object";
    static final String CATEGORY = "category";
    static final String PERIOD = "period";

    private static final Set<String> NUMBERS = Set.of(
            "bool",
            "int8",
            "int16",
            "int32",
            "int64",
            "uint8",
            "uint16",
            "uint32",
            "uint64",
            "float16",
            "float32",
            "float64",
            "float96",
            "float128",
            "complex64",
            "complex128",
            "complex192",
            "complex256");

    private PandasDtypes() {}

    static boolean isNumber(String dtype) {
        return NUMBERS.contains(dtype);
    }

    /** The kind of a signed integer, or null. */
    static ElementType.@Nullable NumberKind signedInteger(String dtype) {
        return switch (dtype) {
            case "int8" -> ElementType.NumberKind.INT8;
            case "int16" -> ElementType.NumberKind.INT16;
            case "int32" -> ElementType.NumberKind.INT32;
            default -> null;
        };
    }

    /** The dtype of stored numbers and booleans. */
    static String of(ElementType element) {
        if (element instanceof ElementType.Number number) {
            String kind = number.kind().name().toLowerCase(Locale.ROOT);
            return kind;
        }
        if (element instanceof ElementType.OtherFloat other) {
            return "float" + 8 * other.sizeBytes();
        }
        if (element instanceof ElementType.Struct complex) {
            return "complex" + 8 * complex.sizeBytes();
        }
        return element instanceof ElementType.Flag ? "bool" : OBJECT;
    }

    /** @param zone id of the zone, or null for wall-clock times and durations */
    static String of(PandasTime time, @Nullable String zone) {
        if (zone == null || time.duration()) {
            return time.dtype();
        }
        return "datetime64[" + time.unit().numpyName() + ", " + zone + "]";
    }
}
