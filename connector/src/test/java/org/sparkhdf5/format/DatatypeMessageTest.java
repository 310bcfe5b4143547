package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Datatype.CharacterSet;
import org.sparkhdf5.format.Datatype.Order;
import org.sparkhdf5.format.Datatype.Padding;
import org.sparkhdf5.format.Datatype.ReferenceKind;

/** Bytes written by hand from the specification; what writers of today make is in the committed files. */
class DatatypeMessageTest {
    private static final int V1 = 0x10;
    private static final int V3 = 0x30;

    private static Datatype parse(MessageBytes bytes) throws Hdf5FormatException {
        return DatatypeMessage.parse(bytes.cursor("datatype message"));
    }

    private static MessageBytes prefix(int classAndVersion, int bits, long sizeBytes) {
        return new MessageBytes().u1(classAndVersion).number(bits, 3).u4(sizeBytes);
    }

    private static MessageBytes int32() {
        return prefix(V1, 0x08, 4).u2(0).u2(32);
    }

    /** A member of version 1: name padded to eight bytes, offset, up to four dimensions. */
    private static MessageBytes oldMember(String name, int byteOffset, List<Integer> dimensions) {
        MessageBytes bytes = new MessageBytes().text(name).zeros(8 - name.length());
        bytes.u4(byteOffset).u1(dimensions.size()).zeros(3 + 4 + 4);
        for (int i = 0; i < 4; i++) {
            bytes.u4(i < dimensions.size() ? dimensions.get(i) : 0);
        }
        return bytes;
    }

    @Test
    void readsVersion1MembersWithDimensions() throws Exception {
        Datatype type = parse(prefix(V1 | 6, 2, 28)
                .add(oldMember("grid", 0, List.of(2, 3)))
                .add(int32())
                .add(oldMember("one", 24, List.of()))
                .add(int32()));

        Datatype.FixedPoint number = new Datatype.FixedPoint(4, Order.LITTLE_ENDIAN, true, 0, 32);
        assertThat(type)
                .isEqualTo(new Datatype.Compound(
                        28,
                        List.of(
                                new Datatype.Member("grid", 0, new Datatype.ArrayType(List.of(2, 3), number)),
                                new Datatype.Member("one", 24, number))));
    }

    @Test
    void refusesVaxOrder() {
        MessageBytes vax =
                prefix(V3 | 1, 0x41 | 31 << 8, 4).u2(0).u2(32).u1(23, 8, 0, 23).u4(128);

        assertThatThrownBy(() -> parse(vax))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage("mem:/x.h5: /object: floating-point numbers in VAX byte order are not supported; "
                        + "convert them to IEEE order");
    }

    private static final Datatype.FixedPoint INT32 = new Datatype.FixedPoint(4, Order.LITTLE_ENDIAN, true, 0, 32);

    @Test
    void readsTimeAndOpaque() throws Exception {
        assertThat(parse(prefix(V1 | 2, 1, 4).u2(32))).isEqualTo(new Datatype.Time(4, Order.BIG_ENDIAN, 32));
        assertThat(parse(prefix(V1 | 5, 8, 3).text("tag").zeros(5))).isEqualTo(new Datatype.Opaque(3, "tag"));
        assertThat(parse(prefix(V1 | 5, 8, 3).text("tag full"))).isEqualTo(new Datatype.Opaque(3, "tag full"));
        assertThat(parse(prefix(V1 | 5, 0, 3))).isEqualTo(new Datatype.Opaque(3, ""));
    }

    @ParameterizedTest
    @CsvSource({"0, OBJECT, 8", "1, REGION, 12", "2, OBJECT2, 18", "3, REGION2, 18", "4, ATTRIBUTE, 18"})
    void readsReferences(int number, ReferenceKind kind, int sizeBytes) throws Exception {
        assertThat(parse(prefix(V3 | 7, number, sizeBytes))).isEqualTo(new Datatype.Reference(sizeBytes, kind));
        assertThatThrownBy(() -> parse(prefix(V3 | 7, number, sizeBytes - 1)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("reference of " + (sizeBytes - 1) + " bytes, expected at least " + sizeBytes);
    }

    @Test
    void refusesReferencesThatDoNotExist() {
        assertThatThrownBy(() -> parse(prefix(V3 | 7, 5, 18)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("reference type 5 is reserved");
    }

    @Test
    void readsVariableLength() throws Exception {
        assertThat(parse(prefix(V1 | 9, 0, 16).add(int32()))).isEqualTo(new Datatype.VariableLength(16, INT32));
        assertThat(parse(prefix(V1 | 9, 0x0121, 16).add(int32())))
                .isEqualTo(new Datatype.VariableString(16, Padding.SPACE_PADDED, CharacterSet.UTF_8));
        assertThatThrownBy(() -> parse(prefix(V1 | 9, 2, 16).add(int32())))
                .hasMessageContaining("variable-length type 2 is reserved");
        assertThatThrownBy(() -> parse(prefix(V1 | 9, 0, 12).add(int32())))
                .hasMessageContaining("variable-length element of 12 bytes, expected 16");
        assertThatThrownBy(() -> parse(prefix(V1 | 9, 0x31, 16).add(int32())))
                .hasMessageContaining("string padding 3 is reserved");
    }

    @Test
    void readsEnumerations() throws Exception {
        MessageBytes enumeration = prefix(V3 | 8, 2, 4)
                .add(int32())
                .text("ON\0")
                .text("OFF\0")
                .u4(1)
                .u4(0xffffffffL);
        MessageBytes compound = prefix(V3 | 6, 2, 8)
                .text("state\0")
                .u1(0)
                .add(enumeration)
                .text("n\0")
                .u1(4)
                .add(int32());
        Datatype.Enumeration state =
                new Datatype.Enumeration(INT32, List.of(new Datatype.Symbol("ON", 1), new Datatype.Symbol("OFF", -1)));

        assertThat(((Datatype.Compound) parse(compound)).members())
                .containsExactly(new Datatype.Member("state", 0, state), new Datatype.Member("n", 4, INT32));
    }

    @Test
    void refusesEnumerationsWithoutTheirIntegers() {
        assertThatThrownBy(() -> parse(prefix(V3 | 8, 0, 8).add(int32())))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("enumeration of 8 bytes whose base is no integer of that size");
        assertThatThrownBy(() -> parse(prefix(V3 | 8, 0xffff, 4).add(int32()).zeros(99)))
                .hasMessageContaining("enumeration of 65535 members in 99 bytes");
        assertThatThrownBy(() ->
                        parse(prefix(V3 | 8, 1, 4).add(int32()).text("A\0").u2(1)))
                .hasMessageContaining("enumeration of 1 members in 4 bytes");
    }

    @Test
    void refusesEnumerationsOfLongIntegers() {
        MessageBytes int128 = prefix(V3, 8, 16).u2(0).u2(128);
        assertThatThrownBy(() ->
                        parse(prefix(V3 | 8, 1, 16).add(int128).text("A\0").zeros(16)))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage("mem:/x.h5: /object: enumeration of integers of 16 bytes is not read; readable are up to"
                        + " 8 bytes; write the values as plain integers of 8 bytes");
    }

    @Test
    void readsComplexNumbers() throws Exception {
        MessageBytes float32 = prefix(0x50 | 1, 0x20 | 31 << 8, 4)
                .u2(0)
                .u2(32)
                .u1(23, 8, 0, 23)
                .u4(127);
        Datatype type = parse(prefix(0x50 | 11, 1, 8).add(float32));

        assertThat(type).isInstanceOf(Datatype.Complex.class);
        assertThat(type.sizeBytes()).isEqualTo(8);
        assertThatThrownBy(() -> parse(prefix(0x50 | 11, 1, 16).add(float32)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("complex number of 16 bytes whose base is no float of half that size");
        assertThatThrownBy(() -> parse(prefix(0x50 | 11, 3, 8).add(float32)))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage("mem:/x.h5: /object: complex numbers that are not one real and one imaginary part of the"
                        + " same type are not supported; convert them to rectangular form");
    }

    @Test
    void refusesAMemberOutsideOfItsCompound() {
        MessageBytes compound = prefix(V3 | 6, 1, 6).text("n\0").u1(4).add(int32());

        assertThatThrownBy(() -> parse(compound))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining(
                        "/object: datatype message: member n of 4 bytes at 4 does not lie within the compound"
                                + " of 6 bytes at address 0x1017");
    }

    @Test
    void limitsDepth() throws Exception {
        MessageBytes deepest = new MessageBytes();
        for (int i = 1; i < DatatypeMessage.DEPTH_MAX; i++) {
            deepest.add(prefix(V3 | 9, 0, 16));
        }
        assertThat(parse(new MessageBytes().add(deepest).add(int32()))).isInstanceOf(Datatype.VariableLength.class);
        assertThatThrownBy(() -> parse(deepest.add(prefix(V3 | 9, 0, 16)).add(int32())))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("nested deeper than 32");
    }

    @Test
    void limitsTheMemberCountByTheMessage() {
        assertThatThrownBy(() -> parse(prefix(V3 | 6, 0xffff, 100).zeros(64)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("compound of 65535 members in 64 bytes");
    }

    @Test
    void refusesAnArrayThatIsNotAsLargeAsItsElements() {
        assertThatThrownBy(() -> parse(prefix(V3 | 10, 0, 25).u1(1).u4(6).add(int32())))
                .hasMessageContaining("array [6] of elements of 4 bytes takes 24 bytes, found size 25");
        assertThatThrownBy(() -> parse(prefix(V3 | 10, 0, 24)
                        .u1(2)
                        .u4(0x40000001)
                        .u4(0x40000001)
                        .add(int32())))
                .hasMessageContaining("is larger than 24 bytes");
        assertThatThrownBy(() -> parse(prefix(V3 | 10, 0, 24).u1(1).u4(0).add(int32())))
                .hasMessageContaining("array dimension of 0");
    }

    @Test
    void refusesBitsOutsideOfTheNumber() {
        assertThatThrownBy(() -> parse(prefix(V1, 0, 4).u2(1).u2(32)))
                .hasMessageContaining("precision of 32 bits at bit 1 does not lie within 4 bytes");
        assertThatThrownBy(() -> parse(prefix(V1, 0, 4).u2(0).u2(0))).hasMessageContaining("precision of 0 bits");
        assertThatThrownBy(() -> parse(prefix(V1 | 1, 0x20 | 99 << 8, 4)
                        .u2(0)
                        .u2(32)
                        .u1(23, 8, 0, 23)
                        .u4(127)))
                .hasMessageContaining("sign of 1 bits at bit 99");
    }

    @ParameterizedTest
    @CsvSource({"0, datatype of 0 bytes", "4294967295, datatype of 4294967295 bytes"})
    void refusesSizes(long sizeBytes, String message) {
        assertThatThrownBy(() -> parse(prefix(V1, 0, sizeBytes).u4(0))).hasMessageContaining(message);
    }

    @Test
    void refusesVersionsAndClassesThatDoNotExist() {
        assertThatThrownBy(() -> parse(prefix(0x60, 0, 4).u4(0))).hasMessageContaining("version 1 to 5, found 6");
        assertThatThrownBy(() -> parse(prefix(V1 | 12, 0, 4).u4(0))).hasMessageContaining("class 0 to 11, found 12");
    }

    @Test
    void namesTheFieldThatIsCutOff() {
        assertThatThrownBy(() -> parse(prefix(V1, 0, 4).u1(0)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("datatype message: bit offset takes 2 bytes, 1 are left at address 0x1008");
    }
}
