package org.sparkhdf5.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;

/**
 * Takes care that the reads of one reader are done one after the other, whichever thread does them: a read that a thread
 * waits for comes before those that were begun ahead. The latter run on one thread of the process, as the user and with the
 * class loader of the thread that began them, and what they read counts for the thread that next reads or waits here.
 */
final class ReadQueue {
    private final String file;
    private final Deque<Ahead> waiting = new ArrayDeque<>();
    private boolean streamInUse;
    private int urgentReads;
    private boolean hasThread;
    private boolean isReadingAhead;
    private @Nullable ThreadBytes owed;
    private boolean closed;

    ReadQueue(String file) {
        this.file = file;
    }

    /** One read of bytes. */
    interface Work {
        void read() throws IOException;
    }

    private enum State {
        WAITING,
        RUNNING,
        READ,
        NOT_READ
    }

    /** A read that was begun; its state is guarded by the queue. */
    private final class Ahead implements PendingRead {
        private final Work work;
        private final UserGroupInformation user;
        private final ClassLoader loader;
        private State state = State.WAITING;

        Ahead(Work work, UserGroupInformation user, ClassLoader loader) {
            this.work = work;
            this.user = user;
            this.loader = loader;
        }

        @Override
        public boolean await() throws IOException {
            if (isTakenBack(this)) {
                ReadQueue.this.read(work);
                return true;
            }
            return isRead(this);
        }

        /** Whether it was read; an error is met again by whoever needs the bytes. */
        private boolean run() {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            try {
                thread.setContextClassLoader(loader);
                return user.doAs((PrivilegedExceptionAction<Boolean>) this::read);
            } catch (IOException | InterruptedException | RuntimeException | Error e) {
                return false;
            } finally {
                thread.setContextClassLoader(before);
            }
        }

        private boolean read() {
            try {
                work.read();
                return true;
            } catch (IOException | RuntimeException | Error e) {
                return false;
            }
        }
    }

    /** Does a read on the calling thread when its turn has come. */
    void read(Work work) throws IOException {
        enter();
        try {
            work.read();
        } finally {
            leave();
        }
    }

    private synchronized void enter() throws InterruptedIOException {
        urgentReads++;
        try {
            while (streamInUse && !closed) {
                waitForTurn();
            }
        } finally {
            urgentReads--;
            notifyAll();
        }
        settle();
        streamInUse = true;
    }

    private synchronized void leave() {
        streamInUse = false;
        notifyAll();
    }

    /** Begins a read beside the calling thread. */
    PendingRead begin(Work work) {
        Ahead ahead;
        try {
            ahead = new Ahead(
                    work,
                    UserGroupInformation.getCurrentUser(),
                    Thread.currentThread().getContextClassLoader());
        } catch (IOException e) {
            return PendingRead.NONE;
        }
        synchronized (this) {
            settle();
            if (closed || (!hasThread && !ReadThreads.SHARED.start(this::run))) {
                return PendingRead.NONE;
            }
            hasThread = true;
            waiting.add(ahead);
            notifyAll();
        }
        return ahead;
    }

    /**
     * Gives up what was begun; whoever waits is woken.
     *
     * @return whether a thread is still reading ahead: no interrupt ends it, as that would close channels that the file system
     *     shares between streams, but closing the stream does
     */
    synchronized boolean close() {
        closed = true;
        waiting.forEach(ahead -> ahead.state = State.NOT_READ);
        waiting.clear();
        settle();
        notifyAll();
        return isReadingAhead;
    }

    private synchronized boolean isTakenBack(Ahead ahead) {
        return ahead.state == State.WAITING && waiting.remove(ahead);
    }

    private synchronized boolean isRead(Ahead ahead) throws InterruptedIOException {
        while (ahead.state == State.RUNNING && !closed) {
            waitForTurn();
        }
        settle();
        return ahead.state == State.READ;
    }

    private void waitForTurn() throws InterruptedIOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException(file + ": interrupted while it was read");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /** Counts for the calling thread what was read ahead. */
    private void settle() {
        ThreadBytes bytes = owed;
        if (bytes != null) {
            owed = null;
            bytes.give();
        }
    }

    private void run() {
        Ahead current = null;
        boolean ended = false;
        try {
            ThreadBytes bytes = new ThreadBytes();
            current = next(null, false, bytes);
            while (current != null) {
                boolean wasRead = current.run();
                current = next(current, wasRead, bytes);
            }
            ended = true;
        } finally {
            if (!ended) {
                abandon(current);
            }
        }
    }

    /** Lets the others go on without the thread, which fails: it is out of memory, most likely. */
    private synchronized void abandon(@Nullable Ahead current) {
        if (current != null && current.state == State.RUNNING) {
            current.state = State.NOT_READ;
            streamInUse = false;
        }
        isReadingAhead = false;
        hasThread = false;
        notifyAll();
    }

    /** Ends one read ahead and waits for the turn of the next one; null behind the last. */
    private synchronized @Nullable Ahead next(@Nullable Ahead last, boolean wasRead, ThreadBytes bytes) {
        if (last != null) {
            last.state = wasRead ? State.READ : State.NOT_READ;
            streamInUse = false;
            isReadingAhead = false;
            notifyAll();
            if (!closed) { // else nobody comes to be given them
                owed = bytes;
                bytes.take();
            }
        }
        while (!closed && !waiting.isEmpty() && (streamInUse || urgentReads > 0)) {
            try {
                wait();
            } catch (InterruptedException e) {
                break;
            }
        }
        Ahead next = closed || streamInUse ? null : waiting.poll();
        if (next == null) {
            hasThread = false;
            return null;
        }
        next.state = State.RUNNING;
        streamInUse = true;
        isReadingAhead = true;
        return next;
    }
}
