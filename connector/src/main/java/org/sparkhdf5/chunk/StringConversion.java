package org.sparkhdf5.chunk;

import java.util.Arrays;

/**
 * Makes strings longer or shorter that are padded with zeros: they end at the first zero.
 *
 * @param targetBytes length of the strings that are made
 */
record StringConversion(int sourceBytes, int targetBytes) implements ElementConversion {
    @Override
    public void convert(
            byte[] source,
            int sourceOffset,
            int sourceStep,
            byte[] target,
            int targetOffset,
            int targetStep,
            int count) {
        int most = Math.min(sourceBytes, targetBytes);
        int at = sourceOffset;
        int place = targetOffset;
        for (int i = 0; i < count; i++, at += sourceStep, place += targetStep) {
            int length = 0;
            while (length < most && source[at + length] != 0) {
                target[place + length] = source[at + length];
                length++;
            }
            Arrays.fill(target, place + length, place + targetBytes, (byte) 0);
        }
    }
}
