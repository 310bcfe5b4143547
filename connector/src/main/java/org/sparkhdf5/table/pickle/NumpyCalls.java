package org.sparkhdf5.table.pickle;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays, scalars and dtypes of numpy. */
final class NumpyCalls {
    private static final int CODE_CHARACTERS_MAX = 12;
    private static final int RANK_MAX = 64;
    private static final int DTYPE_STATE_METADATA = 8;

    private NumpyCalls() {}

    static Node call(Global global, Arguments given) throws IOException {
        return switch (global) {
            case DTYPE -> {
                given.count(1, 3);
                String code = given.text(0);
                Node.Dtype dtype = new Node.Dtype(code);
                dtype.dtype = dtype(given, code, ByteOrder.LITTLE_ENDIAN, null, 1);
                yield dtype;
            }
            case SCALAR -> {
                given.count(2, 2);
                NumpyDtype dtype = dtype(given, 0);
                byte[] bytes = given.bytes(1);
                if (dtype.kind() == 'O' || bytes.length != dtype.itemBytes()) {
                    throw given.unexpected();
                }
                yield new Node.Leaf(dtype.read(given.part, bytes, 0, given.position));
            }
            case RECONSTRUCT_ARRAY -> {
                given.count(3, 3);
                if (!given.isName(0, Global.NDARRAY)) {
                    throw given.unexpected();
                }
                yield new Node.Array();
            }
            case FROM_BUFFER -> {
                given.count(4, 4);
                Node.Array array = new Node.Array();
                array.dtype = dtype(given, 1);
                array.shape = shape(given, 2);
                array.fortran = given.text(3).equals("F");
                array.payload = new Node.Binary(given.bytes(0), false);
                yield array;
            }
            default -> throw given.unexpected();
        };
    }

    /** The state of an array or a dtype, see section 10 of the format notes. */
    static void build(Node target, Arguments state) throws IOException {
        if (target instanceof Node.Array array) {
            state.count(5, 5);
            array.shape = shape(state, 1);
            array.dtype = dtype(state, 2);
            array.fortran = state.integer(3, 0, 1) == 1;
            array.payload = state.node(4);
        } else if (target instanceof Node.Dtype dtype) {
            state.count(DTYPE_STATE_METADATA, DTYPE_STATE_METADATA + 1);
            for (int structure = 2; structure <= 4; structure++) {
                if (!state.isNone(structure)) {
                    throw state.part.unsupported("a numpy type with fields or a shape", state.position);
                }
            }
            dtype.dtype = withState(dtype.code, state);
        }
    }

    private static NumpyDtype withState(String code, Arguments state) throws IOException {
        ByteOrder order = switch (state.text(1)) {
            case "<", "|" -> ByteOrder.LITTLE_ENDIAN;
            case ">" -> ByteOrder.BIG_ENDIAN;
            default -> throw state.unexpected();
        };
        if (state.isNone(DTYPE_STATE_METADATA)) {
            return dtype(state, code, order, null, 1);
        }
        List<Node> metadata = state.sequence(DTYPE_STATE_METADATA);
        if (metadata.size() == 2 && metadata.get(1) instanceof Node.Sequence time && time.items.size() == 4) {
            Arguments times = new Arguments(state.part, "unit of a numpy time", time.items, state.position);
            String unit = times.text(0);
            int multiple = times.integer(1, 1, Integer.MAX_VALUE);
            times.integer(2, 1, 1);
            return dtype(state, code, order, unit.equals("generic") ? null : unit, multiple);
        }
        throw state.unexpected();
    }

    private static NumpyDtype dtype(Arguments given, int i) {
        if (given.node(i) instanceof Node.Dtype node && node.dtype != null) {
            return node.dtype;
        }
        throw given.unexpected();
    }

    private static NumpyDtype dtype(
            Arguments given, String code, ByteOrder order, @Nullable String unit, int multiple) {
        int size = code.length() > 1
                        && code.length() <= CODE_CHARACTERS_MAX
                        && code.substring(1).chars().allMatch(c -> c >= '0' && c <= '9')
                ? (int) Math.min(Integer.MAX_VALUE / 8, Long.parseLong(code.substring(1)))
                : -1;
        boolean known = size >= 0
                && switch (code.charAt(0)) {
                    case 'O' -> size == 4 || size == 8;
                    case 'b' -> size == 1;
                    case 'i', 'u' -> size == 1 || size == 2 || size == 4 || size == 8;
                    case 'f' -> size == 2 || size == 4 || size == 8;
                    case 'c' -> size == 8 || size == 16;
                    case 'M', 'm' -> size == 8;
                    case 'S', 'U' -> true;
                    default -> false;
                };
        if (!known) {
            throw given.part.unsupported("numpy type " + PickleAtoms.shown(code), given.position);
        }
        return new NumpyDtype(code.charAt(0), code.charAt(0) == 'U' ? size * 4 : size, order, unit, multiple);
    }

    private static List<Long> shape(Arguments given, int i) throws IOException {
        List<Node> items = given.sequence(i);
        if (items.size() > RANK_MAX) {
            throw given.unexpected();
        }
        Arguments extents = new Arguments(given.part, "shape of an array", items, given.position);
        List<Long> shape = new ArrayList<>();
        for (int axis = 0; axis < items.size(); axis++) {
            long extent = extents.integer(axis);
            if (extent < 0) {
                throw given.part.malformed(
                        "the shape of an array is expected, found an extent of " + extent, given.position);
            }
            shape.add(extent);
        }
        return shape;
    }

    /**
     * The product of the extents.
     *
     * @throws org.sparkhdf5.Hdf5FormatException if it does not fit 63 bits
     */
    static long elementCount(PicklePart part, List<Long> shape, long position) throws IOException {
        if (shape.contains(0L)) {
            return 0;
        }
        long count = 1;
        for (long extent : shape) {
            if (count > Long.MAX_VALUE / extent) {
                throw part.malformed("an array of shape " + shape + " has more elements than can be counted", position);
            }
            count *= extent;
        }
        return count;
    }
}
