package org.sparkhdf5.table.pickle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/**
 * Runs the opcodes of a pickle on a stack. Globals are names; a call is interpreted by {@link PickleCalls} or refused. Not
 * thread-safe.
 */
final class PickleMachine {
    private static final int PROTOCOL_MAX = 5;
    private static final int INDEX_DIGITS_MAX = 20;
    private static final int NAME_CHARACTERS_MAX = 200;

    final PickleBytes bytes;
    final PickleStack stack = new PickleStack();
    private final PickleMemo memo;
    private final PickleLimits limits;
    private final PickleAtoms atoms;
    private final PickleContainers containers;
    private final PickleCalls calls;
    final PickleHeld held;

    PickleMachine(PickleBytes bytes, PickleMemo memo, PickleLimits limits, PickleHeld held) {
        this.bytes = bytes;
        this.memo = memo;
        this.limits = limits;
        this.held = held;
        this.atoms = new PickleAtoms(bytes);
        this.containers = new PickleContainers(this);
        this.calls = new PickleCalls(bytes.part);
    }

    /**
     * Runs one opcode.
     *
     * @return false if it was the last, {@code STOP}
     */
    boolean step() throws IOException {
        long start = bytes.position();
        int opcode = bytes.uint8();
        if (opcode == Opcode.STOP) {
            return false;
        }
        run(opcode, start);
        return true;
    }

    /** Runs an opcode that has been read and is not {@code STOP}. */
    void run(int opcode, long start) throws IOException {
        if (!atoms.push(opcode, start, stack) && !runMemo(opcode, start) && !containers.run(opcode, start)) {
            runOther(opcode, start);
        }
        if (stack.size > limits.stackEntries()) {
            throw bytes.part.unsupported("more than " + limits.stackEntries() + " entries on the stack", start);
        }
    }

    private boolean runMemo(int opcode, long start) throws IOException {
        switch (opcode) {
            case Opcode.MEMOIZE -> {
                top(1, start);
                memo.memoize(this, start);
            }
            case Opcode.BINGET -> memo.get(this, bytes.uint8(), start);
            case Opcode.LONG_BINGET -> memo.get(this, bytes.int32() & 0xFFFF_FFFFL, start);
            case Opcode.GET -> memo.get(this, index(start), start);
            case Opcode.BINPUT -> put(bytes.uint8(), start);
            case Opcode.LONG_BINPUT -> put(bytes.int32() & 0xFFFF_FFFFL, start);
            case Opcode.PUT -> put(index(start), start);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void put(long index, long start) throws IOException {
        top(1, start);
        memo.put(this, index, start);
    }

    private long index(long start) throws IOException {
        String line = bytes.line("a memo index", INDEX_DIGITS_MAX);
        try {
            long index = Long.parseLong(line);
            if (index >= 0) {
                return index;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw bytes.part.malformed("a memo index is expected, found " + PickleAtoms.shown(line), start);
    }

    private void runOther(int opcode, long start) throws IOException {
        switch (opcode) {
            case Opcode.PROTO -> {
                int protocol = bytes.uint8();
                if (protocol > PROTOCOL_MAX) {
                    throw bytes.part.unsupported("protocol " + protocol + "; 0 to 5 are read", start);
                }
            }
            case Opcode.FRAME -> {
                long length = bytes.int64();
                if (length < 0) {
                    throw bytes.part.malformed("a length is expected, found " + Long.toUnsignedString(length), start);
                }
                bytes.frame(length);
            }
            case Opcode.POP -> stack.truncate(top(1, start, true));
            case Opcode.POP_MARK -> stack.truncate(mark(start));
            case Opcode.DUP -> {
                int top = top(1, start);
                stack.push(stack.kinds[top], start, stack.bits[top], stack.lengths[top]);
                stack.nodes[stack.size - 1] = stack.nodes[top];
                stack.markReference(stack.size - 1);
            }
            case Opcode.GLOBAL -> {
                String module = bytes.line("a module", NAME_CHARACTERS_MAX);
                push(global(module, bytes.line("a name", NAME_CHARACTERS_MAX), start), start);
            }
            case Opcode.STACK_GLOBAL -> {
                int module = top(2, start);
                Node global = global(name(module, start), name(module + 1, start), start);
                replace(module, global);
            }
            case Opcode.REDUCE, Opcode.NEWOBJ -> {
                int callee = top(2, start);
                replace(callee, calls.call(node(callee), node(callee + 1), start));
            }
            case Opcode.BUILD -> {
                int target = top(2, start);
                calls.build(changing(target, start), node(target + 1), start);
                changed(target);
            }
            default -> throw refused(opcode, start);
        }
    }

    /** An opcode that is not read, unless what it works on is missing: then Python would not go on either. */
    private UnsupportedHdf5FeatureException refused(int opcode, long start) throws IOException {
        switch (opcode) {
            case Opcode.OBJ -> mark(start);
            case Opcode.BINPERSID -> top(1, start);
            case Opcode.NEWOBJ_EX -> top(3, start);
            case Opcode.INST -> {
                mark(start);
                String module = bytes.line("a module", NAME_CHARACTERS_MAX);
                global(module, bytes.line("a name", NAME_CHARACTERS_MAX), start);
            }
            default -> {}
        }
        return bytes.part.unsupported(Opcode.refused(opcode) + " is not read", start);
    }

    private String name(int slot, long start) throws IOException {
        if (stack.lengths[slot] <= NAME_CHARACTERS_MAX
                && node(slot) instanceof Node.Leaf leaf
                && leaf.value() instanceof PythonValue.Text text) {
            return text.value();
        }
        throw bytes.part.malformed("the name of a global is expected, a text of at most " + NAME_CHARACTERS_MAX, start);
    }

    private Node global(String module, String name, long start) {
        Global found = Global.find(module, name);
        if (found == null) {
            throw bytes.part.unsupported(
                    "global " + PickleAtoms.shown(module) + "." + PickleAtoms.shown(name) + " is not on the allow-list",
                    start);
        }
        return found == Global.NA
                ? new Node.Leaf(new PythonValue.Missing(PythonValue.Missing.NA))
                : new Node.Name(found, module + "." + name);
    }

    /** Puts one node in the place of this slot and all above it. */
    void replace(int slot, Node node) {
        long start = stack.start(slot);
        stack.truncate(slot);
        push(node, start);
    }

    /** Pushes a node, or, where it is a simple value, its bits. */
    void push(Node node, long start) {
        held.add(0, start);
        if (!(node instanceof Node.Leaf leaf)) {
            stack.push(node, start, bytes.position());
            return;
        }
        PythonValue value = leaf.value();
        if (value instanceof PythonValue.None) {
            stack.push(PickleStack.NONE, start, 0, 0);
        } else if (value instanceof PythonValue.Bool bool) {
            stack.push(PickleStack.BOOL, start, bool.value() ? 1 : 0, 0);
        } else if (value instanceof PythonValue.Int number && number.value().bitLength() < Long.SIZE) {
            stack.push(PickleStack.INT, start, number.value().longValue(), 0);
        } else if (value instanceof PythonValue.Float number) {
            stack.push(PickleStack.FLOAT, start, Double.doubleToRawLongBits(number.value()), 0);
        } else if (value instanceof PythonValue.Date date) {
            stack.push(PickleStack.DATE, start, date.epochDay(), 0);
        } else {
            stack.push(node, start, bytes.position());
        }
        stack.markComposite();
    }

    /**
     * The lowest of so many uppermost entries, none of which may be a mark.
     *
     * @return its slot
     */
    int top(int count, long start) throws IOException {
        return top(count, start, false);
    }

    private int top(int count, long start, boolean markAllowed) throws IOException {
        int slot = stack.size - count;
        if (slot < 0) {
            throw bytes.part.malformed(count + " entries are expected on the stack, found " + stack.size, start);
        }
        for (int i = slot; i < stack.size && !markAllowed; i++) {
            if (stack.kinds[i] == PickleStack.MARK) {
                throw bytes.part.malformed("a value is expected on the stack, found a mark", start);
            }
        }
        return slot;
    }

    int mark(long start) throws IOException {
        int mark = stack.mark();
        if (mark < 0) {
            throw bytes.part.malformed("a mark is expected on the stack, found none", start);
        }
        return mark;
    }

    /** The entries from a slot on, as nodes. */
    List<Node> nodes(int from) throws IOException {
        List<Node> nodes = new ArrayList<>(stack.size - from);
        for (int slot = from; slot < stack.size; slot++) {
            nodes.add(node(slot));
        }
        return nodes;
    }

    /** An entry as a node that becomes part of another value; not for marks. */
    Node node(int slot) throws IOException {
        long bits = stack.bits[slot];
        if (stack.kinds[slot] == PickleStack.NODE) {
            memo.taken(stack, slot);
        } else if (stack.kinds[slot] == PickleStack.BYTES) {
            held.add(0, stack.start(slot));
            held.addPayload(stack.lengths[slot], stack.start(slot));
        } else {
            held.add(stack.lengths[slot], stack.start(slot));
        }
        return switch (stack.kinds[slot]) {
            case PickleStack.NONE -> new Node.Leaf(new PythonValue.None());
            case PickleStack.BOOL -> new Node.Leaf(new PythonValue.Bool(bits != 0));
            case PickleStack.INT -> new Node.Leaf(PythonValue.Int.of(bits));
            case PickleStack.FLOAT -> new Node.Leaf(new PythonValue.Float(Double.longBitsToDouble(bits)));
            case PickleStack.DATE -> new Node.Leaf(new PythonValue.Date(bits));
            case PickleStack.TEXT -> text(PickleText.utf8(bytes.part, content(slot), bits));
            case PickleStack.ESCAPED_TEXT -> text(PickleText.rawUnicodeEscape(bytes.part, content(slot), bits));
            case PickleStack.BYTES -> new Node.Binary(content(slot), false);
            case PickleStack.STRING -> new Node.Binary(content(slot), true);
            case PickleStack.QUOTED_STRING -> new Node.Binary(PickleText.quoted(bytes.part, content(slot), bits), true);
            default -> {
                Node node = stack.nodes[slot];
                if (node == null) {
                    throw new IllegalStateException("a mark is no value");
                }
                yield node;
            }
        };
    }

    private static Node text(String text) {
        return new Node.Leaf(new PythonValue.Text(text));
    }

    private byte[] content(int slot) throws IOException {
        return bytes.copy(stack.bits[slot], stack.lengths[slot]);
    }

    /** A node on the stack becomes part of another value. */
    void taken(int slot) {
        memo.taken(stack, slot);
    }

    /** An entry that is about to be changed, as a node. */
    Node changing(int slot, long start) throws IOException {
        Node node = stack.kinds[slot] == PickleStack.NODE ? stack.nodes[slot] : null;
        if (node == null) {
            throw bytes.part.malformed("a value that can be changed is expected on the stack", start);
        }
        if (stack.isReference(slot)) {
            throw bytes.part.unsupported("a value that changes after it was referred to", start);
        }
        return node;
    }

    /** An entry was changed by all that was above it. */
    void changed(int slot) {
        stack.truncate(slot + 1);
        stack.bits[slot] = bytes.position();
        stack.markComposite();
    }
}
