package org.sparkhdf5.vector;

import java.io.IOException;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.sparkhdf5.format.GlobalHeap;
import org.sparkhdf5.format.HeapView;
import org.sparkhdf5.table.ElementType;

/** Lists of variable length, found in the global heap; each list is a vector of its own over the heap's bytes. */
final class HeapListVector extends RowVector {
    private final CellLocation location;
    private final GlobalHeap heap;
    private final ElementType element;
    private final ElementVectors vectors;
    private final HeapView view = new HeapView();

    HeapListVector(DataType type, CellLocation location, GlobalHeap heap, ElementType element, ElementVectors vectors) {
        super(type);
        this.location = location;
        this.heap = heap;
        this.element = element;
        this.vectors = vectors;
    }

    @Override
    public ColumnarArray getArray(int rowId) {
        int elementBytes = element.sizeBytes();
        try {
            heap.find(location.table(), bytes(), at(rowId), elementBytes, view);
        } catch (IOException e) {
            throw CellLocation.unchecked(e);
        }
        int length = view.lengthBytes() / elementBytes;
        RowVector child = vectors.of(element);
        child.show(view.bytes(), view.offset(), elementBytes, length, row(rowId));
        child.belong(Integer.MAX_VALUE);
        return new ColumnarArray(child, 0, length);
    }
}
