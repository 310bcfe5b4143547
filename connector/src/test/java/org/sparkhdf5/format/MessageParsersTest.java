package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.Hdf5FormatException;

/** Old and odd versions of the small messages, written by hand from the specification. */
class MessageParsersTest {

    @Nested
    class DataspaceTest {
        private Dataspace parse(MessageBytes bytes) throws Hdf5FormatException {
            return DataspaceMessage.parse(bytes.cursor("dataspace message"));
        }

        @Test
        void takesVersion1WithoutDimensionsAsScalar() throws Exception {
            assertThat(parse(new MessageBytes().u1(1, 0, 0).zeros(5)).kind()).isEqualTo(Dataspace.Kind.SCALAR);
        }

        @Test
        void takesTheExtentForTheMaximumWhereNoneIsStored() throws Exception {
            Dataspace space =
                    parse(new MessageBytes().u1(1, 2, 0).zeros(5).u8(3).u8(4));

            assertThat(space.maxDimensions()).containsExactly(3L, 4L);
        }

        @Test
        void knowsNullAndUnlimited() throws Exception {
            assertThat(parse(new MessageBytes().u1(2, 0, 0, 2)).elementCount()).isZero();
            assertThat(parse(new MessageBytes().u1(2, 1, 1, 1).u8(3).u8(-1)).maxDimensions())
                    .containsExactly(Dataspace.UNLIMITED);
        }

        @Test
        void refusesWhatCannotBe() {
            assertThatThrownBy(() -> parse(new MessageBytes().u1(2, 33, 0, 1)))
                    .hasMessageContaining("expected dimensionality 0 to 32, found 33");
            assertThatThrownBy(
                            () -> parse(new MessageBytes().u1(2, 1, 1, 1).u8(5).u8(4)))
                    .hasMessageContaining("dimension 0 of 5 is above its maximum 4");
            assertThatThrownBy(() ->
                            parse(new MessageBytes().u1(2, 2, 0, 1).u8(1L << 40).u8(1L << 40)))
                    .hasMessageContaining("hold more than 2^63 - 1 elements");
            assertThatThrownBy(() -> parse(new MessageBytes().u1(2, 1, 0, 1).u8(-2)))
                    .hasMessageContaining("dimension 0 18446744073709551614 is out of any range");
        }

        @Test
        void countsNoElementWhereOneDimensionIsZero() throws Exception {
            Dataspace space =
                    parse(new MessageBytes().u1(2, 3, 0, 1).u8(1L << 40).u8(0).u8(1L << 40));

            assertThat(space.dimensions()).hasSize(3);
        }
    }

    @Nested
    class DataLayoutTest {
        private DataLayoutMessage parse(MessageBytes bytes) throws Hdf5FormatException {
            return DataLayoutMessage.parse(bytes.cursor("data layout message"));
        }

        @Test
        void readsVersions1And2() throws Exception {
            MessageBytes contiguous =
                    new MessageBytes().u1(1, 2, 1).zeros(5).u8(0x200).u4(10).u4(8);
            assertThat(parse(contiguous).layout())
                    .isEqualTo(new DataLayout.Contiguous(0x200, DataLayoutMessage.LENGTH_ABSENT));

            MessageBytes chunked = new MessageBytes()
                    .u1(2, 3, 2)
                    .zeros(5)
                    .u8(0x300)
                    .u4(10)
                    .u4(20)
                    .u4(8);
            assertThat(parse(chunked))
                    .isEqualTo(new DataLayoutMessage(
                            2,
                            new DataLayout.Chunked(List.of(10, 20), 0x300, new DataLayout.BtreeV1Parameters(), false),
                            8));

            MessageBytes compact =
                    new MessageBytes().u1(1, 1, 0).zeros(5).u4(3).u4(6).text("abcdef");
            assertThat(parse(compact).layout()).isEqualTo(new DataLayout.Compact(MessageBytes.ADDRESS + 16, 6));
        }

        @Test
        void readsEveryIndexOfVersion4() throws Exception {
            MessageBytes[] parameters = {
                new MessageBytes(),
                new MessageBytes(),
                new MessageBytes().u1(10),
                new MessageBytes().u1(32, 4, 2, 16, 11),
                new MessageBytes().u4(2048).u1(98, 40)
            };
            DataLayout.IndexParameters[] expected = {
                new DataLayout.SingleChunkParameters(),
                new DataLayout.ImplicitParameters(),
                new DataLayout.FixedArrayParameters(10),
                new DataLayout.ExtensibleArrayParameters(32, 4, 2, 16, 11),
                new DataLayout.BtreeV2Parameters(2048, 98, 40)
            };
            for (int version = 4; version <= 5; version++) {
                for (int type = 1; type <= 5; type++) {
                    MessageBytes bytes = new MessageBytes()
                            .u1(version, 2, 0, 2, 2)
                            .u2(300)
                            .u2(4)
                            .u1(type)
                            .add(parameters[type - 1])
                            .u8(0x400);
                    assertThat(parse(bytes).layout())
                            .isEqualTo(new DataLayout.Chunked(List.of(300), 0x400, expected[type - 1], false));
                }
            }
        }

        @Test
        void refusesIndexParametersOutOfRange() {
            assertThatThrownBy(() -> parse(
                            new MessageBytes().u1(4, 2, 4, 2, 1).u1(9, 4).u1(2).u8(0x400)))
                    .hasMessageContaining("expected flags 0 to 3, found 4");
            assertThatThrownBy(() -> parse(new MessageBytes()
                            .u1(4, 2, 0, 2, 1)
                            .u1(9, 4)
                            .u1(3, 0)
                            .u8(0x400)))
                    .hasMessageContaining("expected page bits 1 to 255, found 0");
            assertThatThrownBy(() -> parse(new MessageBytes()
                            .u1(4, 2, 0, 2, 1)
                            .u1(9, 4)
                            .u1(5)
                            .u4(0xffffffffL)
                            .u1(98, 40)
                            .u8(0x400)))
                    .hasMessageContaining("B-tree nodes of 4294967295 bytes");
            assertThatThrownBy(() -> parse(new MessageBytes()
                            .u1(3, 2, 2)
                            .u8(0x100)
                            .u4(0x80000000L)
                            .u4(1)))
                    .hasMessageContaining("chunk dimension 0 of 2147483648 elements, at most");
        }

        @Test
        void readsAFilteredSingleChunk() throws Exception {
            MessageBytes bytes = new MessageBytes()
                    .u1(4, 2, 3, 2, 1)
                    .u1(9, 4)
                    .u1(1)
                    .u8(77)
                    .u4(1)
                    .u8(0x400);

            assertThat(parse(bytes).layout())
                    .isEqualTo(new DataLayout.Chunked(
                            List.of(9), 0x400, new DataLayout.FilteredSingleChunkParameters(77, 1), true));
        }

        @Test
        void refusesChunksWithoutExtent() {
            assertThatThrownBy(() ->
                            parse(new MessageBytes().u1(3, 2, 2).u8(0x100).u4(0).u4(4)))
                    .hasMessageContaining("chunk dimension 0 of 0 elements");
            assertThatThrownBy(
                            () -> parse(new MessageBytes().u1(3, 2, 1).u8(0x100).u4(4)))
                    .hasMessageContaining("expected dimensionality 2 to 33, found 1");
        }

        @Test
        void refusesCompactDataBeyondTheMessage() {
            assertThatThrownBy(() -> parse(new MessageBytes().u1(3, 0).u2(9).zeros(8)))
                    .hasMessageContaining("compact data takes 9 bytes, 8 are left");
        }
    }

    @Nested
    class FillValueTest {
        private FillValue parse(MessageBytes bytes) throws Hdf5FormatException {
            return FillValueMessage.parse(bytes.cursor("fill value message"));
        }

        @Test
        void readsEveryVersion() throws Exception {
            MessageBytes[] userDefined = {
                new MessageBytes().u1(1, 2, 0, 1).u4(2).u2(7),
                new MessageBytes().u1(2, 2, 0, 1).u4(2).u2(7),
                new MessageBytes().u1(3, 0x2a).u4(2).u2(7),
            };
            for (MessageBytes bytes : userDefined) {
                assertThat(parse(bytes).definition()).isEqualTo(FillValue.Definition.USER_DEFINED);
                assertThat(parse(bytes).element(2)).containsExactly(7, 0);
            }
            assertThat(FillValueMessage.parseOld(new MessageBytes().u4(2).u2(7).cursor("old fill value message"))
                            .element(2))
                    .containsExactly(7, 0);
        }

        @Test
        void tellsUndefinedFromDefault() throws Exception {
            assertThat(parse(new MessageBytes().u1(3, 0x1a)).definition()).isEqualTo(FillValue.Definition.UNDEFINED);
            assertThat(parse(new MessageBytes().u1(3, 0x0a)).definition()).isEqualTo(FillValue.Definition.DEFAULT);
            assertThat(parse(new MessageBytes().u1(2, 2, 0, 0)).definition()).isEqualTo(FillValue.Definition.UNDEFINED);
            assertThat(parse(new MessageBytes().u1(2, 2, 0, 1).u4(0)).definition())
                    .isEqualTo(FillValue.Definition.DEFAULT);
            assertThat(parse(new MessageBytes().u1(1, 2, 0, 0).u4(-1)).element(3))
                    .containsExactly(0, 0, 0);
        }

        @Test
        void refusesAValueBeyondTheMessage() {
            assertThatThrownBy(() -> parse(new MessageBytes().u1(3, 0x20).u4(9).u8(1)))
                    .hasMessageContaining("value takes 9 bytes, 8 are left");
        }
    }

    @Nested
    class FilterPipelineTest {
        private FilterPipeline parse(MessageBytes bytes) throws Hdf5FormatException {
            return FilterPipelineMessage.parse(bytes.cursor("filter pipeline message"));
        }

        @Test
        void readsVersion1WithPaddedNamesAndValues() throws Exception {
            MessageBytes bytes = new MessageBytes().u1(1, 2).zeros(6);
            bytes.u2(2).u2(8).u2(1).u2(1).text("shuffle\0").u4(4).u4(0);
            bytes.u2(1).u2(8).u2(0).u2(2).text("deflate\0").u4(6).u4(-1);

            assertThat(parse(bytes).steps())
                    .containsExactly(
                            new FilterPipeline.Step(2, "shuffle", true, List.of(4)),
                            new FilterPipeline.Step(1, "deflate", false, List.of(6, -1)));
        }

        @Test
        void readsNamesInVersion2OnlyFromFilter256On() throws Exception {
            MessageBytes bytes = new MessageBytes().u1(2, 2);
            bytes.u2(3).u2(0).u2(0);
            bytes.u2(32001).u2(5).u2(1).u2(1).text("blosc").u4(2);

            assertThat(parse(bytes).steps())
                    .containsExactly(
                            new FilterPipeline.Step(3, "", false, List.of()),
                            new FilterPipeline.Step(32001, "blosc", true, List.of(2)));
        }

        @Test
        void limitsCountsByTheMessage() {
            assertThatThrownBy(() -> parse(new MessageBytes().u1(2, 33)))
                    .hasMessageContaining("expected number of filters 0 to 32, found 33");
            assertThatThrownBy(() -> parse(
                            new MessageBytes().u1(2, 1).u2(1).u2(0).u2(0xffff).u4(1)))
                    .hasMessageContaining("65535 client data values in 4 bytes");
        }
    }

    @Nested
    class LinkTest {
        private Link parse(MessageBytes bytes) throws Hdf5FormatException {
            return LinkMessage.parse(bytes.cursor("link message")).link();
        }

        @Test
        void readsEveryKind() throws Exception {
            assertThat(parse(new MessageBytes().u1(1, 0, 1).text("a").u8(0x60))).isEqualTo(new Link.Hard("a", 0x60));
            assertThat(parse(new MessageBytes()
                            .u1(1, 0x1d, 1)
                            .u8(5)
                            .u1(1)
                            .u2(1)
                            .text("a")
                            .u2(4)
                            .text("/b/c")))
                    .isEqualTo(new Link.Soft("a", "/b/c"));
            assertThat(parse(new MessageBytes()
                            .u1(1, 0x08, 64, 1)
                            .text("a")
                            .u2(8)
                            .u1(0)
                            .text("f.h5\0/\0")))
                    .isEqualTo(new Link.External("a", "f.h5", "/"));
            assertThat(parse(new MessageBytes()
                            .u1(1, 0x08, 187, 1)
                            .text("a")
                            .u2(2)
                            .zeros(2)))
                    .isEqualTo(new Link.UserDefined("a", 187));
        }

        @Test
        void refusesWhatCannotBe() {
            assertThatThrownBy(() -> parse(new MessageBytes().u1(1, 0, 0).u8(0x60)))
                    .hasMessageContaining("link without a name");
            assertThatThrownBy(() ->
                            parse(new MessageBytes().u1(1, 0x08, 2, 1).text("a").u2(0)))
                    .hasMessageContaining("link type 2 of link a is reserved");
            assertThatThrownBy(() -> parse(new MessageBytes().u1(1, 0x03).u8(Long.MAX_VALUE)))
                    .hasMessageContaining("link name takes 9223372036854775807 bytes, 0 are left");
        }
    }
}
