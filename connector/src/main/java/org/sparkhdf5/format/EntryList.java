package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/** Collects the entries of a listing: errors of the file become entries, others (a broken connection) are passed on. */
final class EntryList<T> {
    private final Function<T, String> name;
    private final List<Entry<T>> entries = new ArrayList<>();

    /** @param name of an entry that was read */
    EntryList(Function<T, String> name) {
        this.name = name;
    }

    /** Reads one entry, or more. */
    @FunctionalInterface
    interface Source<T> {
        T read() throws IOException;
    }

    /** A part of the listing that adds its entries by itself. */
    @FunctionalInterface
    interface Part {
        void read() throws IOException;
    }

    void add(Source<T> source) throws IOException {
        addNamed("", source);
    }

    /** @param knownName the name where the entry itself cannot be read */
    void addNamed(String knownName, Source<T> source) throws IOException {
        try {
            T value = source.read();
            entries.add(new Entry.Readable<>(name.apply(value), value));
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            addUnreadable(knownName, e);
        }
    }

    /** Where a part fails the entries that it has added stay, and its error is one more. */
    void addPart(Part part) throws IOException {
        try {
            part.read();
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            addUnreadable("", e);
        }
    }

    void addUnreadable(String knownName, Exception error) {
        entries.add(new Entry.Unreadable<>(knownName, error));
    }

    List<Entry<T>> entries() {
        return List.copyOf(entries);
    }

    /**
     * What was read, in the order of the entries.
     *
     * @throws Hdf5FormatException the first error, where there are errors and nothing else
     */
    static <T> List<T> values(List<Entry<T>> entries) throws IOException {
        List<T> values = new ArrayList<>();
        Exception error = null;
        for (Entry<T> entry : entries) {
            if (entry instanceof Entry.Readable<T> readable) {
                values.add(readable.value());
            } else if (entry instanceof Entry.Unreadable<T> unreadable && error == null) {
                error = unreadable.error();
            }
        }
        if (values.isEmpty() && error != null) {
            throw rethrown(error);
        }
        return values;
    }

    /** The error of an entry, to be thrown. */
    static IOException rethrown(Exception error) {
        if (error instanceof UnsupportedHdf5FeatureException unsupported) {
            throw unsupported;
        }
        return (Hdf5FormatException) error;
    }
}
