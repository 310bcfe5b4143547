package org.sparkhdf5.table.pickle;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;

/**
 * A pickled array of objects, element by element in C order, in one pass and in bounded memory: no object is made for an element
 * that is nothing, a boolean, a number, a text or bytes. Bytes behind the last element that is asked for are not read, but for
 * what fills a buffer; elements come out when the pickle has added them to its list, or where a sample ends, when they surely
 * are complete. Not thread-safe; whoever opened the source closes it.
 */
public final class PickledArray {
    private static final String WHAT = "pickled block";
    /** What lies below the list of elements: the array, a mark, version, shape, type and the Fortran flag. */
    private static final int LIST_SLOT = 6;

    private static final int MARK_SLOT = 1;

    private final PicklePart part;
    private final PickleLimits limits;
    private final boolean sample;
    private final PickleBytes bytes;
    private final PickleMachine machine;
    private final PickleStack stack;

    private List<Long> shape = List.of();
    private @Nullable Node list;
    private long elementCount;
    private long delivered;
    private boolean ended;

    /** Slots of the elements that are final and not yet delivered. */
    private int next;

    private int nextEnd;

    // The current element.
    private int slot = -1;
    private PickledKind kind = PickledKind.NONE;
    private byte @Nullable [] content;
    private BigInteger integer = BigInteger.ZERO;

    private PickledArray(PickleSource source, PicklePart part, PickleLimits limits, boolean sample) {
        this.part = part;
        this.limits = limits;
        this.sample = sample;
        PickleWork work = new PickleWork(part, source.lengthBytes());
        long near = limits.bufferBytes(source.lengthBytes());
        PickleSource distant = new ReferencedTexts(source, limits.cacheBytes() - near, work);
        this.bytes = new PickleBytes(part, source, distant, sample, near);
        PickleHeld held = new PickleHeld(part, limits);
        this.machine = new PickleMachine(
                bytes, new PositionMemo(part, bytes.atRandom(), sample, limits, held, work), limits, held);
        this.stack = machine.stack;
    }

    /**
     * Reads the head of the pickle, up to the list of its elements.
     *
     * @throws org.sparkhdf5.Hdf5FormatException if the pickle is damaged
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if it is no array of objects, or holds what is not on the allow-list,
     *     or is longer than the limits allow
     */
    public static PickledArray open(PickleSource source, ObjectLocation location, PickleLimits limits)
            throws IOException {
        PickledArray array = new PickledArray(source, new PicklePart(location, WHAT), limits, false);
        if (source.lengthBytes() > limits.lengthBytes()) {
            throw location.unsupported(
                    WHAT + ": a pickle of " + source.lengthBytes() + " bytes; " + limits.lengthBytes()
                            + " at most are read",
                    "raise the option pickleBytesMax");
        }
        array.readHead();
        if (array.elementCount > source.lengthBytes()) {
            throw array.part.malformed(
                    "an array of shape " + array.shape + " is expected, found a pickle of " + source.lengthBytes()
                            + " bytes",
                    array.bytes.position());
        }
        return array;
    }

    /**
     * As {@link #open}, of the first bytes of a pickle: where they end, the elements end. If they end in the head, there is no
     * shape.
     */
    public static PickledArray sample(PickleSource prefix, ObjectLocation location, PickleLimits limits)
            throws IOException {
        PickledArray array = new PickledArray(prefix, new PicklePart(location, WHAT), limits, true);
        try {
            array.readHead();
        } catch (PickleBytes.EndOfSampleException e) {
            array.ended = true;
        }
        return array;
    }

    /** The extents of the array. */
    public List<Long> shape() {
        return shape;
    }

    private void readHead() throws IOException {
        while (list == null) {
            if (!machine.step()) {
                throw part.unsupported("an array of objects is expected, found another object", bytes.position());
            }
            if (stack.size == LIST_SLOT + 1 && stack.nodes[LIST_SLOT] instanceof Node.Sequence sequence) {
                list = readState(sequence);
            }
        }
        next = LIST_SLOT + 1;
        nextEnd = next;
    }

    /** The list, if all below it is the state of an array of objects. */
    private @Nullable Node readState(Node.Sequence sequence) throws IOException {
        boolean state = stack.nodes[0] instanceof Node.Array
                && stack.kinds[MARK_SLOT] == PickleStack.MARK
                && sequence.kind == Node.SequenceKind.LIST
                && sequence.items.isEmpty();
        if (!state) {
            return null;
        }
        List<Node> items = new ArrayList<>();
        machine.top(LIST_SLOT - MARK_SLOT, bytes.position());
        for (int i = MARK_SLOT + 1; i < LIST_SLOT; i++) {
            Node node = stack.nodes[i];
            items.add(node != null ? node : machine.node(i));
        }
        items.add(sequence);
        Node.Array array = new Node.Array();
        NumpyCalls.build(array, new Arguments(part, "state of a numpy object", items, bytes.position()));
        if (array.dtype == null || array.dtype.kind() != 'O') {
            throw part.unsupported("an array of objects is expected, found another type", bytes.position());
        }
        shape = array.shape;
        elementCount = NumpyCalls.elementCount(part, shape, bytes.position());
        return sequence;
    }

    /**
     * Goes to the next element.
     *
     * @return false if there is none; then all of them have come, unless this is a sample
     * @throws org.sparkhdf5.Hdf5FormatException if the pickle is damaged, or has other than as many elements as its shape says
     */
    public boolean next() throws IOException {
        slot = -1;
        content = null;
        machine.held.restore();
        if (next == nextEnd && !ended) {
            try {
                readElements();
            } catch (PickleBytes.EndOfSampleException e) {
                finishSample();
            }
        }
        if (next == nextEnd) {
            return false;
        }
        if (delivered == elementCount) {
            throw part.malformed("an array of shape " + shape + " is expected, found more elements", stack.start(next));
        }
        delivered++;
        slot = next++;
        kind = kindOf(slot);
        return true;
    }

    /** Runs the pickle until elements are added to the list, or to its end. */
    private void readElements() throws IOException {
        stack.truncate(LIST_SLOT + 1);
        machine.held.reset(0, 0);
        while (next == nextEnd && !ended) {
            long start = bytes.position();
            int opcode = bytes.uint8();
            if (opcode == Opcode.APPENDS && stack.mark() == LIST_SLOT + 1) {
                finish(LIST_SLOT + 2);
            } else if (opcode == Opcode.APPEND && stack.size == LIST_SLOT + 2) {
                machine.top(1, start);
                finish(LIST_SLOT + 1);
            } else if (opcode == Opcode.TUPLE && stack.mark() == MARK_SLOT) {
                readEnd(start);
            } else if (opcode == Opcode.STOP) {
                throw part.malformed("the end comes before the array is complete", start);
            } else {
                machine.run(opcode, start);
                if (stack.size <= LIST_SLOT || stack.nodes[LIST_SLOT] != list) {
                    throw part.unsupported("an array whose list of elements is put to another use", start);
                }
            }
        }
    }

    private void finish(int from) {
        for (int i = from; i < stack.size; i++) {
            if (stack.kinds[i] == PickleStack.NODE) {
                machine.taken(i);
            }
        }
        if (stack.isReference(LIST_SLOT)) {
            throw part.unsupported("an array that contains itself", bytes.position());
        }
        next = from;
        nextEnd = stack.size;
        machine.held.keep();
        if (next == nextEnd) {
            stack.truncate(LIST_SLOT + 1);
        }
    }

    /** Elements that wait to be added to the list, as far as they are complete. */
    private void finishSample() {
        ended = true;
        int from = LIST_SLOT + 2;
        if (stack.size > from && stack.kinds[LIST_SLOT + 1] == PickleStack.MARK) {
            next = from;
            nextEnd = (int) Math.min(SampleEnd.of(stack, from), from + elementCount - delivered);
            machine.held.keep();
        }
    }

    /** The state's tuple, and what gives it to the array. */
    private void readEnd(long start) throws IOException {
        if (stack.size != LIST_SLOT + 1 || delivered != elementCount) {
            throw part.malformed(
                    "an array of shape " + shape + " is expected, found " + (delivered + stack.size - LIST_SLOT - 1)
                            + " elements",
                    start);
        }
        machine.run(Opcode.TUPLE, start);
        boolean more = true;
        while (more) {
            more = machine.step();
        }
        long end = bytes.position();
        if (stack.size != 1 || !(stack.nodes[0] instanceof Node.Array)) {
            throw part.malformed("one array is expected at the end", end);
        }
        if (!sample && end != bytes.lengthBytes()) {
            throw part.malformed((bytes.lengthBytes() - end) + " bytes follow the end", end);
        }
        ended = true;
        stack.truncate(0);
        next = 0;
        nextEnd = 0;
    }

    /** Position of the current element in the pickle, for messages. */
    public long position() {
        return stack.start(current());
    }

    private int current() {
        if (slot < 0) {
            throw new IllegalStateException("there is no current element");
        }
        return slot;
    }

    /** What the current element is. */
    public PickledKind kind() {
        current();
        return kind;
    }

    private PickledKind kindOf(int i) throws IOException {
        return switch (stack.kinds[i]) {
            case PickleStack.NONE -> PickledKind.NONE;
            case PickleStack.BOOL -> PickledKind.BOOL;
            case PickleStack.INT -> PickledKind.INT;
            case PickleStack.FLOAT -> PickledKind.FLOAT;
            case PickleStack.TEXT, PickleStack.ESCAPED_TEXT -> PickledKind.TEXT;
            case PickleStack.BYTES -> PickledKind.BYTES;
            case PickleStack.DATE -> PickledKind.DATE;
            default -> kindOf(machine.node(i));
        };
    }

    private PickledKind kindOf(Node node) {
        if (node instanceof Node.Binary binary) {
            content = binary.bytes;
            return binary.string && PickleText.strict(binary.bytes) != null ? PickledKind.TEXT : PickledKind.BYTES;
        }
        if (!(node instanceof Node.Leaf leaf)) {
            return PickledKind.OTHER;
        }
        if (leaf.value() instanceof PythonValue.Missing) {
            return PickledKind.NONE;
        }
        if (leaf.value() instanceof PythonValue.Int number) {
            integer = number.value();
            return PickledKind.INT;
        }
        if (leaf.value() instanceof PythonValue.Bytes binary) {
            content = HexFormat.of().parseHex(binary.hex());
            return PickledKind.BYTES;
        }
        return leaf.value() instanceof PythonValue.Text ? PickledKind.TEXT : PickledKind.OTHER;
    }

    /** Whether an integer has 64 bits or less. */
    public boolean fitsLong() {
        return kind() != PickledKind.INT || stack.kinds[slot] == PickleStack.INT || integer.bitLength() < Long.SIZE;
    }

    /** A boolean as 0 or 1, an integer that fits, a day as days since 1970-01-01. */
    public long longValue() {
        boolean held =
                kind() == PickledKind.BOOL || kind == PickledKind.DATE || (kind == PickledKind.INT && fitsLong());
        if (!held) {
            throw new IllegalStateException(kind + " is no integer of 64 bits");
        }
        return stack.bits[slot];
    }

    /** A float. */
    public double doubleValue() {
        if (kind() != PickledKind.FLOAT) {
            throw new IllegalStateException(kind + " is no float");
        }
        return Double.longBitsToDouble(stack.bits[slot]);
    }

    /**
     * Length of a text as UTF-8, or of bytes.
     *
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the text has no UTF-8, because of half a character
     */
    public int lengthBytes() throws IOException {
        byte stored = stack.kinds[current()];
        if (stored == PickleStack.TEXT || stored == PickleStack.BYTES) {
            return stack.lengths[slot];
        }
        return content().length;
    }

    /**
     * Copies a text as UTF-8, or bytes; {@link #lengthBytes} of them.
     *
     * @throws org.sparkhdf5.Hdf5FormatException if the text is not UTF-8
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException as {@link #lengthBytes}
     */
    public void copyTo(byte[] target, int offset) throws IOException {
        byte stored = stack.kinds[current()];
        if (stored != PickleStack.TEXT && stored != PickleStack.BYTES) {
            System.arraycopy(content(), 0, target, offset, content().length);
            return;
        }
        int length = stack.lengths[slot];
        if (length == 0) {
            return;
        }
        bytes.copy(stack.bits[slot], target, offset, length);
        if (stored == PickleStack.TEXT && !PickleText.isAscii(target, offset, length)) {
            requireUtf8(target, offset, length);
        }
    }

    private void requireUtf8(byte[] target, int offset, int length) throws IOException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(target, offset, length));
        } catch (CharacterCodingException e) {
            PickleText.utf8(part, bytes.copy(stack.bits[slot], length), stack.bits[slot]);
            throw halfCharacter();
        }
    }

    private RuntimeException halfCharacter() {
        return part.unsupported("text with half a character (a surrogate by itself), which has no UTF-8", position());
    }

    /** Text that is not stored as UTF-8, as UTF-8; bytes that are not stored as bytes. */
    private byte[] content() throws IOException {
        if (kind != PickledKind.TEXT && kind != PickledKind.BYTES) {
            throw new IllegalStateException(kind + " has no bytes");
        }
        if (content == null) {
            content = PickleText.encoded(((PythonValue.Text) value()).value());
        }
        if (content == null) {
            throw halfCharacter();
        }
        return content;
    }

    /** The current element, whatever it is. */
    public PythonValue value() throws IOException {
        return PickleValues.of(machine.node(current()), part, limits, position());
    }
}
