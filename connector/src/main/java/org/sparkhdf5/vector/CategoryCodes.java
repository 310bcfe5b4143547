package org.sparkhdf5.vector;

import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.table.ElementType.Category;
import org.sparkhdf5.table.ElementType.Number;

/** Reads the codes of a vector, which stand for elements of a list. */
final class CategoryCodes {
    private final CellLocation location;
    private final int codeBytes;
    private final boolean bigEndian;
    private final long categoryCount;

    CategoryCodes(CellLocation location, Number code, long categoryCount) {
        this.location = location;
        this.codeBytes = code.sizeBytes();
        this.bigEndian = code.order() == Order.BIG_ENDIAN;
        this.categoryCount = categoryCount;
    }

    /** Index in the list, or {@link Category#NULL_CODE}; any other code fails, naming row and code. */
    int index(RowVector codes, int rowId) {
        byte[] bytes = codes.bytes();
        int at = codes.at(rowId);
        long code = switch (codeBytes) {
            case 1 -> bytes[at];
            case 2 -> Bytes.int16(bytes, at, bigEndian);
            case 4 -> Bytes.int32(bytes, at, bigEndian);
            default -> Bytes.int64(bytes, at, bigEndian);
        };
        if (code < Category.NULL_CODE || code >= categoryCount) {
            throw location.malformed(
                    codes.row(rowId), "a code below " + categoryCount + ", or -1 for null, is expected, found " + code);
        }
        return (int) code;
    }
}
