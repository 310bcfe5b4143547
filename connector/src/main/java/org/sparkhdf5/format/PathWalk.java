package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/**
 * Follows one path from the root group, name by name, through hard, soft and external links. An external link hands the rest
 * of the path to a walk of its own in the other file.
 */
final class PathWalk {
    private final Hdf5File file;
    private final Deque<String> names = new ArrayDeque<>();
    private final String requested;
    private final int filesBefore;
    private int softLinks;

    /** @param filesBefore files that external links led through before this one */
    PathWalk(Hdf5File file, String path, int filesBefore) {
        this.file = file;
        List<String> parts = parts(path);
        this.requested = "/" + String.join("/", parts);
        this.filesBefore = filesBefore;
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
            } else if (link instanceof Link.External external) {
                return follow(external, file.location(child(group, name)));
            } else if (link instanceof Link.UserDefined other) {
                throw file.location(child(group, name))
                        .unsupported(
                                "user-defined link of type " + other.type() + " is not supported",
                                "name the object by another path");
            } else {
                return null;
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

    private @Nullable Hdf5Object follow(Link.External external, ObjectLocation location) throws IOException {
        if (filesBefore >= ExternalFiles.DEPTH_MAX) {
            throw location.malformed(
                    "external links lead through more than " + ExternalFiles.DEPTH_MAX + " files, the next is "
                            + external.file(),
                    ObjectLocation.NO_ADDRESS,
                    "name the object in the file that holds it");
        }
        try {
            Hdf5File other = file.externalFiles().find(file, external, location);
            String path = external.target() + "/" + String.join("/", names);
            return other == null ? null : new PathWalk(other, path, filesBefore + 1).run();
        } catch (Hdf5FormatException e) {
            if (filesBefore > 0) {
                throw e;
            }
            throw new Hdf5FormatException(inOther(external, location, e), e);
        } catch (UnsupportedHdf5FeatureException e) {
            boolean named = filesBefore > 0 || String.valueOf(e.getMessage()).startsWith(location.toString());
            throw named ? e : new UnsupportedHdf5FeatureException(inOther(external, location, e));
        }
    }

    /** The first link of a chain is named before the error in the file where the chain ends. */
    private static String inOther(Link.External external, ObjectLocation location, Exception error) {
        return location + ": external link to " + external.target() + " in file " + external.file() + ": "
                + error.getMessage();
    }

    private static String child(Group group, String name) {
        return group.path().equals("/") ? "/" + name : group.path() + "/" + name;
    }
}
