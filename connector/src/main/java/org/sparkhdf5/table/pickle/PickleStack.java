package org.sparkhdf5.table.pickle;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The machine's stack as parallel arrays: a text is where its bytes are, a number its bits, and only what is put together from
 * several opcodes is an object. Not thread-safe.
 */
final class PickleStack {
    static final byte MARK = 0;
    /** Something composite, or an integer of more than 64 bits: a {@link Node}. */
    static final byte NODE = 1;

    static final byte NONE = 2;
    static final byte BOOL = 3;
    static final byte INT = 4;
    static final byte FLOAT = 5;
    /** UTF-8, with surrogates encoded as Python does. */
    static final byte TEXT = 6;
    /** Raw-unicode-escape. */
    static final byte ESCAPED_TEXT = 7;

    static final byte BYTES = 8;
    /** A string of Python 2: bytes. */
    static final byte STRING = 9;
    /** As {@link #STRING}, quoted and with escapes. */
    static final byte QUOTED_STRING = 10;

    static final byte DATE = 11;

    private static final int REFERENCE = -1;
    private static final int CAPACITY = 64;

    byte[] kinds = new byte[CAPACITY];
    /** Position of the first opcode of the value, times two, plus one if further opcodes made it. */
    private long[] starts = new long[CAPACITY];
    /** The value of a number, the position of the bytes of a text; of a node the position behind the last opcode that made it. */
    long[] bits = new long[CAPACITY];

    /** Of a text, in bytes; of a node the memo's note on it, {@link #REFERENCE} if it came out of the memo. */
    int[] lengths = new int[CAPACITY];

    @Nullable Node[] nodes = new Node[CAPACITY];

    int size;

    void push(byte kind, long start, long value, int length) {
        if (size == kinds.length) {
            grow();
        }
        kinds[size] = kind;
        starts[size] = start << 1;
        bits[size] = value;
        lengths[size] = length;
        size++;
    }

    void push(Node node, long start, long end) {
        push(NODE, start, end, 0);
        nodes[size - 1] = node;
        starts[size - 1] |= 1;
    }

    /** Marks the uppermost entry as made by more than one opcode. */
    void markComposite() {
        starts[size - 1] |= 1;
    }

    /** Marks an entry as a value that another entry may be, too. */
    void markReference(int slot) {
        starts[slot] |= 1;
        if (kinds[slot] == NODE) {
            lengths[slot] = REFERENCE;
        }
    }

    boolean isReference(int slot) {
        return kinds[slot] == NODE && lengths[slot] == REFERENCE;
    }

    long start(int slot) {
        return starts[slot] >> 1;
    }

    boolean composite(int slot) {
        return (starts[slot] & 1) != 0;
    }

    void truncate(int newSize) {
        for (int i = newSize; i < size; i++) {
            nodes[i] = null;
        }
        size = newSize;
    }

    /** The slot of the uppermost mark, or -1. */
    int mark() {
        for (int i = size - 1; i >= 0; i--) {
            if (kinds[i] == MARK) {
                return i;
            }
        }
        return -1;
    }

    private void grow() {
        int capacity = kinds.length * 2;
        kinds = Arrays.copyOf(kinds, capacity);
        starts = Arrays.copyOf(starts, capacity);
        bits = Arrays.copyOf(bits, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        nodes = Arrays.copyOf(nodes, capacity);
    }
}
