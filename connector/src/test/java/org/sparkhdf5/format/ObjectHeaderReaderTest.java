package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.storage.InMemoryRangeReader;

/** Headers written by hand; their blocks begin at address 0 and {@link #SECOND}. */
class ObjectHeaderReaderTest {
    private static final int SECOND = 256;
    private static final int FILE_BYTES = 1024;
    private static final int CONTINUATION = 0x10;
    private static final int DATASPACE = 0x01;

    private static MessageBytes message(int type, int flags, MessageBytes body) {
        return new MessageBytes()
                .u2(type)
                .u2(body.toArray().length)
                .u1(flags, 0, 0, 0)
                .add(body);
    }

    private static MessageBytes continuation(long address, long lengthBytes) {
        return message(CONTINUATION, 0, new MessageBytes().u8(address).u8(lengthBytes));
    }

    private static MessageBytes headerVersion1(int messageCount, MessageBytes messages) {
        return new MessageBytes()
                .u1(1, 0)
                .u2(messageCount)
                .u4(1)
                .u4(messages.toArray().length)
                .zeros(4)
                .add(messages);
    }

    private static ObjectHeader read(MessageBytes first, MessageBytes second) throws IOException {
        byte[] file = Arrays.copyOf(first.toArray(), FILE_BYTES);
        System.arraycopy(second.toArray(), 0, file, SECOND, second.toArray().length);
        MetadataReader reader = new MetadataReader(new InMemoryRangeReader("mem:/x.h5", file), new FieldSizes(0, 8, 8));
        return ObjectHeaderReader.read(
                reader, SharedMessages.withoutTable(reader), new ObjectLocation("mem:/x.h5", "/object"), 0);
    }

    @Test
    void followsContinuationsAndPassesOverNil() throws IOException {
        MessageBytes space =
                message(DATASPACE, 0, new MessageBytes().u1(1, 0, 0).zeros(5));
        MessageBytes first = message(0, 0, new MessageBytes().zeros(8)).add(continuation(SECOND, 16));

        ObjectHeader header = read(headerVersion1(3, first), space);

        assertThat(header.messages()).extracting(HeaderMessage::type).containsExactly(MessageType.DATASPACE);
        assertThat(DataspaceMessage.parse(header.require(MessageType.DATASPACE)).kind())
                .isEqualTo(Dataspace.Kind.SCALAR);
    }

    @Test
    void endsACircleOfContinuations() {
        MessageBytes first = headerVersion1(1, continuation(SECOND, 24));

        assertThatThrownBy(() -> read(first, continuation(SECOND, 24)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("/object: object header: continuation leads to a block that was read before")
                .hasMessageContaining("at address 0x100");
    }

    @Test
    void refusesABlockBeyondTheFile() {
        assertThatThrownBy(() -> read(headerVersion1(1, continuation(1000, 25)), new MessageBytes()))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("object header of 25 bytes lies beyond the end of the file (1024 bytes)");
    }

    @Test
    void refusesAMessageThatIsLongerThanItsBlock() {
        MessageBytes tooLong = new MessageBytes().u2(DATASPACE).u2(100).u4(0).zeros(8);

        assertThatThrownBy(() -> read(headerVersion1(1, tooLong), new MessageBytes()))
                .hasMessageContaining("message takes 100 bytes, 8 are left");
    }

    @Test
    void refusesFewerMessagesThanTheHeaderSays() {
        assertThatThrownBy(() -> read(headerVersion1(2, message(0, 0, new MessageBytes())), new MessageBytes()))
                .hasMessageContaining("expected 2 header messages, found 1");
    }

    @Test
    void refusesAnUnknownMessageOnlyWhereItMustBeUnderstood() throws IOException {
        MessageBytes body = new MessageBytes().zeros(8);

        assertThat(read(headerVersion1(1, message(0x99, 0x08, body)), new MessageBytes())
                        .messages())
                .isEmpty();
        assertThatThrownBy(() -> read(headerVersion1(1, message(0x99, 0x80, body)), new MessageBytes()))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("/object: header message of unknown type 0x99, which a reader must understand");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void readsAMessageThatAnotherHeaderHolds(int version) throws IOException {
        MessageBytes reference =
                new MessageBytes().u1(version, 2).zeros(version == 1 ? 14 : 0).u8(SECOND);
        MessageBytes holder = headerVersion1(1, message(0x03, 0, new MessageBytes().text("the type")));
        ObjectHeader header = read(headerVersion1(1, message(0x03, 0x02, reference)), holder);

        MetadataCursor body = header.require(MessageType.DATATYPE);

        assertThat(body.readBytes("type", 8)).asString().isEqualTo("the type");
        assertThat(body.location().object()).isEqualTo("/object");
    }

    @Test
    void refusesASharedMessageThatLeadsNowhere() throws IOException {
        MessageBytes toItself = new MessageBytes().u1(3, 2).u8(0);
        MessageBytes toNoTable = new MessageBytes().u1(3, 1).zeros(8);
        for (MessageBytes reference : List.of(toItself, toNoTable)) {
            ObjectHeader header = read(headerVersion1(1, message(0x03, 0x02, reference)), new MessageBytes());

            assertThatThrownBy(() -> header.require(MessageType.DATATYPE))
                    .isInstanceOf(Hdf5FormatException.class)
                    .hasMessageStartingWith("mem:/x.h5: /object: datatype message is said to be in ");
        }
    }

    @Test
    void verifiesTheChecksumOfVersion2() throws IOException {
        byte[] bytes = FormatFiles.bytes("v108");
        Dataset grid = (Dataset) FormatFiles.open("v108").find("/chunks/grid");
        bytes[(int) grid.address() + 10] ^= 1;
        Hdf5File file = FormatFiles.open(FormatFiles.file("v108"), bytes);

        assertThatThrownBy(() -> file.find("/chunks/grid"))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("/chunks/grid: object header: checksum mismatch: expected 0x");
        assertThat(file.find("/chunks/cube")).isInstanceOf(Dataset.class);
    }

    @Test
    void refusesWhatIsNoHeader() {
        assertThatThrownBy(() -> read(new MessageBytes().text("TREE"), new MessageBytes()))
                .hasMessageContaining("expected version 1 or signature OHDR, found first byte 84 at address 0x0");
    }
}
