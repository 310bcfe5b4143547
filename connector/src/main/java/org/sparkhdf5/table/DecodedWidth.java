package org.sparkhdf5.table;

import org.sparkhdf5.chunk.Saturated;

/** What a value takes in memory when it is decoded, about, for statistics. */
public final class DecodedWidth {
    /** What is assumed of lists of variable length. */
    private static final long LENGTH_ASSUMED = 4;

    private DecodedWidth() {}

    /** Bytes of one value; of values of variable length only what is always there. */
    public static long bytes(ElementType element) {
        if (element instanceof ElementType.Text || element instanceof ElementType.TextBytes) {
            // A text of few bytes costs no less than its place.
            return Math.max(element.sizeBytes(), element.logicalType().decodedBytes());
        }
        if (element instanceof ElementType.Opaque opaque) {
            return Math.max(1, opaque.sizeBytes());
        }
        if (element instanceof ElementType.Category codes) {
            return bytes(codes.category());
        }
        if (element instanceof ElementType.Constant constant) {
            return bytes(constant.element());
        }
        if (element instanceof ElementType.FixedList list) {
            return Saturated.multiply(Math.max(1, bytes(list.element())), list.length());
        }
        if (element instanceof ElementType.HeapList list) {
            return Saturated.multiply(Math.max(1, bytes(list.element())), LENGTH_ASSUMED);
        }
        if (element instanceof ElementType.Struct struct) {
            long bytes = 0;
            for (ElementType.Member member : struct.members()) {
                long more = bytes(member.element());
                bytes = bytes > Long.MAX_VALUE - more ? Long.MAX_VALUE : bytes + more;
            }
            return bytes;
        }
        return element.logicalType().decodedBytes();
    }

    /** Whether some of a value lies elsewhere in the file, so that only its length is a bound of what that takes. */
    public static boolean isVariable(ElementType element) {
        if (element instanceof ElementType.Category codes) {
            return isVariable(codes.category());
        }
        if (element instanceof ElementType.FixedList list) {
            return isVariable(list.element());
        }
        if (element instanceof ElementType.Struct struct) {
            return struct.members().stream().anyMatch(member -> isVariable(member.element()));
        }
        if (element instanceof ElementType.Widened widened) {
            return isVariable(widened.stored());
        }
        if (element instanceof ElementType.Constant constant) {
            return isVariable(constant.element());
        }
        ObjectRule rule = element.objectRule();
        boolean objects = rule != null && (rule.type() == LogicalType.Atomic.STRING || rule == ObjectRule.BYTES);
        return objects
                || element instanceof ElementType.HeapText
                || element instanceof ElementType.HeapCodePoints
                || element instanceof ElementType.HeapBytes
                || element instanceof ElementType.HeapList;
    }
}
