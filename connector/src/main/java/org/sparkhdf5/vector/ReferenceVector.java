package org.sparkhdf5.vector;

import java.io.IOException;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.ReferenceTarget;
import org.sparkhdf5.format.References;
import org.sparkhdf5.table.ReferenceText;

/** References as the paths that they lead to; null where one was never set. */
final class ReferenceVector extends RowVector {
    private final CellLocation location;
    private final References references;
    private final Datatype.Reference type;

    ReferenceVector(CellLocation location, References references, Datatype.Reference type) {
        super(DataTypes.StringType);
        this.location = location;
        this.references = references;
        this.type = type;
    }

    @Override
    public boolean hasNull() {
        return true;
    }

    @Override
    public boolean isNullAt(int rowId) {
        return isZero(bytes(), at(rowId), type.sizeBytes());
    }

    static boolean isZero(byte[] bytes, int at, int sizeBytes) {
        for (int i = at; i < at + sizeBytes; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable UTF8String getUTF8String(int rowId) {
        try {
            ReferenceTarget target = references.read(location.table(), type, bytes(), at(rowId));
            return target == null ? null : UTF8String.fromString(ReferenceText.path(target));
        } catch (IOException e) {
            throw CellLocation.unchecked(e);
        }
    }
}
