package org.sparkhdf5.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How a group keeps its links. Not thread-safe. */
sealed interface LinkStorage permits SymbolTable, CompactLinks, DenseLinks {

    /** The link of this name, or null; siblings are not enumerated where the storage has an index. */
    @Nullable LinkMessage find(byte[] name) throws IOException;

    /** Lists all links in any order; what cannot be read becomes an entry and hides nothing beside it. */
    void list(EntryList<LinkMessage> links) throws IOException;
}
