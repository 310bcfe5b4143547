package org.sparkhdf5.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which files external links may lead to. Paths are text: a scheme and an authority, or neither, and an absolute path. */
public enum ExternalLinkPolicy {
    /** None. */
    DENY("deny"),
    /** Those in the directory of the file that holds the link. */
    SAME_DIRECTORY("same-directory"),
    /** All that the reader may read. */
    ANY("any");

    private static final Pattern PATH = Pattern.compile("((?:[a-zA-Z][a-zA-Z0-9+.-]*:)?(?://[^/]*)?)(/.*)");
    private static final Pattern URI = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://.*");

    private final String optionValue;

    ExternalLinkPolicy(String optionValue) {
        this.optionValue = optionValue;
    }

    public String optionValue() {
        return optionValue;
    }

    /**
     * Where the file of an external link may be, best first: an absolute name as it is, then by its last part beside the
     * file that holds the link; a relative name in the directory of that file. Without those that this policy does not
     * allow.
     *
     * @param file that holds the link
     * @param name of the other file, as the link stores it
     */
    List<String> candidates(String file, String name) {
        Matcher path = PATH.matcher(file);
        if (this == DENY || !path.matches()) {
            return List.of();
        }
        String root = path.group(1);
        String directory = parent(normalized(path.group(2)));
        List<String> candidates = new ArrayList<>();
        if (URI.matcher(name).matches() || name.startsWith("/")) {
            String absolute = absolute(root, directory, name);
            if (absolute != null) {
                candidates.add(absolute);
            }
            candidates.add(root + normalized(directory + "/" + name.substring(name.lastIndexOf('/') + 1)));
        } else {
            String beside = normalized(directory + "/" + name);
            if (this == ANY || parent(beside).equals(directory)) {
                candidates.add(root + beside);
            }
        }
        return candidates.stream().distinct().toList();
    }

    /**
     * The exact place of an absolute name where this policy does not allow to read it; null where it does, and of a relative name.
     *
     * @param file that holds the name
     */
    @Nullable String forbiddenPlace(String file, String name) {
        Matcher path = PATH.matcher(file);
        boolean isAbsolute = URI.matcher(name).matches() || name.startsWith("/");
        if (this == ANY || !isAbsolute || !path.matches()) {
            return null;
        }
        String directory = parent(normalized(path.group(2)));
        boolean allowed = this != DENY && absolute(path.group(1), directory, name) != null;
        return allowed ? null : ANY.absolute(path.group(1), directory, name);
    }

    /** Whether two paths are on one file system, by scheme and authority. */
    static boolean areOnOneFileSystem(String path, String other) {
        Matcher one = PATH.matcher(path);
        Matcher two = PATH.matcher(other);
        return one.matches() && two.matches() && one.group(1).equals(two.group(1));
    }

    private @Nullable String absolute(String root, String directory, String name) {
        Matcher absolute = PATH.matcher(name);
        if (!absolute.matches()) {
            return null;
        }
        String otherRoot = name.startsWith("/") ? root : absolute.group(1);
        String otherPath = normalized(name.startsWith("/") ? name : absolute.group(2));
        boolean isBeside = otherRoot.equals(root) && parent(otherPath).equals(directory);
        return this == ANY || isBeside ? otherRoot + otherPath : null;
    }

    /** Without empty, {@code .} and {@code ..} parts. */
    private static String normalized(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }
}
