package org.sparkhdf5.chunk;

import java.util.List;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.codec.FilterChain;
import org.sparkhdf5.codec.FilterRegistry;
import org.sparkhdf5.format.FilterPipeline;

/** Builds the filter chain of an array, or refuses it by the name of the filter that is not read. */
public final class FilterChains {
    /** What makes a chunk readable that was written with a filter, or a feature of one, that is not read here. */
    static final String REWRITE = "rewrite the file with `h5repack -f GZIP=4 in.h5 out.h5`";

    private FilterChains() {}

    /**
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if a filter is not read here; names it, those that are, and the
     *     command that makes the file readable
     */
    public static FilterChain of(ObjectLocation location, StoredArray array) {
        checkReadable(location, array.pipeline());
        List<FilterPipeline.Step> steps = array.pipeline().steps();
        int[] ids = new int[steps.size()];
        int[][] clientValues = new int[steps.size()][];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = steps.get(i).id();
            clientValues[i] = steps.get(i).clientValues().stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        return new FilterChain(ids, clientValues, array.chunkBytes());
    }

    /** Refuses a pipeline with a filter that is not read here. */
    public static void checkReadable(ObjectLocation location, FilterPipeline pipeline) {
        for (FilterPipeline.Step step : pipeline.steps()) {
            if (FilterRegistry.find(step.id()) == null) {
                throw location.unsupported(
                        "filter " + step.id() + " (" + name(step) + ") is not read; readable here: "
                                + FilterRegistry.readableNames(),
                        REWRITE);
            }
        }
    }

    /** The registered name, or else what the file calls it. */
    private static String name(FilterPipeline.Step step) {
        String registered = FilterRegistry.nameOf(step.id());
        boolean unknown = registered.equals(Integer.toString(step.id()));
        return unknown && !step.name().isBlank() ? step.name() : registered;
    }
}
