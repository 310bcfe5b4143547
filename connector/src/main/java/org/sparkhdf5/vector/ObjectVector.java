package org.sparkhdf5.vector;

import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.table.ObjectCells;

/** Values of an object column, decoded by their pickled array; text points into its bytes. */
final class ObjectVector extends RowVector {
    private final ObjectCells cells;

    ObjectVector(DataType type, ObjectCells cells) {
        super(type);
        this.cells = cells;
    }

    /** Makes the cells from this one on the values. */
    void show(int newFirstCell, int rowCount, long firstRow) {
        show(NO_BYTES, newFirstCell, 1, rowCount, firstRow);
    }

    @Override
    public boolean hasNull() {
        return true;
    }

    @Override
    public boolean isNullAt(int rowId) {
        return cells.isNull(at(rowId));
    }

    @Override
    public boolean getBoolean(int rowId) {
        return cells.longAt(at(rowId)) != 0;
    }

    @Override
    public int getInt(int rowId) {
        return (int) cells.longAt(at(rowId));
    }

    @Override
    public long getLong(int rowId) {
        return cells.longAt(at(rowId));
    }

    @Override
    public double getDouble(int rowId) {
        return cells.doubleAt(at(rowId));
    }

    @Override
    public @Nullable UTF8String getUTF8String(int rowId) {
        int cell = at(rowId);
        return cells.isNull(cell)
                ? null
                : UTF8String.fromBytes(cells.bytes(), cells.offset(cell), cells.lengthBytes(cell));
    }

    @Override
    public byte[] getBinary(int rowId) {
        int cell = at(rowId);
        int offset = cells.offset(cell);
        return Arrays.copyOfRange(cells.bytes(), offset, offset + cells.lengthBytes(cell));
    }
}
