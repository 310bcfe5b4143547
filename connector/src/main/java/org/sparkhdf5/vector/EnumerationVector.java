package org.sparkhdf5.vector;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.sparkhdf5.format.IntegerBits;
import org.sparkhdf5.table.ElementType;

/** Enumerations as the names of their values; a value without a name fails, naming the number. */
final class EnumerationVector extends RowVector {
    private final CellLocation location;
    private final IntegerBits bits;
    private final Map<Long, UTF8String> names = new HashMap<>();

    EnumerationVector(CellLocation location, ElementType.Enumeration type) {
        super(DataTypes.StringType);
        this.location = location;
        this.bits = type.bits();
        type.names().forEach((value, name) -> names.put(value, UTF8String.fromString(name)));
    }

    @Override
    public UTF8String getUTF8String(int rowId) {
        long value = bits.read(bytes(), at(rowId));
        UTF8String name = names.get(value);
        if (name == null) {
            throw location.unsupported(
                    row(rowId),
                    "value " + value + " has no name among the " + names.size() + " of the enumeration",
                    "leave the column out");
        }
        return name;
    }
}
