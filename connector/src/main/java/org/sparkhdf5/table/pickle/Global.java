package org.sparkhdf5.table.pickle;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The allow-list: what a global of a pickle may be. Names only; nothing is loaded or called. */
enum Global {
    RECONSTRUCT_ARRAY,
    FROM_BUFFER,
    SCALAR,
    DTYPE,
    NDARRAY,
    ENCODE,
    DATE,
    DATETIME,
    TIME,
    TIMEDELTA,
    TIMEZONE,
    DECIMAL,
    PANDAS_TIMESTAMP,
    PANDAS_TIMEDELTA,
    NA,
    NAT,
    OFFSET,
    PYTZ_UTC,
    PYTZ_ZONE,
    PYTZ_FIXED,
    ZONE_INFO,
    ZONE_INFO_UNPICKLE,
    DATEUTIL_UTC,
    DATEUTIL_OFFSET,
    DATEUTIL_FILE,
    DATEUTIL_FILE_UNPICKLE,
    DATEUTIL_RULE,
    TZINFO,
    GETATTR,
    SET,
    FROZENSET,
    BYTES,
    BYTEARRAY,
    COMPLEX,
    LIST,
    OBJECT,
    RECONSTRUCTOR,
    FROZEN_LIST,
    ORDERED_DICT;

    private static final Map<String, Global> ALLOWED = allowed();

    /** The global of that name, or null if it is not on the list. */
    static @Nullable Global find(String module, String name) {
        Global found = ALLOWED.get(module + "." + name);
        if (found == null && isOffsetModule(module) && isClassName(name)) {
            return OFFSET;
        }
        return found;
    }

    private static boolean isOffsetModule(String module) {
        return module.equals("pandas._libs.tslibs.offsets") || module.equals("pandas.tseries.offsets");
    }

    private static boolean isClassName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean upper = c >= 'A' && c <= 'Z';
            boolean later = i > 0 && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
            if (!upper && !later) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= 64;
    }

    private static Map<String, Global> allowed() {
        Map<String, Global> names = new HashMap<>();
        for (String numpy : new String[] {"numpy._core.", "numpy.core.", "numpy."}) {
            names.put(numpy + "multiarray._reconstruct", RECONSTRUCT_ARRAY);
            names.put(numpy + "multiarray.scalar", SCALAR);
            names.put(numpy + "numeric._frombuffer", FROM_BUFFER);
        }
        names.put("numpy.dtype", DTYPE);
        names.put("numpy.ndarray", NDARRAY);
        names.put("_codecs.encode", ENCODE);
        names.put("datetime.date", DATE);
        names.put("datetime.datetime", DATETIME);
        names.put("datetime.time", TIME);
        names.put("datetime.timedelta", TIMEDELTA);
        names.put("datetime.timezone", TIMEZONE);
        names.put("decimal.Decimal", DECIMAL);
        names.put("collections.OrderedDict", ORDERED_DICT);
        names.put("pytz._UTC", PYTZ_UTC);
        names.put("pytz._p", PYTZ_ZONE);
        names.put("pytz.FixedOffset", PYTZ_FIXED);
        names.put("pytz._FixedOffset", PYTZ_FIXED);
        names.put("zoneinfo.ZoneInfo", ZONE_INFO);
        names.put("zoneinfo.ZoneInfo._unpickle", ZONE_INFO_UNPICKLE);
        names.put("datetime.tzinfo", TZINFO);
        names.put("dateutil.tz.tz.tzutc", DATEUTIL_UTC);
        names.put("dateutil.tz.tz.tzoffset", DATEUTIL_OFFSET);
        names.put("dateutil.tz.tz.tzfile", DATEUTIL_FILE);
        names.put("dateutil.tz._tzfile.tzfile", DATEUTIL_FILE);
        names.put("dateutil.tz._tzfile._unpickle", DATEUTIL_FILE_UNPICKLE);
        names.put("dateutil.tz.tz._ttinfo", DATEUTIL_RULE);
        names.put("copy_reg._reconstructor", RECONSTRUCTOR);
        names.put("copyreg._reconstructor", RECONSTRUCTOR);
        for (String builtins : new String[] {"builtins.", "__builtin__."}) {
            names.put(builtins + "getattr", GETATTR);
            names.put(builtins + "set", SET);
            names.put(builtins + "frozenset", FROZENSET);
            names.put(builtins + "bytes", BYTES);
            names.put(builtins + "bytearray", BYTEARRAY);
            names.put(builtins + "complex", COMPLEX);
            names.put(builtins + "list", LIST);
            names.put(builtins + "object", OBJECT);
        }
        pandas(names);
        return Map.copyOf(names);
    }

    /** Under each name that pandas has had for them since 0.13. */
    private static void pandas(Map<String, Global> names) {
        names.put("pandas.NA", NA);
        names.put("pandas._libs.missing.NA", NA);
        names.put("pandas._libs.tslibs.timestamps._unpickle_timestamp", PANDAS_TIMESTAMP);
        names.put("pandas._libs.tslibs.timestamps.Timestamp", PANDAS_TIMESTAMP);
        names.put("pandas._libs.tslibs.timedeltas._timedelta_unpickle", PANDAS_TIMEDELTA);
        names.put("pandas._libs.tslibs.timedeltas.Timedelta", PANDAS_TIMEDELTA);
        names.put("pandas._libs.tslibs.nattype._nat_unpickle", NAT);
        names.put("pandas._libs.tslibs.nattype.__nat_unpickle", NAT);
        for (String module : new String[] {"pandas._libs.tslib.", "pandas.tslib."}) {
            names.put(module + "Timestamp", PANDAS_TIMESTAMP);
            names.put(module + "Timedelta", PANDAS_TIMEDELTA);
            names.put(module + "__nat_unpickle", NAT);
        }
        for (String module : new String[] {
            "pandas.core.indexes.frozen.", "pandas.indexes.frozen.", "pandas.core.base.", "pandas.core.index."
        }) {
            names.put(module + "FrozenList", FROZEN_LIST);
        }
    }
}
