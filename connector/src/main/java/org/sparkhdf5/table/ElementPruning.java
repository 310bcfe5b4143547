package org.sparkhdf5.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cuts an element down to the fields of structs that a query needs. */
public final class ElementPruning {
    private ElementPruning() {}

    /**
     * The element with the fields of {@code wanted} only, in its order.
     *
     * @return null if the element has no such field, or another type
     */
    public static @Nullable ElementType prune(ElementType element, LogicalType wanted) {
        if (wanted instanceof LogicalType.StructOf struct && element instanceof ElementType.Struct stored) {
            return prune(stored, struct);
        }
        if (element instanceof ElementType.Category codes) {
            ElementType pruned = prune(codes.category(), wanted);
            return pruned == null
                    ? null
                    : new ElementType.Category(
                            codes.code(), codes.list(), pruned, codes.byteOffset(), codes.nullIsNan());
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
        return element.logicalType().sql().equals(wanted.sql()) ? element : null;
    }

    private static @Nullable ElementType prune(ElementType.Struct stored, LogicalType.StructOf wanted) {
        Map<String, ElementType.Member> byName = new HashMap<>();
        for (ElementType.Member member : stored.members()) {
            byName.put(member.name(), member);
        }
        List<ElementType.Member> members = new ArrayList<>();
        for (LogicalType.Field field : wanted.fields()) {
            ElementType.Member member = byName.get(field.name());
            ElementType pruned = member == null ? null : prune(member.element(), field.type());
            if (member == null || pruned == null) {
                return null;
            }
            members.add(new ElementType.Member(member.name(), member.byteOffset(), pruned));
        }
        return new ElementType.Struct(stored.sizeBytes(), members);
    }
}
