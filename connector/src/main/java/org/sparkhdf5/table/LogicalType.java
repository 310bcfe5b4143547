package org.sparkhdf5.table;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/** What a column means, in Spark's words, without Spark's classes. */
public sealed interface LogicalType extends Serializable {

    /** The name as SQL writes it, for messages and to compare: {@code BIGINT}, {@code ARRAY<DOUBLE>}. */
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
        BINARY("BINARY", 16),
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

    /** Decimals of other digits than {@link Atomic#DECIMAL_20_0}, which no file holds, but a user may ask for. */
    record DecimalOf(int precision, int scale) implements LogicalType {
        private static final long BYTES = 16;

        @Override
        public String sql() {
            return "DECIMAL(" + precision + "," + scale + ")";
        }

        @Override
        public long decodedBytes() {
            return BYTES;
        }
    }

    /**
     * A list of values.
     *
     * @param length number of elements, or {@link #VARIABLE}
     */
    record ListOf(LogicalType element, long length) implements LogicalType {
        public static final long VARIABLE = -1;
        /** What is assumed of lists of variable length. */
        private static final long LENGTH_ASSUMED = 4;

        @Override
        public String sql() {
            return "ARRAY<" + element.sql() + ">";
        }

        @Override
        public long decodedBytes() {
            long bytes = Math.max(1, element.decodedBytes());
            long count = length == VARIABLE ? LENGTH_ASSUMED : length;
            return count > Long.MAX_VALUE / bytes ? Long.MAX_VALUE : bytes * count;
        }
    }

    /** Named values side by side. */
    record StructOf(List<Field> fields) implements LogicalType {
        public StructOf {
            fields = List.copyOf(fields);
        }

        @Override
        public String sql() {
            return fields.stream()
                    .map(field ->
                            SqlNames.quoted(field.name()) + ": " + field.type().sql())
                    .collect(Collectors.joining(", ", "STRUCT<", ">"));
        }

        @Override
        public long decodedBytes() {
            long bytes = 0;
            for (Field field : fields) {
                long more = field.type().decodedBytes();
                bytes = bytes > Long.MAX_VALUE - more ? Long.MAX_VALUE : bytes + more;
            }
            return bytes;
        }
    }

    /** A field of a struct. */
    record Field(String name, LogicalType type) implements Serializable {}
}
