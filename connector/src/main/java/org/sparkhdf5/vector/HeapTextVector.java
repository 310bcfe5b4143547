package org.sparkhdf5.vector;

import java.io.IOException;
import java.nio.charset.Charset;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.sparkhdf5.format.GlobalHeap;
import org.sparkhdf5.format.HeapView;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.TextEnd;

/** Strings of variable length, found in the global heap; they point into its bytes. */
final class HeapTextVector extends RowVector {
    private final CellLocation location;
    private final GlobalHeap heap;
    private final ElementType.Trim trim;
    private final Texts texts;
    private final HeapView view = new HeapView();

    HeapTextVector(CellLocation location, GlobalHeap heap, ElementType.HeapText type) {
        super(DataTypes.StringType);
        this.location = location;
        this.heap = heap;
        this.trim = type.trim();
        this.texts = new Texts(location, Charset.forName(type.charset()), type.invalid());
    }

    @Override
    public UTF8String getUTF8String(int rowId) {
        try {
            heap.find(location.table(), bytes(), at(rowId), 1, view);
        } catch (IOException e) {
            throw CellLocation.unchecked(e);
        }
        int end = TextEnd.of(trim, view.bytes(), view.offset(), view.lengthBytes());
        return texts.of(view.bytes(), view.offset(), end - view.offset(), row(rowId));
    }
}
