package org.sparkhdf5.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.testing.WrappingFileSystem;
import org.sparkhdf5.testing.WrappingInputStream;

/** Reads that were begun beside their thread. A read of the file system here waits until the test lets it go on. */
@Timeout(60)
final class ReadAheadTest {
    private static final int LENGTH_BYTES = 10_000;

    @TempDir
    Path folder;

    private final Configuration conf = new Configuration();
    private final ReadStatistics statistics = new ReadStatistics();
    private final byte[] content = RangeReaderContract.content(LENGTH_BYTES);
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @BeforeEach
    void register() {
        WrappingFileSystem.register(conf, "gated-file", GatedFileSystem.class);
        GatedFileSystem.reset();
    }

    @AfterEach
    void stop() {
        GatedFileSystem.GATE.release(1000);
        other.shutdownNow();
    }

    @Test
    void isDoneByAThreadOfItsOwn() throws IOException {
        GatedFileSystem.GATE.release(1000);
        try (HadoopRangeReader reader = reader("gated-file")) {
            byte[] target = new byte[300];
            PendingRead pending = reader.begin(5000, target, 100, 100);
            GatedFileSystem.awaitCalls(1);
            assertThat(pending.await()).isTrue();
            assertThat(Arrays.copyOfRange(target, 100, 200)).isEqualTo(Arrays.copyOfRange(content, 5000, 5100));
            assertThat(Arrays.copyOfRange(target, 0, 100)).containsOnly(0);
            assertThat(Arrays.copyOfRange(target, 200, 300)).containsOnly(0);
        }
        assertThat(GatedFileSystem.CALLS.get(0).thread.getName()).startsWith("hdf5-read-ahead-");
        assertThat(GatedFileSystem.CALLS.get(0).thread.isDaemon()).isTrue();
        assertThat(statistics.reads()).isEqualTo(1);
        assertThat(statistics.bytesRead()).isEqualTo(100);
    }

    @Test
    void aReadThatIsNeededComesBeforeThoseThatWereBegunAndNoTwoAtOnce() throws Exception {
        try (HadoopRangeReader reader = reader("gated-file")) {
            PendingRead first = reader.begin(0, new byte[10], 0, 10);
            GatedFileSystem.awaitCalls(1);
            PendingRead second = reader.begin(100, new byte[10], 0, 10);
            Future<?> needed = other.submit(() -> {
                reader.readFully(200, new byte[10], 0, 10);
                return null;
            });
            while (GatedFileSystem.CALLS.size() < 3) {
                GatedFileSystem.GATE.release();
                Thread.sleep(20);
            }
            GatedFileSystem.GATE.release(10);
            needed.get();
            assertThat(first.await()).isTrue();
            assertThat(second.await()).isTrue();
        }
        assertThat(GatedFileSystem.MOST_AT_ONCE).hasValue(1);
        assertThat(GatedFileSystem.CALLS.get(0).position).isZero();
        assertThat(GatedFileSystem.CALLS).extracting(call -> call.position).contains(100L, 200L);
    }

    @Test
    void whatWasNotBegunYetIsDoneByTheThreadThatNeedsIt() throws Exception {
        try (HadoopRangeReader reader = reader("gated-file")) {
            reader.begin(0, new byte[10], 0, 10);
            GatedFileSystem.awaitCalls(1);
            reader.begin(100, new byte[10], 0, 10);
            byte[] target = new byte[10];
            PendingRead third = reader.begin(200, target, 0, 10);
            Future<Thread> waiting = other.submit(() -> {
                assertThat(third.await()).isTrue();
                return Thread.currentThread();
            });
            GatedFileSystem.awaitThread(waiting, other);
            GatedFileSystem.GATE.release(10);
            Thread thread = waiting.get();
            assertThat(target).isEqualTo(Arrays.copyOfRange(content, 200, 210));
            assertThat(GatedFileSystem.CALLS.get(1).position).isEqualTo(200);
            assertThat(GatedFileSystem.CALLS.get(1).thread).isSameAs(thread);
        }
    }

    @Test
    void anErrorIsThatOfTheReadThatNeedsTheBytes() throws IOException {
        GatedFileSystem.GATE.release(1000);
        IOException broken = new IOException("the datanode is gone");
        try (HadoopRangeReader reader = reader("gated-file")) {
            GatedFileSystem.ERROR.set(broken);
            byte[] target = new byte[10];
            PendingRead pending = reader.begin(0, target, 0, 10);
            GatedFileSystem.awaitCalls(1);
            assertThat(pending.await()).isFalse();
            assertThatThrownBy(() -> reader.readFully(0, target, 0, 10)).isSameAs(broken);
            reader.begin(0, target, 0, 10); // which nobody needs
            GatedFileSystem.ERROR.set(null);
            reader.readFully(0, target, 0, 10);
            assertThat(target).isEqualTo(Arrays.copyOf(content, 10));
        }
    }

    @Test
    void behindTheEndOfTheFileNothingIsBegun() throws IOException {
        try (HadoopRangeReader reader = reader("gated-file")) {
            assertThat(reader.begin(LENGTH_BYTES - 5, new byte[10], 0, 10).await())
                    .isFalse();
            assertThat(reader.begin(0, new byte[0], 0, 0).await()).isFalse();
        }
        assertThat(GatedFileSystem.CALLS).isEmpty();
    }

    @Test
    void closingFromAnotherThreadEndsTheReadAndTheWaiting() throws Exception {
        HadoopRangeReader reader = reader("gated-file");
        PendingRead first = reader.begin(0, new byte[10], 0, 10);
        GatedFileSystem.awaitCalls(1);
        PendingRead second = reader.begin(100, new byte[10], 0, 10);
        Future<Boolean> waiting = other.submit(first::await);
        GatedFileSystem.awaitThread(waiting, other);
        reader.close();
        assertThat(waiting.get()).isFalse();
        assertThat(second.await()).isFalse();
        while (GatedFileSystem.CLOSED.get() == 0 || GatedFileSystem.READING.get() > 0) {
            Thread.sleep(5);
        }
        assertThat(GatedFileSystem.CALLS).hasSize(1);
        assertThatThrownBy(() -> reader.readFully(0, new byte[10], 0, 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the reader is closed");
        assertThat(reader.begin(0, new byte[10], 0, 10).await()).isFalse();
        // The thread is whole: it reads for the next one.
        GatedFileSystem.GATE.release(1000);
        try (HadoopRangeReader next = reader("gated-file")) {
            PendingRead pending = next.begin(0, new byte[10], 0, 10);
            GatedFileSystem.awaitCalls(2);
            assertThat(pending.await()).isTrue();
        }
    }

    @Test
    void anInterruptEndsTheWaiting() throws Exception {
        try (HadoopRangeReader reader = reader("gated-file")) {
            PendingRead pending = reader.begin(0, new byte[10], 0, 10);
            GatedFileSystem.awaitCalls(1);
            for (boolean needed : new boolean[] {true, false}) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> {
                            if (needed) {
                                reader.readFully(100, new byte[10], 0, 10);
                            } else {
                                pending.await();
                            }
                        })
                        .isInstanceOf(InterruptedIOException.class)
                        .hasMessageContaining(": interrupted while it was read");
                assertThat(Thread.interrupted()).isTrue();
            }
        }
    }

    @Test
    void runsAsTheUserAndWithTheClassLoaderOfItsThread() throws Exception {
        GatedFileSystem.GATE.release(1000);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[0], before);
                HadoopRangeReader reader = reader("gated-file")) {
            thread.setContextClassLoader(loader);
            PendingRead pending = UserGroupInformation.createRemoteUser("analyst")
                    .doAs((PrivilegedExceptionAction<PendingRead>) () -> reader.begin(0, new byte[10], 0, 10));
            GatedFileSystem.awaitCalls(1);
            assertThat(pending.await()).isTrue();
            assertThat(GatedFileSystem.CALLS.get(0).loader).isSameAs(loader);
            assertThat(GatedFileSystem.CALLS.get(0).user).isEqualTo("analyst");
            assertThat(GatedFileSystem.CALLS.get(0).thread.getContextClassLoader())
                    .isNotSameAs(loader);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void theBytesCountForTheThreadThatWaitsAndOnce() throws IOException {
        GatedFileSystem.GATE.release(1000);
        long ofThread = bytesOfThread();
        long ofProcess = bytesOfProcess();
        try (HadoopRangeReader reader = reader("gated-file")) {
            PendingRead pending = reader.begin(0, new byte[5000], 0, 5000);
            GatedFileSystem.awaitCalls(1);
            assertThat(pending.await()).isTrue();
            assertThat(bytesOfThread() - ofThread).isEqualTo(5000);
            reader.readFully(5000, new byte[2000], 0, 2000);
            PendingRead unneeded = reader.begin(7000, new byte[1000], 0, 1000);
            GatedFileSystem.awaitCalls(3);
            assertThat(unneeded).isNotSameAs(PendingRead.NONE);
            reader.readFully(8000, new byte[1000], 0, 1000);
        }
        // The local file system reads short ranges with their surroundings.
        assertThat(bytesOfThread() - ofThread).isBetween(9000L, 20_000L);
        assertThat(bytesOfProcess() - ofProcess).isEqualTo(bytesOfThread() - ofThread);
        assertThat(statistics.bytesRead()).isEqualTo(9000);
    }

    /** The thread of the first read is gone when the second is begun, and nobody has waited for the first. */
    @Test
    void theBytesOfAReadThatNobodyWaitedForYetCountToo() throws IOException, InterruptedException {
        GatedFileSystem.GATE.release(1000);
        long ofThread = bytesOfThread();
        long ofProcess = bytesOfProcess();
        try (HadoopRangeReader reader = reader("gated-file")) {
            PendingRead first = reader.begin(0, new byte[5000], 0, 5000);
            GatedFileSystem.awaitCalls(1);
            while (statistics.reads() < 1) {
                Thread.onSpinWait();
            }
            Thread.sleep(50);
            PendingRead second = reader.begin(5000, new byte[5000], 0, 5000);
            GatedFileSystem.awaitCalls(2);
            assertThat(second.await()).isTrue();
            assertThat(first.await()).isTrue();
        }
        assertThat(bytesOfThread() - ofThread).isBetween(10_000L, 20_000L);
        assertThat(bytesOfProcess() - ofProcess).isEqualTo(bytesOfThread() - ofThread);
    }

    /** Errors of the machine, too, leave the reader usable. */
    @Test
    void aReadThatEndsItsThreadHangsNobody() throws IOException {
        GatedFileSystem.GATE.release(1000);
        try (HadoopRangeReader reader = reader("gated-file")) {
            GatedFileSystem.FATAL.set(true);
            PendingRead pending = reader.begin(0, new byte[10], 0, 10);
            GatedFileSystem.awaitCalls(1);
            assertThat(pending.await()).isFalse();
            GatedFileSystem.FATAL.set(false);
            byte[] target = new byte[10];
            reader.readFully(0, target, 0, 10);
            assertThat(target).isEqualTo(Arrays.copyOf(content, 10));
        }
    }

    @Test
    void threadsAreUsedAgain() throws IOException {
        GatedFileSystem.GATE.release(1000);
        for (int i = 0; i < 50; i++) {
            try (HadoopRangeReader reader = reader("gated-file")) {
                PendingRead pending = reader.begin(0, new byte[10], 0, 10);
                GatedFileSystem.awaitCalls(i + 1);
                assertThat(pending.await()).isTrue();
            }
        }
        Set<String> names = new HashSet<>();
        GatedFileSystem.CALLS.forEach(call -> names.add(call.thread.getName()));
        assertThat(names).hasSizeLessThan(10);
    }

    @SuppressWarnings("deprecation") // what Spark asks
    private static long bytesOfThread() {
        return FileSystem.getAllStatistics().stream()
                .mapToLong(each -> each.getThreadStatistics().getBytesRead())
                .sum();
    }

    @SuppressWarnings("deprecation")
    private static long bytesOfProcess() {
        return FileSystem.getAllStatistics().stream()
                .mapToLong(FileSystem.Statistics::getBytesRead)
                .sum();
    }

    private HadoopRangeReader reader(String scheme) throws IOException {
        Path file = Files.createTempFile(folder, "ahead", ".h5");
        Files.write(file, content);
        StoredFile stored = new StoredFile(
                scheme + ":" + file,
                content.length,
                Files.getLastModifiedTime(file).toMillis());
        return HadoopRangeReader.open(conf, stored, statistics);
    }

    /** Reads wait at a gate. */
    public static final class GatedFileSystem extends WrappingFileSystem {
        static final Semaphore GATE = new Semaphore(0);
        static final AtomicInteger MOST_AT_ONCE = new AtomicInteger();
        static final AtomicInteger CLOSED = new AtomicInteger();
        static final AtomicReference<@Nullable IOException> ERROR = new AtomicReference<>();
        static final AtomicBoolean FATAL = new AtomicBoolean();
        static final List<Call> CALLS = new CopyOnWriteArrayList<>();
        static final AtomicInteger READING = new AtomicInteger();

        record Call(long position, Thread thread, ClassLoader loader, String user) {}

        static void reset() {
            GATE.drainPermits();
            MOST_AT_ONCE.set(0);
            CLOSED.set(0);
            ERROR.set(null);
            FATAL.set(false);
            CALLS.clear();
        }

        /** Waits until so many reads came to the gate. */
        static void awaitCalls(int count) {
            while (CALLS.size() < count) {
                Thread.onSpinWait();
            }
        }

        /** Lets a thread come to where it waits; what it does after is the same if it is late. */
        static void awaitThread(Future<?> running, ExecutorService of) throws InterruptedException {
            assertThat(of.isShutdown()).isFalse();
            for (int i = 0; i < 20 && !running.isDone(); i++) {
                Thread.sleep(5);
            }
        }

        @Override
        protected WrappingInputStream wrap(org.apache.hadoop.fs.Path path, FSDataInputStream opened) {
            return new WrappingInputStream(opened) {
                @Override
                public void close() throws IOException {
                    CLOSED.incrementAndGet();
                    GATE.release(10);
                    super.close();
                }

                @Override
                public int read(long position, byte[] target, int offset, int lengthBytes) throws IOException {
                    int atOnce = READING.incrementAndGet();
                    MOST_AT_ONCE.accumulateAndGet(atOnce, Math::max);
                    Thread thread = Thread.currentThread();
                    String user = UserGroupInformation.getCurrentUser().getShortUserName();
                    CALLS.add(new Call(position, thread, thread.getContextClassLoader(), user));
                    try {
                        GATE.acquire();
                        if (FATAL.get()) {
                            throw new OutOfMemoryError("made by the test");
                        }
                        IOException error = ERROR.get();
                        if (error != null) {
                            throw error;
                        }
                        return super.read(position, target, offset, lengthBytes);
                    } catch (InterruptedException e) {
                        throw new IOException("interrupted at the gate", e);
                    } finally {
                        READING.decrementAndGet();
                    }
                }
            };
        }
    }
}
