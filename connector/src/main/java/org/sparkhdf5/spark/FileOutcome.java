package org.sparkhdf5.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.storage.ListedFile;

/**
 * What came of reading a file: a result, or what is wrong with the file, which another try would not change.
 *
 * @param result null where there is an error
 * @param error null where there is a result
 */
record FileOutcome<R>(@Nullable R result, @Nullable Exception error) implements Serializable {

    /**
     * Reads a file.
     *
     * @throws IOException that may pass: another try of the task is worth it; names the file
     */
    static <R> FileOutcome<R> of(ListedFile file, ManyFiles.Work<R> work, ManyFiles.Reading reading)
            throws IOException {
        try {
            return new FileOutcome<>(work.of(file, reading), null);
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
            String path = file.file().path();
            if (e instanceof FileNotFoundException
                    && !String.valueOf(e.getMessage()).contains(path)) {
                FileNotFoundException named = new FileNotFoundException(path + ": " + e.getMessage());
                named.initCause(e);
                return new FileOutcome<>(null, named);
            }
            if (isOfFile(e)) {
                return new FileOutcome<>(null, e);
            }
            boolean interrupted = e instanceof InterruptedIOException || e instanceof ClosedByInterruptException;
            if (interrupted
                    || !(e instanceof IOException failed)
                    || String.valueOf(e.getMessage()).contains(path)) {
                throw e;
            }
            throw new IOException(path + ": " + failed.getMessage(), failed);
        }
    }

    private static boolean isOfFile(Exception error) {
        return error instanceof Hdf5FormatException
                || error instanceof UnsupportedHdf5FeatureException
                || error instanceof FileNotFoundException
                || error instanceof IllegalArgumentException;
    }

    /** Gives the result to a visitor, or the error, unless that is one of wrong use, which is thrown. */
    void give(ListedFile file, ManyFiles.Visitor<R> visitor) throws IOException {
        if (error instanceof IOException failed) {
            visitor.failed(file, failed);
        } else if (error instanceof RuntimeException unchecked) {
            throw unchecked;
        } else if (result != null) {
            visitor.visit(file, result);
        }
    }
}
