package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.it.testing.HandMadeFile;
import org.sparkhdf5.it.testing.HandMadeFrame;

/** Writes the files that the Python tests read with pandas and h5py: what we make by hand is what others read. */
class HandMadeFrameTest {
    private static final int ROW_COUNT = 1_000;

    @Test
    void putsItsBlocksWhereItSays() throws IOException {
        HandMadeFrame frame = frame();
        Path file = write(frame, "hand-made.h5");

        HandMadeFile.Region region = frame.blockRegion(0);
        assertThat(region.lengthBytes()).isEqualTo(ROW_COUNT * 3 * 8L);
        ByteBuffer cell = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            bytes.seek(region.address() + 8 * (3 * 7 + 2));
            bytes.readFully(cell.array());
        }
        assertThat(cell.getDouble(0)).isEqualTo(HandMadeFrame.cell(7, 2));
    }

    @Test
    void standsAmongSiblings() throws IOException {
        assertThat(write(frame().withSiblings(5_000), "hand-made-siblings.h5")).exists();
    }

    private static HandMadeFrame frame() {
        return new HandMadeFrame(
                "df",
                ROW_COUNT,
                HandMadeFrame.Block.of(HandMadeFrame.Kind.FLOAT64, "f", 3),
                HandMadeFrame.Block.of(HandMadeFrame.Kind.INT32, "i", 2),
                HandMadeFrame.Block.of(HandMadeFrame.Kind.FLOAT32, "e", 2),
                HandMadeFrame.Block.of(HandMadeFrame.Kind.INT64, "l", 1));
    }

    private static Path write(HandMadeFrame frame, String name) throws IOException {
        Path file = Files.createDirectories(Path.of("target")).resolve(name);
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
            assertThat(frame.writeTo(stream)).isPositive();
        }
        return file;
    }
}
