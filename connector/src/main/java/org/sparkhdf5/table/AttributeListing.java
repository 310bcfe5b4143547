package org.sparkhdf5.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Attribute;
import org.sparkhdf5.format.Dataspace;
import org.sparkhdf5.format.DatatypeNotation;
import org.sparkhdf5.format.Entry;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.Hdf5Object;

/**
 * The attributes of a file: objects in the order of a depth-first walk, of each its attributes in the order of their names
 * (bytes). An object or an attribute that cannot be read is listed with the reason. Not thread-safe.
 */
public final class AttributeListing {
    private static final int VALUE_CHARS_MAX = 16 << 20;
    private static final Comparator<Entry<Attribute>> BY_NAME =
            Comparator.comparing(entry -> entry.name().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final ObjectWalk walk;
    private final Deque<Entry<Attribute>> waiting = new ArrayDeque<>();
    private @Nullable Hdf5Object object;
    private String path = "/";

    /** @param dataset path of the object whose subtree is listed, or null for all */
    public AttributeListing(Hdf5File file, @Nullable String dataset) {
        this.walk = new ObjectWalk(file, dataset);
    }

    /**
     * The next attribute, or null behind the last one.
     *
     * @throws Hdf5FormatException if the root group cannot be read
     */
    public @Nullable ListedAttribute next() throws IOException {
        while (true) {
            Entry<Attribute> entry = waiting.poll();
            if (entry != null && object != null) {
                return listed(object, entry);
            }
            ObjectWalk.Step step = walk.next();
            if (step == null) {
                return null;
            }
            path = step.path();
            if (step instanceof ObjectWalk.Unreadable unreadable) {
                return ListedAttribute.unreadable(path, null, unreadable.error());
            }
            ListedAttribute failed = step instanceof ObjectWalk.Visited visited ? enter(visited) : null;
            if (failed != null) {
                return failed;
            }
        }
    }

    /** Lines up the attributes of an object; returns why that cannot be, or null. */
    private @Nullable ListedAttribute enter(ObjectWalk.Visited visited) throws IOException {
        object = visited.object();
        try {
            List<Entry<Attribute>> entries = new ArrayList<>(visited.object().attributeEntries());
            entries.sort(BY_NAME);
            waiting.addAll(entries);
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            return ListedAttribute.unreadable(path, null, ObjectWalk.message(e));
        }
        // What hides children hides their attributes too.
        return visited.error() == null ? null : ListedAttribute.unreadable(path, null, visited.error());
    }

    private ListedAttribute listed(Hdf5Object owner, Entry<Attribute> entry) throws IOException {
        if (entry instanceof Entry.Unreadable<Attribute> unreadable) {
            String name = entry.name().isEmpty() ? null : entry.name();
            return ListedAttribute.unreadable(path, name, ObjectWalk.message(unreadable.error()));
        }
        Attribute attribute = ((Entry.Readable<Attribute>) entry).value();
        String datatype = DatatypeNotation.of(attribute.datatype());
        boolean isNull = attribute.dataspace().kind() == Dataspace.Kind.NULL;
        List<Long> shape = isNull ? null : attribute.dataspace().dimensions();
        String value = null;
        String error = null;
        try {
            ObjectLocation location = new ObjectLocation(owner.file().name(), path);
            value = JsonText.of(owner.file(), location, attribute, VALUE_CHARS_MAX);
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            error = ObjectWalk.message(e);
        }
        return new ListedAttribute(path, attribute.name(), datatype, shape, value, error);
    }
}
