package org.sparkhdf5.storage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lets many files share the names of the hosts that hold them. Thread-safe. */
final class HostNames {
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final Map<List<String>, String[]> sets = new ConcurrentHashMap<>();

    /** The same names, shared; not to be modified. */
    String[] shared(String[] hosts) {
        return sets.computeIfAbsent(Arrays.asList(hosts), given -> {
            String[] known = new String[given.size()];
            for (int i = 0; i < known.length; i++) {
                String name = given.get(i);
                known[i] = names.computeIfAbsent(name, same -> same);
            }
            return known;
        });
    }
}
