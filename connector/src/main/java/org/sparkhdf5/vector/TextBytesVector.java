package org.sparkhdf5.vector;

import java.util.Arrays;
import org.apache.spark.sql.types.DataTypes;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.TextEnd;

/** Strings of fixed size as bytes, without their padding; each value is a copy, because Spark keeps it. */
final class TextBytesVector extends RowVector {
    private final ElementType.TextBytes type;

    TextBytesVector(ElementType.TextBytes type) {
        super(DataTypes.BinaryType);
        this.type = type;
    }

    @Override
    public byte[] getBinary(int rowId) {
        int at = at(rowId);
        return Arrays.copyOfRange(bytes(), at, TextEnd.of(type.trim(), bytes(), at, type.sizeBytes()));
    }
}
