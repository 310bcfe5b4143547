package org.sparkhdf5.vector;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.spark.sql.types.Decimal;

/** Makes Spark's decimals of unsigned integers. */
final class Decimals {
    private Decimals() {}

    static Decimal ofUnsigned(long value, int precision, int scale) {
        BigInteger low = BigInteger.valueOf(value & Long.MAX_VALUE);
        BigInteger exact = value < 0 ? low.setBit(Long.SIZE - 1) : low;
        return Decimal.apply(new BigDecimal(exact), precision, scale);
    }
}
