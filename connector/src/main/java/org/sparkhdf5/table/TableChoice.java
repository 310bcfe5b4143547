package org.sparkhdf5.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.MissingDatasetException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.table.TableKind.Candidacy;
import org.sparkhdf5.table.TableSearch.Found;

/**
 * Chooses the table of a file where none is named, and says what there is to choose from. First come tables of pandas and
 * PyTables; if there are none, records of one dimension; if none, groups of columns; if none, plain datasets of numbers or text.
 */
final class TableChoice {
    private static final int OBJECTS_MAX = 20_000;
    private static final int DESCRIBED_MAX = 20;

    private final TableSource source;
    private final TableReader reader;
    private final int objectsMax;
    private boolean cut;

    TableChoice(TableSource source, TableReader reader) {
        this(source, reader, OBJECTS_MAX);
    }

    TableChoice(TableSource source, TableReader reader, int objectsMax) {
        this.source = source;
        this.reader = reader;
        this.objectsMax = objectsMax;
    }

    /**
     * The only candidate of the first class that has any; one that cannot be read counts where it says what it is.
     *
     * @throws MissingDatasetException if the file holds nothing that looks like a table
     * @throws IllegalArgumentException if there is none or more than one; lists them
     */
    Hdf5Object only(TableRequest request) throws IOException {
        String file = source.reader().file();
        List<Found> all = search();
        if (cut) {
            throw new IllegalArgumentException(file + ": option \"dataset\" is needed, this file has more than "
                    + objectsMax + " objects; view=tables lists its tables");
        }
        for (Candidacy candidacy : Candidacy.values()) {
            List<Found> candidates = new ArrayList<>();
            for (Found found : all) {
                if (isCandidate(found, candidacy, request)) {
                    candidates.add(found);
                }
            }
            candidates = withoutScales(candidates);
            Hdf5Object first = candidates.isEmpty() ? null : candidates.get(0).object();
            if (candidates.size() == 1 && first != null) {
                return first;
            }
            if (!candidates.isEmpty()) {
                throw needed(file, candidates.size(), describe(candidates));
            }
        }
        for (Found found : all) {
            if (found.object() == null) {
                source.file().find(found.path()); // says why it cannot be read
            }
        }
        IllegalArgumentException none = needed(file, 0, describe(all));
        throw all.isEmpty() ? new MissingDatasetException(String.valueOf(none.getMessage())) : none;
    }

    /** Dimension scales belong to the datasets whose coordinates they are: beside others they do not count. */
    private List<Found> withoutScales(List<Found> candidates) throws IOException {
        List<Found> others = new ArrayList<>();
        for (Found found : candidates) {
            if (!(found.object() instanceof Dataset dataset && DimensionScales.isScale(source, dataset))) {
                others.add(found);
            }
        }
        return others.isEmpty() ? candidates : others;
    }

    private static IllegalArgumentException needed(String file, int count, String described) {
        return new IllegalArgumentException(file + ": option \"dataset\" is needed, this file has " + count
                + " tables to choose from; " + described);
    }

    private boolean isCandidate(Found found, Candidacy candidacy, TableRequest request) throws IOException {
        Hdf5Object object = found.object();
        TableKind kind = found.kind();
        if (object == null || kind == null || kind.candidacy() != candidacy) {
            return false;
        }
        if (candidacy == Candidacy.GROUP) {
            // Who asks for another layout asks for one dataset.
            return request.layout() == ArrayLayout.ROWS;
        }
        return candidacy != Candidacy.ARRAY || !isCompanion(found.path(), request) && holdsNumbersOrText(object);
    }

    private static boolean isCompanion(String path, TableRequest request) {
        String companion = request.columnNames();
        return companion != null && path.equals(companion.startsWith("/") ? companion : "/" + companion);
    }

    private boolean holdsNumbersOrText(Hdf5Object object) throws IOException {
        Table table = readOrNull(object);
        return table != null && table.columns().stream().allMatch(column -> isNumberOrText(column.element()));
    }

    private static boolean isNumberOrText(ElementType element) {
        if (element instanceof ElementType.FixedList list) {
            return isNumberOrText(list.element());
        }
        if (element instanceof ElementType.HeapList list) {
            return isNumberOrText(list.element());
        }
        if (element instanceof ElementType.Struct struct) {
            return ElementTypes.isComplex(struct);
        }
        return !(element instanceof ElementType.Opaque
                || element instanceof ElementType.ReferencePath
                || element instanceof ElementType.ReferenceRegion);
    }

    /** The tables that are there, with kind, rows and columns. */
    String describe() throws IOException {
        return describe(search());
    }

    private List<Found> search() throws IOException {
        List<Found> all = new ArrayList<>();
        TableSearch search = new TableSearch(source, null);
        for (Found found = search.next(); found != null && !cut; found = search.next()) {
            all.add(found);
            cut = search.objectCount() > objectsMax;
        }
        return all;
    }

    private String describe(List<Found> all) throws IOException {
        if (all.isEmpty()) {
            return "it holds no table";
        }
        List<String> described = new ArrayList<>();
        for (Found found : all.subList(0, Math.min(all.size(), DESCRIBED_MAX))) {
            described.add(describe(found));
        }
        String more = all.size() > DESCRIBED_MAX ? ", and " + (all.size() - DESCRIBED_MAX) + " more" : "";
        return "tables found: " + String.join(", ", described) + more;
    }

    private String describe(Found found) throws IOException {
        Table table = found.object() == null ? null : readOrNull(found.object());
        if (table == null) {
            String kind = found.kind() == null ? "" : found.kind().text() + ", ";
            return found.path() + " (" + kind + "not readable)";
        }
        return found.path() + " (" + table.kind() + ", " + counted(table.rowCount(), "row") + ", "
                + counted(table.columns().size(), "column") + ")";
    }

    private @Nullable Table readOrNull(Hdf5Object object) throws IOException {
        try {
            return reader.read(object, TableRequest.ofDataset(object.path()).asAsked());
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException | IllegalArgumentException e) {
            return null;
        }
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
