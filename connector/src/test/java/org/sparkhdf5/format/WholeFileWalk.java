package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.storage.RangeReader;

/** Asks a file for everything, following every hard link once. What comes out other than our errors is let through. */
final class WholeFileWalk {
    private static final int OBJECTS_MAX = 20_000;

    private final Set<Long> visited = new HashSet<>();
    final List<String> malformed = new ArrayList<>();
    final List<String> refused = new ArrayList<>();

    private WholeFileWalk() {}

    @FunctionalInterface
    private interface Part {
        void ask() throws IOException;
    }

    static WholeFileWalk of(RangeReader reader) throws IOException {
        WholeFileWalk walk = new WholeFileWalk();
        walk.part(() -> {
            Hdf5File file = Hdf5File.open(reader);
            walk.visit(file, file.rootGroup());
        });
        return walk;
    }

    private void part(Part part) throws IOException {
        try {
            part.ask();
        } catch (Hdf5FormatException e) {
            malformed.add(e.getMessage());
        } catch (UnsupportedHdf5FeatureException e) {
            refused.add(e.getMessage());
        }
    }

    private void error(Entry<?> entry) throws IOException {
        if (entry instanceof Entry.Unreadable<?> unreadable) {
            part(() -> {
                throw EntryList.rethrown(unreadable.error());
            });
        }
    }

    private void visit(Hdf5File file, Hdf5Object object) throws IOException {
        if (visited.size() > OBJECTS_MAX || !visited.add(object.address())) {
            return;
        }
        part(() -> {
            for (String name : object.attributeNames()) {
                part(() -> object.attribute(name));
            }
        });
        for (Entry<Attribute> entry : object.attributeEntries()) {
            error(entry);
        }
        if (object instanceof Dataset dataset) {
            visit(dataset);
        } else if (object instanceof CommittedDatatype datatype) {
            part(datatype::datatype);
        } else if (object instanceof Group group) {
            part(group::linksByCreation);
            part(group::creationOrderTracked);
            for (Entry<Link> entry : group.linkEntries()) {
                error(entry);
            }
            part(() -> {
                for (Link link : group.links()) {
                    part(() -> follow(file, group, link));
                }
            });
        }
    }

    private void follow(Hdf5File file, Group group, Link link) throws IOException {
        String path = (group.path().equals("/") ? "" : group.path()) + "/" + link.name();
        part(() -> group.link(link.name()));
        if (link instanceof Link.Hard hard) {
            visit(file, file.objectAt(hard.address(), path));
        } else {
            file.find(path);
        }
    }

    private void visit(Dataset dataset) throws IOException {
        part(dataset::datatype);
        part(dataset::dataspace);
        part(dataset::layout);
        part(dataset::filterPipeline);
        part(() -> dataset.fillValue().element(1));
        part(() -> {
            if (dataset.layout() instanceof DataLayout.Chunked) {
                dataset.chunkIndex().forEachChunk(0, Long.MAX_VALUE, (offset, address, storedBytes, filterMask) -> {});
                dataset.chunkIndex().forEachChunk(3, 40, (offset, address, storedBytes, filterMask) -> {});
            }
        });
    }
}
