package org.sparkhdf5.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.util.functional.RemoteIterators;
import org.jspecify.annotations.Nullable;

/** Lists directories, several at a time, and keeps of each file only what is needed. Used by one thread. */
final class DirectoryLister implements AutoCloseable {
    /** A name node or an object store answers so many requests of one driver at once without being bothered. */
    private static final int THREADS_MAX = 16;

    private static final String COPYING_SUFFIX = "._COPYING_";
    /** Schemes whose located listing asks once more for each file, or knows no hosts at all. */
    private static final Set<String> UNLOCATED_SCHEMES = Set.of("file", "webhdfs", "swebhdfs");

    private static final int MICROS_PER_MILLI = 1000;

    private final ListingRequest request;
    private final @Nullable PathFilter wantedNames;
    private final HostNames hostNames = new HostNames();
    private @Nullable ExecutorService threads;

    /** @throws IOException if the glob for names is none; names it */
    DirectoryLister(ListingRequest request) throws IOException {
        this.request = request;
        this.wantedNames = request.nameGlob() == null ? null : new GlobFilter(request.nameGlob());
    }

    /**
     * What is in a directory, hidden names aside.
     *
     * @param directory that was listed, or the one that holds the file that was named
     * @param isFile whether a file was named instead of a directory
     * @param holdsFiles whether there is a file, wanted or not
     * @param files that are wanted
     * @param directories below
     * @param emptyFiles how many wanted files of 0 bytes were passed over
     * @param emptyFile one of them
     */
    record Content(
            Path directory,
            boolean isFile,
            boolean holdsFiles,
            List<ListedFile> files,
            List<Path> directories,
            int emptyFiles,
            @Nullable Path emptyFile) {

        /** The one file of 0 bytes passed over. */
        Content withoutEmptyFile() {
            Path empty = new Path(files.get(0).file().path());
            return new Content(directory, isFile, holdsFiles, List.of(), directories, 1, empty);
        }
    }

    /**
     * Lists one path.
     *
     * @param names which names of a directory count; hidden ones are the filter's business
     * @return null if there is nothing at the path
     */
    @Nullable Content list(FileSystem fileSystem, Path path, PathFilter names) throws IOException {
        try {
            return content(fileSystem, path, names);
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    /** Lists directories side by side; those where there is nothing are left out. */
    List<Content> listAll(FileSystem fileSystem, List<Path> directories, PathFilter names) throws IOException {
        List<Content> contents = new ArrayList<>();
        if (directories.size() == 1) {
            addPresent(list(fileSystem, directories.get(0), names), contents);
            return contents;
        }
        List<Callable<@Nullable Content>> tasks = new ArrayList<>();
        for (Path directory : directories) {
            tasks.add(() -> list(fileSystem, directory, names));
        }
        for (Content content : runAll(tasks)) {
            addPresent(content, contents);
        }
        return contents;
    }

    /** Everything below directories, each with its own files, level by level. */
    List<Content> descend(FileSystem fileSystem, List<Path> directories) throws IOException {
        List<Content> below = new ArrayList<>();
        List<Path> level = directories;
        while (!level.isEmpty()) {
            List<Content> contents = listAll(fileSystem, level, DirectoryLister::isShown);
            if (contents.size() < level.size() && !request.ignoreMissing()) {
                throw new FileNotFoundException(level.get(0).getParent()
                        + ": a directory below it was deleted while it was listed; load it again");
            }
            below.addAll(contents);
            level = contents.stream()
                    .flatMap(content -> content.directories().stream())
                    .toList();
        }
        return below;
    }

    /** The families that contents hold the first members of, side by side. */
    List<Content> families(FileSystem fileSystem, FamilyPattern pattern, List<Content> firstMembers)
            throws IOException {
        List<Callable<Content>> tasks = new ArrayList<>();
        for (Content content : firstMembers) {
            tasks.add(() -> families(fileSystem, pattern, content));
        }
        return tasks.size() == 1 ? List.of(families(fileSystem, pattern, firstMembers.get(0))) : runAll(tasks);
    }

    private Content families(FileSystem fileSystem, FamilyPattern pattern, Content content) throws IOException {
        if (!content.isFile()) {
            throw new IllegalArgumentException(content.directory()
                    + ": a file is expected that is the first member of a family, found a directory; check the path");
        }
        List<ListedFile> families = new ArrayList<>();
        for (ListedFile first : content.files()) {
            ListedFile family = Family.listed(first, pattern, path -> member(fileSystem, path));
            if (isWanted(family.file().modificationTimeMillis())) {
                families.add(family);
            }
        }
        return new Content(
                content.directory(),
                true,
                true,
                families,
                content.directories(),
                content.emptyFiles(),
                content.emptyFile());
    }

    private @Nullable ListedFile member(FileSystem fileSystem, Path path) throws IOException {
        try {
            if (!isLocated(fileSystem)) {
                FileStatus status = fileSystem.getFileStatus(path);
                return status.isFile() ? listed(fileSystem, status) : null;
            }
            RemoteIterator<LocatedFileStatus> statuses = fileSystem.listLocatedStatus(path);
            if (!statuses.hasNext()) {
                return null; // an empty directory
            }
            LocatedFileStatus status = statuses.next();
            return status.isFile() && status.getPath().equals(path) ? listed(fileSystem, status) : null;
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    /** Whether a name is not hidden. */
    static boolean isShown(Path path) {
        return !isHidden(path.getName());
    }

    /** Whether a hidden name is one that a glob asks for: {@code _*.h5} asks for {@code _a.h5}. */
    static boolean isAskedFor(String name, String glob) {
        return !name.endsWith(COPYING_SUFFIX) && glob.startsWith(name.substring(0, 1));
    }

    static boolean isHidden(String name) {
        return name.endsWith(COPYING_SUFFIX) || name.startsWith(".") || (name.startsWith("_") && name.indexOf('=') < 0);
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.shutdownNow();
        }
    }

    private static void addPresent(@Nullable Content content, List<Content> contents) {
        if (content != null) {
            contents.add(content);
        }
    }

    private Content content(FileSystem fileSystem, Path path, PathFilter names) throws IOException {
        boolean located = isLocated(fileSystem);
        RemoteIterator<? extends FileStatus> statuses = located
                ? fileSystem.listLocatedStatus(path)
                : RemoteIterators.remoteIteratorFromArray(fileSystem.listStatus(path));
        List<ListedFile> files = new ArrayList<>();
        List<Path> directories = new ArrayList<>();
        boolean holdsFiles = false;
        int emptyFiles = 0;
        Path emptyFile = null;
        while (statuses.hasNext()) {
            FileStatus status = statuses.next();
            if (status.isFile() && status.getPath().equals(path)) {
                // A file is listed as its own only child. It was named: it is taken with 0 bytes too.
                List<ListedFile> one = isWanted(status) ? List.of(listed(fileSystem, status)) : List.of();
                return new Content(path.getParent(), true, true, one, List.of(), 0, null);
            }
            if (!names.accept(status.getPath())) {
                continue;
            }
            if (!status.isFile()) {
                directories.add(status.getPath());
                continue;
            }
            holdsFiles = true;
            if (isWanted(status) && status.getLen() > 0) {
                files.add(listed(fileSystem, status));
            } else if (isWanted(status)) {
                emptyFiles++;
                emptyFile = status.getPath();
            }
        }
        return new Content(path, false, holdsFiles, files, directories, emptyFiles, emptyFile);
    }

    private boolean isWanted(FileStatus status) {
        if (wantedNames != null && !wantedNames.accept(status.getPath())) {
            return false;
        }
        // When a family was modified, its last modified member says.
        return request.family() || isWanted(status.getModificationTime());
    }

    private boolean isWanted(long modificationTimeMillis) {
        long micros = Math.multiplyExact(modificationTimeMillis, MICROS_PER_MILLI);
        return micros > request.modifiedAfterMicros() && micros < request.modifiedBeforeMicros();
    }

    private ListedFile listed(FileSystem fileSystem, FileStatus status) throws IOException {
        FileBlocks blocks = isLocal(fileSystem) ? FileBlocks.NOWHERE : null;
        if (status instanceof LocatedFileStatus located && located.getBlockLocations() != null) {
            blocks = FileBlocks.of(located.getBlockLocations(), hostNames);
        }
        return new ListedFile(StoredFile.of(status), blocks);
    }

    private static boolean isLocated(FileSystem fileSystem) {
        return !isLocal(fileSystem)
                && !UNLOCATED_SCHEMES.contains(fileSystem.getUri().getScheme());
    }

    private static boolean isLocal(FileSystem fileSystem) {
        return fileSystem instanceof ChecksumFileSystem
                || "file".equals(fileSystem.getUri().getScheme());
    }

    private <T extends @Nullable Object> List<T> runAll(List<Callable<T>> tasks) throws IOException {
        List<T> results = new ArrayList<>();
        if (tasks.isEmpty()) {
            return results;
        }
        try {
            for (Future<T> result : threads().invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException("interrupted while directories were listed");
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw new IOException(e.getCause());
        }
    }

    private ExecutorService threads() {
        ExecutorService running = threads;
        if (running == null) {
            running = Executors.newFixedThreadPool(THREADS_MAX, task -> {
                Thread thread = new Thread(task, "hdf5-listing");
                thread.setDaemon(true);
                return thread;
            });
            threads = running;
        }
        return running;
    }
}
