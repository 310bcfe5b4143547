package org.sparkhdf5.table.pickle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs the opcodes that make tuples, lists, dicts and sets, and fill them. Not thread-safe. */
final class PickleContainers {
    private final PickleMachine machine;

    PickleContainers(PickleMachine machine) {
        this.machine = machine;
    }

    /** Runs the opcode, if it is one of these; returns whether it is. */
    boolean run(int opcode, long start) throws IOException {
        switch (opcode) {
            case Opcode.MARK -> machine.stack.push(PickleStack.MARK, start, 0, 0);
            case Opcode.EMPTY_TUPLE -> empty(Node.SequenceKind.TUPLE, start);
            case Opcode.EMPTY_LIST -> empty(Node.SequenceKind.LIST, start);
            case Opcode.EMPTY_SET -> empty(Node.SequenceKind.SET, start);
            case Opcode.EMPTY_DICT -> machine.push(new Node.Mapping(), start);
            case Opcode.TUPLE1 -> tuple(1, start);
            case Opcode.TUPLE2 -> tuple(2, start);
            case Opcode.TUPLE3 -> tuple(3, start);
            case Opcode.TUPLE -> marked(Node.SequenceKind.TUPLE, start);
            case Opcode.LIST -> marked(Node.SequenceKind.LIST, start);
            case Opcode.FROZENSET -> marked(Node.SequenceKind.SET, start);
            case Opcode.DICT -> dict(start);
            case Opcode.APPEND -> fill(Node.SequenceKind.LIST, machine.top(1, start), 0, start);
            case Opcode.APPENDS -> fill(Node.SequenceKind.LIST, machine.mark(start), 1, start);
            case Opcode.ADDITEMS -> fill(Node.SequenceKind.SET, machine.mark(start), 1, start);
            case Opcode.SETITEM -> set(machine.top(2, start), 0, start);
            case Opcode.SETITEMS -> set(machine.mark(start), 1, start);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void empty(Node.SequenceKind kind, long start) {
        machine.push(new Node.Sequence(kind, new ArrayList<>()), start);
    }

    private void tuple(int count, long start) throws IOException {
        int first = machine.top(count, start);
        machine.replace(first, new Node.Sequence(Node.SequenceKind.TUPLE, machine.nodes(first)));
    }

    private void marked(Node.SequenceKind kind, long start) throws IOException {
        int mark = machine.mark(start);
        machine.replace(mark, new Node.Sequence(kind, machine.nodes(mark + 1)));
    }

    private void dict(long start) throws IOException {
        int mark = machine.mark(start);
        Node.Mapping mapping = new Node.Mapping();
        put(mapping, machine.nodes(mark + 1), start);
        machine.replace(mark, mapping);
    }

    /**
     * Adds items to what lies below them.
     *
     * @param from slot of the first item, or of the mark before it
     * @param marks 1 if there is a mark
     */
    private void fill(Node.SequenceKind kind, int from, int marks, long start) throws IOException {
        Node target = target(from, start);
        if (!(target instanceof Node.Sequence sequence) || sequence.kind != kind) {
            throw machine.bytes.part.malformed(
                    "items are added to what is no " + (kind == Node.SequenceKind.LIST ? "list" : "set"), start);
        }
        sequence.items.addAll(machine.nodes(from + marks));
        machine.changed(from - 1);
    }

    private void set(int from, int marks, long start) throws IOException {
        Node target = target(from, start);
        if (!(target instanceof Node.Mapping mapping)) {
            throw machine.bytes.part.malformed("entries are added to what is no dict", start);
        }
        put(mapping, machine.nodes(from + marks), start);
        machine.changed(from - 1);
    }

    private Node target(int from, long start) throws IOException {
        if (from == 0 || machine.stack.kinds[from - 1] == PickleStack.MARK) {
            throw machine.bytes.part.malformed("a value to add to is expected on the stack, found none", start);
        }
        return machine.changing(from - 1, start);
    }

    private void put(Node.Mapping mapping, List<Node> keysAndValues, long start) throws IOException {
        if (keysAndValues.size() % 2 != 0) {
            throw machine.bytes.part.malformed("keys and values are expected, found a key without value", start);
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            mapping.keys.add(keysAndValues.get(i));
            mapping.values.add(keysAndValues.get(i + 1));
        }
    }
}
