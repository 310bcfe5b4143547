package org.sparkhdf5.vector;

import java.io.IOException;
import java.util.Arrays;
import org.apache.spark.sql.types.DataTypes;
import org.sparkhdf5.format.GlobalHeap;
import org.sparkhdf5.format.HeapView;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.TextEnd;

/** Bytes of varying number, found in the global heap; each value is a copy, because Spark keeps it. */
final class HeapBytesVector extends RowVector {
    private final CellLocation location;
    private final GlobalHeap heap;
    private final ElementType.HeapBytes type;
    private final HeapView view = new HeapView();

    HeapBytesVector(CellLocation location, GlobalHeap heap, ElementType.HeapBytes type) {
        super(DataTypes.BinaryType);
        this.location = location;
        this.heap = heap;
        this.type = type;
    }

    @Override
    public byte[] getBinary(int rowId) {
        try {
            heap.find(location.table(), bytes(), at(rowId), 1, view);
        } catch (IOException e) {
            throw CellLocation.unchecked(e);
        }
        int start = view.offset();
        int end = type.trim() == null
                ? start + view.lengthBytes()
                : TextEnd.of(type.trim(), view.bytes(), start, view.lengthBytes());
        return Arrays.copyOfRange(view.bytes(), start, end);
    }
}
