package org.sparkhdf5.vector;

import java.io.IOException;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.GlobalHeap;
import org.sparkhdf5.format.References;
import org.sparkhdf5.plan.OpenedSplit;
import org.sparkhdf5.table.ObjectCells;
import org.sparkhdf5.table.ObjectRule;

/** Opens heap, references and lists when a column needs them. */
record SplitSource(OpenedSplit split) implements ElementVectors.FileSource {
    @Override
    public GlobalHeap heap() {
        try {
            return split.heap();
        } catch (IOException e) {
            throw CellLocation.unchecked(e);
        }
    }

    @Override
    public References references() {
        try {
            return split.references();
        } catch (IOException e) {
            throw CellLocation.unchecked(e);
        }
    }

    @Override
    public ObjectCells objects(StoredArray descriptors, String column, ObjectRule rule) {
        try {
            return split.objects(descriptors, column, rule);
        } catch (IOException e) {
            throw CellLocation.unchecked(e);
        }
    }

    @Override
    public byte[] elements(StoredArray array) {
        try {
            return split.elements(array);
        } catch (IOException e) {
            throw CellLocation.unchecked(e);
        }
    }
}
