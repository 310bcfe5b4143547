package org.sparkhdf5.table.pickle;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A memo that holds what it remembers, for a pickle of moderate length: an entry costs a byte of it and a hundred in memory. */
final class HeldMemo implements PickleMemo {
    private static final int ENTRIES_MAX = 1 << 20;

    private record Held(
            byte kind, long bits, int length, @Nullable Node node) {}

    private final Map<Long, Held> held = new HashMap<>();

    @Override
    public void memoize(PickleMachine machine, long start) throws IOException {
        put(machine, held.size(), start);
    }

    @Override
    public void put(PickleMachine machine, long index, long start) throws IOException {
        if (held.size() >= ENTRIES_MAX) {
            throw machine.bytes.part.unsupported("a memo of more than " + ENTRIES_MAX + " entries", start);
        }
        PickleStack stack = machine.stack;
        int top = stack.size - 1;
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
