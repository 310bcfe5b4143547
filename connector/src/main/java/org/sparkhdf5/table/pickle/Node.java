package org.sparkhdf5.table.pickle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value on the machine's stack that may still change, because the memo refers to it. */
sealed interface Node {

    /** A value that is complete. */
    record Leaf(PythonValue value) implements Node {}

    /**
     * A global of the allow-list, not yet called.
     *
     * @param name with its module
     */
    record Name(Global global, String name) implements Node {

        /** The name in its module. */
        String simpleName() {
            return name.substring(name.lastIndexOf('.') + 1);
        }
    }

    /** Bytes, or a string of Python 2. */
    final class Binary implements Node {
        final byte[] bytes;
        final boolean string;

        Binary(byte[] bytes, boolean string) {
            this.bytes = bytes;
            this.string = string;
        }
    }

    /** What has items. */
    enum SequenceKind {
        TUPLE,
        LIST,
        SET
    }

    /** A tuple, list or set. */
    final class Sequence implements Node {
        final SequenceKind kind;
        final List<Node> items;

        Sequence(SequenceKind kind, List<Node> items) {
            this.kind = kind;
            this.items = items;
        }
    }

    /** A dict. */
    final class Mapping implements Node {
        final List<Node> keys = new ArrayList<>();
        final List<Node> values = new ArrayList<>();
    }

    /** A dtype of numpy, before and after its state is known. */
    final class Dtype implements Node {
        final String code;

        @Nullable NumpyDtype dtype;

        Dtype(String code) {
            this.code = code;
        }
    }

    /** An array of numpy, before and after its state is known. */
    final class Array implements Node {
        @Nullable NumpyDtype dtype;

        List<Long> shape = List.of();
        boolean fortran;
        /** A list of objects, or bytes. */
        @Nullable Node payload;
    }

    /** A frequency of pandas. */
    final class Offset implements Node {
        final String name;
        final List<Node> arguments;

        @Nullable Mapping state;

        Offset(String name, List<Node> arguments) {
            this.name = name;
            this.arguments = arguments;
        }
    }

    /** A part of a time zone that says nothing to us: the zone has a name. */
    record ZonePart() implements Node {}

    /**
     * A time zone.
     *
     * @param offsetSeconds east of UTC, where the pickle says it
     */
    record Zoned(String id, @Nullable Integer offsetSeconds) implements Node {}
}
