package org.sparkhdf5.table.pickle;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Time zones of Python's {@code datetime} and {@code zoneinfo}, of pytz and dateutil. */
final class ZoneCalls {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int DAY_SECONDS = 86_400;
    private static final int DAY_MINUTES = 1440;
    private static final int ID_CHARACTERS_MAX = 200;
    private static final String ZONE_FOLDER = "zoneinfo/";

    private ZoneCalls() {}

    static Node call(Global global, Arguments given) {
        return switch (global) {
            case PYTZ_UTC, DATEUTIL_UTC -> {
                given.count(0, 0);
                yield fixed(0);
            }
            case PYTZ_FIXED -> {
                given.count(1, 1);
                yield fixed(given.integer(0, 1 - DAY_MINUTES, DAY_MINUTES - 1) * 60);
            }
            case PYTZ_ZONE -> {
                given.count(1, 4);
                Integer offset = given.count() > 1 ? given.integer(1, 1 - DAY_SECONDS, DAY_SECONDS - 1) : null;
                yield new Node.Zoned(id(given), offset);
            }
            case ZONE_INFO, ZONE_INFO_UNPICKLE -> {
                given.count(1, 2);
                yield new Node.Zoned(id(given), null);
            }
            case TIMEZONE -> timezone(given, 0);
            case DATEUTIL_OFFSET -> {
                given.count(2, 2);
                yield timezone(given, 1);
            }
            case DATEUTIL_FILE -> {
                given.count(2, 3);
                yield file(given, 1);
            }
            case DATEUTIL_FILE_UNPICKLE -> {
                given.count(3, Integer.MAX_VALUE);
                yield file(given, 2);
            }
            case DATEUTIL_RULE, TZINFO -> {
                given.count(0, 0);
                yield new Node.ZonePart();
            }
            default -> throw given.unexpected();
        };
    }

    private static String id(Arguments given) {
        String id = given.text(0);
        if (id.isEmpty() || id.length() > ID_CHARACTERS_MAX) {
            throw given.unexpected();
        }
        return id;
    }

    /** A zone of dateutil: its name follows the folder of zones. */
    private static Node file(Arguments given, int i) {
        String path = given.text(i);
        int folder = path.lastIndexOf(ZONE_FOLDER);
        String id = path.substring(folder < 0 ? 0 : folder + ZONE_FOLDER.length());
        if (folder < 0 || id.isEmpty() || id.length() > ID_CHARACTERS_MAX) {
            throw given.unexpected();
        }
        return new Node.Zoned(id, null);
    }

    /** {@code _reconstructor(class, base, state of the base)} of dateutil's classes, or null if it is of none of them. */
    static @Nullable Node reconstructed(Arguments given) {
        if (given.isName(0, Global.DATEUTIL_RULE) && given.isName(1, Global.OBJECT) && given.isNone(2)) {
            return new Node.ZonePart();
        }
        boolean utc = given.isName(0, Global.DATEUTIL_UTC)
                && given.isName(1, Global.TZINFO)
                && given.node(2) instanceof Node.ZonePart;
        return utc ? fixed(0) : null;
    }

    /** Whether an object of dateutil has such a state, all of which follows from the name of the zone. */
    static boolean hasState(Node target, Node state) {
        if (!(state instanceof Node.Mapping mapping)) {
            return target instanceof Node.ZonePart;
        }
        return target instanceof Node.ZonePart
                || (target instanceof Node.Zoned
                        && mapping.keys.contains(new Node.Leaf(new PythonValue.Text("_filename"))));
    }

    private static Node timezone(Arguments given, int i) {
        given.count(1, 2);
        if (given.node(i) instanceof Node.Leaf leaf
                && leaf.value() instanceof PythonValue.Timedelta delta
                && delta.nanos().bitLength() < Long.SIZE) {
            long nanos = delta.nanos().longValue();
            long seconds = nanos / NANOS_PER_SECOND;
            if (nanos % NANOS_PER_SECOND == 0 && Math.abs(seconds) < DAY_SECONDS) {
                return fixed((int) seconds);
            }
        }
        throw given.unexpected();
    }

    private static Node fixed(int offsetSeconds) {
        return new Node.Zoned(offsetText(offsetSeconds), offsetSeconds);
    }

    /** {@code UTC}, {@code +01:00}, {@code -00:30:15}. */
    static String offsetText(int offsetSeconds) {
        if (offsetSeconds == 0) {
            return "UTC";
        }
        int magnitude = Math.abs(offsetSeconds);
        String text = String.format(
                Locale.ROOT, "%s%02d:%02d", offsetSeconds < 0 ? "-" : "+", magnitude / 3600, magnitude / 60 % 60);
        return magnitude % 60 == 0 ? text : text + String.format(Locale.ROOT, ":%02d", magnitude % 60);
    }

    /**
     * How far the wall clock of a zone is ahead of UTC. Where the clock is set back or forward, {@code fold} chooses the offset
     * after that moment, otherwise that before it holds, as PEP 495 says.
     */
    static int offsetSeconds(Arguments given, Node.Zoned zone, LocalDateTime wallClock, boolean fold) {
        Integer known = zone.offsetSeconds();
        if (known != null) {
            return known;
        }
        ZoneRules rules = rules(zone.id());
        if (rules == null) {
            throw given.part.unsupported("time zone " + PickleAtoms.shown(zone.id()) + " is not known", given.position);
        }
        ZoneOffsetTransition transition = rules.getTransition(wallClock);
        if (transition == null) {
            return rules.getOffset(wallClock).getTotalSeconds();
        }
        return (fold ? transition.getOffsetAfter() : transition.getOffsetBefore()).getTotalSeconds();
    }

    /** The rules of a zone, or null if it is not known. */
    static @Nullable ZoneRules rules(String id) {
        try {
            return ZoneId.of(id).getRules();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
