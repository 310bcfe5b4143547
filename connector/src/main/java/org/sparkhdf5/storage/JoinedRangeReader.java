package org.sparkhdf5.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads pieces of other files, one after the other, as if they were one file. A file is opened when it is first read; of more than
 * {@link #OPEN_FILES_MAX} those that were not read for longest are closed again. What lies in several pieces is one read of each.
 *
 * <p>Not thread-safe, except for {@link #close}. Owns the readers that it opens.
 */
public final class JoinedRangeReader implements RangeReader {
    /** So many files are open at a time, unless reads were begun in more. */
    public static final int OPEN_FILES_MAX = 8;

    private final String file;
    private final FilePiece[] pieces;
    /** Of the first byte of each piece, and behind the last one the length of all. */
    private final long[] addresses;

    private final Opener opener;
    private final Map<String, OpenPieces> open = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable RangeReader lastRead;
    private boolean closed;

    /** Opens the files of pieces. */
    @FunctionalInterface
    public interface Opener {
        /** A reader of the file of a piece; who asks closes it. */
        RangeReader open(String file) throws IOException;
    }

    private static final class OpenPieces {
        private final RangeReader reader;
        private int begunReads;

        OpenPieces(RangeReader reader) {
            this.reader = reader;
        }
    }

    /**
     * @param file path for messages about all the pieces
     * @param pieces in their order; those without bytes are passed over
     * @throws IllegalArgumentException if they are longer than any file
     */
    public JoinedRangeReader(String file, List<FilePiece> pieces, Opener opener) {
        this.file = file;
        this.pieces = pieces.stream().filter(piece -> piece.lengthBytes() > 0).toArray(FilePiece[]::new);
        this.addresses = new long[this.pieces.length + 1];
        for (int i = 0; i < this.pieces.length; i++) {
            addresses[i + 1] = addresses[i] + this.pieces[i].lengthBytes();
            if (addresses[i + 1] < 0) {
                throw new IllegalArgumentException(file + ": pieces are longer than any file");
            }
        }
        this.opener = opener;
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public long lengthBytes() {
        return addresses[pieces.length];
    }

    @Override
    public void readFully(long address, byte[] target, int offset, int lengthBytes) throws IOException {
        ReadBounds.check(this, address, target, offset, lengthBytes);
        int done = 0;
        for (int i = pieceAt(address); done < lengthBytes; i++) {
            int length = (int) Math.min(lengthBytes - done, addresses[i + 1] - (address + done));
            readPiece(pieces[i], address + done - addresses[i], target, offset + done, length);
            done += length;
        }
    }

    private void readPiece(FilePiece piece, long from, byte[] target, int offset, int lengthBytes) throws IOException {
        RangeReader reader = opened(piece.file()).reader;
        lastRead = reader;
        int stored = lengthBytes;
        long address = piece.address() + from;
        if (piece.zerosBehindEnd()) {
            // A sum beyond the largest long lies behind any end.
            long left = address < 0 ? 0 : reader.lengthBytes() - address;
            stored = (int) Math.max(0, Math.min(lengthBytes, left));
            Arrays.fill(target, offset + stored, offset + lengthBytes, (byte) 0);
        }
        if (stored > 0) {
            reader.readFully(address, target, offset, stored);
        }
    }

    /** The piece that holds an address, or the number of pieces behind the last. */
    private int pieceAt(long address) {
        int found = Arrays.binarySearch(addresses, address);
        return found >= 0 ? found : -found - 2;
    }

    /** That of the file that was read last. */
    @Override
    public ReadPace pace() {
        RangeReader reader = lastRead;
        return reader == null ? ReadPace.FAST : reader.pace();
    }

    /** Begins what lies in one piece of a file that is open. */
    @Override
    public PendingRead begin(long address, byte[] target, int offset, int lengthBytes) {
        if (lengthBytes == 0 || address > lengthBytes() - lengthBytes) {
            return PendingRead.NONE;
        }
        int i = pieceAt(address);
        if (address + lengthBytes > addresses[i + 1]) {
            return PendingRead.NONE;
        }
        OpenPieces known;
        synchronized (this) {
            known = open.get(pieces[i].file());
        }
        long there = pieces[i].address() + (address - addresses[i]);
        if (known == null || there < 0 || there > known.reader.lengthBytes() - lengthBytes) {
            return PendingRead.NONE;
        }
        PendingRead begun = known.reader.begin(there, target, offset, lengthBytes);
        if (begun == PendingRead.NONE) {
            return begun;
        }
        known.begunReads++;
        return () -> {
            known.begunReads--;
            return begun.await();
        };
    }

    private OpenPieces opened(String name) throws IOException {
        OpenPieces known;
        synchronized (this) {
            checkOpen();
            known = open.get(name);
        }
        if (known != null) {
            return known;
        }
        for (RangeReader unused : takeUnused()) {
            unused.close();
        }
        RangeReader reader = opener.open(name);
        synchronized (this) {
            if (!closed) {
                OpenPieces opened = new OpenPieces(reader);
                open.put(name, opened);
                return opened;
            }
        }
        reader.close();
        throw closedReader();
    }

    /** Takes readers out, so that there is room for one. Never those whose target is being filled. */
    private synchronized List<RangeReader> takeUnused() {
        List<RangeReader> taken = new ArrayList<>();
        Iterator<OpenPieces> oldest = open.values().iterator();
        while (open.size() >= OPEN_FILES_MAX && oldest.hasNext()) {
            OpenPieces next = oldest.next();
            if (next.begunReads == 0) {
                taken.add(next.reader);
                oldest.remove();
            }
        }
        return taken;
    }

    private synchronized void checkOpen() throws IOException {
        if (closed) {
            throw closedReader();
        }
    }

    private IOException closedReader() {
        return new IOException(file + ": the reader is closed");
    }

    /** Closes all files; they are opened again when they are read. */
    @Override
    public void rest() throws IOException {
        closeOpen();
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
        }
        closeOpen();
    }

    private void closeOpen() throws IOException {
        List<RangeReader> readers = new ArrayList<>();
        synchronized (this) {
            open.values().forEach(opened -> readers.add(opened.reader));
            open.clear();
        }
        Closing.all(readers);
    }
}
