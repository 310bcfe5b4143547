package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.format.Link;

/**
 * The datasets that are direct children of a group and have at least one dimension, by hard and soft links, in the order of
 * their creation where the group tracks it, else of their names. Tables of PyTables are none, they are tables themselves; nor are
 * dimensions of netCDF that only have a length.
 */
final class GroupChildren {
    private final Map<String, Dataset> datasets = new LinkedHashMap<>();
    private final Map<String, String> unreadable = new LinkedHashMap<>();

    private GroupChildren() {}

    static GroupChildren of(TableSource source, Group group) throws IOException {
        GroupChildren children = new GroupChildren();
        for (Link link : group.creationOrderTracked() ? group.linksByCreation() : group.links()) {
            try {
                Dataset dataset = datasetOrNull(source, group, link);
                if (dataset != null && isColumn(source, dataset)) {
                    children.datasets.put(link.name(), dataset);
                }
            } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
                children.unreadable.put(link.name(), ObjectWalk.message(e));
            }
        }
        return children;
    }

    private static boolean isColumn(TableSource source, Dataset dataset) throws IOException {
        return dataset.dataspace().rank() > 0
                && TableKind.ofDataset(source, dataset) != TableKind.PYTABLES_TABLE
                && !DimensionScales.isLengthOnly(source, dataset);
    }

    private static @Nullable Dataset datasetOrNull(TableSource source, Group group, Link link) throws IOException {
        String path = (group.path().equals("/") ? "" : group.path()) + "/" + link.name();
        Hdf5Object object = null;
        if (link instanceof Link.Hard hard) {
            object = source.file().objectAt(hard.address(), path);
        } else if (link instanceof Link.Soft) {
            object = source.file().find(path);
        }
        if (link instanceof Link.External external) {
            throw source.location(path)
                    .unsupported("a column lies in another file, " + external.file(), "read that file directly");
        }
        return object instanceof Dataset dataset && object.file() == source.file() ? dataset : null;
    }

    Map<String, Dataset> datasets() {
        return datasets;
    }

    /** Names of what cannot be read, with the reason. */
    Map<String, String> unreadable() {
        return unreadable;
    }

    /** Names of the datasets by their first dimension. */
    private Map<Long, List<String>> namesByLength() throws IOException {
        Map<Long, List<String>> names = new TreeMap<>();
        for (Map.Entry<String, Dataset> entry : datasets.entrySet()) {
            long length = entry.getValue().dataspace().dimensions().get(0);
            names.computeIfAbsent(length, key -> new ArrayList<>()).add(entry.getKey());
        }
        return names;
    }

    /** The lengths that the largest number of datasets have, with their names. */
    List<Map.Entry<Long, List<String>>> mostCommonLengths() throws IOException {
        Map<Long, List<String>> names = namesByLength();
        int most = names.values().stream().mapToInt(List::size).max().orElse(0);
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().size() == most)
                .toList();
    }

    /**
     * Whether two datasets or more of numbers, text or records share the one length that most have: then the group is a table
     * that nobody has to name.
     */
    boolean isTable() throws IOException {
        List<Map.Entry<Long, List<String>>> lengths = mostCommonLengths();
        int count = 0;
        if (lengths.size() == 1) {
            for (String name : lengths.get(0).getValue()) {
                Dataset dataset = datasets.get(name);
                count += dataset != null && isNumberTextOrRecord(dataset.datatype()) ? 1 : 0;
            }
        }
        return count > 1;
    }

    private static boolean isNumberTextOrRecord(Datatype type) {
        if (type instanceof Datatype.VariableLength list) {
            return isNumberTextOrRecord(list.element());
        }
        if (type instanceof Datatype.ArrayType array) {
            return isNumberTextOrRecord(array.element());
        }
        if (type instanceof Datatype.Compound compound) {
            return compound.members().stream().allMatch(member -> isNumberTextOrRecord(member.type()));
        }
        return !(type instanceof Datatype.Opaque || type instanceof Datatype.Reference);
    }
}
