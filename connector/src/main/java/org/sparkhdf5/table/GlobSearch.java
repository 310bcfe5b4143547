package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.format.Link;

/**
 * Finds the tables whose paths match a pattern, in one pass over each group that may hold one. Links are followed where a name or
 * a pattern of one name leads to them; behind {@code **} only hard links are, each group once, so cycles end. Parts of pandas
 * objects and what PyTables keeps for itself are no tables. What matches and cannot be read is an error: nothing is left out in
 * silence. Not thread-safe.
 */
final class GlobSearch {
    private static final int TABLES_MAX = 1_000_000;
    private static final int DEPTH_MAX = 1_000;

    private final TableSource source;
    private final ObjectGlob glob;
    private final TreeMap<List<String>, Match> found = new TreeMap<>(GlobSearch::compareNames);
    private final Set<Passed> passed = new HashSet<>();
    private final boolean pytablesFile;

    /**
     * A table.
     *
     * @param path absolute
     * @param address of its object header in the file that was asked, or null where a link has to be followed
     */
    record Match(String path, @Nullable Long address) {}

    /** An object that was met behind {@code **}. */
    private record Passed(int part, long address) {}

    GlobSearch(TableSource source, ObjectGlob glob) {
        this.source = source;
        this.glob = glob;
        this.pytablesFile = PyTablesAttributes.isFile(source);
    }

    /** The tables in the order of their paths, name by name. */
    List<Match> matches() throws IOException {
        descend(source.file().rootGroup(), List.of(), 0);
        return List.copyOf(found.values());
    }

    /** @param part index of the part that names a child of the group */
    private void descend(Group group, List<String> names, int part) throws IOException {
        if (part >= glob.parts().size() || names.size() > DEPTH_MAX) {
            return;
        }
        ObjectGlob.Part wanted = glob.parts().get(part);
        if (wanted.anyGroups()) {
            descend(group, names, part + 1);
            descendAnywhere(group, names, part);
            return;
        }
        if (wanted.pattern() == null) {
            Link link = group.link(wanted.text());
            if (link != null) {
                take(group, link, names, part);
            }
            return;
        }
        for (Link link : group.links()) {
            if (wanted.matches(link.name())) {
                take(group, link, names, part);
            }
        }
    }

    private void descendAnywhere(Group group, List<String> names, int part) throws IOException {
        boolean last = part == glob.parts().size() - 1;
        for (Link link : group.links()) {
            if (isKept(link.name())
                    || !(link instanceof Link.Hard hard)
                    || !passed.add(new Passed(part, hard.address()))) {
                continue;
            }
            List<String> path = with(names, link.name());
            Hdf5Object object = group.file().objectAt(hard.address(), path(path));
            if (last) {
                addIfTable(object, path, link);
            }
            if (object instanceof Group child && TableKind.ofGroup(source.holding(child), child) == null) {
                descend(child, path, part + 1);
                descendAnywhere(child, path, part);
            }
        }
    }

    private void take(Group group, Link link, List<String> names, int part) throws IOException {
        if (isKept(link.name())) {
            return;
        }
        List<String> path = with(names, link.name());
        boolean here = group.file() == source.file() && link instanceof Link.Hard;
        Hdf5Object object = here
                ? source.file().objectAt(((Link.Hard) link).address(), path(path))
                : source.file().find(path(path));
        if (object == null) {
            return; // a link that leads to nothing
        }
        if (part == glob.parts().size() - 1) {
            addIfTable(object, path, link);
        } else if (object instanceof Group child) {
            descend(child, path, part + 1);
        }
    }

    private void addIfTable(Hdf5Object object, List<String> path, Link link) throws IOException {
        boolean table = object instanceof Dataset
                || object instanceof Group group
                        && (TableKind.ofGroup(source.holding(group), group) != null
                                || GroupChildren.of(source.holding(group), group)
                                        .isTable());
        if (!table) {
            return;
        }
        Long address = object.file() == source.file() && link instanceof Link.Hard hard ? hard.address() : null;
        found.put(path, new Match(path(path), address));
        if (found.size() > TABLES_MAX) {
            throw new IllegalArgumentException(source.reader().file() + ": option \"dataset\": more than " + TABLES_MAX
                    + " objects match, choose fewer of them");
        }
    }

    /** Whether PyTables keeps it for itself: an index. */
    private boolean isKept(String name) {
        return pytablesFile && name.startsWith("_i_");
    }

    private static List<String> with(List<String> names, String name) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return longer;
    }

    private static String path(List<String> names) {
        return "/" + String.join("/", names);
    }

    private static int compareNames(List<String> a, List<String> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = a.get(i).compareTo(b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Comparator.<Integer>naturalOrder().compare(a.size(), b.size());
    }
}
