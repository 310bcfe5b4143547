package org.sparkhdf5.format;

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
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/**
 * Paths of objects by their addresses: the first path, depth first, children in the order of their names. The file is
 * walked once, along hard links, no further than was needed so far. Groups that cannot be read are passed over. Not
 * thread-safe.
 */
final class ObjectPaths {
    private static final int OBJECTS_MAX = 500_000;

    private final Hdf5File file;
    private final int objectsMax;
    private final Map<Long, Place> places = new HashMap<>();
    private final Deque<OpenGroup> open = new ArrayDeque<>();
    private boolean started;

    ObjectPaths(Hdf5File file) {
        this(file, OBJECTS_MAX);
    }

    ObjectPaths(Hdf5File file, int objectsMax) {
        this.file = file;
        this.objectsMax = objectsMax;
    }

    /** The name in a group; the root group has no parent. */
    private record Place(@Nullable Place parent, String name) {
        String path() {
            List<String> names = new ArrayList<>();
            for (Place place = this; place.parent != null; place = place.parent) {
                names.add(place.name);
            }
            Collections.reverse(names);
            return "/" + String.join("/", names);
        }
    }

    private record OpenGroup(Place place, Iterator<Link> links) {}

    /**
     * The path of the object whose header is at an absolute address, or null where no hard link that can be read leads there.
     *
     * @throws UnsupportedHdf5FeatureException if it is not among the first 500,000 objects
     */
    @Nullable String find(long address) throws IOException {
        if (!started) {
            started = true;
            Group root = file.rootGroup();
            Place place = new Place(null, "");
            places.put(root.address(), place);
            enter(root, place);
        }
        Place place = places.get(address);
        while (place == null && !open.isEmpty()) {
            if (places.size() >= objectsMax) {
                throw file.location("object at address 0x" + Long.toHexString(address))
                        .unsupported(
                                "its path is not among those of the first " + objectsMax + " objects of the file",
                                "name the object that is referred to by its path");
            }
            step();
            place = places.get(address);
        }
        return place == null ? null : place.path();
    }

    /** Follows the next link of the group that was opened last. */
    private void step() throws IOException {
        OpenGroup group = open.getLast();
        if (!group.links().hasNext()) {
            open.removeLast();
            return;
        }
        Link link = group.links().next();
        if (!(link instanceof Link.Hard hard) || places.containsKey(hard.address())) {
            return;
        }
        Place place = new Place(group.place(), hard.name());
        places.put(hard.address(), place);
        try {
            if (file.objectAt(hard.address(), place.path()) instanceof Group child) {
                enter(child, place);
            }
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            // it has a path all the same; nothing below it can be named
        }
    }

    private void enter(Group group, Place place) throws IOException {
        try {
            open.addLast(new OpenGroup(place, group.links().iterator()));
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            // as if it were empty: its links are unknown
        }
    }
}
