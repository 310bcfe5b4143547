package org.sparkhdf5.table.pickle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns nodes into values. What the memo shares stays shared, but is counted as often as it is met, so that whoever walks the
 * value is safe. Not thread-safe.
 */
final class PickleValues {
    private static final int CHARACTERS_PER_VALUE = 16;

    private final PicklePart part;
    private final PickleLimits limits;
    private final long position;
    private final Map<Node, Done> done = new IdentityHashMap<>();

    /**
     * @param count of values in it, each as often as it is met
     * @param height of containers in it
     */
    private record Done(PythonValue value, long count, int height) {}

    /**
     * How much a node holds.
     *
     * @param payloadBytes of bytes; they are no part of the values
     */
    record Size(long values, long payloadBytes) {}

    /** Counts what a container holds. */
    private static final class Tally {
        long count = 1;
        long payloadBytes;
        int height;
    }

    private PickleValues(PicklePart part, PickleLimits limits, long position) {
        this.part = part;
        this.limits = limits;
        this.position = position;
    }

    /**
     * The value of a node.
     *
     * @param position in the pickle, for error messages
     */
    static PythonValue of(Node node, PicklePart part, PickleLimits limits, long position) throws IOException {
        return new PickleValues(part, limits, position).convert(node, 0).value;
    }

    /**
     * Counts the values in a node and the bytes in them, each as often as it is met.
     *
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if they are more than the limits allow, or too deep
     */
    static Size size(Node node, PicklePart part, PickleLimits limits, long position) {
        Tally tally = new Tally();
        tally.count = 0;
        new PickleValues(part, limits, position).walk(node, tally, 0);
        return new Size(tally.count, tally.payloadBytes);
    }

    private void walk(Node node, Tally tally, int depth) {
        if (depth > limits.depth()) {
            throw part.unsupported("containers nested deeper than " + limits.depth(), position);
        }
        count(tally, 1);
        if (node instanceof Node.Leaf leaf) {
            count(tally, length(leaf.value()) / CHARACTERS_PER_VALUE);
        } else if (node instanceof Node.Binary binary) {
            tally.payloadBytes += binary.bytes.length;
        } else if (node instanceof Node.Sequence sequence) {
            walk(sequence.items, tally, depth);
        } else if (node instanceof Node.Mapping mapping) {
            walk(mapping.keys, tally, depth);
            walk(mapping.values, tally, depth);
        } else if (node instanceof Node.Array array && array.payload != null) {
            walk(array.payload, tally, depth + 1);
        } else if (node instanceof Node.Offset offset) {
            walk(offset.arguments, tally, depth);
            if (offset.state != null) {
                walk(offset.state, tally, depth + 1);
            }
        }
    }

    private void walk(List<Node> nodes, Tally tally, int depth) {
        for (Node node : nodes) {
            walk(node, tally, depth + 1);
        }
    }

    private Done convert(Node node, int depth) throws IOException {
        Done known = done.get(node);
        if (known != null) {
            return known;
        }
        if (depth > limits.depth()) {
            throw part.unsupported(
                    "containers nested deeper than " + limits.depth() + ", or one that contains itself", position);
        }
        Tally tally = new Tally();
        PythonValue value = value(node, tally, depth);
        Done result = new Done(value, tally.count, tally.height + 1);
        if (result.height > limits.depth() + 1) {
            throw part.unsupported("containers nested deeper than " + limits.depth(), position);
        }
        if (!(node instanceof Node.Leaf)) {
            done.put(node, result);
        }
        return result;
    }

    private PythonValue value(Node node, Tally tally, int depth) throws IOException {
        if (node instanceof Node.Leaf leaf) {
            count(tally, length(leaf.value()) / CHARACTERS_PER_VALUE);
            return leaf.value();
        }
        if (node instanceof Node.Binary binary) {
            count(tally, binary.bytes.length / CHARACTERS_PER_VALUE);
            String text = binary.string ? PickleText.strict(binary.bytes) : null;
            return text != null
                    ? new PythonValue.Text(text)
                    : new PythonValue.Bytes(HexFormat.of().formatHex(binary.bytes));
        }
        if (node instanceof Node.Sequence sequence) {
            List<PythonValue> items = items(sequence.items, tally, depth);
            return switch (sequence.kind) {
                case TUPLE -> new PythonValue.Tuple(items);
                case LIST -> new PythonValue.Items(items);
                case SET -> new PythonValue.Members(items);
            };
        }
        if (node instanceof Node.Mapping mapping) {
            return new PythonValue.Dict(entries(mapping, tally, depth));
        }
        if (node instanceof Node.Array array) {
            return array(array, tally, depth);
        }
        if (node instanceof Node.Offset offset) {
            return frequency(offset, tally, depth);
        }
        if (node instanceof Node.Zoned zone) {
            return new PythonValue.Zone(zone.id());
        }
        throw part.unsupported("a global or a numpy type as a value", position);
    }

    private static int length(PythonValue leaf) {
        if (leaf instanceof PythonValue.Text text) {
            return text.value().length();
        }
        if (leaf instanceof PythonValue.Decimal decimal) {
            return decimal.text().length();
        }
        return leaf instanceof PythonValue.Int number ? number.value().bitLength() / 4 : 0;
    }

    private void count(Tally tally, long more) {
        tally.count += more;
        if (tally.count > limits.values()) {
            throw part.unsupported("memo references and items make more than " + limits.values() + " values", position);
        }
    }

    private PythonValue child(Node node, Tally tally, int depth) throws IOException {
        Done child = convert(node, depth + 1);
        count(tally, child.count);
        tally.height = Math.max(tally.height, child.height);
        return child.value;
    }

    private List<PythonValue> items(List<Node> nodes, Tally tally, int depth) throws IOException {
        List<PythonValue> items = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            items.add(child(node, tally, depth));
        }
        return items;
    }

    private List<PythonValue.Entry> entries(Node.Mapping mapping, Tally tally, int depth) throws IOException {
        List<PythonValue.Entry> entries = new ArrayList<>(mapping.keys.size());
        for (int i = 0; i < mapping.keys.size(); i++) {
            PythonValue key = child(mapping.keys.get(i), tally, depth);
            entries.add(new PythonValue.Entry(key, child(mapping.values.get(i), tally, depth)));
        }
        return entries;
    }

    private PythonValue array(Node.Array array, Tally tally, int depth) throws IOException {
        NumpyDtype dtype = array.dtype;
        Node payload = array.payload;
        if (dtype == null || payload == null) {
            throw part.malformed("an array without its elements", position);
        }
        long count = NumpyCalls.elementCount(part, array.shape, position);
        if (dtype.kind() == 'O') {
            if (!(payload instanceof Node.Sequence list) || list.items.size() != count) {
                throw part.malformed("a list of " + count + " elements is expected in an array", position);
            }
            return new PythonValue.Array(dtype.name(), array.shape, items(list.items, tally, depth));
        }
        if (!(payload instanceof Node.Binary binary)
                || (dtype.itemBytes() == 0 ? binary.bytes.length != 0 : binary.bytes.length % dtype.itemBytes() != 0)
                || (dtype.itemBytes() != 0 && binary.bytes.length / dtype.itemBytes() != count)) {
            throw part.malformed(
                    "an array of " + count + " elements of " + dtype.itemBytes() + " bytes is expected", position);
        }
        count(tally, count);
        count(tally, binary.bytes.length / CHARACTERS_PER_VALUE);
        return new PythonValue.Array(dtype.name(), array.shape, elements(array, dtype, binary.bytes, (int) count));
    }

    private List<PythonValue> elements(Node.Array array, NumpyDtype dtype, byte[] bytes, int count) throws IOException {
        List<PythonValue> elements = new ArrayList<>(count);
        int rank = array.shape.size();
        int[] index = new int[rank];
        long[] strides = strides(array);
        long at = 0;
        for (int i = 0; i < count; i++) {
            elements.add(dtype.read(part, bytes, Math.toIntExact(at * dtype.itemBytes()), position));
            for (int axis = rank - 1; axis >= 0; axis--) {
                at += strides[axis];
                if (++index[axis] < array.shape.get(axis)) {
                    break;
                }
                at -= strides[axis] * index[axis];
                index[axis] = 0;
            }
        }
        return elements;
    }

    /** In elements. */
    private static long[] strides(Node.Array array) {
        int rank = array.shape.size();
        long[] strides = new long[rank];
        long stride = 1;
        for (int i = 0; i < rank; i++) {
            int axis = array.fortran ? i : rank - 1 - i;
            strides[axis] = stride;
            stride *= Math.max(1, array.shape.get(axis));
        }
        return strides;
    }

    private PythonValue frequency(Node.Offset offset, Tally tally, int depth) throws IOException {
        List<PythonValue> arguments = items(offset.arguments, tally, depth);
        Node.Mapping state = offset.state;
        PythonValue.Dict named = state == null ? null : new PythonValue.Dict(entries(state, tally, depth));
        return new PythonValue.Frequency(frequencyText(offset.name, arguments, named));
    }

    private static String frequencyText(String name, List<PythonValue> arguments, PythonValue.@Nullable Dict state) {
        List<PythonValue> shown = new ArrayList<>(arguments);
        StringBuilder named = new StringBuilder();
        if (state != null) {
            PythonValue n = state.get("n");
            PythonValue normalize = state.get("normalize");
            shown.add(n == null ? PythonValue.Int.of(1) : n);
            shown.add(normalize == null ? new PythonValue.Bool(false) : normalize);
            if (state.get("kwds") instanceof PythonValue.Dict keywords) {
                for (PythonValue.Entry entry : keywords.entries()) {
                    named.append(", ").append(PythonNotation.str(entry.key()));
                    named.append('=').append(PythonNotation.str(entry.value()));
                }
            }
        }
        boolean usual = named.isEmpty()
                && (shown.isEmpty()
                        || shown.equals(List.of(PythonValue.Int.of(1)))
                        || shown.equals(List.of(PythonValue.Int.of(1), new PythonValue.Bool(false))));
        if (usual) {
            return name;
        }
        StringBuilder text = new StringBuilder(name).append('(');
        for (int i = 0; i < shown.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(PythonNotation.str(shown.get(i)));
        }
        return text.append(named).append(')').toString();
    }
}
