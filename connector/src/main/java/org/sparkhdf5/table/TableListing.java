package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.format.Link;

/**
 * Lists the tables of a file, for messages and to find the only one: each object once, whatever links lead to it; what PyTables
 * keeps for itself ({@code meta}, {@code _i_*}) is left out. An object that cannot be read is listed with the reason.
 */
final class TableListing {
    private static final int DEPTH_MAX = 64;
    private static final int OBJECTS_MAX = 20_000;
    private static final int DESCRIBED_MAX = 20;

    private final TableSource source;
    private final Recogniser recogniser;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<Long> seen = new HashSet<>();
    private boolean pytablesFile;

    /** Reads one object as a table. */
    @FunctionalInterface
    interface Recogniser {
        @Nullable Table tableOrNull(Hdf5Object object, TableRequest request) throws IOException;
    }

    private record Entry(Hdf5Object object, boolean pandas) {}

    TableListing(TableSource source, Recogniser recogniser) {
        this.source = source;
        this.recogniser = recogniser;
    }

    /** The only table: of pandas objects if there are any, else of plain datasets that are no companions. */
    Hdf5Object only(TableRequest request) throws IOException {
        walk();
        List<Entry> candidates = entries.stream().filter(Entry::pandas).toList();
        if (candidates.isEmpty()) {
            candidates = entries.stream()
                    .filter(entry -> !isCompanion(entry.object.path(), request))
                    .filter(this::isPlainDataset)
                    .toList();
        }
        if (candidates.size() == 1) {
            return candidates.get(0).object;
        }
        throw new IllegalArgumentException(source.reader().file() + ": option \"dataset\" is needed, this file has "
                + candidates.size() + " tables to choose from; " + describe(request));
    }

    private static boolean isCompanion(String path, TableRequest request) {
        String companion = request.columnNames();
        return companion != null && path.equals(companion.startsWith("/") ? companion : "/" + companion);
    }

    private boolean isPlainDataset(Entry entry) {
        try {
            return recogniser.tableOrNull(entry.object, TableRequest.ofDataset(null)) != null;
        } catch (IOException | UnsupportedHdf5FeatureException e) {
            return false;
        }
    }

    /** The tables that are there, with kind, rows and columns. */
    String describe(TableRequest request) throws IOException {
        if (seen.isEmpty()) {
            walk();
        }
        if (entries.isEmpty()) {
            return "it holds no table";
        }
        List<String> described = new ArrayList<>();
        for (Entry entry : entries.subList(0, Math.min(entries.size(), DESCRIBED_MAX))) {
            described.add(describe(entry.object, request));
        }
        String more = entries.size() > DESCRIBED_MAX ? ", and " + (entries.size() - DESCRIBED_MAX) + " more" : "";
        return "tables found: " + String.join(", ", described) + more;
    }

    private String describe(Hdf5Object object, TableRequest request) {
        try {
            TableRequest plain = TableRequest.ofDataset(object.path());
            Table table = recogniser.tableOrNull(object, plain);
            if (table == null) {
                return object.path();
            }
            return object.path() + " (" + table.kind() + ", " + counted(table.rowCount(), "row") + ", "
                    + counted(table.columns().size(), "column") + ")";
        } catch (IOException | UnsupportedHdf5FeatureException e) {
            return object.path() + " (not readable)";
        }
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private void walk() throws IOException {
        Hdf5Object root = source.file().rootGroup();
        seen.add(root.address());
        pytablesFile = has(root, "PYTABLES_FORMAT_VERSION");
        visit((Group) root, 0);
    }

    private void visit(Group group, int depth) {
        boolean pandas = has(group, "pandas_type");
        if (pandas) {
            entries.add(new Entry(group, true));
        }
        List<Link> links;
        try {
            links = group.links();
        } catch (IOException | UnsupportedHdf5FeatureException e) {
            return; // a group that cannot be listed hides nothing beside it
        }
        for (Link link : links) {
            boolean hidden =
                    pytablesFile && (link.name().equals("meta") || link.name().startsWith("_i_"));
            if (hidden || depth >= DEPTH_MAX || seen.size() >= OBJECTS_MAX) {
                continue;
            }
            if (link instanceof Link.Hard hard && seen.add(hard.address())) {
                visitChild(group, hard, pandas, depth);
            }
        }
    }

    private void visitChild(Group parent, Link.Hard link, boolean inPandas, int depth) {
        String path = (parent.path().equals("/") ? "" : parent.path()) + "/" + link.name();
        try {
            Hdf5Object object = source.file().objectAt(link.address(), path);
            if (object instanceof Group child) {
                visit(child, depth + 1);
            } else if (object instanceof Dataset && !inPandas) {
                entries.add(new Entry(object, false));
            }
        } catch (IOException | UnsupportedHdf5FeatureException e) {
            // an object that cannot be read hides nothing beside it
        }
    }

    private static boolean has(Hdf5Object object, String attribute) {
        try {
            return object.attributeNames().contains(attribute);
        } catch (IOException | UnsupportedHdf5FeatureException e) {
            return false;
        }
    }
}
