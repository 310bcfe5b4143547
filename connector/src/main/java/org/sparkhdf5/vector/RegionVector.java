package org.sparkhdf5.vector;

import java.io.IOException;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.ReferenceTarget;
import org.sparkhdf5.format.References;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.ReferenceText;

/** Region references as structs of the dataset's path and the text of the selection; null where one was never set. */
final class RegionVector extends RowVector {
    private final CellLocation location;
    private final References references;
    private final ElementType.ReferenceRegion region;
    private final RowVector[] fields;

    RegionVector(DataType sparkType, CellLocation location, References references, ElementType.ReferenceRegion region) {
        super(sparkType);
        this.location = location;
        this.references = references;
        this.region = region;
        this.fields = region.fields().stream().map(Part::new).toArray(RowVector[]::new);
    }

    @Override
    void show(byte[] bytes, int base, int stride, int rowCount, long firstRow) {
        super.show(bytes, base, stride, rowCount, firstRow);
        for (RowVector field : fields) {
            field.show(bytes, base, stride, rowCount, firstRow);
        }
    }

    @Override
    void show(byte[] bytes, Places places, int rowCount, long firstRow) {
        super.show(bytes, places, rowCount, firstRow);
        for (RowVector field : fields) {
            field.show(bytes, places, rowCount, firstRow);
        }
    }

    @Override
    public boolean hasNull() {
        return true;
    }

    @Override
    public boolean isNullAt(int rowId) {
        return ReferenceVector.isZero(bytes(), at(rowId), region.sizeBytes());
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        return fields[ordinal];
    }

    /** One field of the struct. */
    private final class Part extends RowVector {
        private final boolean path;

        Part(String name) {
            super(DataTypes.StringType);
            this.path = name.equals(ElementType.ReferenceRegion.PATH);
        }

        @Override
        public @Nullable UTF8String getUTF8String(int rowId) {
            try {
                ReferenceTarget target = references.read(location.table(), region.type(), bytes(), at(rowId));
                if (target == null) {
                    return null;
                }
                boolean region = target instanceof ReferenceTarget.ToRegion;
                String selection =
                        region ? ((ReferenceTarget.ToRegion) target).selection().text() : "";
                return UTF8String.fromString(path ? ReferenceText.path(target) : selection);
            } catch (IOException e) {
                throw CellLocation.unchecked(e);
            }
        }
    }
}
