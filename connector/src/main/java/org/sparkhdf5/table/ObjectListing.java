package org.sparkhdf5.table;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.CommittedDatatype;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.DatatypeNotation;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.format.Link;

/**
 * What a file holds, object by object, in the order of a depth-first walk. Reads metadata only: of a chunked dataset its index,
 * never its values. Not thread-safe.
 */
public final class ObjectListing {
    private final ObjectWalk walk;
    private final boolean withChunks;

    /**
     * @param dataset path of the object whose subtree is listed, or null for all
     * @param withChunks whether chunk indexes are read: for {@code storedBytes}, and to know which filters are needed
     */
    public ObjectListing(Hdf5File file, @Nullable String dataset, boolean withChunks) {
        this.walk = new ObjectWalk(file, dataset);
        this.withChunks = withChunks;
    }

    /**
     * The next object, or null behind the last one.
     *
     * @throws Hdf5FormatException if the root group cannot be read
     */
    public @Nullable ListedObject next() throws IOException {
        ObjectWalk.Step step = walk.next();
        if (step instanceof ObjectWalk.Visited visited) {
            return object(visited);
        }
        if (step instanceof ObjectWalk.Alias alias) {
            return ListedObject.link(alias.path(), "alias", alias.firstPath());
        }
        if (step instanceof ObjectWalk.Linked linked) {
            return link(linked.path(), linked.link());
        }
        return step instanceof ObjectWalk.Unreadable unreadable
                ? ListedObject.unreadable(unreadable.path(), unreadable.error())
                : null;
    }

    private ListedObject object(ObjectWalk.Visited visited) throws IOException {
        Hdf5Object object = visited.object();
        if (object instanceof Dataset dataset) {
            return new DatasetDescription(dataset, withChunks).listed(visited.path());
        }
        if (object instanceof CommittedDatatype datatype) {
            return datatype(visited.path(), datatype);
        }
        return new ListedObject(visited.path(), "group", null, ListedObject.NO_STORAGE, null, visited.error());
    }

    private static ListedObject datatype(String path, CommittedDatatype datatype) throws IOException {
        String notation = null;
        String error = null;
        try {
            notation = DatatypeNotation.of(datatype.datatype());
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            error = ObjectWalk.message(e);
        }
        return new ListedObject(path, "datatype", notation, ListedObject.NO_STORAGE, null, error);
    }

    private static ListedObject link(String path, Link link) {
        if (link instanceof Link.Soft soft) {
            return ListedObject.link(path, "softlink", soft.target());
        }
        if (link instanceof Link.External external) {
            String target = external.target();
            String absolute = target.startsWith("/") ? target : "/" + target;
            return ListedObject.link(path, "extlink", external.file() + "/" + absolute);
        }
        return ListedObject.link(path, "udlink", "type " + ((Link.UserDefined) link).type());
    }
}
