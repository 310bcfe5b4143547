package org.sparkhdf5.table;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.storage.RangeReader;

/**
 * An open file and the reader of its bytes, for recognisers.
 *
 * @param file the opened file
 * @param reader of the same file
 */
record TableSource(Hdf5File file, RangeReader reader) {

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
