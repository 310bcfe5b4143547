package org.sparkhdf5.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkhdf5.storage.DirectoryLister.Content;

/**
 * Finds the files that a user's paths mean, as Spark's own file sources do.
 *
 * <p>A path is taken literally if there is such a file or directory, else as a glob. A directory stands for its own files;
 * where directories below are named {@code column=value} for those of all these partitions instead, and with
 * {@link ListingRequest#recursive} for all files below. In directories and globs hidden names and files of 0 bytes are
 * passed over; a file that is named is always listed. A path that is given twice is read twice, but for partitions and
 * recursive listings, where each file counts once.
 */
public final class FileListing {
    private static final Logger LOG = LoggerFactory.getLogger(FileListing.class);

    private final Configuration conf;
    private final ListingRequest request;
    private final DirectoryLister lister;
    /** What each path stands for. */
    private final List<List<Folder>> found = new ArrayList<>();

    private final Set<Path> basePaths = new LinkedHashSet<>();
    private int emptyFiles;
    private @Nullable Path someEmptyFile;

    private FileListing(Configuration conf, ListingRequest request, DirectoryLister lister) {
        this.conf = conf;
        this.request = request;
        this.lister = lister;
    }

    /** A directory with the files of it that count. */
    private record Folder(Content content, boolean isRoot) {}

    /**
     * The files. One warning says how many empty files were passed over.
     *
     * @throws FileNotFoundException if there is nothing at a path, literally or as a glob; names the path
     * @throws IllegalArgumentException if partitions do not fit together, or the base path is none of the paths
     */
    public static Listing list(Configuration conf, ListingRequest request) throws IOException {
        try (DirectoryLister lister = new DirectoryLister(request)) {
            FileListing listing = new FileListing(conf, request, lister);
            for (String path : request.paths()) {
                listing.addPath(path);
            }
            listing.setBasePath();
            Listing result = listing.result();
            if (listing.emptyFiles > 0) {
                LOG.warn(
                        "{} files of 0 bytes were passed over, for instance {}",
                        listing.emptyFiles,
                        listing.someEmptyFile);
            }
            return result;
        }
    }

    /** The files that paths alone mean. */
    public static List<ListedFile> list(Configuration conf, List<String> paths) throws IOException {
        return list(conf, ListingRequest.of(paths)).files();
    }

    private void addPath(String given) throws IOException {
        FamilyPattern family = request.family() ? FamilyPattern.parse(given) : null;
        Path named = new Path(family == null ? given : family.first());
        FileSystem fileSystem = named.getFileSystem(conf);
        Path path = fileSystem.makeQualified(named);
        Content literal = lister.list(fileSystem, path, DirectoryLister::isShown);
        List<Content> roots;
        if (literal != null) {
            roots = List.of(literal);
        } else {
            boolean isGlob = GlobWalk.isGlob(path);
            roots = isGlob ? GlobWalk.matches(lister, fileSystem, path) : List.of();
            if (roots.isEmpty()) {
                throw new FileNotFoundException(path + ": expected a file or directory of this name"
                        + (isGlob ? ", or names that match it as a glob" : "") + ", found none; check the path"
                        + hint(given));
            }
        }
        if (family != null) {
            roots = lister.families(fileSystem, family, roots);
        }
        List<Folder> folders = new ArrayList<>();
        for (Content root : roots) {
            basePaths.add(root.directory());
            folders.add(new Folder(root, true));
        }
        List<Path> below =
                roots.stream().flatMap(root -> root.directories().stream()).toList();
        for (Content nested : lister.descend(fileSystem, below)) {
            folders.add(new Folder(nested, false));
        }
        found.add(folders);
    }

    private String hint(String path) {
        boolean forgotten = !request.family() && FamilyPattern.isLikely(path);
        return forgotten ? "; the members of a family are one file with option(\"driver\", \"family\")" : "";
    }

    private void setBasePath() throws IOException {
        if (request.basePath() == null) {
            return;
        }
        Path given = new Path(request.basePath());
        FileSystem fileSystem = given.getFileSystem(conf);
        Path base = fileSystem.makeQualified(given);
        if (!isDirectory(fileSystem, base)) {
            throw new IllegalArgumentException(
                    "option \"basePath\": a directory is expected, found none at " + base + "; check the path");
        }
        for (Path path : basePaths) {
            if (!isWithin(path, base)) {
                throw new IllegalArgumentException(
                        "option \"basePath\": a directory above every path is expected, found " + base + " for " + path
                                + "; check the path");
            }
        }
        basePaths.clear();
        basePaths.add(base);
    }

    private static boolean isDirectory(FileSystem fileSystem, Path path) throws IOException {
        try {
            return fileSystem.getFileStatus(path).isDirectory();
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    private static boolean isWithin(Path path, Path base) {
        for (Path above = path; above != null; above = above.getParent()) {
            if (above.equals(base)) {
                return true;
            }
        }
        return false;
    }

    private Listing result() {
        if (request.recursive()) {
            return new Listing(files(null), List.of(), List.of());
        }
        Set<Path> directories = new LinkedHashSet<>();
        for (List<Folder> folders : found) {
            for (Folder folder : folders) {
                if (folder.content.holdsFiles()) {
                    directories.add(folder.content.directory());
                }
            }
        }
        PartitionDirectories partitions =
                PartitionDirectories.discover(directories, basePaths, request.caseSensitive());
        return new Listing(
                partitions.names().isEmpty() ? rootFiles() : files(partitions),
                partitions.names(),
                partitions.partitions());
    }

    /** The files of the paths themselves. */
    private List<ListedFile> rootFiles() {
        List<ListedFile> files = new ArrayList<>();
        for (List<Folder> folders : found) {
            List<ListedFile> ofPath = new ArrayList<>();
            for (Folder folder : folders) {
                if (folder.isRoot) {
                    ofPath.addAll(folder.content.files());
                    countEmptyFiles(folder.content);
                }
            }
            addSorted(ofPath, files);
        }
        return files;
    }

    /** All files once; with partitions only those in one. */
    private List<ListedFile> files(@Nullable PartitionDirectories partitions) {
        List<ListedFile> files = new ArrayList<>();
        Set<String> known = new HashSet<>();
        int outside = 0;
        for (List<Folder> folders : found) {
            List<ListedFile> ofPath = new ArrayList<>();
            for (Folder folder : folders) {
                List<String> values = partitions == null ? List.of() : partitions.values(folder.content.directory());
                if (values == null) {
                    outside += folder.content.files().size();
                    continue;
                }
                countEmptyFiles(folder.content);
                for (ListedFile file : folder.content.files()) {
                    if (known.add(file.file().path())) {
                        ofPath.add(values.isEmpty() ? file : file.in(values));
                    }
                }
            }
            addSorted(ofPath, files);
        }
        if (outside > 0) {
            LOG.warn(
                    "{} files beside partition directories were passed over, in {}; partition columns: {}",
                    outside,
                    basePaths,
                    partitions == null ? List.of() : partitions.names());
        }
        return files;
    }

    private static void addSorted(List<ListedFile> ofPath, List<ListedFile> files) {
        ofPath.sort(Comparator.comparing(listed -> listed.file().path()));
        files.addAll(ofPath);
    }

    private void countEmptyFiles(Content content) {
        emptyFiles += content.emptyFiles();
        someEmptyFile = someEmptyFile == null ? content.emptyFile() : someEmptyFile;
    }
}
