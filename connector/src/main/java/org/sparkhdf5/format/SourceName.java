package org.sparkhdf5.format;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Name of a source file or source dataset as a mapping stores it: {@code %b} stands for the number of a block, {@code %%} for a
 * percent sign.
 *
 * @param stored as in the file
 * @param parts texts between the block numbers
 */
record SourceName(String stored, List<String> parts) {
    SourceName {
        parts = List.copyOf(parts);
    }

    /** Null where a percent sign is followed by something else. */
    static @Nullable SourceName parse(String stored) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < stored.length(); i++) {
            char c = stored.charAt(i);
            if (c != '%') {
                part.append(c);
                continue;
            }
            i++;
            char specifier = i < stored.length() ? stored.charAt(i) : ' ';
            if (specifier == '%') {
                part.append('%');
            } else if (specifier == 'b') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                return null;
            }
        }
        parts.add(part.toString());
        return new SourceName(stored, parts);
    }

    boolean isPattern() {
        return parts.size() > 1;
    }

    /** The name of one block; the number is not used where this is no pattern. */
    String of(long block) {
        return String.join(Long.toString(block), parts);
    }
}
