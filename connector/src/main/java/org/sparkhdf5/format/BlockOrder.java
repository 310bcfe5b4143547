package org.sparkhdf5.format;

import java.util.List;

/**
 * The order in which HDF5 lists the blocks of an irregular hyperslab: those that have the same range in the first dimension stand
 * together, these ranges ascend and do not overlap, and the blocks of one range are in this order in the other dimensions. So no
 * element is in two blocks.
 */
final class BlockOrder {
    private BlockOrder() {}

    static boolean holds(List<Selection.Block> blocks) {
        for (int i = 1; i < blocks.size(); i++) {
            if (!follows(blocks.get(i - 1), blocks.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** In the first dimension in which the ranges differ, the later one lies behind. */
    private static boolean follows(Selection.Block before, Selection.Block after) {
        for (int i = 0; i < before.start().size(); i++) {
            long start = after.start().get(i);
            long end = after.end().get(i);
            if (start != before.start().get(i) || end != before.end().get(i)) {
                return start > before.end().get(i);
            }
        }
        return false;
    }
}
