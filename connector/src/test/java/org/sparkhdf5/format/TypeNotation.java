package org.sparkhdf5.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sparkhdf5.format.Datatype.CharacterSet;
import org.sparkhdf5.format.Datatype.Order;

/**
 * The short notation of types that the oracles use. Classes that are not read yet are {@code ?} here, and are made
 * {@code ?} in an oracle's text by {@link #reduce}.
 */
final class TypeNotation {
    private static final List<String> UNREAD_WORDS =
            List.of("vlen-str-ascii", "vlen-str-utf8", "opaque", "time", "ref-v2", "ref", "regref", "complex");

    private TypeNotation() {}

    static String of(Datatype type) {
        if (type instanceof Datatype.FixedPoint fixed) {
            return number(
                    fixed.signed() ? "i" : "u",
                    fixed.sizeBytes(),
                    fixed.order(),
                    fixed.bitOffset(),
                    fixed.bitPrecision(),
                    true);
        }
        if (type instanceof Datatype.FloatingPoint floating) {
            return number(
                    "f",
                    floating.sizeBytes(),
                    floating.order(),
                    floating.bitOffset(),
                    floating.bitPrecision(),
                    isIeee(floating));
        }
        if (type instanceof Datatype.Bitfield bits) {
            return number("bitfield", bits.sizeBytes(), bits.order(), bits.bitOffset(), bits.bitPrecision(), true);
        }
        if (type instanceof Datatype.FixedString string) {
            String padding = switch (string.padding()) {
                case NULL_TERMINATED -> "nullterm";
                case NULL_PADDED -> "nullpad";
                case SPACE_PADDED -> "spacepad";
            };
            String set = string.characterSet() == CharacterSet.ASCII ? "ascii" : "utf8";
            return "S" + string.sizeBytes() + "(" + set + "," + padding + ")";
        }
        if (type instanceof Datatype.Compound compound) {
            List<String> members = new ArrayList<>();
            for (Datatype.Member member : compound.members()) {
                members.add(member.name() + ":" + of(member.type()));
            }
            return "compound{" + String.join(",", members) + "}";
        }
        if (type instanceof Datatype.ArrayType array) {
            List<String> dimensions = new ArrayList<>();
            array.dimensions().forEach(dimension -> dimensions.add(dimension.toString()));
            return "array[" + String.join("x", dimensions) + "]" + of(array.element());
        }
        return "?";
    }

    private static boolean isIeee(Datatype.FloatingPoint type) {
        int mantissa = switch (type.sizeBytes()) {
            case 2 -> 10;
            case 4 -> 23;
            case 8 -> 52;
            default -> type.mantissaSize();
        };
        return type.mantissaSize() == mantissa && type.mantissaLocation() == 0;
    }

    private static String number(
            String kind, int sizeBytes, Order order, int bitOffset, int bitPrecision, boolean usual) {
        String text = kind + sizeBytes + (sizeBytes == 1 ? "" : order == Order.LITTLE_ENDIAN ? "<" : ">");
        boolean whole = usual && bitOffset == 0 && bitPrecision == 8 * sizeBytes;
        return whole ? text : text + String.format(Locale.ROOT, "[p%d@%d]", bitPrecision, bitOffset);
    }

    /** The notation with {@code ?} for every type of a class that is not read yet. */
    static String reduce(String notation) {
        Reduction reduction = new Reduction(notation);
        return reduction.type();
    }

    /** Reads a notation from left to right. */
    private static final class Reduction {
        private final String text;
        private int position;

        Reduction(String text) {
            this.text = text;
        }

        String type() {
            if (take("compound{")) {
                return compound();
            }
            if (take("array[")) {
                String dimensions = until("]");
                return "array[" + dimensions + type();
            }
            if (take("vlen<")) {
                type();
                take(">");
                return "?";
            }
            if (take("enum{")) {
                until("}:");
                plain();
                return "?";
            }
            for (String word : UNREAD_WORDS) {
                if (take(word)) {
                    plain();
                    return "?";
                }
            }
            return plain();
        }

        private String compound() {
            List<String> members = new ArrayList<>();
            do {
                String name = until(":");
                members.add(name + type());
            } while (take(","));
            take("}");
            return "compound{" + String.join(",", members) + "}";
        }

        /** Up to a comma or a bracket that the type did not open. */
        private String plain() {
            int start = position;
            int depth = 0;
            while (position < text.length()) {
                char c = text.charAt(position);
                if (depth == 0 && (c == ',' || c == '}' || c == '>' && position + 1 < text.length() && closes())) {
                    break;
                }
                depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
                position++;
            }
            return text.substring(start, position);
        }

        /** Whether a {@code >} ends a vlen: a big-endian number's own comes right after its size. */
        private boolean closes() {
            return !Character.isDigit(text.charAt(position - 1));
        }

        private String until(String end) {
            int start = position;
            position = text.indexOf(end, start) + end.length();
            return text.substring(start, position);
        }

        private boolean take(String word) {
            boolean found = text.startsWith(word, position);
            position += found ? word.length() : 0;
            return found;
        }
    }
}
