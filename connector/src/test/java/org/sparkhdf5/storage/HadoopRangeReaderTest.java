package org.sparkhdf5.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkhdf5.testing.CountingFileSystem;
import org.sparkhdf5.testing.ShortReadFileSystem;
import org.sparkhdf5.testing.WrappingFileSystem;
import org.sparkhdf5.testing.WrappingInputStream;

final class HadoopRangeReaderTest {
    @TempDir
    Path folder;

    private final Configuration conf = new Configuration();
    private final ReadStatistics statistics = new ReadStatistics();

    @BeforeEach
    void register() {
        WrappingFileSystem.register(conf, "counted-file", CountingFileSystem.class);
        WrappingFileSystem.register(conf, "counted-short-file", CountingFileSystem.class);
        WrappingFileSystem.register(conf, "short-file", ShortReadFileSystem.class);
        WrappingFileSystem.register(conf, "broken-file", BrokenFileSystem.class);
        CountingFileSystem.reset();
    }

    /** The contract on the local file system with checksums, by seek and read. */
    @Nested
    final class OnLocalFileSystem extends RangeReaderContract {
        @Override
        RangeReader reader(byte[] content) throws IOException {
            return HadoopRangeReaderTest.this.reader("file", content);
        }
    }

    /** The contract on the local file system without checksums. */
    @Nested
    final class OnRawLocalFileSystem extends RangeReaderContract {
        @Override
        RangeReader reader(byte[] content) throws IOException {
            conf.setClass("fs.file.impl", RawLocalFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
            conf.setBoolean("fs.file.impl.disable.cache", true);
            return HadoopRangeReaderTest.this.reader("file", content);
        }
    }

    /** The contract by positioned reads. */
    @Nested
    final class OnAnotherFileSystem extends RangeReaderContract {
        @Override
        RangeReader reader(byte[] content) throws IOException {
            return HadoopRangeReaderTest.this.reader("counted-file", content);
        }
    }

    /** The contract where every read is short. */
    @Nested
    final class OnShortReads extends RangeReaderContract {
        @Override
        RangeReader reader(byte[] content) throws IOException {
            return HadoopRangeReaderTest.this.reader("short-file", content);
        }
    }

    @Test
    void opensOnTheFirstReadOnly() throws IOException {
        StoredFile file = write("counted-file", new byte[100]);
        HadoopRangeReader reader = HadoopRangeReader.open(conf, file, statistics);
        assertThat(CountingFileSystem.total().opens()).isZero();
        assertThat(CountingFileSystem.total().statuses()).isZero();
        reader.readFully(0, new byte[10], 0, 10);
        reader.readFully(50, new byte[10], 0, 10);
        assertThat(CountingFileSystem.counts(file.path()).opens()).isEqualTo(1);
        reader.close();
    }

    @Test
    void opensNothingForAFileThatIsNeverRead() throws IOException {
        StoredFile missing = new StoredFile("file:/no/such/file.h5", 100, 0);
        HadoopRangeReader reader = HadoopRangeReader.open(conf, missing, statistics);
        assertThatThrownBy(() -> reader.readFully(0, new byte[1], 0, 1)).isInstanceOf(FileNotFoundException.class);
        reader.close();
    }

    @Test
    void countsEveryCallOnTheStream() throws IOException {
        StoredFile file = write("counted-short-file", RangeReaderContract.content(10_000));
        try (HadoopRangeReader reader = HadoopRangeReader.open(conf, file, statistics)) {
            reader.readFully(100, new byte[9_000], 0, 9_000);
        }
        assertThat(statistics.bytesRead()).isEqualTo(9_000);
        assertThat(statistics.reads()).isGreaterThanOrEqualTo(30);
        assertThat(CountingFileSystem.counts(file.path()).reads()).isEqualTo((int) statistics.reads());
        assertThat(CountingFileSystem.counts(file.path()).bytesRead()).isEqualTo(9_000);
    }

    @Test
    void readsARangeInOneCallWhereTheFileSystemGivesItWhole() throws IOException {
        StoredFile file = write("counted-file", RangeReaderContract.content(100_000));
        try (HadoopRangeReader reader = HadoopRangeReader.open(conf, file, statistics)) {
            reader.readFully(70_000, new byte[20_000], 0, 20_000);
        }
        assertThat(CountingFileSystem.counts(file.path()).ranges()).containsExactly(new ByteRange(70_000, 20_000));
    }

    @Test
    void endsWhereTheFileIsShorterThanListed() throws IOException {
        for (String scheme : new String[] {"file", "counted-file", "short-file"}) {
            StoredFile written = write(scheme, new byte[5_000]);
            StoredFile listed = new StoredFile(written.path(), 9_000, written.modificationTimeMillis());
            try (HadoopRangeReader reader = HadoopRangeReader.open(conf, listed, statistics)) {
                assertThatThrownBy(() -> reader.readFully(4_000, new byte[2_000], 0, 2_000))
                        .isInstanceOf(EOFException.class)
                        .hasMessageContaining(listed.path())
                        .hasMessageContaining("0xfa0")
                        .hasMessageContaining("found 1000 before the end of the file (9000 bytes when it was listed)");
            }
        }
    }

    @Test
    void givesUpOnAStreamThatReturnsNothing() throws IOException {
        BrokenFileSystem.ANSWER.set(null);
        StoredFile file = write("broken-file", new byte[100]);
        try (HadoopRangeReader reader = HadoopRangeReader.open(conf, file, statistics)) {
            assertThatThrownBy(() -> reader.readFully(0, new byte[10], 0, 10)).isInstanceOf(EOFException.class);
        }
        assertThat(statistics.bytesRead()).isZero();
    }

    @Test
    void passesInterruptsOnAndDoesNotTryAgain() throws IOException {
        for (IOException interrupt :
                new IOException[] {new InterruptedIOException(), new ClosedByInterruptException()}) {
            BrokenFileSystem.ANSWER.set(interrupt);
            BrokenFileSystem.CALLS.set(0);
            StoredFile file = write("broken-file", new byte[100]);
            try (HadoopRangeReader reader = HadoopRangeReader.open(conf, file, statistics)) {
                assertThatThrownBy(() -> reader.readFully(0, new byte[10], 0, 10))
                        .isSameAs(interrupt);
            }
            assertThat(BrokenFileSystem.CALLS).hasValue(1);
        }
    }

    @Test
    void comesBackAfterARest() throws IOException {
        byte[] content = RangeReaderContract.content(1_000);
        StoredFile file = write("counted-file", content);
        byte[] found = new byte[10];
        try (HadoopRangeReader reader = HadoopRangeReader.open(conf, file, statistics)) {
            reader.readFully(0, found, 0, 10);
            reader.rest();
            reader.rest();
            reader.readFully(100, found, 0, 10);
        }
        assertThat(found).isEqualTo(Arrays.copyOfRange(content, 100, 110));
        assertThat(CountingFileSystem.counts(file.path()).opens()).isEqualTo(2);
    }

    @Test
    void staysClosed() throws IOException {
        StoredFile file = write("file", new byte[100]);
        HadoopRangeReader reader = HadoopRangeReader.open(conf, file, statistics);
        reader.readFully(0, new byte[10], 0, 10);
        reader.close();
        assertThatThrownBy(() -> reader.readFully(0, new byte[10], 0, 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.path())
                .hasMessageContaining("closed");
    }

    @Test
    void leavesTheFileSystemOpen() throws IOException {
        StoredFile file = write("file", new byte[100]);
        HadoopRangeReader.open(conf, file, statistics).close();
        try (HadoopRangeReader other = HadoopRangeReader.open(conf, file, statistics)) {
            other.readFully(0, new byte[10], 0, 10);
        }
        assertThat(statistics.bytesRead()).isEqualTo(10);
    }

    private RangeReader reader(String scheme, byte[] content) throws IOException {
        return HadoopRangeReader.open(conf, write(scheme, content), statistics);
    }

    private StoredFile write(String scheme, byte[] content) throws IOException {
        Path file = Files.createTempFile(folder, "a b [1] %20 ", ".h5");
        Files.write(file, content);
        return new StoredFile(
                scheme + ":" + file,
                content.length,
                Files.getLastModifiedTime(file).toMillis());
    }

    /** Streams that return no byte, or throw. */
    public static final class BrokenFileSystem extends WrappingFileSystem {
        static final AtomicInteger CALLS = new AtomicInteger();
        static final AtomicReference<IOException> ANSWER = new AtomicReference<>();

        @Override
        protected WrappingInputStream wrap(org.apache.hadoop.fs.Path path, FSDataInputStream opened) {
            return new WrappingInputStream(opened) {
                @Override
                public int read(long position, byte[] target, int offset, int lengthBytes) throws IOException {
                    CALLS.incrementAndGet();
                    IOException answer = ANSWER.get();
                    if (answer != null) {
                        throw answer;
                    }
                    return 0;
                }
            };
        }
    }
}
