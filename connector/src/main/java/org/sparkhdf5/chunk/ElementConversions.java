package org.sparkhdf5.chunk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.DatatypeNotation;

/** Chooses how elements of a source become elements of a virtual array: as libhdf5 converts them. */
final class ElementConversions {
    private ElementConversions() {}

    /**
     * @param location of the virtual array
     * @param source where the source is
     * @param isOther whether the source is in another file
     * @throws UnsupportedHdf5FeatureException if elements of the one type cannot be made elements of the other here
     */
    static ElementConversion of(
            ObjectLocation location, ObjectLocation source, Datatype from, Datatype to, boolean isOther) {
        if (isOther && pointsIntoItsFile(from)) {
            throw refused(location, source, from, to, "values that are addresses in the file of the source");
        }
        ElementConversion found = find(from, to);
        if (found == null) {
            throw refused(location, source, from, to, "elements of this type");
        }
        return found;
    }

    private static @Nullable ElementConversion find(Datatype from, Datatype to) {
        if (from.equals(to)) {
            return new ElementConversion.Copy(to.sizeBytes());
        }
        if (from instanceof Datatype.Compound source && to instanceof Datatype.Compound target) {
            return members(source, target);
        }
        if (from instanceof Datatype.ArrayType source
                && to instanceof Datatype.ArrayType target
                && source.dimensions().equals(target.dimensions())) {
            ElementConversion elements = find(source.element(), target.element());
            int targetBytes = target.element().sizeBytes();
            return elements == null
                    ? null
                    : new RecordConversion(
                            source.sizeBytes(),
                            List.of(new RecordConversion.Part(
                                    0, 0, elements, targetBytes, target.sizeBytes() / targetBytes)));
        }
        if (from instanceof Datatype.FixedString source && to instanceof Datatype.FixedString target) {
            boolean padded = source.padding() == Datatype.Padding.NULL_PADDED
                    && target.padding() == Datatype.Padding.NULL_PADDED
                    && source.characterSet() == target.characterSet();
            return padded ? new StringConversion(source.sizeBytes(), target.sizeBytes()) : null;
        }
        return NumberConversion.of(from, to);
    }

    /** By their names: each member of the one is a member of the other. */
    private static @Nullable ElementConversion members(Datatype.Compound from, Datatype.Compound to) {
        Map<String, Datatype.Member> sources = new HashMap<>();
        from.members().forEach(member -> sources.put(member.name(), member));
        if (sources.size() != to.members().size()
                || sources.size() != from.members().size()) {
            return null;
        }
        List<RecordConversion.Part> parts = new ArrayList<>();
        for (Datatype.Member target : to.members()) {
            Datatype.Member source = sources.get(target.name());
            ElementConversion conversion = source == null ? null : find(source.type(), target.type());
            if (source == null || conversion == null) {
                return null;
            }
            parts.add(new RecordConversion.Part(source.byteOffset(), target.byteOffset(), conversion, 0, 1));
        }
        return new RecordConversion(from.sizeBytes(), parts);
    }

    private static UnsupportedHdf5FeatureException refused(
            ObjectLocation location, ObjectLocation source, Datatype from, Datatype to, String what) {
        return location.unsupported(
                what + " are not read through a virtual dataset: " + DatatypeNotation.of(from) + " of "
                        + source.object() + " in " + source.file() + " as " + DatatypeNotation.of(to),
                "read the source files directly");
    }

    private static boolean pointsIntoItsFile(Datatype type) {
        if (type instanceof Datatype.Compound compound) {
            return compound.members().stream().anyMatch(member -> pointsIntoItsFile(member.type()));
        }
        if (type instanceof Datatype.ArrayType array) {
            return pointsIntoItsFile(array.element());
        }
        return type instanceof Datatype.VariableLength
                || type instanceof Datatype.VariableString
                || type instanceof Datatype.Reference;
    }
}
