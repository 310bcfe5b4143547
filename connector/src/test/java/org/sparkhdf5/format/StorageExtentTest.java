package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.storage.InMemoryRangeReader;

/** The data layout message held against the rest, in a file of 1000 bytes. */
class StorageExtentTest {
    private static final Datatype FLOAT64 = new Datatype.FloatingPoint(
            8, Datatype.Order.LITTLE_ENDIAN, 0, 64, 52, 11, 0, 52, 1023, Datatype.Normalization.MSB_IMPLIED, 63);

    private static DataLayout layout(MessageBytes message, Long... dimensions) throws IOException {
        return layout(List.of(message(MessageType.DATA_LAYOUT, message)), dimensions);
    }

    private static HeaderMessage message(MessageType type, MessageBytes message) {
        byte[] body = message.toArray();
        return new HeaderMessage(type, 0, body, 0, body.length, 0x50);
    }

    private static DataLayout layout(List<HeaderMessage> messages, Long... dimensions) throws IOException {
        MetadataReader reader =
                new MetadataReader(new InMemoryRangeReader("mem:/x.h5", new byte[1000]), new FieldSizes(0, 8, 8));
        ObjectHeader header = new ObjectHeader(
                reader,
                SharedMessages.withoutTable(reader),
                new ObjectLocation("mem:/x.h5", "/object"),
                0x40,
                messages);
        Dataspace space = new Dataspace(Dataspace.Kind.SIMPLE, List.of(dimensions), List.of(dimensions));
        return new StorageExtent(header, space, FLOAT64).layout();
    }

    private static MessageBytes contiguous(long address, long lengthBytes) {
        return new MessageBytes().u1(3, 1).u8(address).u8(lengthBytes);
    }

    private static MessageBytes chunked(long elementBytes, int... dimensions) {
        MessageBytes bytes = new MessageBytes().u1(3, 2, dimensions.length + 1).u8(0x100);
        for (int dimension : dimensions) {
            bytes.u4(dimension);
        }
        return bytes.u4(elementBytes);
    }

    @Test
    void givesTheBytesThatTheElementsTake() throws IOException {
        assertThat(layout(contiguous(200, 900), 10L, 10L)).isEqualTo(new DataLayout.Contiguous(200, 800));
        assertThat(layout(contiguous(-1, 0), 10L, 10L)).isEqualTo(new DataLayout.Contiguous(DataLayout.UNDEFINED, 800));
        assertThat(layout(contiguous(5000, 0), 0L, 10L)).isEqualTo(new DataLayout.Contiguous(DataLayout.UNDEFINED, 0));
    }

    @Test
    void computesTheSizeOfOldContiguousData() throws IOException {
        MessageBytes old = new MessageBytes().u1(1, 1, 1).zeros(5).u8(200).u4(10);

        assertThat(layout(old, 10L)).isEqualTo(new DataLayout.Contiguous(200, 80));
    }

    @Test
    void namesDataBeyondTheEndOfTheFile() {
        assertThatThrownBy(() -> layout(contiguous(201, 800), 100L))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessage(
                        "mem:/x.h5: /object: truncated: contiguous data of 800 bytes lies beyond the end of the file"
                                + " (1000 bytes) at address 0xc9; the file is truncated or damaged, copy it again");
    }

    @Test
    void refusesFewerBytesThanTheElementsTake() {
        assertThatThrownBy(() -> layout(contiguous(200, 799), 100L))
                .hasMessageContaining("contiguous data: expected 800 bytes for 100 elements, found 799");
        assertThatThrownBy(() -> layout(new MessageBytes().u1(3, 0).u2(7).zeros(7), 1L))
                .hasMessageContaining("compact data: expected 8 bytes for 1 elements, found 7");
        assertThatThrownBy(() -> layout(contiguous(200, 800), 1L << 61))
                .hasMessageContaining("2305843009213693952 elements of 8 bytes are larger than any file");
    }

    @Test
    void keepsAnExtentThatWasNeverWrittenHoweverLarge() throws IOException {
        assertThat(layout(contiguous(-1, 0), 1L << 61))
                .isEqualTo(new DataLayout.Contiguous(DataLayout.UNDEFINED, Long.MAX_VALUE));
    }

    @Test
    void holdsChunksAgainstDataspaceAndDatatype() throws IOException {
        assertThat(layout(chunked(8, 3, 4), 10L, 10L))
                .isEqualTo(new DataLayout.Chunked(List.of(3, 4), 0x100, new DataLayout.BtreeV1Parameters(), false));
        assertThatThrownBy(() -> layout(chunked(8, 3, 4), 10L))
                .hasMessageContaining("chunks of 2 dimensions, expected 1");
        assertThatThrownBy(() -> layout(chunked(4, 3), 10L))
                .hasMessageContaining("chunks of elements of 4 bytes, expected 8");
        assertThatThrownBy(() -> layout(chunked(8, 1 << 20, 1 << 10), 10L, 10L))
                .hasMessageContaining("are larger than 4294967295 bytes");
    }

    /** One slot that holds {@code sizeBytes}. */
    private static MessageBytes external(long sizeBytes) {
        return new MessageBytes()
                .u1(1)
                .zeros(3)
                .u2(1)
                .u2(1)
                .u8(0x100)
                .u8(8)
                .u8(0)
                .u8(sizeBytes);
    }

    private static DataLayout externalLayout(long sizeBytes, MessageBytes stored, Long... dimensions)
            throws IOException {
        return layout(
                List.of(
                        message(MessageType.EXTERNAL_FILES, external(sizeBytes)),
                        message(MessageType.DATA_LAYOUT, stored)),
                dimensions);
    }

    @Test
    void givesTheBytesOfExternalFiles() throws IOException {
        assertThat(externalLayout(80, contiguous(-1, 80), 10L)).isEqualTo(new DataLayout.External(80));
        assertThat(externalLayout(500, contiguous(-1, 80), 10L)).isEqualTo(new DataLayout.External(80));
        assertThat(externalLayout(-1, contiguous(-1, 80), 1000L, 1000L)).isEqualTo(new DataLayout.External(8_000_000));
        assertThat(externalLayout(0, contiguous(-1, 0), 0L)).isEqualTo(new DataLayout.External(0));
    }

    @Test
    void refusesExternalFilesThatAreTooSmallOrOfAnotherLayout() {
        assertThatThrownBy(() -> externalLayout(79, contiguous(-1, 80), 10L))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageStartingWith(
                        "mem:/x.h5: /object: external data: expected 80 bytes for 10 elements, found 79 at address 0x40");
        assertThatThrownBy(() -> externalLayout(80, chunked(8, 5), 10L))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining(
                        "/object: raw data in external files with a layout that is not contiguous: Chunked");
        assertThatThrownBy(() -> externalLayout(-1, contiguous(-1, 80), 1L << 61))
                .hasMessageContaining("2305843009213693952 elements of 8 bytes are larger than any file");
    }
}
