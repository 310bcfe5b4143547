package org.sparkhdf5.table;

import java.util.List;

/**
 * A filter of a listed dataset.
 *
 * @param id filter identification value
 * @param name registered name, or the one that the file gives, or the id as text
 * @param params client data, unsigned
 */
public record ListedFilter(int id, String name, List<Long> params) {
    public ListedFilter {
        params = List.copyOf(params);
    }
}
