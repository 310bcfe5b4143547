package org.sparkhdf5.table;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5Object;

/**
 * What PyTables writes without pandas: a Table (or the group that holds one named {@code table}, which pandas calls a generic
 * table), an Array, CArray, EArray or VLArray. Rows of a VLArray are lists, unless its attribute {@code PSEUDOATOM} says that
 * they are bytes, text or pickled objects.
 */
final class PyTablesRecogniser implements TableRecogniser {
    @Override
    public @Nullable Table recognise(TableSource source, Hdf5Object object, TableRequest request) throws IOException {
        Dataset dataset = object instanceof Dataset itself ? itself : genericOrNull(source, object);
        if (dataset == null) {
            return null;
        }
        TableKind kind = TableKind.ofDataset(source, dataset);
        if (kind != TableKind.PYTABLES_TABLE && kind != TableKind.PYTABLES_ARRAY) {
            return null;
        }
        return new DatasetReading(source, dataset, request, kind, atomOrNull(source, dataset, request)).table();
    }

    /** The table that a group is named for. */
    private static @Nullable Dataset genericOrNull(TableSource source, Hdf5Object object) throws IOException {
        if (!(object instanceof Group group) || TableKind.ofGroup(source, group) != null) {
            return null;
        }
        String path = (group.path().equals("/") ? "" : group.path()) + "/table";
        Hdf5Object child = source.file().find(path);
        boolean here = child != null && child.file() == source.file();
        return here
                        && child instanceof Dataset dataset
                        && TableKind.ofDataset(source, dataset) == TableKind.PYTABLES_TABLE
                ? dataset
                : null;
    }

    /** What the rows of a VLArray are, where they are no lists. */
    static @Nullable ElementType atomOrNull(TableSource source, Dataset dataset, TableRequest request)
            throws IOException {
        if (!(dataset.datatype() instanceof Datatype.VariableLength type)
                || dataset.dataspace().rank() != 1
                || !PyTablesAttributes.nodeClass(source, dataset).equals("VLARRAY")) {
            return null;
        }
        PyTablesAttributes attributes = new PyTablesAttributes(source, dataset);
        String atom = attributes.text("PSEUDOATOM");
        if (atom == null) {
            atom = oldAtom(attributes);
        }
        if (atom == null) {
            return null;
        }
        ObjectLocation location = source.location(dataset.path());
        switch (atom) {
            case "vlstring":
                requireBase(location, dataset, atom, type.element(), 1);
                return new ElementType.HeapBytes(type.sizeBytes(), null);
            case "vlunicode":
                return new ElementType.HeapCodePoints(
                        type.sizeBytes(), requireBase(location, dataset, atom, type.element(), 4));
            case "object":
                requireBase(location, dataset, atom, type.element(), 1);
                return new ElementType.PickledRow(
                        type.sizeBytes(), rule(source, dataset, request.objects()), request.nanAsNull());
            default:
                throw location.unsupported(
                        "a VLArray of PSEUDOATOM " + atom + " is not read; readable are vlstring, vlunicode, object",
                        "choose another dataset");
        }
    }

    private static ObjectRule rule(TableSource source, Dataset dataset, ObjectColumns objects) throws IOException {
        return switch (objects.typing()) {
            case STRING -> ObjectRule.TEXT_OR_JSON;
            case ASKED -> ObjectRule.AS_ASKED;
            case INFER -> PickledRowSample.rule(source, dataset, objects.sampleBytes());
        };
    }

    /** PyTables 1 told bytes and objects by their flavor. */
    private static @Nullable String oldAtom(PyTablesAttributes attributes) throws IOException {
        String version = attributes.text("VERSION");
        String flavor = attributes.text("FLAVOR");
        if (version == null || flavor == null || !version.startsWith("1.")) {
            return null;
        }
        return switch (flavor) {
            case "VLString" -> "vlstring";
            case "Object" -> "object";
            default -> null;
        };
    }

    private static Datatype.Order requireBase(
            ObjectLocation location, Dataset dataset, String atom, Datatype base, int sizeBytes) throws IOException {
        if (base instanceof Datatype.FixedPoint number && number.sizeBytes() == sizeBytes) {
            return number.order();
        }
        throw location.malformed(
                "a VLArray of PSEUDOATOM " + atom + ": integers of " + sizeBytes + (sizeBytes == 1 ? " byte" : " bytes")
                        + " are expected, found " + ElementTypes.name(base),
                dataset.address());
    }
}
