package org.sparkhdf5.chunk;

import java.util.ArrayList;
import java.util.List;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.codec.FilterChain;
import org.sparkhdf5.codec.FilterRegistry;
import org.sparkhdf5.format.FilterPipeline;

/** Builds the filter chain of an array, or refuses it by the name of the filter that is not read. */
public final class FilterChains {
    private FilterChains() {}

    /**
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if a filter is not read here; names it, those that are, and the
     *     command that makes the file readable
     */
    public static FilterChain of(ObjectLocation location, StoredArray array) {
        checkReadable(location, array.pipeline());
        List<FilterChain.Step> steps = new ArrayList<>();
        for (FilterPipeline.Step step : array.pipeline().steps()) {
            int[] clientValues =
                    step.clientValues().stream().mapToInt(Integer::intValue).toArray();
            steps.add(new FilterChain.Step(step.id(), clientValues));
        }
        return FilterChain.of(steps, array.chunkBytes());
    }

    /** Refuses a pipeline with a filter that is not read here. */
    public static void checkReadable(ObjectLocation location, FilterPipeline pipeline) {
        for (FilterPipeline.Step step : pipeline.steps()) {
            if (FilterRegistry.find(step.id()) == null) {
                throw location.unsupported(
                        "filter " + step.id() + " (" + FilterRegistry.nameOf(step.id()) + ") is not read; readable here: "
                                + FilterRegistry.readableNames(),
                        "rewrite the file with `h5repack -f GZIP=4 in.h5 out.h5`");
            }
        }
    }
}
