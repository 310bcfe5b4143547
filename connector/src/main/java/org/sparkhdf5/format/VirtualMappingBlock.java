package org.sparkhdf5.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;

/**
 * Parses the object of the global heap that holds the mappings of a virtual dataset, versions 0 and 1. Version 1 stores a name
 * that is repeated as the number of the mapping that has it.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t4.html">HDF5 File Format Specification 4.0,
 *     III.F</a>
 */
final class VirtualMappingBlock {
    private static final String STRUCTURE = "virtual dataset mappings";
    private static final int CHECKSUM_BYTES = 4;
    /** Parsed, each takes about 1 KiB. */
    private static final int MAPPINGS_MAX = 1 << 18;
    /** Two names of a byte and two selections of all elements. */
    private static final int MAPPING_BYTES_MIN = 2 * 1 + 2 * 16;
    /** As above, without names. */
    private static final int SHARING_MAPPING_BYTES_MIN = 1 + 2 * 16;

    private static final int VERSION_MAX = 1;
    private static final int FLAG_FILE_SHARED = 0x01;
    private static final int FLAG_DATASET_SHARED = 0x02;
    private static final int FLAG_SAME_FILE = 0x04;
    private static final int FLAGS_ALL = FLAG_FILE_SHARED | FLAG_DATASET_SHARED | FLAG_SAME_FILE;

    private final MetadataCursor cursor;
    private final Dataspace dataspace;
    private final List<VirtualMapping> mappings = new ArrayList<>();

    private VirtualMappingBlock(MetadataCursor cursor, Dataspace dataspace) {
        this.cursor = cursor;
        this.dataspace = dataspace;
    }

    /**
     * Reads the block, once.
     *
     * @param dataspace of the virtual dataset, as stored
     */
    static List<VirtualMapping> read(
            MetadataReader reader, ObjectLocation location, DataLayout.Virtual layout, Dataspace dataspace)
            throws IOException {
        if (layout.address() == DataLayout.UNDEFINED) {
            return List.of();
        }
        HeapObject object = reader.heapObject(location, layout.address(), layout.index());
        if (object.lengthBytes() > MetadataReader.STRUCTURE_BYTES_MAX) {
            throw location.unsupported(
                    "mappings of " + object.lengthBytes() + " bytes are not read; readable are up to "
                            + MetadataReader.STRUCTURE_BYTES_MAX,
                    "read the source datasets, or make a virtual dataset of fewer mappings");
        }
        return parse(reader.read(location, STRUCTURE, object.address(), object.lengthBytes()), dataspace);
    }

    /** @param cursor at the whole object */
    static List<VirtualMapping> parse(MetadataCursor cursor, Dataspace dataspace) throws Hdf5FormatException {
        cursor.verifyChecksum();
        return new VirtualMappingBlock(cursor, dataspace).parse();
    }

    private List<VirtualMapping> parse() throws Hdf5FormatException {
        int version = cursor.readByteBetween("version", 0, VERSION_MAX);
        long count = cursor.readLength("number of entries");
        int least = version == 0 ? MAPPING_BYTES_MIN : SHARING_MAPPING_BYTES_MIN;
        if (count > (cursor.remaining() - CHECKSUM_BYTES) / least) {
            throw cursor.malformed(count + " entries in " + cursor.remaining() + " bytes");
        }
        if (count > MAPPINGS_MAX) {
            throw cursor.unsupported(
                    count + " mappings are not read; readable are up to " + MAPPINGS_MAX,
                    "read the source datasets, or make a virtual dataset of fewer mappings");
        }
        for (int i = 0; i < count; i++) {
            mappings.add(mapping(version));
        }
        if (cursor.remaining() != CHECKSUM_BYTES) {
            throw cursor.malformed("expected the checksum, found " + cursor.remaining() + " bytes");
        }
        return List.copyOf(mappings);
    }

    private VirtualMapping mapping(int version) throws Hdf5FormatException {
        int flags = version == 0 ? 0 : cursor.readByteBetween("flags", 0, FLAGS_ALL);
        SourceName file;
        if ((flags & FLAG_SAME_FILE) != 0) {
            file = new SourceName(".", List.of("."));
        } else {
            VirtualMapping shared = (flags & FLAG_FILE_SHARED) == 0 ? null : earlier("source file name");
            file = shared == null ? name("source file name") : shared.file();
        }
        VirtualMapping shared = (flags & FLAG_DATASET_SHARED) == 0 ? null : earlier("source dataset name");
        SourceName dataset = shared == null ? name("source dataset name") : shared.dataset();
        MappedSelection selected = SelectionMessage.parseMapped(cursor);
        VirtualMapping mapping =
                new VirtualMapping(file, dataset, selected, SelectionMessage.parseMapped(cursor, dataspace.rank()));
        String wrong;
        try {
            wrong = contradiction(mapping);
        } catch (ArithmeticException e) {
            wrong = "more elements than a long can count";
        }
        if (wrong != null) {
            throw cursor.malformed("mapping " + mappings.size() + ", of " + dataset.stored() + " in file "
                    + file.stored() + ": " + wrong);
        }
        return mapping;
    }

    private VirtualMapping earlier(String field) throws Hdf5FormatException {
        long index = cursor.readLength("entry of " + field);
        if (index >= mappings.size()) {
            throw cursor.malformed(
                    field + " of entry " + index + ", expected one of the " + mappings.size() + " before");
        }
        return mappings.get((int) index);
    }

    private SourceName name(String field) throws Hdf5FormatException {
        String stored = NameText.decode(cursor.readTerminated(field));
        SourceName name = SourceName.parse(stored);
        if (name == null) {
            throw cursor.malformed(field + " \"" + stored + "\": expected b or % behind a percent sign");
        }
        return name;
    }

    /** What HDF5 would not write, or null. */
    private @Nullable String contradiction(VirtualMapping mapping) {
        UnlimitedHyperslab place = mapping.place().unlimited();
        UnlimitedHyperslab selected = mapping.selected().unlimited();
        if (place == null) {
            if (mapping.isPattern()) {
                return "a pattern of names and a place that ends";
            }
            return selected != null ? "a source without end and a place that ends" : fixedContradiction(mapping);
        }
        String outside = outside(place);
        if (outside != null) {
            return outside;
        }
        if (selected != null) {
            if (mapping.isPattern()) {
                return "a pattern of names and a source without end";
            }
            return selected.sliceElements() == place.sliceElements()
                    ? null
                    : unequal(selected.sliceElements() + " of each slice", place.sliceElements());
        }
        if (!mapping.isPattern()) {
            return "a place without end, and neither a source without end nor a pattern of names";
        }
        if (!place.hasBlocks()) {
            return "a pattern of names and a place that is one block without end";
        }
        long each = Math.multiplyExact(place.sliceElements(), place.block().get(place.dimension()));
        boolean equal = !(mapping.selected() instanceof MappedSelection.Fixed fixed)
                || fixed.selection().pointCount() == each;
        return equal ? null : unequal("another number", each);
    }

    private static String unequal(String selected, long place) {
        return selected + " selected elements for a place of " + place;
    }

    private @Nullable String fixedContradiction(VirtualMapping mapping) {
        Selection place = mapping.place().concrete(dataspace.dimensions());
        Selection.Block bounds = mapping.place() instanceof MappedSelection.Whole ? null : place.bounds();
        for (int i = 0; bounds != null && i < dataspace.rank(); i++) {
            if (bounds.end().get(i) >= dataspace.dimensions().get(i)) {
                return "place " + place.text() + " outside of the extent " + dataspace.dimensions();
            }
        }
        boolean open =
                mapping.place() instanceof MappedSelection.Whole || mapping.selected() instanceof MappedSelection.Whole;
        long selected = open ? 0 : mapping.selected().concrete(List.of()).pointCount();
        return open || selected == place.pointCount() ? null : unequal(Long.toString(selected), place.pointCount());
    }

    private @Nullable String outside(UnlimitedHyperslab place) {
        for (int i = 0; i < place.rank(); i++) {
            if (i == place.dimension()) {
                continue;
            }
            long end = place.start().get(i)
                    + (place.count().get(i) - 1) * place.stride().get(i)
                    + place.block().get(i);
            if (end > dataspace.dimensions().get(i)) {
                return "place " + place.text() + " outside of the extent " + dataspace.dimensions();
            }
        }
        return null;
    }
}
