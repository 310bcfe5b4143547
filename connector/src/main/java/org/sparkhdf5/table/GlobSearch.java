package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.format.Link;

/**
 * Finds the tables whose paths match a pattern, in the order of their paths, name by name, and in one pass over each group that may
 * hold one. Links are followed where a name or a pattern of one name leads to them; behind {@code **} only hard links are, each
 * group once, so cycles end. Parts of pandas objects and what PyTables keeps for itself are no tables; a link that leads to nothing
 * matches nothing. What matches and cannot be read is an error: nothing is left out in silence. Not thread-safe.
 */
final class GlobSearch {
    private static final int DEPTH_MAX = 1_000;

    private final TableSource source;
    private final List<ObjectGlob.Part> parts;
    private final Deque<OpenGroup> open = new ArrayDeque<>();
    private final Set<Passed> passed = new HashSet<>();
    private final boolean pytablesFile;
    private boolean started;

    /**
     * A group whose children are gone through.
     *
     * @param path without the slash at its end: empty for the root group
     * @param active the parts of the pattern that may name a child
     * @param pandas whether it is an object of pandas, whose datasets are parts of it
     */
    private record OpenGroup(Group group, String path, BitSet active, boolean pandas, Iterator<Link> links) {}

    /** A group that was met, and with which parts of the pattern still to come. */
    private record Passed(long address, BitSet active) {}

    GlobSearch(TableSource source, ObjectGlob glob) {
        this.source = source;
        this.parts = glob.parts();
        this.pytablesFile = PyTablesAttributes.isFile(source);
    }

    /** The next table, or null behind the last one; its path is the one that matches. */
    @Nullable Hdf5Object next() throws IOException {
        if (!started) {
            started = true;
            enter(source.file().rootGroup(), "", closed(0), false);
        }
        while (!open.isEmpty()) {
            OpenGroup group = open.getLast();
            if (!group.links().hasNext()) {
                open.removeLast();
                continue;
            }
            Link link = group.links().next();
            Hdf5Object table = isKept(group, link.name()) ? null : step(group, link);
            if (table != null) {
                return table;
            }
        }
        return null;
    }

    /** Goes on to a child; gives it if it is a table that matches. */
    private @Nullable Hdf5Object step(OpenGroup parent, Link link) throws IOException {
        BitSet active = new BitSet();
        boolean anywhere = false;
        for (int part = parent.active().nextSetBit(0);
                part >= 0;
                part = parent.active().nextSetBit(part + 1)) {
            if (part == parts.size()) {
                continue;
            }
            boolean any = parts.get(part).anyGroups();
            if (any ? link instanceof Link.Hard : parts.get(part).matches(link.name())) {
                active.or(closed(any ? part : part + 1));
                anywhere |= any;
            }
        }
        if (active.isEmpty()) {
            return null;
        }
        String path = parent.path() + "/" + link.name();
        Hdf5Object object = parent.group().file() == source.file() && link instanceof Link.Hard hard
                ? source.file().objectAt(hard.address(), path)
                : source.file().find(path);
        if (object == null) {
            return null;
        }
        boolean pandas = object instanceof Group group && TableKind.ofGroup(source.holding(group), group) != null;
        if (object instanceof Group group && (!anywhere || passed.add(new Passed(group.address(), active)))) {
            enter(group, path, active, pandas);
        }
        boolean part = parent.pandas() && object instanceof Dataset;
        return active.get(parts.size()) && !part && (pandas || isTable(object)) ? object : null;
    }

    private boolean isTable(Hdf5Object object) throws IOException {
        // A dimension of netCDF that only has a length is no table, unless it is named.
        return object instanceof Dataset dataset && !DimensionScales.isLengthOnly(source.holding(dataset), dataset)
                || object instanceof Group group
                        && GroupChildren.of(source.holding(group), group).isTable();
    }

    /** @param active parts that may name a child */
    private void enter(Group group, String path, BitSet active, boolean pandas) throws IOException {
        if (active.length() - 1 == parts.size() && active.cardinality() == 1 || open.size() >= DEPTH_MAX) {
            return;
        }
        boolean wild = active.stream()
                .anyMatch(part -> part < parts.size()
                        && (parts.get(part).anyGroups() || parts.get(part).pattern() != null));
        List<Link> links = new ArrayList<>();
        if (wild) {
            links.addAll(group.links());
            links.sort(Comparator.comparing(Link::name));
        } else {
            for (int part = active.nextSetBit(0);
                    part >= 0 && part < parts.size();
                    part = active.nextSetBit(part + 1)) {
                Link link = group.link(parts.get(part).text());
                if (link != null) {
                    links.add(link);
                }
            }
        }
        open.addLast(new OpenGroup(group, path, active, pandas, links.iterator()));
    }

    /** A part with those that it may be followed by without a name between: {@code **} stands for no group, too. */
    private BitSet closed(int part) {
        BitSet active = new BitSet();
        active.set(part);
        for (int at = part; at < parts.size() && parts.get(at).anyGroups(); at++) {
            active.set(at + 1);
        }
        return active;
    }

    /** Whether PyTables or pandas keep it for themselves: an index, lists of categories. */
    private boolean isKept(OpenGroup parent, String name) {
        return pytablesFile && name.startsWith("_i_") || parent.pandas() && name.equals("meta");
    }
}
