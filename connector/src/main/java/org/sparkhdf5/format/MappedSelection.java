package org.sparkhdf5.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A selection as a mapping of a virtual dataset stores it: it may go on without end, and its extent may be unknown. */
sealed interface MappedSelection {

    /** As a user reads it. */
    String text();

    /** All elements, how many ever there are. */
    record Whole() implements MappedSelection {
        @Override
        public String text() {
            return "all";
        }
    }

    /** Hyperslabs, or nothing; points are not mapped. */
    record Fixed(Selection selection) implements MappedSelection {
        @Override
        public String text() {
            return selection.text();
        }
    }

    /** A hyperslab that ends with the extent. */
    record Unlimited(UnlimitedHyperslab hyperslab) implements MappedSelection {
        @Override
        public String text() {
            return hyperslab.text();
        }
    }

    /** The hyperslab without end, or null. */
    default @Nullable UnlimitedHyperslab unlimited() {
        return this instanceof Unlimited open ? open.hyperslab() : null;
    }

    /**
     * What is selected.
     *
     * @param dimensions extent that a whole selection has
     * @throws IllegalStateException if it goes on without end
     */
    default Selection concrete(List<Long> dimensions) {
        if (this instanceof Fixed fixed) {
            return fixed.selection();
        }
        if (this instanceof Whole) {
            return new Selection.All(dimensions);
        }
        throw new IllegalStateException(text());
    }
}
