package org.sparkhdf5.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/** Values of vectors with all that is in them, as the oracles write them: floats as text, records as lists. */
public final class WholeValues {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WholeValues() {}

    static JsonNode of(ColumnVector vector, int row) {
        ColumnarBatch batch = new ColumnarBatch(new ColumnVector[] {vector}, row + 1);
        Object value = vector.hasNull() && vector.isNullAt(row)
                ? null
                : batch.getRow(row).get(0, vector.dataType());
        return JSON.valueToTree(plain(value, vector.dataType()));
    }

    private static @Nullable Object plain(@Nullable Object value, DataType type) {
        if (value == null) {
            return null;
        }
        if (type instanceof ArrayType list) {
            ArrayData items = (ArrayData) value;
            List<@Nullable Object> plain = new ArrayList<>();
            for (int i = 0; i < items.numElements(); i++) {
                plain.add(items.isNullAt(i) ? null : plain(items.get(i, list.elementType()), list.elementType()));
            }
            return plain;
        }
        if (type instanceof StructType struct) {
            InternalRow row = (InternalRow) value;
            List<@Nullable Object> plain = new ArrayList<>();
            for (int i = 0; i < struct.size(); i++) {
                DataType field = struct.fields()[i].dataType();
                plain.add(row.isNullAt(i) ? null : plain(row.get(i, field), field));
            }
            return plain;
        }
        if (type instanceof FloatType || type instanceof DoubleType) {
            return Double.toString(((Number) value).doubleValue());
        }
        return value instanceof Boolean ? value : value instanceof Number n ? (Object) n.longValue() : value.toString();
    }

    /** Another writer's text of a float as Java writes it, lists and records within. */
    public static Object normal(JsonNode expected, boolean isFloat) {
        if (expected.isArray()) {
            List<Object> items = new ArrayList<>();
            expected.forEach(item -> items.add(normal(item, isFloat)));
            return items;
        }
        return isFloat && expected.isTextual() ? Double.toString(Double.parseDouble(expected.asText())) : expected;
    }
}
