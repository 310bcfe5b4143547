package org.sparkhdf5.table.pickle;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A memo that holds what it remembers, for a pickle of moderate length: an entry costs at least two bytes of it. */
final class HeldMemo implements PickleMemo {
    private record Held(
            byte kind, long bits, int length, @Nullable Node node) {}

    private final Map<Long, Held> held = new HashMap<>();

    @Override
    public void memoize(PickleMachine machine, long start) {
        put(machine, held.size(), start);
    }

    @Override
    public void put(PickleMachine machine, long index, long start) {
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
