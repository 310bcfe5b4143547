package org.sparkhdf5.table;

import java.math.BigInteger;
import org.sparkhdf5.table.pickle.PythonNotation;
import org.sparkhdf5.table.pickle.PythonValue;

/** Writes stored values as Python's {@code str} does, for labels that become column names. */
final class PythonText {
    private PythonText() {}

    /** As {@code repr(float)}. */
    static String ofDouble(double value) {
        return PythonNotation.ofDouble(value);
    }

    /** As {@code str(numpy.float32)}. */
    static String ofFloat(float value) {
        return PythonNotation.ofFloat(value);
    }

    /** As {@code str(pandas.Timestamp)} without a zone. */
    static String ofTimestamp(long value, ElementType.Unit unit) {
        if (value == ElementType.Time.NAT) {
            return PythonValue.Missing.NAT;
        }
        BigInteger nanos = BigInteger.valueOf(value).multiply(BigInteger.valueOf(unit.nanoseconds()));
        return PythonNotation.str(new PythonValue.Timestamp(nanos, ""));
    }
}
