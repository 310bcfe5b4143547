package org.sparkhdf5.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.table.ElementType.NumberKind;
import org.sparkhdf5.table.ElementType.TimeKind;

/** Fits an element to a type: the fields of structs that a query needs, wider numbers. */
public final class ElementPruning {
    private final Widening widening;

    private ElementPruning(Widening widening) {
        this.widening = widening;
    }

    /**
     * The element with the fields of {@code wanted} only, in its order.
     *
     * @param widening how far its types may be from those that are wanted
     * @return null if the element has no such field, or another type
     */
    public static @Nullable ElementType prune(ElementType element, LogicalType wanted, Widening widening) {
        return new ElementPruning(widening).prune(element, wanted);
    }

    private @Nullable ElementType prune(ElementType element, LogicalType wanted) {
        if (element instanceof ElementType.Constant constant) {
            ElementType pruned = prune(constant.element(), wanted);
            return pruned == null ? null : new ElementType.Constant(pruned, constant.bytes());
        }
        if (wanted instanceof LogicalType.StructOf struct && element instanceof ElementType.Struct stored) {
            return prune(stored, struct);
        }
        if (element instanceof ElementType.Category codes && !(codes.logicalType() instanceof LogicalType.Atomic)) {
            ElementType pruned = prune(codes.category(), wanted);
            return pruned == null ? null : with(codes, pruned);
        }
        if (element instanceof ElementType.Category codes
                && codes.list() == null
                && wanted instanceof LogicalType.Atomic type) {
            return with(codes, neverRead(type));
        }
        if (wanted instanceof LogicalType.ListOf list && element instanceof ElementType.FixedList stored) {
            ElementType pruned = prune(stored.element(), list.element());
            // A struct keeps its stored size, so that the elements keep their places.
            return pruned == null ? null : new ElementType.FixedList(pruned, stored.length());
        }
        if (wanted instanceof LogicalType.ListOf list && element instanceof ElementType.HeapList stored) {
            ElementType pruned = prune(stored.element(), list.element());
            return pruned == null ? null : new ElementType.HeapList(stored.sizeBytes(), pruned);
        }
        if (wanted instanceof LogicalType.StructOf struct && element instanceof ElementType.ReferenceRegion region) {
            List<String> fields =
                    struct.fields().stream().map(LogicalType.Field::name).toList();
            return region.fields().containsAll(fields) ? new ElementType.ReferenceRegion(region.type(), fields) : null;
        }
        if (element instanceof ElementType.AlwaysNull && widening.mayMiss()) {
            return new ElementType.AlwaysNull(wanted);
        }
        return widening.widen(element, wanted);
    }

    private static ElementType with(ElementType.Category codes, ElementType category) {
        return new ElementType.Category(codes.code(), codes.list(), category, codes.byteOffset(), codes.nullIsNan());
    }

    /** An element of a type for a column that is null in every row: other files may tell what type it has. */
    private static ElementType neverRead(LogicalType.Atomic type) {
        return switch (type) {
            case BOOLEAN -> new ElementType.Flag();
            case TINYINT -> number(NumberKind.INT8);
            case SMALLINT -> number(NumberKind.INT16);
            case INT -> number(NumberKind.INT32);
            case BIGINT -> number(NumberKind.INT64);
            case DECIMAL_20_0 -> number(NumberKind.UINT64);
            case FLOAT -> number(NumberKind.FLOAT32);
            case DOUBLE -> number(NumberKind.FLOAT64);
            case STRING -> new ElementType.Text(1, ElementType.Trim.TRAILING_NULS, "UTF-8", null);
            case BINARY -> new ElementType.Opaque(1);
            case DATE -> new ElementType.DayOrdinal(Order.LITTLE_ENDIAN);
            case TIMESTAMP -> time(TimeKind.INSTANT);
            case TIMESTAMP_NTZ -> time(TimeKind.WALL_CLOCK);
            case DAY_TIME_INTERVAL -> time(TimeKind.DURATION);
        };
    }

    private static ElementType number(NumberKind kind) {
        return new ElementType.Number(kind, Order.LITTLE_ENDIAN, false);
    }

    private static ElementType time(TimeKind kind) {
        return new ElementType.Time(kind, ElementType.Unit.MICROSECOND, Order.LITTLE_ENDIAN, NanosecondRule.FAIL);
    }

    private @Nullable ElementType prune(ElementType.Struct stored, LogicalType.StructOf wanted) {
        Map<String, ElementType.Member> byName = new HashMap<>();
        for (ElementType.Member member : stored.members()) {
            byName.put(member.name(), member);
        }
        List<ElementType.Member> members = new ArrayList<>();
        for (LogicalType.Field field : wanted.fields()) {
            ElementType.Member member = byName.get(field.name());
            if (member == null && widening.mayMiss()) {
                members.add(new ElementType.Member(field.name(), 0, new ElementType.AlwaysNull(field.type())));
                continue;
            }
            ElementType pruned = member == null ? null : prune(member.element(), field.type());
            if (member == null || pruned == null) {
                return null;
            }
            members.add(new ElementType.Member(member.name(), member.byteOffset(), pruned));
        }
        return new ElementType.Struct(stored.sizeBytes(), members);
    }
}
