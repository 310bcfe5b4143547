package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.chunk.WholeArray;
import org.sparkhdf5.table.ElementType.Category;
import org.sparkhdf5.table.ElementType.Text;

/**
 * Codes as the elements of a list that they stand for. The list is read once, when the vector is made; a value is a place in
 * it, found by the code, so nothing is copied.
 */
final class CategoryVector extends RowVector {
    private static final int KEPT_TEXTS_MAX = 1 << 16;

    private final CellLocation location;
    private final CategoryCodes codes;
    private final boolean nullIsNan;
    private final double nullNumber;
    private final RowVector category;
    private final byte[] list;
    private final int listStride;
    private final int listOffset;
    private final Places places = this::place;
    /** Texts that were asked for, by their codes: views of the list. */
    private final @Nullable UTF8String @Nullable [] texts;

    /**
     * @param category of the elements of the list; this vector's own
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the list is too long to be held
     */
    CategoryVector(
            DataType type,
            CellLocation location,
            Category element,
            RowVector category,
            ElementVectors.FileSource source) {
        super(type);
        this.location = location;
        this.nullIsNan = element.nullIsNan();
        this.nullNumber = nullIsNan ? Double.NaN : 0;
        this.category = category;
        this.listOffset = element.byteOffset();
        StoredArray stored = element.list();
        if (stored == null || stored.rowCount() == 0) {
            // A null value is looked for at the first place, which must be there.
            this.list = new byte[listOffset + element.category().sizeBytes()];
            this.codes = new CategoryCodes(location, element.code(), 0);
            this.listStride = 0;
            this.texts = null;
        } else {
            requireSize(stored);
            this.list = source.elements(stored);
            this.codes = new CategoryCodes(location, element.code(), stored.rowCount());
            this.listStride = (int) stored.rowBytes();
            boolean keeps = element.category() instanceof Text && stored.rowCount() <= KEPT_TEXTS_MAX;
            this.texts = keeps ? new UTF8String[(int) stored.rowCount()] : null;
        }
    }

    private void requireSize(StoredArray stored) {
        if (stored.rowCount() > WholeArray.BYTES_MAX / stored.rowBytes()) {
            throw location.table()
                    .unsupported(
                            "column " + location.column() + ": " + stored.rowCount() + " categories of "
                                    + stored.rowBytes() + " bytes each, at most " + WholeArray.BYTES_MAX
                                    + " bytes are read",
                            "leave the column out, or write it without categories");
        }
    }

    @Override
    void show(byte[] bytes, int base, int stride, int rowCount, long firstRow) {
        super.show(bytes, base, stride, rowCount, firstRow);
        category.show(list, places, rowCount, firstRow);
    }

    @Override
    void show(byte[] bytes, Places codePlaces, int rowCount, long firstRow) {
        super.show(bytes, codePlaces, rowCount, firstRow);
        category.show(list, places, rowCount, firstRow);
    }

    @Override
    void belong(int valuesPerRow) {
        super.belong(valuesPerRow);
        category.belong(valuesPerRow);
    }

    private int code(int rowId) {
        return codes.index(this, rowId);
    }

    /** Where the category of a row begins in the list; the first one where it is null. */
    private int place(int rowId) {
        int code = code(rowId);
        return code == Category.NULL_CODE ? listOffset : listOffset + code * listStride;
    }

    private boolean isNullCode(int rowId) {
        return code(rowId) == Category.NULL_CODE;
    }

    @Override
    public boolean hasNull() {
        return true;
    }

    @Override
    public boolean isNullAt(int rowId) {
        int code = code(rowId);
        if (code == Category.NULL_CODE) {
            return !nullIsNan;
        }
        return (texts == null || texts[code] == null) && category.isNullAt(rowId);
    }

    // Spark may ask for a value before it looks whether it is null.

    @Override
    public boolean getBoolean(int rowId) {
        return !isNullCode(rowId) && category.getBoolean(rowId);
    }

    @Override
    public byte getByte(int rowId) {
        return isNullCode(rowId) ? 0 : category.getByte(rowId);
    }

    @Override
    public short getShort(int rowId) {
        return isNullCode(rowId) ? 0 : category.getShort(rowId);
    }

    @Override
    public int getInt(int rowId) {
        return isNullCode(rowId) ? 0 : category.getInt(rowId);
    }

    @Override
    public long getLong(int rowId) {
        return isNullCode(rowId) ? 0 : category.getLong(rowId);
    }

    @Override
    public float getFloat(int rowId) {
        return isNullCode(rowId) ? (float) nullNumber : category.getFloat(rowId);
    }

    @Override
    public double getDouble(int rowId) {
        return isNullCode(rowId) ? nullNumber : category.getDouble(rowId);
    }

    @Override
    public @Nullable Decimal getDecimal(int rowId, int precision, int scale) {
        return isNullCode(rowId) ? null : category.getDecimal(rowId, precision, scale);
    }

    @Override
    public @Nullable UTF8String getUTF8String(int rowId) {
        int code = code(rowId);
        if (code == Category.NULL_CODE) {
            return null;
        }
        if (texts == null) {
            return category.getUTF8String(rowId);
        }
        UTF8String known = texts[code];
        if (known == null) {
            known = category.getUTF8String(rowId);
            texts[code] = known;
        }
        return known;
    }

    @Override
    public byte[] getBinary(int rowId) {
        return category.getBinary(rowId);
    }

    @Override
    public ColumnarArray getArray(int rowId) {
        return category.getArray(rowId);
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        return category.getChild(ordinal);
    }

    @Override
    public void close() {
        super.close();
        category.close();
    }
}
