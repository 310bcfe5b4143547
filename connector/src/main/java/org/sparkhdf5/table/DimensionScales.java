package org.sparkhdf5.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.chunk.FilterChains;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Attribute;
import org.sparkhdf5.format.DataLayout;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Dataspace;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.Hdf5Object;
import org.sparkhdf5.format.HeapView;
import org.sparkhdf5.format.IntegerBits;
import org.sparkhdf5.format.ReferenceTarget;
import org.sparkhdf5.table.pickle.PythonValue;

/**
 * What the dimensions of a dataset are called and where their coordinates are, as HDF5's dimension scales and netCDF-4 say it:
 * each dimension may have scales ({@code DIMENSION_LIST}), of which the first counts, and a label ({@code DIMENSION_LABELS}).
 *
 * <p>A scale or a list of scales that cannot be read leaves its dimensions without coordinates and is logged.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_h5_d_s__u_g.html">HDF5 Dimension Scales
 *     Specification</a>
 */
final class DimensionScales {
    /** In front of a netCDF variable that is named as a dimension and does not hold its coordinates. */
    private static final String NO_COORDINATES_PREFIX = "_nc4_non_coord_";
    /** The NAME of a scale that only has a length. */
    private static final String LENGTH_ONLY = "This is a netCDF dimension but not a netCDF variable";

    private static final int LABEL_BYTES_MAX = 4_096;

    private static final String DIMENSION_LIST = "DIMENSION_LIST";
    private static final String DIMENSION_LABELS = "DIMENSION_LABELS";
    private static final String NETCDF_DIMENSION = "_Netcdf4Dimid";
    private static final String NETCDF_COORDINATES = "_Netcdf4Coordinates";
    private static final List<String> NETCDF_FILE = List.of("_NCProperties", "_nc3_strict");
    private static final Logger LOG = LoggerFactory.getLogger(DimensionScales.class);

    private final TableSource source;
    private final Dataset dataset;
    private final ObjectLocation location;

    private DimensionScales(TableSource source, Dataset dataset) {
        this.source = source;
        this.dataset = dataset;
        this.location = source.location(dataset.path());
    }

    /**
     * A dimension of a dataset.
     *
     * @param name of its first scale, else its label, or null where it has neither
     * @param values the 1-D dataset that holds a coordinate for each index (it may hold more), or null
     */
    record Dimension(@Nullable String name, @Nullable Dataset values) {
        String nameOr(String whenUnnamed) {
            return name == null ? whenUnnamed : name;
        }
    }

    /** The dimensions of a dataset, slowest first; empty for a scalar. */
    static List<Dimension> of(TableSource source, Dataset dataset) throws IOException {
        int rank = dataset.dataspace().rank();
        DimensionScales scales = new DimensionScales(source, dataset);
        if (rank == 1 && isNetcdfCoordinate(source, dataset)) {
            return List.of(new Dimension(variableName(dataset), dataset));
        }
        List<@Nullable Dataset> first = rank > 1 && isScale(source, dataset) ? scales.byId(rank) : scales.listed(rank);
        List<String> labels = scales.labels();
        List<Dimension> dimensions = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            Dataset scale = first.get(i);
            String label = i < labels.size() && !labels.get(i).isEmpty() ? labels.get(i) : null;
            dimensions.add(scale == null ? new Dimension(label, null) : scales.dimension(scale, i));
        }
        return dimensions;
    }

    /** Whether the dimensions of a dataset have scales, or it is a coordinate of netCDF itself; reads attributes only. */
    static boolean describe(TableSource source, Dataset dataset) throws IOException {
        if (dataset.dataspace().rank() == 0) {
            return false;
        }
        return dataset.attributeNames().contains(DIMENSION_LIST) || isNetcdfCoordinate(source, dataset);
    }

    /** Whether a dataset is a variable of netCDF. */
    static boolean isNetcdf(TableSource source, Dataset dataset) throws IOException {
        List<String> names = dataset.attributeNames();
        if (names.contains(NETCDF_DIMENSION) || names.contains(NETCDF_COORDINATES)) {
            return true;
        }
        if (isNetcdfFile(source)) {
            return true;
        }
        for (Dataset scale :
                new DimensionScales(source, dataset).listed(dataset.dataspace().rank())) {
            if (scale != null && (scale.attributeNames().contains(NETCDF_DIMENSION) || isLengthOnly(source, scale))) {
                return true;
            }
        }
        return false;
    }

    /** Whether netCDF says that it wrote a file. */
    static boolean isNetcdfFile(TableSource source) throws IOException {
        List<String> ofRoot = source.file().rootGroup().attributeNames();
        return NETCDF_FILE.stream().anyMatch(ofRoot::contains);
    }

    /** The name of a variable as netCDF has it: the last part of the path. */
    static String variableName(Dataset dataset) {
        String path = dataset.path();
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.startsWith(NO_COORDINATES_PREFIX) ? name.substring(NO_COORDINATES_PREFIX.length()) : name;
    }

    /** Whether a dataset stands for a dimension of netCDF and holds nothing. */
    static boolean isLengthOnly(TableSource source, Dataset dataset) throws IOException {
        String name = textOrNull(source, dataset, "NAME");
        return name != null && name.startsWith(LENGTH_ONLY);
    }

    /** Whether a dataset is a dimension scale. */
    static boolean isScale(TableSource source, Dataset dataset) throws IOException {
        return "DIMENSION_SCALE".equals(textOrNull(source, dataset, "CLASS"));
    }

    private static boolean isNetcdfCoordinate(TableSource source, Dataset dataset) throws IOException {
        if (!isScale(source, dataset) || isLengthOnly(source, dataset)) {
            return false;
        }
        if (dataset.attributeNames().contains(NETCDF_DIMENSION)) {
            return true;
        }
        return isNetcdfFile(source);
    }

    private Dimension dimension(Dataset scale, int axis) throws IOException {
        String last = scale.path().substring(scale.path().lastIndexOf('/') + 1);
        String given = textOrNull(source, scale, "NAME");
        boolean lengthOnly = given != null && given.startsWith(LENGTH_ONLY);
        boolean byPath = given == null
                || given.isEmpty()
                || lengthOnly
                || scale.attributeNames().contains(NETCDF_DIMENSION);
        long length = dataset.dataspace().dimensions().get(axis);
        return new Dimension(byPath ? last : given, !lengthOnly && holdsValues(scale, length) ? scale : null);
    }

    private boolean holdsValues(Dataset scale, long length) throws IOException {
        ObjectLocation place = source.location(scale.path());
        try {
            Dataspace extent = scale.dataspace();
            if (extent.rank() == 1 && extent.dimensions().get(0) < length) {
                LOG.warn(
                        "{}: its coordinates {} are left out: they have {} elements, the dimension has {}",
                        location,
                        scale.path(),
                        extent.dimensions().get(0),
                        length);
                return false;
            }
            if (extent.rank() != 1 || ElementTypes.isRecord(scale.datatype())) {
                return false;
            }
            ElementTypes.of(place, scale.datatype(), false, false);
            FilterChains.checkReadable(place, StoredArray.of(place, scale).pipeline());
            return true;
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            LOG.warn("{}: its coordinates {} are left out: {}", location, scale.path(), e.getMessage());
            return false;
        }
    }

    /** The first scale of each dimension. */
    private List<@Nullable Dataset> listed(int rank) throws IOException {
        List<@Nullable Dataset> scales = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            scales.add(null);
        }
        try {
            Attribute list = dataset.attribute(DIMENSION_LIST);
            if (list == null
                    || !(list.datatype() instanceof Datatype.VariableLength type)
                    || !(type.element() instanceof Datatype.Reference reference)) {
                return scales;
            }
            HeapView view = new HeapView();
            for (int i = 0; i < Math.min(rank, list.bytes().length / type.sizeBytes()); i++) {
                Hdf5File file = source.file();
                file.globalHeap().find(location, list.bytes(), i * type.sizeBytes(), reference.sizeBytes(), view);
                if (view.lengthBytes() > 0) {
                    scales.set(i, scale(reference, view));
                }
            }
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            LOG.warn("{}: its dimension scales are left out: {}", location, e.getMessage());
        }
        return scales;
    }

    private @Nullable Dataset scale(Datatype.Reference reference, HeapView view) throws IOException {
        byte[] element = new byte[reference.sizeBytes()];
        System.arraycopy(view.bytes(), view.offset(), element, 0, element.length);
        long address = source.file().references().objectAddress(location, reference, element);
        if (address == DataLayout.UNDEFINED) {
            return null;
        }
        String path = pathAround(address);
        ReferenceTarget target = path == null ? source.file().references().read(location, reference, element, 0) : null;
        if (path == null) {
            path = target == null ? "0x" + Long.toHexString(address) : ReferenceText.path(target);
        }
        return source.file().objectAt(address, path) instanceof Dataset scale ? scale : null;
    }

    /** The dimensions of a coordinate of several dimensions, which can have no scales itself: netCDF numbers them. */
    private List<@Nullable Dataset> byId(int rank) throws IOException {
        List<@Nullable Dataset> scales = new ArrayList<>();
        List<Long> ids = integers(dataset, NETCDF_COORDINATES);
        Map<Long, Dataset> byId = new HashMap<>();
        for (String folder : ids.size() == rank ? foldersAround() : List.<String>of()) {
            for (Map.Entry<Long, String> entry : source.membersByAddress(folder).entrySet()) {
                Dataset other = scaleOrNull(entry.getKey(), entry.getValue());
                List<Long> id = other == null ? List.of() : integers(other, NETCDF_DIMENSION);
                if (other != null && id.size() == 1) {
                    byId.putIfAbsent(id.get(0), other);
                }
            }
        }
        for (int i = 0; i < rank; i++) {
            scales.add(ids.size() == rank ? byId.get(ids.get(i)) : null);
        }
        return scales;
    }

    private @Nullable Dataset scaleOrNull(long address, String path) throws IOException {
        try {
            Hdf5Object object = source.file().objectAt(address, path);
            return object instanceof Dataset other && isScale(source, other) ? other : null;
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            return null; // a neighbour, whatever it is
        }
    }

    private List<Long> integers(Dataset owner, String name) throws IOException {
        Attribute attribute = owner.attribute(name);
        List<Long> values = new ArrayList<>();
        if (attribute != null && attribute.datatype() instanceof Datatype.FixedPoint type && type.sizeBytes() <= 8) {
            for (int at = 0; at < attribute.bytes().length; at += type.sizeBytes()) {
                values.add(IntegerBits.of(location, type).read(attribute.bytes(), at));
            }
        }
        return values;
    }

    private List<String> labels() throws IOException {
        List<String> labels = new ArrayList<>();
        try {
            Attribute attribute = dataset.attribute(DIMENSION_LABELS);
            if (attribute == null || !(attribute.datatype() instanceof Datatype.VariableString type)) {
                return labels;
            }
            HeapView view = new HeapView();
            int count = Math.min(dataset.dataspace().rank(), attribute.bytes().length / type.sizeBytes());
            for (int i = 0; i < count; i++) {
                source.file().globalHeap().find(location, attribute.bytes(), i * type.sizeBytes(), 1, view);
                if (view.lengthBytes() > LABEL_BYTES_MAX) {
                    LOG.warn(
                            "{}: the label of dimension {} is left out: it has {} bytes",
                            location,
                            i,
                            view.lengthBytes());
                    labels.add("");
                    continue;
                }
                int end =
                        TextEnd.of(ElementTypes.trim(type.padding()), view.bytes(), view.offset(), view.lengthBytes());
                labels.add(new String(view.bytes(), view.offset(), end - view.offset(), StandardCharsets.UTF_8));
            }
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            LOG.warn("{}: the labels of its dimensions are left out: {}", location, e.getMessage());
        }
        return labels;
    }

    /** Where netCDF keeps its dimensions: in the groups around the dataset, the nearest first. */
    private List<String> foldersAround() {
        List<String> folders = new ArrayList<>();
        String folder = dataset.path();
        while (!folder.isEmpty()) {
            folder = folder.substring(0, Math.max(0, folder.lastIndexOf('/')));
            folders.add(folder);
        }
        return folders;
    }

    /** The path of an object in the groups around the dataset, or null if it is in none of them. */
    private @Nullable String pathAround(long address) throws IOException {
        for (String folder : foldersAround()) {
            String path = source.membersByAddress(folder).get(address);
            if (path != null) {
                return path;
            }
        }
        return null;
    }

    private static @Nullable String textOrNull(TableSource source, Dataset dataset, String name) throws IOException {
        if (!dataset.attributeNames().contains(name)) {
            return null;
        }
        try {
            PythonValue value = new PyTablesAttributes(source, dataset).value(name);
            return value instanceof PythonValue.Text text ? text.value() : null;
        } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
            return null;
        }
    }
}
