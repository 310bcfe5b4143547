package org.sparkhdf5.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which partition a directory is, by its name and those above it: {@code year=2018/day=1012}.
 *
 * <p>The names are read upwards until a base path, or until a directory that is not named {@code column=value} above one that
 * is. All partitions lie below one directory and have the same columns in the same order.
 */
final class PartitionDirectories {
    private static final int SAMPLE_MAX = 5;

    private final Set<Path> basePaths;
    private final boolean caseSensitive;
    private final Map<Path, List<String>> values = new LinkedHashMap<>();
    /** The directories that partitions, and directories in no partition, lie in. */
    private final Map<String, Path> roots = new LinkedHashMap<>();

    private List<String> names = List.of();
    private @Nullable Path first;

    private PartitionDirectories(Set<Path> basePaths, boolean caseSensitive) {
        this.basePaths = basePaths;
        this.caseSensitive = caseSensitive;
    }

    /**
     * @param directories that hold files
     * @param basePaths where the names of directories are no partitions any more
     * @throws IllegalArgumentException if the partitions do not fit together; names directories
     */
    static PartitionDirectories discover(Collection<Path> directories, Set<Path> basePaths, boolean caseSensitive) {
        PartitionDirectories partitions = new PartitionDirectories(basePaths, caseSensitive);
        for (Path directory : directories) {
            partitions.add(directory);
        }
        if (partitions.values.isEmpty()) {
            return partitions;
        }
        if (partitions.roots.size() > 1) {
            List<String> found = partitions.roots.values().stream()
                    .map(Path::toString)
                    .sorted()
                    .limit(SAMPLE_MAX)
                    .toList();
            throw new IllegalArgumentException(found.get(0)
                    + ": directories named column=value are expected below one directory only, found also "
                    + String.join(", ", found.subList(1, found.size()))
                    + "; set option(\"basePath\", …) to the one above all of them, read them on their own,"
                    + " or set option(\"recursiveFileLookup\", \"true\") to read without partition columns");
        }
        partitions.checkNamesDiffer();
        return partitions;
    }

    /** The columns, outermost first; none if there are no partitions. */
    List<String> names() {
        return names;
    }

    /** The escaped value of each column, or null where a directory is in no partition. */
    @Nullable List<String> values(Path directory) {
        return values.get(directory);
    }

    /** The values of all partitions, each once. */
    List<List<String>> partitions() {
        return values.values().stream().distinct().toList();
    }

    private void add(Path directory) {
        List<String> columns = new ArrayList<>();
        List<String> found = new ArrayList<>();
        Path current = directory;
        while (!basePaths.contains(current)) {
            int equals = current.getName().indexOf('=');
            if (equals >= 0) {
                columns.add(0, name(current, equals));
                found.add(0, current.getName().substring(equals + 1));
            } else if (!columns.isEmpty()) {
                break;
            }
            Path parent = current.getParent();
            if (parent == null) {
                break;
            }
            current = parent;
        }
        Path root = columns.isEmpty() ? directory : current;
        roots.putIfAbsent(root.toString().toLowerCase(Locale.ROOT), root);
        if (columns.isEmpty()) {
            return;
        }
        Path other = first;
        if (other == null) {
            first = directory;
            names = List.copyOf(columns);
        } else if (!sameNames(columns)) {
            throw new IllegalArgumentException(directory + ": the partition columns " + String.join(", ", names)
                    + " are expected as in " + other + ", found " + String.join(", ", columns)
                    + "; files may only be in the innermost partitions, and directories of one level name one column;"
                    + " move what differs, or read it on its own");
        }
        values.put(directory, List.copyOf(found));
    }

    private static String name(Path directory, int equals) {
        String name = directory.getName();
        if (equals == 0 || equals == name.length() - 1) {
            throw new IllegalArgumentException(directory + ": a directory named column=value is expected, found no "
                    + (equals == 0 ? "column" : "value") + "; rename it, or set option(\"recursiveFileLookup\","
                    + " \"true\") to read without partition columns");
        }
        return PartitionText.unescaped(name.substring(0, equals));
    }

    private boolean sameNames(List<String> columns) {
        boolean same = columns.size() == names.size();
        for (int i = 0; same && i < columns.size(); i++) {
            same = caseSensitive
                    ? columns.get(i).equals(names.get(i))
                    : columns.get(i).equalsIgnoreCase(names.get(i));
        }
        return same;
    }

    private void checkNamesDiffer() {
        Set<String> known = new LinkedHashSet<>();
        for (String name : names) {
            if (!known.add(caseSensitive ? name : name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(first + ": each partition column is expected once, found " + name
                        + " twice; rename one of the directories");
            }
        }
    }
}
