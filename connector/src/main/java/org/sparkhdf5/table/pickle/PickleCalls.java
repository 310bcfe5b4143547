package org.sparkhdf5.table.pickle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Says what a global of the allow-list stands for when it is called. */
final class PickleCalls {
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,19})?|[+-]?(Infinity|s?NaN[0-9]*)");
    private static final int DECIMAL_CHARACTERS_MAX = 10_000;

    private final PicklePart part;

    PickleCalls(PicklePart part) {
        this.part = part;
    }

    /** {@code REDUCE} and {@code NEWOBJ}. */
    Node call(Node callee, Node arguments, long position) throws IOException {
        if (!(callee instanceof Node.Name name)
                || !(arguments instanceof Node.Sequence tuple)
                || tuple.kind != Node.SequenceKind.TUPLE) {
            throw part.malformed("a global and a tuple of its arguments are expected", position);
        }
        Arguments given = new Arguments(part, "global " + name.name(), tuple.items, position);
        return switch (name.global()) {
            case RECONSTRUCT_ARRAY, FROM_BUFFER, SCALAR, DTYPE -> NumpyCalls.call(name.global(), given);
            case DATE, DATETIME, TIME, TIMEDELTA, PANDAS_TIMESTAMP, PANDAS_TIMEDELTA, NAT ->
                new Node.Leaf(TimeCalls.call(name.global(), given));
            case TIMEZONE,
                    PYTZ_UTC,
                    PYTZ_ZONE,
                    PYTZ_FIXED,
                    ZONE_INFO,
                    ZONE_INFO_UNPICKLE,
                    DATEUTIL_UTC,
                    DATEUTIL_OFFSET,
                    DATEUTIL_FILE,
                    DATEUTIL_FILE_UNPICKLE,
                    DATEUTIL_RULE,
                    TZINFO -> ZoneCalls.call(name.global(), given);
            case OFFSET -> new Node.Offset(name.simpleName(), List.copyOf(tuple.items));
            case RECONSTRUCTOR -> reconstructed(given);
            case GETATTR -> attribute(given);
            case SET, FROZENSET, LIST, FROZEN_LIST -> collection(name.global(), given);
            case ORDERED_DICT -> {
                given.count(0, 0);
                yield new Node.Mapping();
            }
            case ENCODE, BYTES, BYTEARRAY -> bytes(name.global(), given);
            case COMPLEX -> {
                given.count(2, 2);
                yield new Node.Leaf(new PythonValue.Complex(given.number(0), given.number(1)));
            }
            case DECIMAL -> decimal(given);
            case NDARRAY, OBJECT, NA -> throw given.unexpected();
        };
    }

    /** {@code BUILD}: a state for what was called into being. */
    void build(Node target, Node state, long position) throws IOException {
        if (target instanceof Node.Offset offset && state instanceof Node.Mapping mapping) {
            offset.state = mapping;
        } else if (target instanceof Node.Dtype || target instanceof Node.Array) {
            if (!(state instanceof Node.Sequence tuple) || tuple.kind != Node.SequenceKind.TUPLE) {
                throw part.malformed("the state of a numpy object is expected, a tuple", position);
            }
            NumpyCalls.build(target, new Arguments(part, "state of a numpy object", tuple.items, position));
        } else if (!ZoneCalls.hasState(target, state)) {
            throw part.unsupported("a state for an object that has none", position);
        }
    }

    /** {@code copy_reg._reconstructor(class, object, None)}: how protocols 0 and 1 begin an object without arguments. */
    private static Node reconstructed(Arguments given) {
        given.count(3, 3);
        Node zone = ZoneCalls.reconstructed(given);
        if (zone != null) {
            return zone;
        }
        if (given.node(0) instanceof Node.Name name
                && name.global() == Global.OFFSET
                && given.isName(1, Global.OBJECT)
                && given.isNone(2)) {
            return new Node.Offset(name.simpleName(), List.of());
        }
        throw given.unexpected();
    }

    /** The one method that is ever asked for: {@code getattr(zoneinfo.ZoneInfo, '_unpickle')}. */
    private static Node attribute(Arguments given) {
        given.count(2, 2);
        if (!given.isName(0, Global.ZONE_INFO) || !given.text(1).equals("_unpickle")) {
            throw given.unexpected();
        }
        return new Node.Name(Global.ZONE_INFO_UNPICKLE, "zoneinfo.ZoneInfo._unpickle");
    }

    private static Node collection(Global global, Arguments given) {
        given.count(0, 1);
        boolean list = global == Global.LIST || global == Global.FROZEN_LIST;
        List<Node> items = given.count() == 0 ? List.of() : given.sequence(0);
        return new Node.Sequence(list ? Node.SequenceKind.LIST : Node.SequenceKind.SET, new ArrayList<>(items));
    }

    /** Bytes as protocols 0 to 2 spell them: as text of Latin-1. */
    private static Node bytes(Global global, Arguments given) {
        given.count(global == Global.ENCODE ? 2 : 0, global == Global.BYTES ? 0 : 2);
        if (given.count() == 0) {
            return new Node.Binary(new byte[0], false);
        }
        if (given.count() == 1) {
            return new Node.Binary(given.bytes(0), false);
        }
        String encoding = given.text(1);
        String text = given.text(0);
        boolean latin = encoding.equals("latin1") || encoding.equals("latin-1");
        if (!latin || text.chars().anyMatch(c -> c > 0xFF)) {
            throw given.unexpected();
        }
        return new Node.Binary(text.getBytes(StandardCharsets.ISO_8859_1), false);
    }

    private static Node decimal(Arguments given) {
        given.count(1, 1);
        String text = given.text(0);
        if (text.length() > DECIMAL_CHARACTERS_MAX || !DECIMAL.matcher(text).matches()) {
            throw given.unexpected();
        }
        return new Node.Leaf(new PythonValue.Decimal(text));
    }
}
