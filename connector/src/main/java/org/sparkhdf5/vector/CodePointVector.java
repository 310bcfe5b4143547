package org.sparkhdf5.vector;

import java.io.IOException;
import java.util.Locale;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.format.GlobalHeap;
import org.sparkhdf5.format.HeapView;
import org.sparkhdf5.table.ElementType;

/** Strings of uint32 code points, found in the global heap. */
final class CodePointVector extends RowVector {
    private final CellLocation location;
    private final GlobalHeap heap;
    private final boolean bigEndian;
    private final HeapView view = new HeapView();

    CodePointVector(CellLocation location, GlobalHeap heap, ElementType.HeapCodePoints type) {
        super(DataTypes.StringType);
        this.location = location;
        this.heap = heap;
        this.bigEndian = type.order() == Order.BIG_ENDIAN;
    }

    @Override
    public UTF8String getUTF8String(int rowId) {
        try {
            heap.find(location.table(), bytes(), at(rowId), Integer.BYTES, view);
        } catch (IOException e) {
            throw CellLocation.unchecked(e);
        }
        int count = view.lengthBytes() / Integer.BYTES;
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            int codePoint = Bytes.int32(view.bytes(), view.offset() + i * Integer.BYTES, bigEndian);
            if (!Character.isValidCodePoint(codePoint)
                    || codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                throw location.malformed(
                        row(rowId),
                        String.format(
                                Locale.ROOT,
                                "character %d of %d is 0x%X, which is no Unicode code point",
                                i,
                                count,
                                codePoint));
            }
            text.appendCodePoint(codePoint);
        }
        return UTF8String.fromString(text.toString());
    }
}
