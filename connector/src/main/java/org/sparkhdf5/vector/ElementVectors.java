package org.sparkhdf5.vector;

import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.GlobalHeap;
import org.sparkhdf5.format.References;
import org.sparkhdf5.table.ElementType;
import org.sparkhdf5.table.ObjectCells;
import org.sparkhdf5.table.ObjectRule;

/** Makes vectors for elements; nested elements get nested vectors. */
final class ElementVectors {
    private final CellLocation location;
    private final FileSource source;

    /** What else of the file a value may need. */
    interface FileSource {
        /** Where values of variable length are. */
        GlobalHeap heap();

        /** Finds what references lead to. */
        References references();

        /** All elements of an array of at most {@link org.sparkhdf5.chunk.WholeArray#BYTES_MAX}, C order. */
        byte[] elements(StoredArray array);

        /** All elements of a pickled array of one dimension. */
        ObjectCells objects(StoredArray descriptors, String column, ObjectRule rule);
    }

    ElementVectors(CellLocation location, FileSource source) {
        this.location = location;
        this.source = source;
    }

    RowVector of(ElementType element) {
        if (element instanceof ElementType.Widened widened) {
            return WidenedVector.of(location, widened, of(widened.stored()));
        }
        if (element instanceof ElementType.AlwaysNull nulls) {
            return new NullVector(SparkTypes.of(nulls));
        }
        RowVector nested = nested(element);
        if (nested != null) {
            return nested;
        }
        if (element instanceof ElementType.Number number) {
            return NumberVectors.of(number);
        }
        if (element instanceof ElementType.Cf number) {
            return CfVectors.of(location, number);
        }
        if (element instanceof ElementType.PackedInteger integer) {
            return new PackedIntegerVector(SparkTypes.of(integer), location, integer.bits());
        }
        if (element instanceof ElementType.OtherFloat number) {
            return new OtherFloatVector(location, number);
        }
        if (element instanceof ElementType.Flag) {
            return new FlagVector(location);
        }
        if (element instanceof ElementType.Time time) {
            return new TimeVector(SparkTypes.of(time), location, time);
        }
        if (element instanceof ElementType.PyTablesTime time) {
            return new PyTablesTimeVector(time);
        }
        if (element instanceof ElementType.PeriodOrdinal period) {
            return new PeriodVector(period);
        }
        if (element instanceof ElementType.DayOrdinal day) {
            return new DayVector(location, day);
        }
        RowVector bytes = bytes(element);
        if (bytes != null) {
            return bytes;
        }
        if (element instanceof ElementType.Opaque opaque) {
            return new OpaqueVector(opaque.sizeBytes());
        }
        if (element instanceof ElementType.Enumeration enumeration) {
            return new EnumerationVector(location, enumeration);
        }
        if (element instanceof ElementType.HeapText text) {
            return new HeapTextVector(location, source.heap(), text);
        }
        if (element instanceof ElementType.ReferencePath reference) {
            return new ReferenceVector(location, source.references(), reference.type());
        }
        if (element instanceof ElementType.Text text) {
            return new TextVector(location, text);
        }
        throw new IllegalStateException("no vector over bytes for " + element);
    }

    private @Nullable RowVector bytes(ElementType element) {
        if (element instanceof ElementType.TextBytes text) {
            return new TextBytesVector(text);
        }
        if (element instanceof ElementType.HeapBytes bytes) {
            return new HeapBytesVector(location, source.heap(), bytes);
        }
        if (element instanceof ElementType.PickledRow object) {
            return new PickledRowVector(SparkTypes.of(object), location, source.heap(), object);
        }
        if (element instanceof ElementType.HeapCodePoints text) {
            return new CodePointVector(location, source.heap(), text);
        }
        return null;
    }

    private @Nullable RowVector nested(ElementType element) {
        if (element instanceof ElementType.Struct struct) {
            RowVector[] fields = new RowVector[struct.members().size()];
            int[] offsets = new int[fields.length];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = of(struct.members().get(i).element());
                offsets[i] = struct.members().get(i).byteOffset();
            }
            return new StructVector(SparkTypes.of(struct), fields, offsets);
        }
        if (element instanceof ElementType.ReferenceRegion region) {
            return new RegionVector(SparkTypes.of(region), location, source.references(), region);
        }
        if (element instanceof ElementType.FixedList list) {
            return new ListVector(
                    SparkTypes.of(list),
                    of(list.element()),
                    list.length(),
                    list.element().sizeBytes());
        }
        if (element instanceof ElementType.Category codes
                && codes.category() instanceof ElementType.PickledObject object) {
            DataType type = SparkTypes.of(object);
            return codes.list() == null
                    ? new NullVector(type)
                    : new ObjectCategoryVector(
                            type, location, codes, source.objects(codes.list(), location.column(), object.rule()));
        }
        if (element instanceof ElementType.Category codes) {
            return new CategoryVector(SparkTypes.of(codes), location, codes, of(codes.category()), source);
        }
        if (element instanceof ElementType.HeapList list) {
            return new HeapListVector(SparkTypes.of(list), location, source.heap(), list.element(), this);
        }
        return null;
    }
}
