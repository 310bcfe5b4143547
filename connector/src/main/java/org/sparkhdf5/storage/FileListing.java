package org.sparkhdf5.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the files that a user's paths mean.
 *
 * <p>A path is taken literally if there is such a file or directory, else as a glob. A directory stands for its files
 * and those of its sub-directories named {@code key=value}; other sub-directories are passed over. In directories and
 * globs hidden names and files of 0 bytes are passed over; a file that is named is always listed.
 */
public final class FileListing {
    private static final Logger LOG = LoggerFactory.getLogger(FileListing.class);
    private static final String COPYING_SUFFIX = "._COPYING_";
    private static final String GLOB_CHARACTERS = "*?[{\\";

    private final Configuration conf;
    private final List<ListedFile> files = new ArrayList<>();
    private int emptyFiles;
    private @Nullable Path someEmptyFile;

    private FileListing(Configuration conf) {
        this.conf = conf;
    }

    /**
     * The files in the order of the paths, those of one directory or glob in the order of their full names. One warning
     * says how many empty files were passed over.
     *
     * @throws FileNotFoundException if there is nothing at a path, literally or as a glob; names the path
     */
    public static List<ListedFile> list(Configuration conf, List<String> paths) throws IOException {
        FileListing listing = new FileListing(conf);
        for (String path : paths) {
            listing.addPath(path);
        }
        if (listing.emptyFiles > 0) {
            LOG.warn(
                    "{} files of 0 bytes were passed over, for instance {}", listing.emptyFiles, listing.someEmptyFile);
        }
        return List.copyOf(listing.files);
    }

    private void addPath(String given) throws IOException {
        Path named = new Path(given);
        FileSystem fileSystem = named.getFileSystem(conf);
        Path path = fileSystem.makeQualified(named);
        List<ListedFile> found = new ArrayList<>();
        List<LocatedFileStatus> children = childrenOrNull(fileSystem, path);
        if (children == null) {
            addMatches(fileSystem, path, found);
        } else if (isPlainFile(path, children)) {
            found.add(listed(children.get(0)));
        } else {
            addDirectory(fileSystem, children, found);
        }
        found.sort(Comparator.comparing(listed -> listed.file().path()));
        files.addAll(found);
    }

    /** What is in a directory, or the file itself, or null where there is nothing. */
    private static @Nullable List<LocatedFileStatus> childrenOrNull(FileSystem fileSystem, Path path)
            throws IOException {
        try {
            return children(fileSystem, path);
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    private static List<LocatedFileStatus> children(FileSystem fileSystem, Path path) throws IOException {
        List<LocatedFileStatus> children = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> statuses = fileSystem.listLocatedStatus(path);
        while (statuses.hasNext()) {
            children.add(statuses.next());
        }
        return children;
    }

    /** A file is listed as its own only child. */
    private static boolean isPlainFile(Path path, List<LocatedFileStatus> children) {
        return children.size() == 1
                && children.get(0).isFile()
                && children.get(0).getPath().equals(path);
    }

    private void addMatches(FileSystem fileSystem, Path pattern, List<ListedFile> found) throws IOException {
        boolean isGlob = pattern.toUri().getPath().chars().anyMatch(c -> GLOB_CHARACTERS.indexOf(c) >= 0);
        FileStatus[] matches = isGlob ? fileSystem.globStatus(pattern) : null;
        if (matches == null || matches.length == 0) {
            throw new FileNotFoundException(pattern + ": expected a file or directory of this name"
                    + (isGlob ? ", or names that match it as a glob" : "") + ", found none; check the path");
        }
        for (FileStatus match : matches) {
            if (isHiddenFrom(pattern, match.getPath())) {
                continue;
            }
            if (match.isDirectory()) {
                addDirectory(fileSystem, children(fileSystem, match.getPath()), found);
            } else {
                addUnlessEmpty(match, found);
            }
        }
    }

    private void addDirectory(FileSystem fileSystem, List<LocatedFileStatus> children, List<ListedFile> found)
            throws IOException {
        for (LocatedFileStatus child : children) {
            String name = child.getPath().getName();
            if (isHidden(name)) {
                continue;
            }
            if (child.isFile()) {
                addUnlessEmpty(child, found);
            } else if (name.indexOf('=') > 0) {
                addDirectory(fileSystem, children(fileSystem, child.getPath()), found);
            }
        }
    }

    private void addUnlessEmpty(FileStatus status, List<ListedFile> found) throws IOException {
        if (status.getLen() > 0) {
            found.add(listed(status));
            return;
        }
        emptyFiles++;
        if (someEmptyFile == null) {
            someEmptyFile = status.getPath();
        }
    }

    private static ListedFile listed(FileStatus status) throws IOException {
        FileBlocks blocks = status instanceof LocatedFileStatus located && located.getBlockLocations() != null
                ? FileBlocks.of(located.getBlockLocations())
                : null;
        return new ListedFile(StoredFile.of(status), blocks);
    }

    /** Whether a glob reached a hidden name without asking for one: {@code _*.h5} asks for it. */
    private static boolean isHiddenFrom(Path pattern, Path match) {
        Path found = match;
        Path asked = pattern;
        // A glob such as {a,b/c} matches at several depths; then only the last names correspond.
        int levels = match.depth() == pattern.depth() ? match.depth() : 1;
        for (int level = 0; level < levels && found != null && asked != null; level++) {
            String name = found.getName();
            if (isHidden(name) && !asked.getName().startsWith(name.substring(0, 1))) {
                return true;
            }
            found = found.getParent();
            asked = asked.getParent();
        }
        return false;
    }

    private static boolean isHidden(String name) {
        return name.endsWith(COPYING_SUFFIX)
                || ((name.startsWith(".") || name.startsWith("_")) && name.indexOf('=') < 0);
    }
}
