package org.sparkhdf5.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.table.ArrayLayout;
import org.sparkhdf5.table.IndexColumns;
import org.sparkhdf5.table.NanosecondRule;
import org.sparkhdf5.table.ObjectColumns;
import org.sparkhdf5.table.StringEncoding;
import org.sparkhdf5.table.TableRequest;

/**
 * The options of a read. A read option wins over the same option of the session; an unknown one is an error.
 *
 * @param paths to read, in order
 * @param request what is asked of each file
 * @param externalLinks which external links are followed
 * @param taskMemoryBytes buffers of a task, or {@link #TASK_MEMORY_DEFAULT}
 * @param ignore which files may be passed over
 * @param view of the files, or null: a table of each is read
 * @param mergeSchema whether the schema is that of all files, not of the first one
 * @param pushDownPredicates whether tasks pass over rows by the conditions of a query
 */
public record Hdf5Options(
        List<String> paths,
        TableRequest request,
        ExternalLinkPolicy externalLinks,
        long taskMemoryBytes,
        IgnoreRules ignore,
        @Nullable View view,
        boolean mergeSchema,
        boolean pushDownPredicates) {
    /** Path of the object in the file, or a pattern of paths, or a JSON list of both. */
    public static final String DATASET = "dataset";
    /** The same, in pandas' word. */
    public static final String KEY = "key";
    /** {@code rows}, {@code columns} or {@code cells}: what a dataset of more than one dimension becomes. */
    public static final String LAYOUT = "layout";
    /** Names of the columns of a 2-D dataset: a list, or the path of the dataset that holds them. */
    public static final String COLUMN_NAMES = "columnNames";
    /** Datasets that are the columns of one table: a list of paths. */
    public static final String COLUMNS = "columns";
    /** Attributes that are constant columns: a list of {@code /path@name}. */
    public static final String ATTRIBUTES = "attributes";
    /** Whether netCDF variables are decoded by the CF conventions. */
    public static final String CF = "cf";
    /** Whether a file without the dataset gives no rows; else it fails. */
    public static final String IGNORE_MISSING_DATASETS = "ignoreMissingDatasets";
    /** {@code true}, {@code named} or {@code false}: which index levels of a pandas object become columns. */
    public static final String INDEX = "index";
    /** {@code fail}, {@code floor}, {@code round} or {@code long}: digits below a microsecond. */
    public static final String NANOSECONDS = "nanoseconds";
    /** Whether NaN is null. */
    public static final String NAN_AS_NULL = "nanAsNull";
    /** {@code utf-8}, {@code latin-1} or {@code binary}: byte strings whose encoding the file does not tell. */
    public static final String STRING_ENCODING = "stringEncoding";
    /** {@code deny}, {@code same-directory} or {@code any}: which external links are followed. */
    public static final String EXTERNAL_LINKS = "externalLinks";
    /** {@code family}: the members of a family of files are one file. */
    public static final String DRIVER = "driver";
    /** What the buffers of a task may take: {@code 256m}. */
    public static final String TASK_MEMORY = "taskMemory";
    /** {@code objects}, {@code attributes}, {@code chunks} or {@code tables}: look into the files instead of reading a table of them. */
    public static final String VIEW = "view";

    /** Whether a task looks at the columns of a condition first, and reads of the others only the rows that it leaves. */
    public static final String PUSH_DOWN_PREDICATES = "pushDownPredicates";

    /** {@code infer} or {@code string}: what columns of Python objects become. */
    public static final String OBJECTS = "objects";
    /** What is read of each pickled block to find the types of its columns: {@code 1m}. */
    public static final String OBJECT_SAMPLE_BYTES = "objectSampleBytes";
    /** Length of a pickled block that is read at most: {@code 1g}. */
    public static final String PICKLE_BYTES_MAX = "pickleBytesMax";

    static final long TASK_MEMORY_DEFAULT = -1;

    private static final long OBJECT_SAMPLE_BYTES_MAX = 256 << 20;

    private static final Set<String> OURS = Set.of(
            DATASET,
            KEY,
            LAYOUT,
            COLUMN_NAMES,
            COLUMNS,
            ATTRIBUTES,
            CF,
            IGNORE_MISSING_DATASETS,
            INDEX,
            NANOSECONDS,
            NAN_AS_NULL,
            STRING_ENCODING,
            OBJECTS,
            OBJECT_SAMPLE_BYTES,
            PICKLE_BYTES_MAX,
            EXTERNAL_LINKS,
            DRIVER,
            TASK_MEMORY,
            PUSH_DOWN_PREDICATES,
            VIEW);
    /** Whether the schema is that of all files; else it is the one of the first. Spark's option. */
    public static final String MERGE_SCHEMA = "mergeSchema";

    private static final String PATH = "path";
    private static final String PATHS = "paths";
    private static final String IGNORE_CORRUPT_FILES = "ignoreCorruptFiles";
    private static final String IGNORE_MISSING_FILES = "ignoreMissingFiles";
    private static final Set<String> SPARKS = Set.of(
            PATH,
            PATHS,
            "basePath",
            "recursiveFileLookup",
            "pathGlobFilter",
            "modifiedBefore",
            "modifiedAfter",
            "timeZone",
            IGNORE_CORRUPT_FILES,
            IGNORE_MISSING_FILES,
            MERGE_SCHEMA);
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    public Hdf5Options {
        paths = List.copyOf(paths);
    }

    /** @throws IllegalArgumentException on an unknown option or a value that it cannot have; lists what would be right */
    static Hdf5Options parse(CaseInsensitiveStringMap options) {
        refuseUnknown(options);
        ListingOptions.isFamily(options);
        String columnNames = options.get(COLUMN_NAMES);
        boolean companion = columnNames != null && columnNames.startsWith("/");
        ArrayLayout layout = choice(options, LAYOUT, ArrayLayout.class, ArrayLayout.ROWS);
        if (columnNames != null) {
            if (options.get(LAYOUT) != null && layout == ArrayLayout.ROWS) {
                throw new IllegalArgumentException("option \"columnNames\" implies layout=columns, found layout="
                        + options.get(LAYOUT) + "; leave one of them out");
            }
            layout = layout == ArrayLayout.CELLS ? layout : ArrayLayout.COLUMNS;
        }
        String dataset = dataset(options);
        List<String> datasets = dataset != null && dataset.startsWith("[") ? jsonList(DATASET, dataset) : List.of();
        TableRequest request = new TableRequest(
                datasets.isEmpty() ? dataset : null,
                datasets,
                flag(options, IGNORE_MISSING_DATASETS),
                layout,
                companion ? columnNames : null,
                columnNames == null || companion ? List.of() : list(COLUMN_NAMES, columnNames),
                choice(options, INDEX, IndexColumns.class, IndexColumns.TRUE),
                choice(options, NANOSECONDS, NanosecondRule.class, NanosecondRule.FAIL),
                flag(options, NAN_AS_NULL),
                strings(options),
                objects(options),
                options.get(COLUMNS) != null ? list(COLUMNS, options.get(COLUMNS)) : List.of(),
                options.get(ATTRIBUTES) != null ? list(ATTRIBUTES, options.get(ATTRIBUTES)) : List.of(),
                flag(options, CF));
        return new Hdf5Options(
                paths(options),
                request,
                externalLinks(options),
                taskMemoryBytes(options),
                ignore(options),
                view(options, request),
                flag(options, MERGE_SCHEMA),
                flag(options, PUSH_DOWN_PREDICATES, true));
    }

    private static void refuseUnknown(CaseInsensitiveStringMap options) {
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.addAll(OURS);
        known.addAll(SPARKS);
        for (String option : options.asCaseSensitiveMap().keySet()) {
            if (!known.contains(option) && !option.contains(".")) {
                throw new IllegalArgumentException("unknown option \"" + option + "\"; options of format hdf5: "
                        + String.join(", ", new TreeSet<>(OURS)));
            }
        }
    }

    private static @Nullable View view(CaseInsensitiveStringMap options, TableRequest request) {
        if (!options.containsKey(VIEW)) {
            return null;
        }
        View view = choice(options, VIEW, View.class, View.OBJECTS);
        if (!request.datasetList().isEmpty()) {
            throw new IllegalArgumentException("option \"view\": one path is expected as option \"dataset\", found a"
                    + " list; look at one object at a time");
        }
        if (view == View.CHUNKS && request.dataset() == null) {
            throw new IllegalArgumentException("option \"view\": chunks needs the option \"dataset\", which names one"
                    + " chunked dataset; view=objects lists what is there");
        }
        return view;
    }

    private static @Nullable String dataset(CaseInsensitiveStringMap options) {
        String dataset = options.get(DATASET);
        String key = options.get(KEY);
        if (dataset != null && key != null && !dataset.equals(key)) {
            throw new IllegalArgumentException(
                    "options \"dataset\" and \"key\" name the same thing and must be equal, found " + dataset + " and "
                            + key + "; leave one of them out");
        }
        return dataset != null ? dataset : key;
    }

    private static List<String> paths(CaseInsensitiveStringMap options) {
        List<String> paths = new ArrayList<>();
        if (options.get(PATHS) != null) {
            paths.addAll(jsonList(PATHS, options.get(PATHS)));
        }
        if (options.get(PATH) != null) {
            paths.add(options.get(PATH));
        }
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("a path is needed; give it to load(…), or as option \"path\"");
        }
        return paths;
    }

    private static List<String> list(String option, String value) {
        if (value.startsWith("[")) {
            return jsonList(option, value);
        }
        return Arrays.stream(value.split(",", -1)).map(String::trim).toList();
    }

    private static List<String> jsonList(String option, String value) {
        String expected = "option \"" + option + "\": a JSON list of strings is expected, found " + value
                + (option.equals(DATASET)
                        ? "; a pattern that begins with a bracket is written with a slash in front"
                        : "");
        try {
            List<String> texts = Arrays.asList(JSON.readValue(value, String[].class));
            if ((texts.isEmpty() && !option.equals(PATHS)) || texts.stream().anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException(expected);
            }
            return List.copyOf(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(expected, e);
        }
    }

    private static <E extends Enum<E>> E choice(
            CaseInsensitiveStringMap options, String option, Class<E> choices, E whenAbsent) {
        String value = options.get(option);
        if (value == null) {
            return whenAbsent;
        }
        List<String> names = new ArrayList<>();
        for (E choice : choices.getEnumConstants()) {
            String name = choice.name().toLowerCase(Locale.ROOT);
            if (name.equals(value.trim().toLowerCase(Locale.ROOT))) {
                return choice;
            }
            names.add(name);
        }
        throw new IllegalArgumentException(
                "option \"" + option + "\": one of " + String.join(", ", names) + " is expected, found " + value);
    }

    private static ExternalLinkPolicy externalLinks(CaseInsensitiveStringMap options) {
        String value = options.get(EXTERNAL_LINKS);
        if (value == null) {
            return ExternalLinkPolicy.SAME_DIRECTORY;
        }
        for (ExternalLinkPolicy policy : ExternalLinkPolicy.values()) {
            if (policy.optionValue().equalsIgnoreCase(value.trim())) {
                return policy;
            }
        }
        throw new IllegalArgumentException(
                "option \"externalLinks\": one of deny, same-directory, any is expected, found " + value);
    }

    private static StringEncoding strings(CaseInsensitiveStringMap options) {
        String value = options.get(STRING_ENCODING);
        if (value == null) {
            return StringEncoding.UTF_8;
        }
        for (StringEncoding encoding : StringEncoding.values()) {
            if (encoding.optionValue().equalsIgnoreCase(value.trim())) {
                return encoding;
            }
        }
        throw new IllegalArgumentException(
                "option \"stringEncoding\": one of utf-8, latin-1, binary is expected, found " + value);
    }

    private static boolean flag(CaseInsensitiveStringMap options, String option) {
        return flag(options, option, false);
    }

    private static boolean flag(CaseInsensitiveStringMap options, String option, boolean whenAbsent) {
        String given = options.get(option);
        String value =
                (given == null ? Boolean.toString(whenAbsent) : given).trim().toLowerCase(Locale.ROOT);
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(
                    "option \"" + option + "\": true or false is expected, found " + options.get(option));
        }
        return value.equals("true");
    }

    /** Spark's settings for its own file sources hold where the read says nothing. */
    private static IgnoreRules ignore(CaseInsensitiveStringMap options) {
        return new IgnoreRules(
                flag(options, IGNORE_CORRUPT_FILES, SessionSplitSizes.flag("spark.sql.files.ignoreCorruptFiles")),
                flag(options, IGNORE_MISSING_FILES, SessionSplitSizes.flag("spark.sql.files.ignoreMissingFiles")));
    }

    private static ObjectColumns objects(CaseInsensitiveStringMap options) {
        ObjectChoice choice = choice(options, OBJECTS, ObjectChoice.class, ObjectChoice.INFER);
        long sampleBytes = size(options, OBJECT_SAMPLE_BYTES, 1, ObjectColumns.SAMPLE_BYTES_DEFAULT);
        if (sampleBytes > OBJECT_SAMPLE_BYTES_MAX) {
            throw new IllegalArgumentException("option \"objectSampleBytes\": at most 256m is expected, found "
                    + options.get(OBJECT_SAMPLE_BYTES));
        }
        long pickleBytesMax = size(options, PICKLE_BYTES_MAX, 1, ObjectColumns.PICKLE_BYTES_MAX_DEFAULT);
        return new ObjectColumns(
                choice == ObjectChoice.STRING ? ObjectColumns.Typing.STRING : ObjectColumns.Typing.INFER,
                (int) sampleBytes,
                pickleBytesMax);
    }

    private enum ObjectChoice {
        INFER,
        STRING
    }

    private static long taskMemoryBytes(CaseInsensitiveStringMap options) {
        return size(options, TASK_MEMORY, 1 << 20, TASK_MEMORY_DEFAULT);
    }

    private static long size(CaseInsensitiveStringMap options, String option, long least, long whenAbsent) {
        String value = options.get(option);
        if (value == null) {
            return whenAbsent;
        }
        long bytes;
        try {
            bytes = JavaUtils.byteStringAsBytes(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "option \"" + option + "\": a size such as 256m is expected, found " + value, e);
        }
        if (bytes < least) {
            String bound = least == 1 << 20 ? "1m" : Long.toString(least);
            throw new IllegalArgumentException(
                    "option \"" + option + "\": at least " + bound + " is expected, found " + value);
        }
        return bytes;
    }
}
