package org.sparkhdf5.storage;

import java.io.Closeable;
import java.io.IOException;

/** Closes several things of which none may stay open because another one cannot be closed. */
public final class Closing {
    private Closing() {}

    /** @throws IOException what the last of those said that could not be closed, after all were tried */
    public static void all(Iterable<? extends Closeable> opened) throws IOException {
        IOException failure = null;
        for (Closeable one : opened) {
            try {
                one.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
