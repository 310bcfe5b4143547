package org.sparkhdf5.it.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A small file of one day: {@code /data_f}, two rows of three features, whose names are in {@code /f_axis0}. h5py wrote one of
 * them; the values of another number are put over the six doubles, which lie in one piece.
 */
public final class DayFile {
    public static final String DATASET = "/data_f";
    public static final String COLUMN_NAMES = "/f_axis0";
    public static final List<String> COLUMNS = List.of("open", "high", "low");
    public static final int ROWS = 2;
    /** An address in the superblock, where a damaged file is no HDF5 file any more. */
    private static final int SIGNATURE_BYTES = 8;

    private static final double FIRST_WRITTEN = 0.5;

    private DayFile() {}

    /** The file of a number. */
    public static byte[] bytes(int number) {
        byte[] bytes = fixture();
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int address = address(file);
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS.size(); column++) {
                file.putDouble(address + (row * COLUMNS.size() + column) * Double.BYTES, value(number, row, column));
            }
        }
        return bytes;
    }

    /** A file of the same length that is no HDF5 file. */
    public static byte[] corrupt() {
        byte[] bytes = fixture();
        for (int i = 0; i < SIGNATURE_BYTES; i++) {
            bytes[i] = 'x';
        }
        return bytes;
    }

    /** What a row of the file holds, by hand. */
    public static double value(int number, int row, int column) {
        return number * 100.0 + row * 10.0 + column;
    }

    /** Sum of a column over the files of the numbers 0 to {@code count} - 1. */
    public static double sum(int count, int column) {
        double numbers = count * (count - 1.0) / 2;
        return ROWS * 100 * numbers + count * (10.0 * ROWS * (ROWS - 1) / 2 + ROWS * column);
    }

    /** Writes the file of a number, with the directories above it. */
    public static Path write(Path file, int number) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes(number));
    }

    private static byte[] fixture() {
        try {
            return Files.readAllBytes(CommittedFixtures.file("day_features.h5"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the six doubles are: 0.5, 1.5, … in a row. */
    private static int address(ByteBuffer file) {
        int count = ROWS * COLUMNS.size();
        for (int address = 0; address + count * Double.BYTES <= file.capacity(); address++) {
            int same = 0;
            while (same < count && file.getDouble(address + same * Double.BYTES) == FIRST_WRITTEN + same) {
                same++;
            }
            if (same == count) {
                return address;
            }
        }
        throw new IllegalStateException("the fixture holds no six doubles 0.5, 1.5, …");
    }
}
