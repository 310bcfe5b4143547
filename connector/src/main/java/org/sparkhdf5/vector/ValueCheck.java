package org.sparkhdf5.vector;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Asks for every value of a batch before Spark does, so that a malformed one is met while its split can still be given up: Spark's
 * own reading of it could only fail the task.
 */
public final class ValueCheck {
    private ValueCheck() {}

    /** @throws MalformedValueException if the file holds a value that it must not hold */
    public static void touch(ColumnVector[] vectors, int rowCount) {
        ColumnarBatch batch = new ColumnarBatch(vectors, rowCount);
        for (int row = 0; row < rowCount; row++) {
            for (int column = 0; column < vectors.length; column++) {
                touch(batch.getRow(row), column, vectors[column].dataType());
            }
        }
    }

    private static void touch(SpecializedGetters values, int at, DataType type) {
        if (values.isNullAt(at)) {
            return;
        }
        if (type instanceof StructType struct) {
            SpecializedGetters fields = values.getStruct(at, struct.length());
            for (int field = 0; field < struct.length(); field++) {
                touch(fields, field, struct.fields()[field].dataType());
            }
        } else if (type instanceof ArrayType array) {
            ArrayData elements = values.getArray(at);
            for (int i = 0; i < elements.numElements(); i++) {
                touch(elements, i, array.elementType());
            }
        } else {
            touchAtomic(values, at, type);
        }
    }

    private static void touchAtomic(SpecializedGetters values, int at, DataType type) {
        if (type instanceof StringType) {
            values.getUTF8String(at);
        } else if (type instanceof BinaryType) {
            values.getBinary(at);
        } else if (type instanceof DecimalType decimal) {
            values.getDecimal(at, decimal.precision(), decimal.scale());
        } else if (type instanceof BooleanType) {
            values.getBoolean(at);
        } else if (type instanceof ByteType) {
            values.getByte(at);
        } else if (type instanceof ShortType) {
            values.getShort(at);
        } else if (type instanceof FloatType) {
            values.getFloat(at);
        } else if (type instanceof DoubleType) {
            values.getDouble(at);
        } else if (type.defaultSize() == Integer.BYTES) {
            values.getInt(at);
        } else {
            values.getLong(at);
        }
    }
}
