package org.sparkhdf5.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One name of a file: an object or a link. What a kind does not have, or what cannot be read, is null.
 *
 * @param path absolute; null: the file itself cannot be read
 * @param kind group, dataset, datatype, alias (a further hard link), softlink, extlink, udlink; null where it is not known
 * @param datatype in the short notation of {@link org.sparkhdf5.format.DatatypeNotation}
 * @param dataset what only datasets have
 * @param linkTarget first path of an alias; path of a soft link; file and path of an external link, as h5ls prints them
 *     ({@code file.h5//path}); type of a user-defined one
 * @param error why it cannot be read, or not all of it; null where it can
 */
public record ListedObject(
        @Nullable String path,
        @Nullable String kind,
        @Nullable String datatype,
        Storage dataset,
        @Nullable String linkTarget,
        @Nullable String error) {

    /**
     * Extent and storage of a dataset.
     *
     * @param shape empty for a scalar, null for a null dataspace
     * @param maxShape {@link org.sparkhdf5.format.Dataspace#UNLIMITED} where there is no limit
     * @param chunkShape of a chunked dataset
     * @param layout compact, contiguous, chunked, external, virtual
     * @param filters in the order of the pipeline; empty for a dataset without
     * @param storedBytes what the values take, in this file or in external ones, without indexes; those of a virtual dataset nothing
     */
    public record Storage(
            @Nullable List<Long> shape,
            @Nullable List<Long> maxShape,
            @Nullable List<Long> chunkShape,
            @Nullable String layout,
            @Nullable List<ListedFilter> filters,
            @Nullable Long storedBytes) {}

    static final Storage NO_STORAGE = new Storage(null, null, null, null, null, null);

    /** @param error why the file cannot be read */
    public static ListedObject unreadableFile(String error) {
        return new ListedObject(null, null, null, NO_STORAGE, null, error);
    }

    static ListedObject unreadable(String path, String error) {
        return new ListedObject(path, null, null, NO_STORAGE, null, error);
    }

    static ListedObject link(String path, String kind, String target) {
        return new ListedObject(path, kind, null, NO_STORAGE, target, null);
    }
}
