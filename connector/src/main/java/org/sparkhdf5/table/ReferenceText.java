package org.sparkhdf5.table;

import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.ReferenceTarget;

/** Writes the targets of references as paths. */
public final class ReferenceText {
    private ReferenceText() {}

    /** The path of the object; {@code path@name} for an attribute; an address in hexadecimal where no path leads there. */
    public static String path(ReferenceTarget target) {
        if (target instanceof ReferenceTarget.ToObject object) {
            return path(object.path(), object.address());
        }
        if (target instanceof ReferenceTarget.ToRegion region) {
            return path(region.path(), region.address());
        }
        if (target instanceof ReferenceTarget.ToAttribute attribute) {
            return path(attribute.path(), attribute.address()) + "@" + attribute.attribute();
        }
        return ((ReferenceTarget.ToOtherFile) target).file();
    }

    private static String path(@Nullable String path, long address) {
        return path != null ? path : "0x" + Long.toHexString(address);
    }
}
