package org.sparkhdf5.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A chunk that the HDF5 library wrote, through h5py; see {@code src/test/python/make_codec_chunks.py}.
 *
 * @param ids filter identification values
 * @param clientValues client data of each filter
 * @param filterMask bit i set: filter i was skipped
 * @param stored the bytes of the file
 * @param decoded the bytes of the values
 */
record StoredChunk(String name, int[] ids, int[][] clientValues, int filterMask, byte[] stored, byte[] decoded) {

    static List<StoredChunk> all() {
        return new String(resource("chunks.tsv"), StandardCharsets.UTF_8)
                .lines()
                .map(StoredChunk::parse)
                .toList();
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

    boolean isReadable() {
        return chain().unreadableFilter(filterMask) == FilterChain.NONE;
    }

    @Override
    public String toString() {
        return name;
    }

    private static StoredChunk parse(String line) {
        String[] fields = line.split("\t", -1);
        int[][] steps = Arrays.stream(fields[1].split(" "))
                .map(step -> Arrays.stream(step.split(":"))
                        .mapToInt(Integer::parseInt)
                        .toArray())
                .toArray(int[][]::new);
        return new StoredChunk(
                fields[0],
                Arrays.stream(steps).mapToInt(step -> step[0]).toArray(),
                Arrays.stream(steps)
                        .map(step -> Arrays.copyOfRange(step, 1, step.length))
                        .toArray(int[][]::new),
                Integer.parseInt(fields[2]),
                resource(fields[0] + ".stored"),
                resource(fields[0] + ".decoded"));
    }

    private static byte[] resource(String name) {
        try (InputStream in = StoredChunk.class.getResourceAsStream("/codec/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
