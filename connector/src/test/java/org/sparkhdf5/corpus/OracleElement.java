package org.sparkhdf5.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.FloatBits;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.HeapView;
import org.sparkhdf5.format.IntegerBits;
import org.sparkhdf5.format.ReferenceTarget;
import org.sparkhdf5.format.Selection;

/** Holds stored elements against what an oracle's JSON says of them. */
final class OracleElement {
    private static final int ALL = 200;
    private static final int HEAD = 20;

    private final ObjectLocation location;
    private final Hdf5File file;
    private final CanonicalBytes canonical;

    OracleElement(ObjectLocation location, Hdf5File file) {
        this.location = location;
        this.file = file;
        this.canonical = new CanonicalBytes(location, file.globalHeap());
    }

    CanonicalBytes canonical() {
        return canonical;
    }

    /** What differs, or null: expected and found. */
    @Nullable String difference(JsonNode expected, Datatype type, byte[] bytes, int offset) throws IOException {
        if (type instanceof Datatype.FixedPoint number) {
            return integer(
                    expected, number.signed(), IntegerBits.of(location, number).read(bytes, offset));
        }
        if (type instanceof Datatype.Bitfield bitfield) {
            return integer(expected, false, IntegerBits.of(location, bitfield).read(bytes, offset));
        }
        if (type instanceof Datatype.Enumeration enumeration) {
            return difference(expected, enumeration.base(), bytes, offset);
        }
        if (type instanceof Datatype.FloatingPoint number) {
            double found = FloatBits.of(location, number).read(bytes, offset);
            return isSame(expected.asText(), found) ? null : expected.asText() + ", found " + found;
        }
        if (type instanceof Datatype.FixedString || type instanceof Datatype.VariableString) {
            return bytes(expected, canonical.text(type, bytes, offset));
        }
        if (type instanceof Datatype.Opaque opaque) {
            return bytes(expected, opaque(opaque, bytes, offset));
        }
        if (type instanceof Datatype.Reference reference) {
            return reference(expected, file.references().read(location, reference, bytes, offset));
        }
        return nested(expected, type, bytes, offset);
    }

    private @Nullable String nested(JsonNode expected, Datatype type, byte[] bytes, int offset) throws IOException {
        if (type instanceof Datatype.Complex complex) {
            return sequence(expected, complex.base(), bytes, offset, complex.sizeBytes());
        }
        if (type instanceof Datatype.Compound compound) {
            if (expected.size() != compound.members().size()) {
                return expected.size() + " members, found " + compound.members().size();
            }
            for (int i = 0; i < expected.size(); i++) {
                Datatype.Member member = compound.members().get(i);
                String difference = difference(expected.get(i), member.type(), bytes, offset + member.byteOffset());
                if (difference != null) {
                    return "in " + member.name() + " " + difference;
                }
            }
            return null;
        }
        if (type instanceof Datatype.ArrayType array) {
            return sequence(expected, array.element(), bytes, offset, array.sizeBytes());
        }
        if (type instanceof Datatype.VariableLength sequence) {
            HeapView view = canonical.sequence(sequence, bytes, offset);
            return sequence(expected, sequence.element(), view.bytes(), view.offset(), view.lengthBytes());
        }
        throw location.unsupported("elements of type " + type + " have no oracle", "compare another object");
    }

    /** h5py hands what it tagged as a numpy string on as one, without the NULs at its end. */
    private static byte[] opaque(Datatype.Opaque type, byte[] bytes, int offset) {
        int end = offset + type.sizeBytes();
        while (type.tag().startsWith("NUMPY:|S") && end > offset && bytes[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOfRange(bytes, offset, end);
    }

    private static @Nullable String integer(JsonNode expected, boolean signed, long found) {
        BigInteger value = signed ? BigInteger.valueOf(found) : new BigInteger(Long.toUnsignedString(found));
        return expected.isIntegralNumber() && expected.bigIntegerValue().equals(value)
                ? null
                : expected + ", found " + value;
    }

    /** The shortest text that gives back the value in its own width: that may be wider or narrower than a double. */
    private static boolean isSame(String expected, double found) {
        double value = switch (expected) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(expected);
        };
        return Double.compare(value, found) == 0
                || (float) found == found && Float.compare((float) value, (float) found) == 0;
    }

    private static @Nullable String bytes(JsonNode expected, byte[] found) {
        boolean same;
        if (expected.isTextual()) {
            same = Arrays.equals(expected.asText().getBytes(StandardCharsets.UTF_8), found);
        } else if (expected.has("hex")) {
            same = HexFormat.of().formatHex(found).equals(expected.get("hex").asText());
        } else {
            int length = expected.has("len")
                    ? expected.get("len").asInt()
                    : expected.path("bytes").asInt(-1);
            same = length == found.length
                    && Sha256.of(found).equals(expected.path("sha256").asText());
        }
        return same ? null : expected + ", found " + HexFormat.of().formatHex(found, 0, Math.min(found.length, 80));
    }

    /** Elements one after the other; of long sequences the oracle gives head, tail and hash. */
    private @Nullable String sequence(JsonNode expected, Datatype element, byte[] bytes, int offset, int lengthBytes)
            throws IOException {
        int count = lengthBytes / element.sizeBytes();
        if (expected.isArray()) {
            return expected.size() == count
                    ? run(expected, element, bytes, offset)
                    : expected.size() + " elements, found " + count;
        }
        if (expected.path("n").asInt() != count || count <= ALL) {
            return expected.path("n") + " elements, found " + count;
        }
        String difference = run(expected.get("head"), element, bytes, offset);
        if (difference == null) {
            int tail = offset + (count - HEAD) * element.sizeBytes();
            difference = run(expected.get("tail"), element, bytes, tail);
        }
        if (difference == null && expected.path("sha256").isTextual()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < count; i++) {
                canonical.write(element, bytes, offset + i * element.sizeBytes(), all);
            }
            if (!Sha256.of(all.toByteArray()).equals(expected.get("sha256").asText())) {
                return "another hash of " + count + " elements";
            }
        }
        return difference;
    }

    private @Nullable String run(JsonNode expected, Datatype element, byte[] bytes, int offset) throws IOException {
        for (int i = 0; i < expected.size(); i++) {
            String difference = difference(expected.get(i), element, bytes, offset + i * element.sizeBytes());
            if (difference != null) {
                return "at " + i + " " + difference;
            }
        }
        return null;
    }

    private @Nullable String reference(JsonNode expected, @Nullable ReferenceTarget found) throws IOException {
        if (expected.isNull() || found == null) {
            return expected.isNull() && found == null ? null : expected + ", found " + found;
        }
        boolean same = false;
        if (found instanceof ReferenceTarget.ToObject object) {
            same = expected.has("ref") && isPath(expected.get("ref"), object.path())
                    || expected.has("dangling") && !canBeOpened(object.address());
        } else if (found instanceof ReferenceTarget.ToRegion region) {
            same = isPath(expected.path("regref"), region.path()) && isSelection(expected, region.selection());
        }
        return same ? null : expected + ", found " + found;
    }

    /** As libhdf5 opens objects: a dataset with its datatype. */
    private boolean canBeOpened(long address) throws IOException {
        try {
            if (file.objectAt(address, "/?") instanceof Dataset dataset) {
                dataset.datatype();
            }
            return true;
        } catch (Hdf5FormatException e) {
            return false;
        }
    }

    private static boolean isPath(JsonNode expected, @Nullable String path) {
        return expected.isTextual() ? CorpusFiles.shown(expected.asText()).equals(path) : path == null;
    }

    private static boolean isSelection(JsonNode expected, Selection found) {
        Selection.Block bounds = found.bounds();
        return found.kind().equals(expected.path("selection").asText())
                && found.pointCount() == expected.path("points").asLong()
                && (expected.has("bounds")
                        ? bounds != null
                                && CorpusFiles.longs(expected.get("bounds").get(0))
                                        .equals(bounds.start())
                                && CorpusFiles.longs(expected.get("bounds").get(1))
                                        .equals(bounds.end())
                        : bounds == null);
    }
}
