package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;

/**
 * Lists of one length whose elements lie one behind the other. Where lists follow each other at a whole number of elements,
 * the elements of all lists are one strided vector; else, within records, each element is found through its list.
 */
final class ListVector extends RowVector {
    private final RowVector child;
    private final int length;
    private final int childBytes;
    private int childrenPerRow;

    /**
     * @param child of the elements
     * @param length number of elements of each list
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
        if (childBytes == 0 || stride % childBytes == 0) {
            childrenPerRow = childBytes == 0 ? 0 : stride / childBytes;
            child.show(bytes, base, childBytes, Math.max(length, rowCount * childrenPerRow), firstRow);
            belong(1);
        } else {
            showElements(bytes, rowCount, firstRow);
        }
    }

    @Override
    void show(byte[] bytes, Places places, int rowCount, long firstRow) {
        super.show(bytes, places, rowCount, firstRow);
        showElements(bytes, rowCount, firstRow);
    }

    private void showElements(byte[] bytes, int rowCount, long firstRow) {
        childrenPerRow = length;
        child.show(bytes, index -> at(index / length) + index % length * childBytes, rowCount * length, firstRow);
        belong(1);
    }

    /** A list that repeats has no row of its own: its elements name the first. */
    @Override
    void belong(int valuesPerRow) {
        super.belong(valuesPerRow);
        long perRow = (long) valuesPerRow * childrenPerRow;
        child.belong(perRow == 0 || perRow > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) perRow);
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
