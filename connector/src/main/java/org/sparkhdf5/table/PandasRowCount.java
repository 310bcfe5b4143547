package org.sparkhdf5.table;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.table.pickle.PickleLimits;
import org.sparkhdf5.table.pickle.PickledArray;

/**
 * Counts the rows of a pandas fixed object: by its index, or by its values where the index is pickled, and by the beginning of
 * a pickle only where nothing else tells.
 */
final class PandasRowCount {
    /** Enough for what stands before the values of a pickled array. */
    private static final int BEGINNING_BYTES = 4 << 10;

    private final TableSource source;
    private final Group group;
    private final PyTablesAttributes attributes;

    PandasRowCount(TableSource source, Group group, PyTablesAttributes attributes) {
        this.source = source;
        this.group = group;
        this.attributes = attributes;
    }

    long of(boolean series) throws IOException {
        String key = series ? "index" : "axis1";
        ObjectLocation location = source.location(group.path());
        boolean multi = PandasAxis.isMulti(location, attributes, key);
        Dataset index = source.dataset(group, multi ? key + "_label0" : key);
        if (!isPickled(source, index)) {
            return ofIndex(index);
        }
        Dataset values = values(series);
        if (values == null) {
            return ofPickle(index);
        }
        return ofValues(values, series);
    }

    /** Whether a dataset holds a pickle. */
    static boolean isPickled(TableSource source, Dataset dataset) throws IOException {
        PyTablesAttributes attributes = new PyTablesAttributes(source, dataset);
        if (!attributes.has("PSEUDOATOM") && !"VLARRAY".equals(attributes.text("CLASS"))) {
            return false;
        }
        if (dataset.datatype() instanceof Datatype.VariableLength list
                && list.element() instanceof Datatype.FixedPoint
                && list.element().sizeBytes() == 1) {
            return true;
        }
        throw source.location(dataset.path())
                .malformed(
                        "a pickle, bytes of variable length, is expected, found "
                                + ElementTypes.name(dataset.datatype()),
                        dataset.address());
    }

    /** Values whose extent tells the rows, or null if there are none. */
    private @Nullable Dataset values(boolean series) throws IOException {
        Long blocks = series ? Long.valueOf(1) : attributes.integer("nblocks");
        for (int block = 0; blocks != null && block < blocks; block++) {
            Dataset values = source.datasetOrNull(group, series ? "values" : "block" + block + "_values");
            if (values == null) {
                return null;
            }
            if (!isPickled(source, values)) {
                return values;
            }
        }
        return null;
    }

    /** One with an attribute {@code shape} is a dummy that stands for none. */
    private long ofIndex(Dataset index) throws IOException {
        if (new PyTablesAttributes(source, index).has("shape")) {
            return 0;
        }
        if (index.dataspace().rank() != 1) {
            throw source.location(index.path())
                    .malformed(
                            "an index of one dimension is expected, found extent "
                                    + index.dataspace().dimensions(),
                            index.address());
        }
        return index.dataspace().dimensions().get(0);
    }

    private long ofValues(Dataset values, boolean series) throws IOException {
        PyTablesAttributes valuesAttributes = new PyTablesAttributes(source, values);
        if (valuesAttributes.has("shape")) {
            return 0;
        }
        List<Long> extent = values.dataspace().dimensions();
        if (extent.size() != (series ? 1 : 2)) {
            throw source.location(values.path())
                    .malformed(
                            "values of " + (series ? 1 : 2) + " dimensions are expected, found " + extent,
                            values.address());
        }
        return extent.get(series || valuesAttributes.flagOrTrue("transposed") ? 0 : 1);
    }

    private long ofPickle(Dataset index) throws IOException {
        ObjectLocation location = source.location(index.path());
        PickledBlock block = PickledBlock.locate(source.file(), source.reader(), StoredArray.of(location, index));
        List<Long> shape = PickledArray.sample(
                        block.beginning(source.reader(), BEGINNING_BYTES),
                        location,
                        PickleLimits.block(BEGINNING_BYTES))
                .shape();
        if (shape.isEmpty()) {
            throw location.malformed("a pickled array of one dimension is expected, found none", index.address());
        }
        if (shape.get(0) > block.lengthBytes()) {
            throw location.malformed(
                    shape.get(0) + " objects are claimed by a pickle of " + block.lengthBytes() + " bytes",
                    block.address());
        }
        return shape.get(0);
    }
}
