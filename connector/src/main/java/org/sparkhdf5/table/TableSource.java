package org.sparkhdf5.table;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.format.Link;
import org.sparkhdf5.storage.RangeReader;

/**
 * An open file and the reader of its bytes, for recognisers.
 *
 * @param file the opened file
 * @param reader of the same file
 * @param pathsByAddress what groups hold, by the path of the group: paths of their members by address; filled as it is asked for,
 *     by one thread
 */
record TableSource(Hdf5File file, RangeReader reader, Map<String, Map<Long, String>> pathsByAddress) {
    TableSource(Hdf5File file, RangeReader reader) {
        this(file, reader, new HashMap<>());
    }

    /** Paths of the members of a group by the address of their headers; of a path that is no group of this file, none. */
    Map<Long, String> membersByAddress(String groupPath) throws IOException {
        Map<Long, String> known = pathsByAddress.get(groupPath);
        if (known != null) {
            return known;
        }
        Map<Long, String> members = new HashMap<>();
        Hdf5Object object = groupPath.isEmpty() ? file.rootGroup() : file.find(groupPath);
        if (object instanceof Group group && object.file() == file) {
            for (Link link : group.links()) {
                if (link instanceof Link.Hard hard) {
                    members.putIfAbsent(hard.address(), groupPath + "/" + hard.name());
                }
            }
        }
        pathsByAddress.put(groupPath, members);
        return members;
    }

    /** The file that holds an object: this one, unless an external link led to another. */
    TableSource holding(Hdf5Object object) {
        return object.file() == file
                ? this
                : new TableSource(object.file(), object.file().reader());
    }

    ObjectLocation location(String object) {
        return new ObjectLocation(reader.file(), object);
    }

    /** A child of a group; the convention says it must be there. */
    Dataset dataset(Group group, String name) throws IOException {
        Dataset dataset = datasetOrNull(group, name);
        if (dataset == null) {
            throw location(group.path()).malformed("a child " + name + " is expected, found none", group.address());
        }
        return dataset;
    }

    @Nullable Dataset datasetOrNull(Group group, String name) throws IOException {
        String path = group.path().equals("/") ? "/" + name : group.path() + "/" + name;
        Hdf5Object object = file.find(path);
        if (object == null) {
            return null;
        }
        if (object.file() != file) {
            throw location(path)
                    .unsupported(
                            "a part of the table lies in another file, "
                                    + object.file().name(),
                            "read that file directly");
        }
        if (object instanceof Dataset dataset) {
            return dataset;
        }
        throw location(path).malformed("a dataset is expected, found a group or datatype", object.address());
    }
}
