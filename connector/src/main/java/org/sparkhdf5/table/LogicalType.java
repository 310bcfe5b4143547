package org.sparkhdf5.table;

import java.io.Serializable;

/** What a column means, in Spark's words, without Spark's classes. */
public sealed interface LogicalType extends Serializable {

    /** The name as SQL writes it, for messages: {@code BIGINT}, {@code ARRAY<DOUBLE>}. */
    String sql();

    /** What one value takes in memory when it is decoded, about, in bytes; for statistics. */
    long decodedBytes();

    /** Types without parts. */
    enum Atomic implements LogicalType {
        BOOLEAN("BOOLEAN", 1),
        TINYINT("TINYINT", 1),
        SMALLINT("SMALLINT", 2),
        INT("INT", 4),
        BIGINT("BIGINT", 8),
        /** uint64. */
        DECIMAL_20_0("DECIMAL(20,0)", 16),
        FLOAT("FLOAT", 4),
        DOUBLE("DOUBLE", 8),
        STRING("STRING", 16),
        DATE("DATE", 4),
        /** An instant, microseconds. */
        TIMESTAMP("TIMESTAMP", 8),
        /** A wall-clock time without a zone, microseconds. */
        TIMESTAMP_NTZ("TIMESTAMP_NTZ", 8),
        /** Microseconds. */
        DAY_TIME_INTERVAL("INTERVAL DAY TO SECOND", 8);

        private final String sql;
        private final long decodedBytes;

        Atomic(String sql, long decodedBytes) {
            this.sql = sql;
            this.decodedBytes = decodedBytes;
        }

        @Override
        public String sql() {
            return sql;
        }

        @Override
        public long decodedBytes() {
            return decodedBytes;
        }
    }

    /**
     * Values of equal number in every row, never null.
     *
     * @param length number of elements
     */
    record ListOf(LogicalType element, long length) implements LogicalType {
        @Override
        public String sql() {
            return "ARRAY<" + element.sql() + ">";
        }

        @Override
        public long decodedBytes() {
            long bytes = element.decodedBytes();
            return length > Long.MAX_VALUE / Math.max(1, bytes) ? Long.MAX_VALUE : bytes * length;
        }
    }

    /** Whether a column of this type and one of {@code other} have the same SQL type. */
    default boolean sameType(LogicalType other) {
        return sql().equals(other.sql());
    }
}
