package org.sparkhdf5.chunk;

/** Sums and products of sizes that are not negative and may be huge: what does not fit a long is {@link Long#MAX_VALUE}. */
public final class Saturated {
    private Saturated() {}

    public static long add(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    public static long multiply(long a, long b) {
        return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
    }
}
