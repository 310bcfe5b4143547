package org.sparkhdf5.table.pickle;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A memo of positions, for pickles with millions of entries: a text is found again where its opcode is, any other value by
 * running its opcodes again. Pickles number their entries one after the other, from 0 or 1; others go into a small map. Not
 * thread-safe.
 */
final class PositionMemo implements PickleMemo {
    private static final int OTHERS_MAX = 1 << 16;
    private static final int RECENT_VALUES_MAX = 1 << 18;
    private static final int RECENT_ENTRY_VALUES_MAX = 1 << 12;
    private static final int TEXTS = 1 << 12;

    private final PicklePart part;
    private final PickleSource source;
    private final boolean sample;
    private final PickleLimits limits;
    private final PickleHeld held;
    private final PickleBytes atomBytes;
    private final PickleAtoms atoms;
    private final byte[] head = new byte[2];

    private final PositionList positions = new PositionList();
    /** The index of the first entry of the list; -1 before there is one. */
    private long base = -1;

    private final Map<Long, Other> others = new HashMap<>();
    private final Map<Long, Recent> recent = new LinkedHashMap<>(16, 0.75f, true);
    private long recentValues;

    /** Texts that were asked for not long ago, each at its index modulo their count: index, then as on the stack. */
    private long[] textIndexes = {-1};

    private byte[] textKinds = {0};
    private long[] textBits = {0};
    private int[] textLengths = {0};

    private final PickleWork work;
    private int replays;

    /** An entry whose index is none of the sequence. */
    private record Other(long start, boolean composite, long length) {}

    /** A value that was replayed not long ago; {@code kind} and {@code bits} as on the stack. */
    private record Recent(byte kind, long bits, @Nullable Node node, long values) {}

    /** @param source read at random */
    PositionMemo(
            PicklePart part,
            PickleSource source,
            boolean sample,
            PickleLimits limits,
            PickleHeld held,
            PickleWork work) {
        this.part = part;
        this.source = source;
        this.sample = sample;
        this.limits = limits;
        this.held = held;
        this.atomBytes = PickleBytes.again(part, source, sample);
        this.atoms = new PickleAtoms(atomBytes);
        this.work = work;
    }

    @Override
    public void memoize(PickleMachine machine, long start) throws IOException {
        put(machine, positions.count() + others.size(), start);
    }

    /** A number is given once: values that are run again must find what they found at first. */
    @Override
    public void put(PickleMachine machine, long index, long start) throws IOException {
        PickleStack stack = machine.stack;
        int top = stack.size - 1;
        if (base < 0 && index <= 1) {
            base = index;
        }
        long place = base < 0 ? -1 : index - base;
        boolean given = (place >= 0 && place < positions.count()) || others.containsKey(index);
        if (given) {
            throw part.unsupported("memo " + index + " is given to two values", start);
        }
        if (place == positions.count()) {
            append(stack, top, start);
            if (positions.sizeBytes() > limits.memoBytes()) {
                throw part.unsupported(
                        "a memo of more than " + limits.memoBytes() + " bytes (a larger taskMemory allows more)",
                        start);
            }
            return;
        }
        boolean changing = stack.kinds[top] == PickleStack.NODE && isChanging(stack.nodes[top]);
        if (changing || others.size() == OTHERS_MAX) {
            throw part.unsupported(
                    changing
                            ? "a list or dict under memo " + index + ", which is out of order"
                            : "more than " + OTHERS_MAX + " memo entries that are out of order",
                    start);
        }
        others.put(index, new Other(stack.start(top), stack.composite(top), start - stack.start(top)));
    }

    private void append(PickleStack stack, int top, long start) {
        if (!stack.composite(top)) {
            positions.addAtomic(stack.start(top));
        } else if (!stack.isReference(top) && stack.kinds[top] == PickleStack.NODE && isChanging(stack.nodes[top])) {
            stack.lengths[top] = noted(positions.count());
            positions.addChanging(stack.start(top));
        } else {
            positions.addComposite(stack.start(top), start - stack.start(top));
        }
    }

    /** A note for the stack: one more than the place in the list; nothing beyond what an int holds. */
    private static int noted(long place) {
        return place < Integer.MAX_VALUE ? (int) place + 1 : 0;
    }

    private static boolean isChanging(@Nullable Node node) {
        return node instanceof Node.Mapping
                || node instanceof Node.Array
                || node instanceof Node.Dtype
                || node instanceof Node.Offset
                || (node instanceof Node.Sequence sequence && sequence.kind != Node.SequenceKind.TUPLE);
    }

    @Override
    public void taken(PickleStack stack, int slot) {
        int note = stack.lengths[slot];
        if (note > 0) {
            positions.complete(note - 1L, stack.bits[slot] - stack.start(slot));
            stack.lengths[slot] = 0;
        }
    }

    @Override
    public void get(PickleMachine machine, long index, long start) throws IOException {
        int text = (int) (index & textIndexes.length - 1);
        if (textIndexes[text] == index) {
            machine.stack.push(textKinds[text], start, textBits[text], textLengths[text]);
            machine.stack.markReference(machine.stack.size - 1);
            return;
        }
        Other other = others.isEmpty() ? null : others.get(index);
        if (other != null) {
            push(machine, index, start, other.start, other.composite, other.length);
            return;
        }
        long place = index - Math.max(base, 0);
        if (place < 0 || place >= positions.count()) {
            throw part.malformed(
                    "memo " + index + " is asked for, found " + (positions.count() + others.size()) + " entries",
                    start);
        }
        positions.find(place);
        if (positions.composite() && positions.length() == 0) {
            completeOnStack(machine.stack, place, start);
        }
        push(machine, index, start, positions.start(), positions.composite(), positions.length());
    }

    /** A value that lies on the stack is taken as it is now; if it changes after this, the machine refuses it. */
    private void completeOnStack(PickleStack stack, long place, long start) {
        for (int slot = stack.size - 1; slot >= 0; slot--) {
            if (stack.kinds[slot] == PickleStack.NODE && stack.lengths[slot] == noted(place)) {
                work.add(stack.size - slot, start);
                taken(stack, slot);
                stack.markReference(slot);
                positions.find(place);
                return;
            }
        }
    }

    private void push(PickleMachine machine, long index, long start, long from, boolean composite, long length)
            throws IOException {
        if (!composite) {
            pushAtom(machine.stack, index, start, from);
        } else {
            Recent value = recent.get(index);
            if (value == null) {
                value = replay(index, from, length, start);
            } else {
                held.addValues(1, start);
            }
            machine.stack.push(value.kind, start, value.bits, 0);
            machine.stack.nodes[machine.stack.size - 1] = value.node;
        }
        machine.stack.markReference(machine.stack.size - 1);
    }

    private void pushAtom(PickleStack stack, long index, long start, long from) throws IOException {
        if (!pushText(stack, start, from)) {
            atomBytes.seek(from);
            atoms.push(atomBytes.uint8(), start, stack);
        }
        int top = stack.size - 1;
        if (stack.kinds[top] != PickleStack.NODE) {
            if (textIndexes.length < TEXTS) {
                textIndexes = new long[TEXTS];
                textKinds = new byte[TEXTS];
                textBits = new long[TEXTS];
                textLengths = new int[TEXTS];
                Arrays.fill(textIndexes, -1);
            }
            int text = (int) (index & textIndexes.length - 1);
            textIndexes[text] = index;
            textKinds[text] = stack.kinds[top];
            textBits[text] = stack.bits[top];
            textLengths[text] = stack.lengths[top];
        }
    }

    /** The opcode of nearly all texts, without a buffer of its own. */
    private boolean pushText(PickleStack stack, long start, long from) throws IOException {
        if (source.lengthBytes() - from < head.length) {
            return false;
        }
        source.read(from, head, 0, head.length);
        int length = head[1] & 0xFF;
        boolean text =
                (head[0] & 0xFF) == Opcode.SHORT_BINUNICODE && length <= source.lengthBytes() - from - head.length;
        if (text) {
            stack.push(PickleStack.TEXT, start, from + head.length, length);
        }
        return text;
    }

    /** Runs the opcodes of a value again. */
    private Recent replay(long index, long from, long length, long start) throws IOException {
        if (length <= 0) {
            throw part.unsupported("memo " + index + ", which is thrown away before it is complete", start);
        }
        if (replays == limits.depth()) {
            throw part.unsupported("memo references nested deeper than " + limits.depth(), start);
        }
        work.add(length, start);
        long valuesBefore = held.values();
        long payloadBytesBefore = held.payloadBytes();
        replays++;
        PickleBytes bytes = PickleBytes.again(part, source, sample);
        bytes.seek(from);
        PickleMachine machine = new PickleMachine(bytes, new Replaying(), limits, held);
        while (bytes.position() < from + length) {
            if (!machine.step()) {
                break;
            }
        }
        replays--;
        if (machine.stack.size != 1 || machine.stack.kinds[0] == PickleStack.MARK) {
            throw part.malformed("memo " + index + " is one value, found " + machine.stack.size, start);
        }
        Node node = machine.stack.nodes[0];
        PickleValues.Size size =
                node == null ? new PickleValues.Size(1, 0) : PickleValues.size(node, part, limits, start);
        work.add(size.values(), start); // a short reference may stand for many
        held.reset(valuesBefore, payloadBytesBefore);
        held.addValues(size.values(), start);
        held.addPayload(size.payloadBytes(), start);
        long weight = size.values() + size.payloadBytes() / PickleHeld.CHARACTERS_PER_VALUE;
        Recent value = new Recent(machine.stack.kinds[0], machine.stack.bits[0], node, weight);
        remember(index, value);
        return value;
    }

    private void remember(long index, Recent value) {
        if (value.values > RECENT_ENTRY_VALUES_MAX) {
            return;
        }
        recent.put(index, value);
        recentValues += value.values;
        while (recentValues > RECENT_VALUES_MAX) {
            Long eldest = recent.keySet().iterator().next();
            Recent removed = recent.remove(eldest);
            recentValues -= removed == null ? 0 : removed.values;
        }
    }

    /** The memo while a value is replayed: all is remembered already. */
    private final class Replaying implements PickleMemo {
        @Override
        public void memoize(PickleMachine machine, long start) {}

        @Override
        public void put(PickleMachine machine, long index, long start) {}

        @Override
        public void get(PickleMachine machine, long index, long start) throws IOException {
            PositionMemo.this.get(machine, index, start);
        }

        @Override
        public void taken(PickleStack stack, int slot) {}
    }
}
