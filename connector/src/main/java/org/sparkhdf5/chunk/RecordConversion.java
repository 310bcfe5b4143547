package org.sparkhdf5.chunk;

import java.util.List;

/**
 * Converts elements that consist of parts, each part by itself. What is between the parts stays as it is.
 *
 * @param sourceBytes size of an element of the source
 * @param parts in any order
 */
record RecordConversion(int sourceBytes, List<Part> parts) implements ElementConversion {

    /** One part, or several equal ones in a row. */
    record Part(int sourceOffset, int targetOffset, ElementConversion conversion, int targetBytes, int count) {}

    @Override
    public void convert(
            byte[] source,
            int sourceOffset,
            int sourceStep,
            byte[] target,
            int targetOffset,
            int targetStep,
            int count) {
        for (int part = 0; part < parts.size(); part++) {
            Part converted = parts.get(part);
            ElementConversion conversion = converted.conversion();
            int at = sourceOffset + converted.sourceOffset();
            int place = targetOffset + converted.targetOffset();
            for (int i = 0; i < converted.count(); i++) {
                conversion.convert(source, at, sourceStep, target, place, targetStep, count);
                at += conversion.sourceBytes();
                place += converted.targetBytes();
            }
        }
    }
}
