package org.sparkhdf5.table.pickle;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A memo that holds what it remembers, for a pickle of moderate length. Not thread-safe. */
final class HeldMemo implements PickleMemo {
    /** About what an entry costs in memory; in the pickle it may cost a single byte. */
    private static final int ENTRY_BYTES = 128;

    private record Held(
            byte kind, long bits, int length, @Nullable Node node) {}

    private final Map<Long, Held> held = new HashMap<>();
    private final int bytesMax;

    /** @param bytesMax what the entries may cost in memory */
    HeldMemo(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public void memoize(PickleMachine machine, long start) {
        put(machine, held.size(), start);
    }

    @Override
    public void put(PickleMachine machine, long index, long start) {
        PickleStack stack = machine.stack;
        int top = stack.size - 1;
        if ((long) held.size() * ENTRY_BYTES >= bytesMax) {
            throw machine.bytes.part.unsupported("a memo of more than " + bytesMax + " bytes", start);
        }
        held.put(index, new Held(stack.kinds[top], stack.bits[top], stack.lengths[top], stack.nodes[top]));
    }

    @Override
    public void get(PickleMachine machine, long index, long start) throws IOException {
        Held found = held.get(index);
        if (found == null) {
            throw machine.bytes.part.malformed(
                    "memo " + index + " is asked for, found " + held.size() + " entries", start);
        }
        machine.stack.push(found.kind, start, found.bits, found.length);
        machine.stack.nodes[machine.stack.size - 1] = found.node;
    }

    @Override
    public void taken(PickleStack stack, int slot) {}
}
