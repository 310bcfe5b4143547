package org.sparkhdf5.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.Datatype.FloatingPoint;
import org.sparkhdf5.format.Datatype.Normalization;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.format.Datatype.Padding;
import org.sparkhdf5.format.FloatBits;
import org.sparkhdf5.format.GlobalHeap;
import org.sparkhdf5.format.HeapView;
import org.sparkhdf5.format.IntegerBits;

/**
 * The form of elements that the oracles hash: little-endian, without padding, strings and sequences behind their length.
 * References, times and numbers of odd widths have none.
 */
final class CanonicalBytes {
    private final ObjectLocation location;
    private final GlobalHeap heap;

    CanonicalBytes(ObjectLocation location, GlobalHeap heap) {
        this.location = location;
        this.heap = heap;
    }

    static boolean isDefined(Datatype type) {
        if (type instanceof Datatype.Compound compound) {
            return compound.members().stream().allMatch(member -> isDefined(member.type()));
        }
        if (type instanceof Datatype.ArrayType array) {
            return isDefined(array.element());
        }
        if (type instanceof Datatype.VariableLength sequence) {
            return isDefined(sequence.element());
        }
        if (type instanceof Datatype.Complex complex) {
            return isDefined(complex.base());
        }
        if (type instanceof FloatingPoint number) {
            return isIeee(number) || number.sizeBytes() == 4;
        }
        return !(type instanceof Datatype.Reference || type instanceof Datatype.Time);
    }

    /** Whether the bytes of an element, as they are stored, are its canonical bytes. */
    static boolean isStoredForm(Datatype type) {
        if (type instanceof Datatype.FixedPoint number) {
            return number.order() == Order.LITTLE_ENDIAN && number.bitPrecision() == 8 * number.sizeBytes();
        }
        if (type instanceof FloatingPoint number) {
            return number.order() == Order.LITTLE_ENDIAN && isIeee(number);
        }
        if (type instanceof Datatype.ArrayType array) {
            return isStoredForm(array.element());
        }
        return type instanceof Datatype.Opaque;
    }

    private static boolean isIeee(FloatingPoint number) {
        int mantissa = switch (number.sizeBytes()) {
            case 2 -> 10;
            case 4 -> 23;
            case 8 -> 52;
            default -> -1;
        };
        return number.mantissaSize() == mantissa
                && number.bitOffset() == 0
                && number.normalization() == Normalization.MSB_IMPLIED;
    }

    void write(Datatype type, byte[] bytes, int offset, OutputStream out) throws IOException {
        if (isStoredForm(type)) {
            out.write(bytes, offset, type.sizeBytes());
        } else if (type instanceof Datatype.FixedPoint number) {
            littleEndian(IntegerBits.of(location, number).read(bytes, offset), number.sizeBytes(), out);
        } else if (type instanceof Datatype.Bitfield bitfield) {
            littleEndian(IntegerBits.of(location, bitfield).read(bytes, offset), bitfield.sizeBytes(), out);
        } else if (type instanceof Datatype.Enumeration enumeration) {
            write(enumeration.base(), bytes, offset, out);
        } else if (type instanceof FloatingPoint number) {
            floating(number, bytes, offset, out);
        } else if (type instanceof Datatype.Complex complex) {
            write(complex.base(), bytes, offset, out);
            write(complex.base(), bytes, offset + complex.base().sizeBytes(), out);
        } else if (type instanceof Datatype.FixedString || type instanceof Datatype.VariableString) {
            byte[] text = text(type, bytes, offset);
            littleEndian(text.length, 4, out);
            out.write(text);
        } else if (type instanceof Datatype.Compound compound) {
            for (Datatype.Member member : compound.members()) {
                write(member.type(), bytes, offset + member.byteOffset(), out);
            }
        } else if (type instanceof Datatype.ArrayType array) {
            elements(array.element(), bytes, offset, array.sizeBytes(), out);
        } else if (type instanceof Datatype.VariableLength sequence) {
            HeapView view = sequence(sequence, bytes, offset);
            littleEndian(view.lengthBytes() / sequence.element().sizeBytes(), 4, out);
            elements(sequence.element(), view.bytes(), view.offset(), view.lengthBytes(), out);
        } else {
            throw new IllegalStateException("no canonical bytes of " + type);
        }
    }

    private void elements(Datatype element, byte[] bytes, int offset, int lengthBytes, OutputStream out)
            throws IOException {
        if (isStoredForm(element)) {
            out.write(bytes, offset, lengthBytes);
            return;
        }
        for (int at = 0; at < lengthBytes; at += element.sizeBytes()) {
            write(element, bytes, offset + at, out);
        }
    }

    private void floating(FloatingPoint number, byte[] bytes, int offset, OutputStream out) throws IOException {
        if (isIeee(number)) {
            for (int i = number.sizeBytes() - 1; i >= 0; i--) {
                out.write(bytes[offset + i]);
            }
            return;
        }
        double value = FloatBits.of(location, number).read(bytes, offset);
        littleEndian(Float.floatToIntBits((float) value), 4, out);
    }

    private static void littleEndian(long value, int sizeBytes, OutputStream out) throws IOException {
        for (int i = 0; i < sizeBytes; i++) {
            out.write((int) (value >>> 8 * i));
        }
    }

    /** What the heap holds for the element; the view is the caller's own. */
    HeapView sequence(Datatype.VariableLength type, byte[] bytes, int offset) throws IOException {
        HeapView view = new HeapView();
        heap.find(location, bytes, offset, type.element().sizeBytes(), view);
        return view;
    }

    /** The bytes of a string without what fills it; a variable string ends at its first NUL, as C has it. */
    byte[] text(Datatype type, byte[] bytes, int offset) throws IOException {
        if (type instanceof Datatype.FixedString string) {
            byte[] stored = Arrays.copyOfRange(bytes, offset, offset + string.sizeBytes());
            return trimmed(stored, string.padding());
        }
        HeapView view = new HeapView();
        heap.find(location, bytes, offset, 1, view);
        byte[] stored = Arrays.copyOfRange(view.bytes(), view.offset(), view.offset() + view.lengthBytes());
        return trimmed(stored, Padding.NULL_TERMINATED);
    }

    private static byte[] trimmed(byte[] stored, Padding padding) {
        int end = stored.length;
        if (padding == Padding.NULL_TERMINATED) {
            end = 0;
            while (end < stored.length && stored[end] != 0) {
                end++;
            }
        } else {
            while (end > 0 && stored[end - 1] == 0) {
                end--;
            }
            while (padding == Padding.SPACE_PADDED && end > 0 && stored[end - 1] == ' ') {
                end--;
            }
        }
        return Arrays.copyOf(stored, end);
    }

    byte[] of(Datatype type, byte[] bytes, int offset) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(type, bytes, offset, out);
        return out.toByteArray();
    }
}
