package org.sparkhdf5.table;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5Object;

/**
 * Finds what looks like a table, depth first, each object once, and reads no more than headers and attributes for it. The parts
 * of a pandas object are no tables; what PyTables and pandas keep for themselves is passed by: indexes ({@code _i_*}) and the
 * lists of categories below a pandas object ({@code meta}). What cannot be read is found with the reason. Not thread-safe.
 */
final class TableSearch {
    private final TableSource source;
    private final ObjectWalk walk;
    private final Set<String> pandasGroups = new HashSet<>();
    private long objectCount;

    /** @param dataset path of the object whose subtree is searched, or null for all */
    TableSearch(TableSource source, @Nullable String dataset) {
        this.source = source;
        boolean pytablesFile = PyTablesAttributes.isFile(source);
        this.walk = new ObjectWalk(
                source.file(),
                dataset,
                (parent, name) ->
                        pytablesFile && name.startsWith("_i_") || name.equals("meta") && pandasGroups.contains(parent));
    }

    /**
     * What may be a table.
     *
     * @param object null where it cannot be read
     * @param kind as {@code view=tables} names it, or null where it is not known
     * @param error why it cannot be read, or null
     */
    record Found(
            String path,
            @Nullable Hdf5Object object,
            @Nullable TableKind kind,
            @Nullable String error) {}

    /**
     * The next one, or null behind the last one.
     *
     * @throws Hdf5FormatException if the root group cannot be read
     */
    @Nullable Found next() throws IOException {
        for (ObjectWalk.Step step = walk.next(); step != null; step = walk.next()) {
            Found found = found(step);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** How many objects were met so far. */
    long objectCount() {
        return objectCount;
    }

    private @Nullable Found found(ObjectWalk.Step step) throws IOException {
        if (step instanceof ObjectWalk.Unreadable unreadable) {
            return new Found(step.path(), null, null, unreadable.error());
        }
        if (!(step instanceof ObjectWalk.Visited visited)) {
            return null;
        }
        objectCount++;
        try {
            Found found = candidate(visited.path(), visited.object());
            return found == null && visited.error() != null
                    ? new Found(step.path(), null, null, visited.error())
                    : found;
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            return new Found(step.path(), null, null, ObjectWalk.message(e));
        }
    }

    private @Nullable Found candidate(String path, Hdf5Object object) throws IOException {
        TableKind kind = null;
        if (object instanceof Group group) {
            kind = TableKind.ofGroup(source.holding(object), object);
            if (kind != null) {
                pandasGroups.add(path);
            } else if (GroupChildren.of(source.holding(object), group).isTable()) {
                kind = TableKind.GROUP;
            }
        } else if (object instanceof Dataset dataset && !pandasGroups.contains(parent(path))) {
            kind = TableKind.ofDataset(source.holding(object), dataset);
        }
        return kind == null ? null : new Found(path, object, kind, null);
    }

    private static String parent(String path) {
        int end = path.lastIndexOf('/');
        return end <= 0 ? "/" : path.substring(0, end);
    }
}
