package org.sparkhdf5.storage;

import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path in which the number of a family's member stands as {@code %d} or {@code %05d}, as HDF5's family driver has it.
 *
 * @param before the path up to the number; may be a glob, but with no wildcard directly before the number, which would match digits
 * @param digits of the number at least, or 0
 * @param after the path behind the number: the rest of the name
 */
public record FamilyPattern(String before, int digits, String after) implements Serializable {
    private static final Pattern NUMBER = Pattern.compile("%%|%(?:0(\\d{1,2}))?[diu]");
    private static final Pattern MEMBER = Pattern.compile("(.*?)(\\d+)(\\.[^./]*)?", Pattern.DOTALL);
    private static final Pattern LIKELY = Pattern.compile("%(?:0\\d{1,2})?[diu]");
    private static final int DIGITS_MAX = 18;

    /** @throws IllegalArgumentException if the path is no pattern; says what is expected */
    public static FamilyPattern parse(String path) {
        Matcher matcher = NUMBER.matcher(path);
        StringBuilder text = new StringBuilder();
        FamilyPattern found = null;
        int from = 0;
        while (matcher.find()) {
            text.append(path, from, matcher.start());
            from = matcher.end();
            if (matcher.group().equals("%%")) {
                text.append('%');
            } else if (found == null) {
                int digits = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
                found = new FamilyPattern(text.toString(), digits, "");
                text.setLength(0);
            } else {
                throw notAPattern(path);
            }
        }
        text.append(path.substring(from));
        boolean touchesWildcard = found != null && found.before.matches("(?s).*[*?\\]}]");
        if (found == null
                || touchesWildcard
                || found.digits > DIGITS_MAX
                || text.chars().anyMatch(c -> "/*?[{\\".indexOf(c) >= 0)) {
            throw notAPattern(path);
        }
        return new FamilyPattern(found.before, found.digits, text.toString());
    }

    private static IllegalArgumentException notAPattern(String path) {
        return new IllegalArgumentException(
                "option \"driver\": with family a path has the number of the member once, as %d or"
                        + " %05d, in its last name, behind it no glob and directly before it no wildcard: /data/*/run%05d.h5; a % that"
                        + " stands for itself is %%; found " + path);
    }

    /** Whether a path could be meant as a pattern. */
    static boolean isLikely(String path) {
        return LIKELY.matcher(path).find();
    }

    /**
     * The pattern of the family whose first member has this name, or null where it does not end in a number of zeros.
     *
     * @param path of one file
     */
    public static @Nullable String ofFirstMember(String path) {
        int slash = path.lastIndexOf('/');
        Matcher name = MEMBER.matcher(path.substring(slash + 1));
        if (!name.matches() || !name.group(2).chars().allMatch(c -> c == '0')) {
            return null;
        }
        int digits = name.group(2).length();
        String number = digits == 1 ? "%d" : "%0" + digits + "d";
        String end = name.group(3) == null ? "" : name.group(3);
        return escaped(path.substring(0, slash + 1) + name.group(1)) + number + escaped(end);
    }

    private static String escaped(String text) {
        return text.replace("%", "%%");
    }

    private String number(int member) {
        return digits == 0 ? Integer.toString(member) : String.format(Locale.ROOT, "%0" + digits + "d", member);
    }

    /** The path of the first member; may be a glob. */
    String first() {
        return before + number(0) + after;
    }

    /** How the members are named whose first one was found. */
    FamilyPattern of(String firstMember) {
        String end = number(0) + after;
        if (!firstMember.endsWith(end)) {
            throw new IllegalArgumentException(firstMember + " is not the first member of " + this);
        }
        return new FamilyPattern(firstMember.substring(0, firstMember.length() - end.length()), digits, after);
    }

    /** The path of a member, counted from 0. */
    public String member(int number) {
        return before + number(number) + after;
    }
}
