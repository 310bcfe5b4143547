package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.table.ElementType.Category;
import org.sparkhdf5.table.ObjectCells;

/** Codes as the Python objects of a pickled list, which is decoded once, when the vector is made. */
final class ObjectCategoryVector extends RowVector {
    private final CategoryCodes codes;
    private final ObjectVector categories;

    /** @param cells all elements of the list */
    ObjectCategoryVector(DataType type, CellLocation location, Category element, ObjectCells cells) {
        super(type);
        this.codes = new CategoryCodes(location, element.code(), cells.count());
        this.categories = new ObjectVector(type, cells);
        categories.show(0, cells.count(), 0);
    }

    private int code(int rowId) {
        return codes.index(this, rowId);
    }

    @Override
    public boolean hasNull() {
        return true;
    }

    @Override
    public boolean isNullAt(int rowId) {
        int code = code(rowId);
        return code == Category.NULL_CODE || categories.isNullAt(code);
    }

    // Spark may ask for a value before it looks whether it is null.

    @Override
    public boolean getBoolean(int rowId) {
        int code = code(rowId);
        return code != Category.NULL_CODE && categories.getBoolean(code);
    }

    @Override
    public int getInt(int rowId) {
        int code = code(rowId);
        return code == Category.NULL_CODE ? 0 : categories.getInt(code);
    }

    @Override
    public long getLong(int rowId) {
        int code = code(rowId);
        return code == Category.NULL_CODE ? 0 : categories.getLong(code);
    }

    @Override
    public double getDouble(int rowId) {
        int code = code(rowId);
        return code == Category.NULL_CODE ? Double.NaN : categories.getDouble(code);
    }

    @Override
    public @Nullable UTF8String getUTF8String(int rowId) {
        int code = code(rowId);
        return code == Category.NULL_CODE ? null : categories.getUTF8String(code);
    }

    @Override
    public byte[] getBinary(int rowId) {
        int code = code(rowId);
        return code == Category.NULL_CODE ? NO_BYTES : categories.getBinary(code);
    }

    @Override
    public void close() {
        super.close();
        categories.close();
    }
}
