package org.sparkhdf5.codec;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The filters that are read here, and the names of those that are not, by filter identification value. A user adds one as
 * a service: an implementation of {@link Filter} named in {@code META-INF/services/org.sparkhdf5.codec.Filter} of a jar
 * that the context class loader of the reading thread knows. It never replaces one of those that are built in.
 */
public final class FilterRegistry {
    private static final Map<Integer, Filter> BUILT_IN = builtIn();
    private static final ServiceFilters SERVICES = new ServiceFilters(BUILT_IN);

    /** Filters of the library and those registered with The HDF Group. */
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "deflate"),
            Map.entry(2, "shuffle"),
            Map.entry(3, "fletcher32"),
            Map.entry(4, "szip"),
            Map.entry(5, "nbit"),
            Map.entry(6, "scaleoffset"),
            Map.entry(257, "hzip"),
            Map.entry(258, "fpzip"),
            Map.entry(305, "lzo"),
            Map.entry(306, "ucl"),
            Map.entry(307, "bzip2"),
            Map.entry(32000, "lzf"),
            Map.entry(32001, "blosc"),
            Map.entry(32002, "mafisc"),
            Map.entry(32003, "snappy"),
            Map.entry(32004, "lz4"),
            Map.entry(32005, "apax"),
            Map.entry(32006, "cbf"),
            Map.entry(32007, "jpeg-xr"),
            Map.entry(32008, "bitshuffle"),
            Map.entry(32009, "spdp"),
            Map.entry(32010, "lpc-rice"),
            Map.entry(32011, "ccsds-123"),
            Map.entry(32012, "jpeg-ls"),
            Map.entry(32013, "zfp"),
            Map.entry(32014, "fpzip"),
            Map.entry(32015, "zstd"),
            Map.entry(32016, "b3d"),
            Map.entry(32017, "sz"),
            Map.entry(32018, "fcidecomp"),
            Map.entry(32019, "jpeg"),
            Map.entry(32020, "vbz"),
            Map.entry(32021, "fapec"),
            Map.entry(32022, "bitgroom"),
            Map.entry(32023, "granular bitround"),
            Map.entry(32024, "sz3"),
            Map.entry(32025, "delta-rice"),
            Map.entry(32026, "blosc2"),
            Map.entry(32027, "flac"),
            Map.entry(32028, "sperr"),
            Map.entry(32029, "terse/prolix"),
            Map.entry(32030, "ffmpeg"));

    private FilterRegistry() {}

    /** The filter with this id, or null where it is not read: by this thread, if it is a user's. */
    public static @Nullable Filter find(int id) {
        Filter filter = BUILT_IN.get(id);
        return filter == null ? SERVICES.ofThisThread().get(id) : filter;
    }

    /** Names of the filters that this thread reads, for messages: {@code deflate, shuffle, fletcher32}. */
    public static String readableNames() {
        return Stream.concat(BUILT_IN.values().stream(), SERVICES.ofThisThread().values().stream())
                .map(Filter::name)
                .collect(Collectors.joining(", "));
    }

    /** The registered name of a filter id, whether it is read here or not: {@code 4 -> szip}; or the id as text. */
    public static String nameOf(int id) {
        return NAMES.getOrDefault(id, Integer.toString(id));
    }

    private static Map<Integer, Filter> builtIn() {
        Filter[] all = {
            new DeflateFilter(),
            new ShuffleFilter(),
            new Fletcher32Filter(),
            new SzipFilter(),
            new NbitFilter(),
            new ScaleOffsetFilter(),
            new LzoFilter(),
            new Bzip2Filter(),
            new LzfFilter(),
            new BloscFilter(),
            new Lz4Filter(),
            new BitshuffleFilter(),
            new ZstdFilter(),
            new VbzFilter(),
            new QuantisationFilter(QuantisationFilter.BIT_GROOM),
            new QuantisationFilter(QuantisationFilter.GRANULAR_BIT_ROUND),
            new Blosc2Filter()
        };
        return Collections.unmodifiableMap(
                Stream.of(all).collect(Collectors.toMap(Filter::id, Function.identity(), (a, b) -> a, TreeMap::new)));
    }
}
