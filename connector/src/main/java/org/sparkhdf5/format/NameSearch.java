package org.sparkhdf5.format;

import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;

/**
 * Looks for one name among messages. One that cannot be read hides no other; it fails the search where the wanted name may
 * be its own.
 */
final class NameSearch<T> {
    private final String name;
    private final Function<T, String> nameOf;
    private @Nullable T found;
    private @Nullable Hdf5FormatException unreadable;

    NameSearch(byte[] name, Function<T, String> nameOf) {
        this.name = NameText.decode(name);
        this.nameOf = nameOf;
    }

    void compare(EntryList.Source<T> source) throws IOException {
        try {
            T message = source.read();
            if (found == null && nameOf.apply(message).equals(name)) {
                found = message;
            }
        } catch (Hdf5FormatException e) {
            unreadable(e);
        }
    }

    /** Something was not read that could have led to the name. */
    void unreadable(Hdf5FormatException error) {
        unreadable = error;
    }

    @Nullable T result() throws Hdf5FormatException {
        if (found == null && unreadable != null) {
            throw unreadable;
        }
        return found;
    }
}
