package org.sparkhdf5.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of object paths, as the option {@code dataset} takes it: {@code *} and {@code ?} stand for characters of one name,
 * {@code [a-c]} and <code>{x,y}</code> for a choice, {@code **} as a whole name for any groups on the way, none included.
 *
 * @param parts names and patterns from the root group on
 */
record ObjectGlob(List<Part> parts) {
    private static final String CHARACTERS = "*?[{";

    ObjectGlob {
        parts = List.copyOf(parts);
    }

    /**
     * One name of the path.
     *
     * @param text as it was given
     * @param pattern of names, or null where the text is a name
     * @param anyGroups whether it stands for groups of any depth
     */
    record Part(String text, @Nullable Pattern pattern, boolean anyGroups) {
        boolean matches(String name) {
            return pattern == null ? text.equals(name) : pattern.matcher(name).matches();
        }
    }

    /** Whether a path is one with wildcards. */
    static boolean isGlob(String path) {
        return path.chars().anyMatch(c -> CHARACTERS.indexOf(c) >= 0);
    }

    /** @throws IllegalArgumentException if a bracket is left open */
    static ObjectGlob of(String path) {
        List<Part> parts = new ArrayList<>();
        for (String name : Arrays.asList(path.split("/"))) {
            if (name.equals("**")) {
                parts.add(new Part(name, null, true));
            } else if (!name.isEmpty()) {
                parts.add(new Part(name, isGlob(name) ? pattern(path, name) : null, false));
            }
        }
        return new ObjectGlob(parts);
    }

    private static Pattern pattern(String path, String name) {
        StringBuilder regex = new StringBuilder();
        boolean inChoice = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            int close = c == '[' ? name.indexOf(']', i + 2) : -1;
            if (close > 0) {
                regex.append(characters(name.substring(i + 1, close)));
                i = close;
            } else if (c == '{' && !inChoice) {
                regex.append("(?:");
                inChoice = true;
            } else if (c == '}' && inChoice) {
                regex.append(')');
                inChoice = false;
            } else if (c == ',' && inChoice) {
                regex.append('|');
            } else if (c == '*' || c == '?') {
                regex.append(c == '*' ? ".*" : ".");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "option \"dataset\": " + path + " is no pattern of paths: a bracket is left open in " + name
                            + "; close it, or name the dataset without wildcards",
                    e);
        }
    }

    /** A set of characters; a {@code !} or {@code ^} in front turns it around. */
    private static String characters(String set) {
        boolean negated = set.startsWith("!") || set.startsWith("^");
        String members = negated ? set.substring(1) : set;
        StringBuilder regex = new StringBuilder(negated ? "[^" : "[");
        for (int i = 0; i < members.length(); i++) {
            char c = members.charAt(i);
            regex.append("\\[]^&".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
        }
        return regex.append(']').toString();
    }
}
