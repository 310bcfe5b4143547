package org.sparkhdf5.format;

import java.io.Serializable;
import java.util.List;

/**
 * The filters of a dataset in the order in which they were applied on writing.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     IV.A.2.l</a>
 */
public record FilterPipeline(List<Step> steps) implements Serializable {
    public static final FilterPipeline NONE = new FilterPipeline(List.of());
    public static final int STEPS_MAX = 32;

    public FilterPipeline {
        steps = List.copyOf(steps);
    }

    /**
     * One filter.
     *
     * @param id filter identification value
     * @param name name stored in the file, or empty
     * @param optional whether the writer could skip it where it failed
     * @param clientValues client data
     */
    public record Step(int id, String name, boolean optional, List<Integer> clientValues) implements Serializable {
        public Step {
            clientValues = List.copyOf(clientValues);
        }
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }
}
