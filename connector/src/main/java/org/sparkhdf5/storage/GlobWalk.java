package org.sparkhdf5.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.storage.DirectoryLister.Content;

/**
 * Finds what matches a glob, the directories of a level side by side; the files come with their blocks.
 *
 * <p>A hidden name is found only where its part of the glob starts as it does: {@code _*.h5}.
 */
final class GlobWalk {
    private static final String GLOB_CHARACTERS = "*?[{\\";

    private final DirectoryLister lister;
    private final FileSystem fileSystem;
    private final Path pattern;
    private final List<Content> matches = new ArrayList<>();

    private GlobWalk(DirectoryLister lister, FileSystem fileSystem, Path pattern) {
        this.lister = lister;
        this.fileSystem = fileSystem;
        this.pattern = pattern;
    }

    static boolean isGlob(Path path) {
        return hasGlob(path.toUri().getPath());
    }

    /**
     * The matches: contents of directories that match, and of each directory that holds matching files those files.
     *
     * @param pattern qualified path
     */
    static List<Content> matches(DirectoryLister lister, FileSystem fileSystem, Path pattern) throws IOException {
        GlobWalk walk = new GlobWalk(lister, fileSystem, pattern);
        List<String> names = walk.names();
        // An alternative may hold a slash, as in {a,b/c}, and an escape hides a glob character: Hadoop knows better.
        if (names.stream().allMatch(GlobWalk::isSimple)) {
            walk.addMatches(names);
        } else {
            walk.addGlobbed();
        }
        return walk.matches;
    }

    private static boolean hasGlob(String name) {
        return name.chars().anyMatch(c -> GLOB_CHARACTERS.indexOf(c) >= 0);
    }

    private static boolean isSimple(String name) {
        long opened = name.chars().filter(c -> c == '{').count();
        long closed = name.chars().filter(c -> c == '}').count();
        return opened == closed && name.indexOf('\\') < 0;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (Path path = pattern; path.getParent() != null; path = path.getParent()) {
            names.add(0, path.getName());
        }
        return names;
    }

    private void addMatches(List<String> names) throws IOException {
        List<Path> level = List.of(child(null, ""));
        for (int i = 0; i < names.size() - 1; i++) {
            String name = names.get(i);
            level = hasGlob(name) ? directories(level, name) : children(level, name);
        }
        String last = names.get(names.size() - 1);
        if (!hasGlob(last)) {
            addFound(children(level, last));
            return;
        }
        List<Path> matchingDirectories = new ArrayList<>();
        for (Content content : lister.listAll(fileSystem, level, filter(last))) {
            if (!content.isFile()) {
                matchingDirectories.addAll(content.directories());
                addFiles(content);
            }
        }
        matches.addAll(lister.listAll(fileSystem, matchingDirectories, DirectoryLister::isShown));
    }

    /** Files that matched themselves: they stand for no directory. */
    private void addFiles(Content content) {
        if (content.holdsFiles()) {
            matches.add(new Content(
                    content.directory(),
                    true,
                    true,
                    content.files(),
                    List.of(),
                    content.emptyFiles(),
                    content.emptyFile()));
        }
    }

    private List<Path> directories(List<Path> level, String name) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Content content : lister.listAll(fileSystem, level, filter(name))) {
            found.addAll(content.directories());
        }
        return found;
    }

    private static PathFilter filter(String name) throws IOException {
        return new GlobFilter(
                name,
                path -> !DirectoryLister.isHidden(path.getName()) || DirectoryLister.isAskedFor(path.getName(), name));
    }

    private List<Path> children(List<Path> level, String name) {
        List<Path> children = new ArrayList<>();
        for (Path parent : level) {
            children.add(child(parent, name));
        }
        return children;
    }

    /** Without reading the name as a URI: it may hold a colon. */
    private Path child(@Nullable Path parent, String name) {
        String above = parent == null || parent.isRoot() ? "" : parent.toUri().getPath();
        return new Path(pattern.toUri().getScheme(), pattern.toUri().getAuthority(), above + Path.SEPARATOR + name);
    }

    private void addGlobbed() throws IOException {
        FileStatus[] found = fileSystem.globStatus(pattern);
        List<Path> paths = new ArrayList<>();
        if (found != null) {
            for (FileStatus status : found) {
                if (!isHiddenFromPattern(status.getPath())) {
                    paths.add(status.getPath());
                }
            }
        }
        addFound(paths);
    }

    /** A file of 0 bytes is passed over here: it was found, not named. */
    private void addFound(List<Path> paths) throws IOException {
        for (Content found : lister.listAll(fileSystem, paths, DirectoryLister::isShown)) {
            boolean empty = found.isFile()
                    && found.files().stream().anyMatch(f -> f.file().lengthBytes() == 0);
            matches.add(empty ? found.withoutEmptyFile() : found);
        }
    }

    private boolean isHiddenFromPattern(Path match) {
        Path found = match;
        Path asked = pattern;
        // A glob such as {a,b/c} matches at several depths; then only the last names correspond.
        int levels = match.depth() == pattern.depth() ? match.depth() : 1;
        for (int level = 0; level < levels && found != null && asked != null; level++) {
            String name = found.getName();
            if (DirectoryLister.isHidden(name) && !DirectoryLister.isAskedFor(name, asked.getName())) {
                return true;
            }
            found = found.getParent();
            asked = asked.getParent();
        }
        return false;
    }
}
