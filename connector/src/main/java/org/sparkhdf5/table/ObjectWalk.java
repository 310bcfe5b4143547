package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Entry;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.format.Link;

/**
 * Walks a file, or what is below one of its objects: depth first, children in the order of their names (bytes), along hard
 * links; other links are named, not followed. Each object comes once, under the first path that leads to it, so cycles end.
 * What cannot be read is a step of its own and hides nothing beside it. Keeps the links of the groups that are open, and an
 * entry per object. Not thread-safe.
 */
final class ObjectWalk {
    private static final int DEPTH_MAX = 1_000;
    private static final int OBJECTS_MAX = 1_000_000;

    private final Hdf5File asked;
    private final @Nullable String dataset;
    private final Hiding hiding;
    private final int depthMax;
    private final int objectsMax;
    private final Map<Long, Place> places = new HashMap<>();
    private final Deque<OpenGroup> open = new ArrayDeque<>();
    private boolean started;

    /** @param dataset path of the object to start at, or null for the root group */
    ObjectWalk(Hdf5File file, @Nullable String dataset) {
        this(file, dataset, (parent, name) -> false);
    }

    /** @param hiding what is passed by */
    ObjectWalk(Hdf5File file, @Nullable String dataset, Hiding hiding) {
        this(file, dataset, hiding, DEPTH_MAX, OBJECTS_MAX);
    }

    ObjectWalk(Hdf5File file, @Nullable String dataset, int depthMax, int objectsMax) {
        this(file, dataset, (parent, name) -> false, depthMax, objectsMax);
    }

    private ObjectWalk(Hdf5File file, @Nullable String dataset, Hiding hiding, int depthMax, int objectsMax) {
        this.asked = file;
        this.dataset = dataset;
        this.hiding = hiding;
        this.depthMax = depthMax;
        this.objectsMax = objectsMax;
    }

    /** Tells what is passed by, with all that is below it. */
    @FunctionalInterface
    interface Hiding {
        /** @param parent path of the group that has a child of this name */
        boolean hides(String parent, String name);
    }

    /** One name of the file. */
    sealed interface Step {
        String path();
    }

    /**
     * An object, met for the first time.
     *
     * @param error why not all of its children can be listed, or null
     */
    record Visited(String path, Hdf5Object object, @Nullable String error) implements Step {}

    /** A further hard link to an object. */
    record Alias(String path, String firstPath) implements Step {}

    /** A soft, external or user-defined link. */
    record Linked(String path, Link link) implements Step {}

    /** A link, or the object that it leads to, that cannot be read. */
    record Unreadable(String path, String error) implements Step {}

    /** A name in a group; the object that the walk starts at has no parent. */
    private record Place(@Nullable Place parent, String name) {
        String path() {
            List<String> names = new ArrayList<>();
            Place place = this;
            for (Place above = parent; above != null; above = above.parent) {
                names.add(place.name);
                place = above;
            }
            Collections.reverse(names);
            String start = place.name.equals("/") ? "" : place.name;
            return names.isEmpty() ? place.name : start + "/" + String.join("/", names);
        }
    }

    private record OpenGroup(Group group, Place place, String path, Iterator<Entry<Link>> links) {}

    /** Reads an object. */
    @FunctionalInterface
    private interface Source {
        @Nullable Hdf5Object read() throws IOException;
    }

    /**
     * The next step, or null behind the last one.
     *
     * @throws Hdf5FormatException if the root group cannot be read; only the first call throws it
     */
    @Nullable Step next() throws IOException {
        if (!started) {
            started = true;
            return start();
        }
        while (!open.isEmpty()) {
            OpenGroup group = open.getLast();
            if (!group.links().hasNext()) {
                open.removeLast();
                continue;
            }
            Entry<Link> entry = group.links().next();
            if (!hiding.hides(group.path(), entry.name())) {
                return child(group, entry);
            }
        }
        return null;
    }

    private Step start() throws IOException {
        if (dataset == null) {
            return visit(new Place(null, "/"), "/", asked.rootGroup());
        }
        String path = dataset.startsWith("/") ? dataset : "/" + dataset;
        return visit(new Place(null, path), path, () -> asked.find(path));
    }

    private Step child(OpenGroup parent, Entry<Link> entry) throws IOException {
        Place place = new Place(parent.place(), entry.name());
        String path = place.path();
        if (entry instanceof Entry.Unreadable<Link> unreadable) {
            return new Unreadable(path, message(unreadable.error()));
        }
        Link link = ((Entry.Readable<Link>) entry).value();
        if (!(link instanceof Link.Hard hard)) {
            return new Linked(path, link);
        }
        Place first = places.get(hard.address());
        if (first != null) {
            return new Alias(path, first.path());
        }
        if (places.size() >= objectsMax) {
            open.clear();
            return tooMany(parent.group().file(), path);
        }
        places.put(hard.address(), place);
        return visit(place, path, () -> parent.group().file().objectAt(hard.address(), path));
    }

    private Step visit(Place place, String path, Source source) throws IOException {
        try {
            Hdf5Object object = source.read();
            if (object == null) {
                return new Unreadable(
                        path, location(asked, path) + ": no object of this name; choose one that is listed");
            }
            return visit(place, path, object);
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            return new Unreadable(path, message(e));
        }
    }

    private Step visit(Place place, String path, Hdf5Object object) throws IOException {
        places.put(object.address(), place);
        return new Visited(path, object, object instanceof Group group ? enter(place, group) : null);
    }

    /** Opens a group; returns why not all of its links are known, or null. */
    private @Nullable String enter(Place place, Group group) throws IOException {
        if (open.size() >= depthMax) {
            return location(group.file(), group.path()) + ": groups are nested deeper than " + depthMax
                    + " levels, what is below is not listed; list it with the option dataset";
        }
        String error = null;
        List<Entry<Link>> named = new ArrayList<>();
        try {
            for (Entry<Link> entry : group.linkEntries()) {
                if (entry instanceof Entry.Unreadable<Link> unreadable
                        && entry.name().isEmpty()) {
                    error = error == null ? message(unreadable.error()) : error;
                } else {
                    named.add(entry);
                }
            }
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            error = message(e);
        }
        open.addLast(new OpenGroup(group, place, place.path(), named.iterator()));
        return error;
    }

    private Step tooMany(Hdf5File file, String path) {
        return new Unreadable(
                path,
                location(file, path) + ": more than " + objectsMax
                        + " objects, this one and those behind it are not listed; list a part with the option dataset");
    }

    private static ObjectLocation location(Hdf5File file, String path) {
        return new ObjectLocation(file.name(), path);
    }

    /** The text of an error of the file; it names file and object. */
    static String message(Exception error) {
        return String.valueOf(error.getMessage());
    }
}
