package org.sparkhdf5.format;

import java.util.Arrays;
import java.util.List;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.codec.CorruptChunkException;
import org.sparkhdf5.codec.FilterBuffer;
import org.sparkhdf5.codec.FilterChain;
import org.sparkhdf5.codec.FilterRegistry;

/** Undoes the filters of a fractal heap's blocks and large objects. */
record HeapFilters(ObjectLocation location, FilterPipeline pipeline) {

    /**
     * @param stored the filtered bytes, from the first to the last
     * @param filterMask bit i set: filter i was skipped
     * @param decodedBytes exactly as many must come out
     * @return the bytes before filtering; the caller's own
     */
    byte[] decode(MetadataCursor stored, int filterMask, long decodedBytes) throws Hdf5FormatException {
        FilterChain chain = chain(decodedBytes);
        int unreadable = chain.unreadableFilter(filterMask);
        if (unreadable != FilterChain.NONE) {
            throw location.unsupported(
                    "heap with filter " + unreadable + " (" + FilterRegistry.nameOf(unreadable)
                            + ") is not read; readable here: " + FilterRegistry.readableNames(),
                    "rewrite the file with h5repack");
        }
        if (decodedBytes > MetadataReader.STRUCTURE_BYTES_MAX) {
            throw stored.malformed("filtered object of " + decodedBytes + " bytes is larger than the limit of "
                    + MetadataReader.STRUCTURE_BYTES_MAX);
        }
        try (FilterBuffer buffer = new FilterBuffer(MetadataReader.STRUCTURE_BYTES_MAX)) {
            byte[] bytes = stored.bytes();
            buffer.wrap(bytes, 0, bytes.length);
            chain.decode(buffer, filterMask);
            int length = buffer.lengthBytes();
            return Arrays.copyOf(buffer.detach(new byte[0]), length);
        } catch (CorruptChunkException e) {
            throw stored.malformed("filtered bytes cannot be decoded: " + e.getMessage());
        }
    }

    private FilterChain chain(long decodedBytes) {
        List<FilterPipeline.Step> steps = pipeline.steps();
        int[] ids = new int[steps.size()];
        int[][] clientValues = new int[steps.size()][];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = steps.get(i).id();
            clientValues[i] = steps.get(i).clientValues().stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        return new FilterChain(ids, clientValues, decodedBytes);
    }
}
