package org.sparkhdf5.table.pickle;

import java.util.List;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/** The arguments of a global that is called, checked as they are taken. */
final class Arguments {
    final PicklePart part;
    final long position;
    private final String callee;
    private final List<Node> items;

    /**
     * @param callee for error messages
     * @param position of the call
     */
    Arguments(PicklePart part, String callee, List<Node> items, long position) {
        this.part = part;
        this.callee = callee;
        this.items = items;
        this.position = position;
    }

    int count() {
        return items.size();
    }

    /** Makes sure of their number. */
    void count(int least, int most) {
        if (items.size() < least || items.size() > most) {
            throw unexpected();
        }
    }

    Node node(int i) {
        return items.get(i);
    }

    List<Node> from(int i) {
        return items.subList(i, items.size());
    }

    boolean isNone(int i) {
        return i >= items.size()
                || (items.get(i) instanceof Node.Leaf leaf && leaf.value() instanceof PythonValue.None);
    }

    boolean isName(int i, Global global) {
        return items.get(i) instanceof Node.Name name && name.global() == global;
    }

    long integer(int i) {
        if (items.get(i) instanceof Node.Leaf leaf) {
            if (leaf.value() instanceof PythonValue.Bool bool) {
                return bool.value() ? 1 : 0;
            }
            if (leaf.value() instanceof PythonValue.Int number && number.value().bitLength() < Long.SIZE) {
                return number.value().longValue();
            }
        }
        throw unexpected();
    }

    /** An integer between two bounds. */
    int integer(int i, int least, int most) {
        long value = integer(i);
        if (value < least || value > most) {
            throw unexpected();
        }
        return (int) value;
    }

    double number(int i) {
        return items.get(i) instanceof Node.Leaf leaf && leaf.value() instanceof PythonValue.Float number
                ? number.value()
                : integer(i);
    }

    /** Text, or a string of Python 2. */
    String text(int i) {
        if (items.get(i) instanceof Node.Leaf leaf && leaf.value() instanceof PythonValue.Text text) {
            return text.value();
        }
        String text = items.get(i) instanceof Node.Binary binary ? PickleText.strict(binary.bytes) : null;
        if (text == null) {
            throw unexpected();
        }
        return text;
    }

    byte[] bytes(int i) {
        if (items.get(i) instanceof Node.Binary binary) {
            return binary.bytes;
        }
        throw unexpected();
    }

    List<Node> sequence(int i) {
        if (items.get(i) instanceof Node.Sequence sequence) {
            return sequence.items;
        }
        throw unexpected();
    }

    /** A zone's id; empty for {@code None}. */
    String zone(int i) {
        if (isNone(i)) {
            return "";
        }
        if (items.get(i) instanceof Node.Zoned zone) {
            return zone.id();
        }
        throw unexpected();
    }

    /** The arguments are not those that the global's own pickles have. */
    UnsupportedHdf5FeatureException unexpected() {
        return part.unsupported(callee + " with other arguments than its own pickles have", position);
    }
}
