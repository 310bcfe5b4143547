package org.sparkhdf5.format;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.storage.Closing;
import org.sparkhdf5.storage.RangeReader;

/**
 * The other files that the external links of one file lead to, or one source of a virtual dataset, each opened when a link is first followed and kept open until
 * {@link #close}. Not thread-safe.
 */
public final class ExternalFiles implements Closeable {
    /** Files that one path may lead through, one after the other. */
    public static final int DEPTH_MAX = 16;

    private final ExternalLinkPolicy policy;
    private final Opener opener;
    private final int sourceDepth;
    /** Sources of sources that were opened for one file and all that it leads to. */
    private final AtomicLong nestedSources;

    private final Map<String, Hdf5File> files = new HashMap<>();
    private final OpenedReaders readers = new OpenedReaders();

    /** Opens files; the caller's way to the file system. */
    @FunctionalInterface
    public interface Opener {
        /**
         * A reader of the file at a path, best with a block cache, or null where there is no file. {@link ExternalFiles}
         * closes it.
         *
         * @param path absolute, with scheme and authority where the path of the file that holds the link has them
         */
        @Nullable RangeReader open(String path) throws IOException;
    }

    public ExternalFiles(ExternalLinkPolicy policy, Opener opener) {
        this(policy, opener, 0, new AtomicLong());
    }

    private ExternalFiles(ExternalLinkPolicy policy, Opener opener, int sourceDepth, AtomicLong nestedSources) {
        this.policy = policy;
        this.opener = opener;
        this.sourceDepth = sourceDepth;
        this.nestedSources = nestedSources;
    }

    /** Follows no link. */
    public static ExternalFiles denied() {
        return new ExternalFiles(ExternalLinkPolicy.DENY, path -> null);
    }

    /**
     * The file that a link leads to, or null where there is none.
     *
     * @param location of the link, for messages
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the policy does not allow to look for it
     */
    @Nullable Hdf5File find(Hdf5File from, Link.External link, ObjectLocation location) throws IOException {
        List<String> candidates = policy.candidates(from.name(), link.file());
        if (candidates.isEmpty() || isForbidden(from, link.file())) {
            throw denied(
                    "external link to " + link.target() + " in file " + link.file() + " is not followed", location);
        }
        return first(candidates, from, from);
    }

    /**
     * The file of a source of a virtual dataset, or null where there is none. Call it on {@link #forSource}.
     *
     * @param from file of the virtual dataset
     * @param location of the virtual dataset, for messages
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the policy does not allow to look for it
     */
    @Nullable Hdf5File findSource(Hdf5File from, VirtualSource source, ObjectLocation location) throws IOException {
        Hdf5File again = from.openedFor(this);
        if (source.file().equals(VirtualSource.SAME_FILE)) {
            return again;
        }
        List<String> candidates = policy.candidates(from.name(), source.file());
        if (candidates.isEmpty() || isForbidden(from, source.file())) {
            throw denied("source " + source.dataset() + " in file " + source.file() + " is not opened", location);
        }
        return first(candidates, from, again);
    }

    private UnsupportedHdf5FeatureException denied(String what, ObjectLocation location) {
        return location.unsupported(
                what + ": external links are \"" + policy.optionValue() + "\" here",
                "read that file directly, or allow more with the option externalLinks (same-directory, any)");
    }

    /** @param again what stands for the file that names the other */
    private @Nullable Hdf5File first(List<String> candidates, Hdf5File from, Hdf5File again) throws IOException {
        for (String path : candidates) {
            Hdf5File file = path.equals(from.name()) ? again : open(path);
            if (file != null) {
                return file;
            }
        }
        return null;
    }

    /** What one source of a virtual dataset leads to: closed with it, and one level deeper. */
    ExternalFiles forSource() {
        return new ExternalFiles(policy, opener, sourceDepth + 1, nestedSources);
    }

    /** Counts a source of a source: how many there were of the file that everything began with. */
    long countNested() {
        return sourceDepth > 1 ? nestedSources.incrementAndGet() : 0;
    }

    /** Closes the files that were opened here, and holds nothing of them but their readers. */
    Closeable readers() {
        return readers;
    }

    /** Virtual datasets that lead from one to the next before the files opened here. */
    int sourceDepth() {
        return sourceDepth;
    }

    /**
     * Opens a file that holds nothing but raw data of a dataset. The caller closes the reader.
     *
     * @param location of the dataset, for messages
     * @throws org.sparkhdf5.UnsupportedHdf5FeatureException if the policy does not allow to look for it, or there is none
     */
    RangeReader openRaw(Hdf5File from, String name, ObjectLocation location) throws IOException {
        List<String> candidates = policy.candidates(from.name(), name);
        if (candidates.isEmpty() || isForbidden(from, name)) {
            throw location.unsupported(
                    "raw data in the external file " + name + " are not read: external links are \""
                            + policy.optionValue() + "\" here",
                    "allow more with the option externalLinks (same-directory, any), or take the data in with h5repack");
        }
        for (String path : candidates) {
            RangeReader reader = opener.open(path);
            if (reader != null) {
                return reader.uncached(); // data are read once
            }
        }
        throw location.unsupported(
                "raw data are in the external file " + name + ", which is missing: looked for "
                        + String.join(" and ", candidates),
                "put it there");
    }

    /**
     * Whether an absolute name means a file that must not be read: then none of the same name beside the file is taken for it. One
     * that was moved together with the file is not at its old place any more; on another file system that is not looked at.
     */
    private boolean isForbidden(Hdf5File from, String name) {
        String place = policy.forbiddenPlace(from.name(), name);
        if (place == null) {
            return false;
        }
        if (!ExternalLinkPolicy.areOnOneFileSystem(place, from.name())) {
            return true;
        }
        try (RangeReader there = opener.open(place)) {
            return there != null;
        } catch (IOException e) {
            return true;
        }
    }

    private @Nullable Hdf5File open(String path) throws IOException {
        Hdf5File known = files.get(path);
        if (known != null) {
            return known;
        }
        RangeReader reader = opener.open(path);
        if (reader == null) {
            return null;
        }
        try {
            Hdf5File file = Hdf5File.open(reader, this);
            files.put(path, file);
            readers.add(reader);
            return file;
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** Closes the files that were opened here; may be called more than once. */
    @Override
    public void close() throws IOException {
        files.clear();
        readers.close();
    }

    /** Closed once, whoever closes it. */
    private static final class OpenedReaders implements Closeable {
        private final List<RangeReader> readers = new ArrayList<>();

        private synchronized void add(RangeReader reader) {
            readers.add(reader);
        }

        @Override
        public synchronized void close() throws IOException {
            List<RangeReader> all = List.copyOf(readers);
            readers.clear();
            Closing.all(all);
        }
    }
}
