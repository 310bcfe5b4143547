package org.sparkhdf5.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Makes elements of the type of a virtual array of those of a source. */
interface ElementConversion {

    /** Size of an element of the source. */
    int sourceBytes();

    /** Whether elements stay as they are. */
    default boolean isCopy() {
        return false;
    }

    /**
     * Converts a line of elements. Steps are bytes from one element to the next; a source step of 0 repeats one element.
     *
     * @param count number of elements
     */
    void convert(
            byte[] source,
            int sourceOffset,
            int sourceStep,
            byte[] target,
            int targetOffset,
            int targetStep,
            int count);

    /** Elements that stay as they are. */
    record Copy(int sourceBytes) implements ElementConversion {
        private static final VarHandle LONGS =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
        private static final VarHandle INTS =
                MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
        private static final VarHandle SHORTS =
                MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());

        @Override
        public boolean isCopy() {
            return true;
        }

        @Override
        public void convert(
                byte[] source,
                int sourceOffset,
                int sourceStep,
                byte[] target,
                int targetOffset,
                int targetStep,
                int count) {
            if (sourceStep == sourceBytes && targetStep == sourceBytes) {
                System.arraycopy(source, sourceOffset, target, targetOffset, count * sourceBytes);
                return;
            }
            int from = sourceOffset;
            int to = targetOffset;
            for (int i = 0; i < count; i++, from += sourceStep, to += targetStep) {
                switch (sourceBytes) {
                    case 1 -> target[to] = source[from];
                    case 2 -> SHORTS.set(target, to, (short) SHORTS.get(source, from));
                    case 4 -> INTS.set(target, to, (int) INTS.get(source, from));
                    case 8 -> LONGS.set(target, to, (long) LONGS.get(source, from));
                    default -> System.arraycopy(source, from, target, to, sourceBytes);
                }
            }
        }
    }
}
