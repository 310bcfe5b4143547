package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;

/** Follows one path from the root group, name by name, through hard and soft links. */
final class PathWalk {
    private final Hdf5File file;
    private final Deque<String> names = new ArrayDeque<>();
    private final String requested;
    private int softLinks;

    PathWalk(Hdf5File file, String path) {
        this.file = file;
        List<String> parts = parts(path);
        this.requested = "/" + String.join("/", parts);
        names.addAll(parts);
    }

    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts;
    }

    /** The object, under the path that was asked for, or null. */
    @Nullable Hdf5Object run() throws IOException {
        Hdf5Object current = file.rootGroup();
        while (!names.isEmpty()) {
            String name = names.remove();
            if (!(current instanceof Group group)) {
                return null;
            }
            Link link = group.link(name);
            if (link instanceof Link.Hard hard) {
                boolean last = names.isEmpty();
                current = file.objectAt(hard.address(), last ? requested : child(group, name));
            } else if (link instanceof Link.Soft soft) {
                current = follow(group, soft);
            } else if (link == null) {
                return null;
            } else {
                throw refuse(group, link);
            }
        }
        return current;
    }

    /** Puts the names of the target before those that are left. */
    private Group follow(Group group, Link.Soft soft) throws IOException {
        softLinks++;
        if (softLinks > Hdf5File.LINKS_MAX) {
            throw file.location(requested)
                    .malformed(
                            "soft links lead in a circle: more than " + Hdf5File.LINKS_MAX + " followed, the last is "
                                    + child(group, soft.name()) + " to " + soft.target(),
                            ObjectLocation.NO_ADDRESS,
                            "name the object by a path without these links");
        }
        List<String> target = parts(soft.target());
        for (int i = target.size() - 1; i >= 0; i--) {
            names.addFirst(target.get(i));
        }
        return soft.target().startsWith("/") ? file.rootGroup() : group;
    }

    private RuntimeException refuse(Group group, Link link) {
        ObjectLocation location = file.location(child(group, link.name()));
        if (link instanceof Link.External external) {
            return location.unsupported(
                    "external link to " + external.target() + " in file " + external.file() + " is not supported yet",
                    "read that file directly");
        }
        return location.unsupported("link " + link + " is not supported", "name the object by another path");
    }

    private static String child(Group group, String name) {
        return group.path().equals("/") ? "/" + name : group.path() + "/" + name;
    }
}
