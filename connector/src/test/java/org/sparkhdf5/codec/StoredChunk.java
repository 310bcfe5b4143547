package org.sparkhdf5.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A chunk that the HDF5 library or the library of a compressor wrote; see {@code make_codec_chunks.py},
 * {@code make_compressor_chunks.py} and {@code make_packed_chunks.py} in {@code src/test/python}.
 *
 * @param ids filter identification values
 * @param clientValues client data of each filter
 * @param filterMask bit i set: filter i was skipped
 * @param stored the bytes of the file
 * @param decoded the bytes of the values; empty where the chunk makes use of what is refused
 */
record StoredChunk(String name, int[] ids, int[][] clientValues, int filterMask, byte[] stored, byte[] decoded) {
    private static final List<StoredChunk> ALL = Stream.concat(
                    new String(resource("codec/chunks.tsv"), StandardCharsets.UTF_8)
                            .lines()
                            .map(StoredChunk::parse),
                    rangesOfOneFile().filter(chunk -> chunk.decoded.length > 0))
            .toList();

    /** All that can be decoded. */
    static List<StoredChunk> all() {
        return ALL;
    }

    /** Those that are valid and yet refused. */
    static List<StoredChunk> unsupported() {
        return rangesOfOneFile().filter(chunk -> chunk.decoded.length == 0).toList();
    }

    /** All of {@code chunks.tsv} and {@code chunks.bin}. */
    static List<StoredChunk> rangesOfOneFile(String lines, byte[] bytes) {
        return lines.lines().map(line -> parsePacked(line, bytes)).toList();
    }

    static StoredChunk named(String name) {
        return all().stream()
                .filter(chunk -> chunk.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    FilterChain chain() {
        return new FilterChain(ids, clientValues, decoded.length);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Stream<StoredChunk> rangesOfOneFile() {
        return Stream.of("compressors", "packed")
                .flatMap(folder -> rangesOfOneFile(
                        new String(resource(folder + "/chunks.tsv"), StandardCharsets.UTF_8),
                        resource(folder + "/chunks.bin"))
                        .stream());
    }

    private static StoredChunk parse(String line) {
        String name = line.substring(0, line.indexOf('\t'));
        return parse(line, resource("codec/" + name + ".stored"), resource("codec/" + name + ".decoded"));
    }

    private static StoredChunk parsePacked(String line, byte[] packed) {
        String[] fields = line.split("\t", -1);
        return parse(line, packed(fields[3], packed), packed(fields[4], packed));
    }

    private static StoredChunk parse(String line, byte[] stored, byte[] decoded) {
        String[] fields = line.split("\t", -1);
        int[][] steps = Arrays.stream(fields[1].split(" "))
                .map(step -> Arrays.stream(step.split(":"))
                        .mapToInt(Integer::parseUnsignedInt)
                        .toArray())
                .toArray(int[][]::new);
        return new StoredChunk(
                fields[0],
                Arrays.stream(steps).mapToInt(step -> step[0]).toArray(),
                Arrays.stream(steps)
                        .map(step -> Arrays.copyOfRange(step, 1, step.length))
                        .toArray(int[][]::new),
                Integer.parseInt(fields[2]),
                stored,
                decoded);
    }

    /** The bytes of {@code from:length} or, repeated up to a total, {@code from:length:total}; else none. */
    private static byte[] packed(String range, byte[] packed) {
        if (range.equals("unsupported")) {
            return new byte[0];
        }
        int[] numbers =
                Arrays.stream(range.split(":")).mapToInt(Integer::parseInt).toArray();
        byte[] bytes = new byte[numbers[numbers.length - 1]];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = packed[numbers[0] + i % numbers[1]];
        }
        return bytes;
    }

    private static byte[] resource(String name) {
        try (InputStream in = StoredChunk.class.getResourceAsStream("/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
