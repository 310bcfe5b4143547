package org.sparkhdf5.spark;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.storage.ListingRequest;
import scala.Option;

/** The options that say which files are read: those of Spark's own file sources. */
final class ListingOptions {
    static final String RECURSIVE = "recursiveFileLookup";
    static final String BASE_PATH = "basePath";
    static final String NAME_GLOB = "pathGlobFilter";
    static final String MODIFIED_BEFORE = "modifiedBefore";
    static final String MODIFIED_AFTER = "modifiedAfter";
    static final String TIME_ZONE = "timeZone";
    private static final String FAMILY = "family";
    private static final String IGNORE_MISSING_FILES = "ignoreMissingFiles";

    private ListingOptions() {}

    /**
     * @param paths to read
     * @param session settings of the session: its time zone, and whether case matters
     * @throws IllegalArgumentException on a value that an option cannot have
     */
    static ListingRequest parse(List<String> paths, CaseInsensitiveStringMap options, RuntimeConfig session) {
        ZoneId zone = zone(options, session);
        Long after = micros(options, MODIFIED_AFTER, zone);
        Long before = micros(options, MODIFIED_BEFORE, zone);
        return new ListingRequest(
                paths,
                flag(RECURSIVE, valueOr(options, RECURSIVE, "false")),
                options.get(BASE_PATH),
                options.get(NAME_GLOB),
                after == null ? Long.MIN_VALUE : after,
                before == null ? Long.MAX_VALUE : before,
                flag(
                        IGNORE_MISSING_FILES,
                        valueOr(
                                options,
                                IGNORE_MISSING_FILES,
                                session.get("spark.sql.files.ignoreMissingFiles", "false"))),
                flag("spark.sql.caseSensitive", session.get("spark.sql.caseSensitive", "false")),
                isFamily(options));
    }

    /** Whether each path is the pattern of a family of files. */
    static boolean isFamily(CaseInsensitiveStringMap options) {
        String driver = options.get(Hdf5Options.DRIVER);
        if (driver != null && !driver.trim().equalsIgnoreCase(FAMILY)) {
            throw new IllegalArgumentException(
                    "option \"driver\": family is expected, for a file in members that load(…) names"
                            + " as run%05d.h5, found " + driver
                            + "; files of other drivers are joined before they are read");
        }
        return driver != null;
    }

    /** The value of an option; null counts as none. */
    private static String valueOr(CaseInsensitiveStringMap options, String option, String whenAbsent) {
        String value = options.get(option);
        return value == null ? whenAbsent : value;
    }

    /** The zone that times without one are in. */
    static ZoneId zone(CaseInsensitiveStringMap options, RuntimeConfig session) {
        String name = options.get(TIME_ZONE);
        try {
            return DateTimeUtils.getZoneId(name != null ? name : session.get("spark.sql.session.timeZone"));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "option \"timeZone\": a zone such as Europe/Berlin or +02:00 is expected, found " + name, e);
        }
    }

    private static @Nullable Long micros(CaseInsensitiveStringMap options, String option, ZoneId zone) {
        String value = options.get(option);
        if (value == null) {
            return null;
        }
        Option<Object> micros = DateTimeUtils.stringToTimestamp(UTF8String.fromString(value), zone);
        if (micros.isEmpty()) {
            throw new IllegalArgumentException(
                    "option \"" + option + "\": a time such as 2018-10-12T13:00:00 is expected, found " + value);
        }
        return (Long) micros.get();
    }

    private static boolean flag(String option, String value) {
        String lower = value.trim().toLowerCase(Locale.ROOT);
        if (!lower.equals("true") && !lower.equals("false")) {
            throw new IllegalArgumentException("option \"" + option + "\": true or false is expected, found " + value);
        }
        return lower.equals("true");
    }
}
