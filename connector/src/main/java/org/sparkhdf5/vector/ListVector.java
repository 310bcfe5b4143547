package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;

/** Arrays of one length whose elements lie one behind the other in the bytes of the row. */
final class ListVector extends RowVector {
    private final RowVector child;
    private final int length;
    private final int childBytes;
    private int childrenPerRow;

    /**
     * @param child of the elements
     * @param length number of elements of each array
     * @param childBytes size of one element in the bytes
     */
    ListVector(DataType type, RowVector child, int length, int childBytes) {
        super(type);
        this.child = child;
        this.length = length;
        this.childBytes = childBytes;
    }

    @Override
    void show(byte[] bytes, int base, int stride, int rowCount, long firstRow) {
        super.show(bytes, base, stride, rowCount, firstRow);
        childrenPerRow = childBytes == 0 ? 0 : stride / childBytes;
        // The row in messages is that of the first value; an element does not know its row.
        child.show(bytes, base, childBytes, Math.max(length, rowCount * childrenPerRow), firstRow);
    }

    @Override
    public ColumnarArray getArray(int rowId) {
        return new ColumnarArray(child, rowId * childrenPerRow, length);
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        return child;
    }

    @Override
    public void close() {
        super.close();
        child.close();
    }
}
