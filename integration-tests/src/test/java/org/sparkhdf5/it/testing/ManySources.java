package org.sparkhdf5.it.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;

/**
 * Sources of a virtual dataset: {@code /d}, 8 x 16 integers in two chunks. h5py wrote one of them; the values of another number
 * are put over its integers, chunk by chunk.
 */
public final class ManySources {
    public static final int ROWS = 8;
    public static final int COLUMNS = 16;
    public static final int CHUNKS = 2;
    public static final int CHUNK_BYTES = ROWS / CHUNKS * COLUMNS * Integer.BYTES;

    private static final Path FOLDER = Path.of("src/test/resources/virtual");

    private ManySources() {}

    public static Path file(String name) {
        return FOLDER.resolve(name);
    }

    /** What a cell of a source holds, by hand. */
    public static int value(long source, long row, long column) {
        return (int) (source * 1000 + row * COLUMNS + column);
    }

    /** Where the chunks of a source begin. */
    public static List<Integer> chunkAddresses() {
        ByteBuffer file = template();
        return IntStream.range(0, CHUNKS)
                .mapToObj(chunk -> address(file, chunk * ROWS / CHUNKS * COLUMNS))
                .toList();
    }

    /** The file of a number. */
    public static byte[] bytes(int number) {
        ByteBuffer file = template();
        List<Integer> addresses = chunkAddresses();
        for (int row = 0; row < ROWS; row++) {
            int chunk = row / (ROWS / CHUNKS);
            for (int column = 0; column < COLUMNS; column++) {
                int cell = row % (ROWS / CHUNKS) * COLUMNS + column;
                file.putInt(addresses.get(chunk) + cell * Integer.BYTES, value(number, row, column));
            }
        }
        return file.array();
    }

    /** Puts the files of the numbers 0 to {@code count} - 1 into a folder of the shared cluster, under names as {@code format} has. */
    public static void put(int count, String folder, String format) {
        FileSystem hdfs = HdfsCluster.shared().fileSystem();
        IntStream.range(0, count).parallel().forEach(number -> {
            org.apache.hadoop.fs.Path path =
                    new org.apache.hadoop.fs.Path(folder, String.format(java.util.Locale.ROOT, format, number));
            try (OutputStream stream = hdfs.create(path, (short) 1)) {
                stream.write(bytes(number));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static ByteBuffer template() {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file("source.h5"))).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the integers of a chunk are: first, first + 1, … in a row. */
    private static int address(ByteBuffer file, int first) {
        int count = ROWS / CHUNKS * COLUMNS;
        for (int address = 0; address + CHUNK_BYTES <= file.capacity(); address++) {
            int same = 0;
            while (same < count && file.getInt(address + same * Integer.BYTES) == first + same) {
                same++;
            }
            if (same == count) {
                return address;
            }
        }
        throw new IllegalStateException("source.h5 holds no chunk that begins with " + first);
    }
}
