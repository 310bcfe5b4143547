package org.sparkhdf5.plan;

import java.io.Serializable;
import java.time.ZoneId;
import org.sparkhdf5.table.Widening;

/** Who says which columns there are and of which types. */
public sealed interface SchemaSource extends Serializable {

    /** How far the columns of a file may be from it. */
    Widening widening();

    /** Whether a column whose name differs in case is meant where there is none of the name. */
    default boolean anyCase() {
        return false;
    }

    /**
     * The first file, in path order.
     *
     * @param file its path, for messages
     */
    record FirstFile(String file) implements SchemaSource {
        @Override
        public Widening widening() {
            return Widening.NONE;
        }
    }

    /** All files together: {@code mergeSchema}. */
    record AllFiles(boolean anyCase) implements SchemaSource {
        @Override
        public Widening widening() {
            return Widening.EXACT;
        }
    }

    /**
     * The user: {@code .schema(…)}.
     *
     * @param timeZone of the session
     */
    record User(ZoneId timeZone, boolean anyCase) implements SchemaSource {
        @Override
        public Widening widening() {
            return new Widening.UpCast(timeZone);
        }
    }
}
