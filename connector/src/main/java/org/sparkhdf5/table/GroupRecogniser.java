package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Group;
import org.sparkhdf5.format.Hdf5Object;

/**
 * A group whose datasets are columns. The rows are those of most direct children; a dataset of another length is left out and
 * logged, and so is one that cannot be read.
 */
final class GroupRecogniser implements TableRecogniser {
    private static final int NAMES_SHOWN_MAX = 10;
    private static final Logger LOG = LoggerFactory.getLogger(GroupRecogniser.class);

    @Override
    public @Nullable Table recognise(TableSource source, Hdf5Object object, TableRequest request) throws IOException {
        if (!(object instanceof Group group)) {
            return null;
        }
        GroupChildren children = GroupChildren.of(source, group);
        if (children.datasets().isEmpty()) {
            return null;
        }
        ObjectLocation location = source.location(group.path());
        ArrayOptions.refuse(location, request, "a group of columns");
        long rowCount = rowCount(location, children);
        SharedRows rows = new SharedRows(source, request);
        List<String> leftOut = new ArrayList<>();
        children.unreadable().forEach((name, error) -> leftOut.add(name + " (" + error + ")"));
        for (Map.Entry<String, Dataset> entry : children.datasets().entrySet()) {
            String name = entry.getKey();
            long length = entry.getValue().dataspace().dimensions().get(0);
            if (length != rowCount) {
                leftOut.add(name + " (" + length + " rows)");
                continue;
            }
            try {
                rows.add(DimensionScales.variableName(entry.getValue()), entry.getValue());
            } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
                if (isReadWithoutCf(source, request, entry.getValue())) {
                    throw e; // what the user asked for is not left out in silence
                }
                leftOut.add(name + " (" + ObjectWalk.message(e) + ")");
            }
        }
        if (rows.isEmpty()) {
            throw location.unsupported(
                    "none of the datasets of " + rowCount + " rows can be read: " + shown(leftOut),
                    "choose another group or dataset");
        }
        if (!leftOut.isEmpty()) {
            LOG.warn("{}: a table of {} rows; left out: {}", location, rowCount, shown(leftOut));
        }
        return rows.table(TableKind.GROUP, group, rowCount, AttributeMetadata.of(source, group));
    }

    /** Whether only the decoding by the CF conventions fails. */
    private static boolean isReadWithoutCf(TableSource source, TableRequest request, Dataset dataset)
            throws IOException {
        if (!request.cf()) {
            return false;
        }
        try {
            new SharedRows(source, request.withoutCf()).add("", dataset);
            return true;
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            return false;
        }
    }

    private static long rowCount(ObjectLocation location, GroupChildren children) throws IOException {
        List<Map.Entry<Long, List<String>>> lengths = children.mostCommonLengths();
        if (lengths.size() == 1) {
            return lengths.get(0).getKey();
        }
        List<String> described = new ArrayList<>();
        for (Map.Entry<Long, List<String>> length : lengths) {
            described.add(length.getKey() + " rows (" + shown(length.getValue()) + ")");
        }
        throw new IllegalArgumentException(
                location + ": the datasets of a group of columns have one length, found as many of "
                        + String.join(" as of ", described)
                        + "; name the columns with option(\"columns\", \"…\"), or one dataset with option(\"dataset\", \"…\")");
    }

    private static String shown(List<String> names) {
        return names.size() <= NAMES_SHOWN_MAX
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMES_SHOWN_MAX)) + " and " + (names.size() - NAMES_SHOWN_MAX)
                        + " more";
    }
}
