package org.sparkhdf5.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.testing.CountingRangeReader;

final class JoinedRangeReaderTest extends RangeReaderContract {
    private static final String FILE = "memory:/whole.h5";

    /** Pieces of 1000 bytes, each in the middle of a file of its own, every third one in one file. */
    @Override
    RangeReader reader(byte[] content) {
        Map<String, byte[]> files = new HashMap<>();
        files.put("shared", new byte[content.length + 7]);
        List<FilePiece> pieces = new ArrayList<>();
        for (int from = 0; from < content.length; from += 1000) {
            int length = Math.min(1000, content.length - from);
            boolean shared = from % 3000 == 0;
            String name = shared ? "shared" : "f" + from;
            int address = shared ? from + 7 : 13;
            byte[] file = files.computeIfAbsent(name, key -> new byte[13 + length + 5]);
            System.arraycopy(content, from, file, address, length);
            pieces.add(new FilePiece(name, address, length, from % 2000 == 0));
            pieces.add(new FilePiece("nothing", 5, 0, false));
        }
        return new JoinedRangeReader(FILE, pieces, name -> new InMemoryRangeReader(name, files.get(name)));
    }

    @Test
    void readsZerosBehindTheEndOfAShortFile() throws IOException {
        List<FilePiece> pieces = List.of(
                new FilePiece("short", 2, 5, true),
                new FilePiece("empty", 0, 3, true),
                new FilePiece("short", 9, 2, true),
                new FilePiece("short", Long.MAX_VALUE, 2, true),
                new FilePiece("short", 0, 2, true));
        byte[] target = new byte[16];
        Arrays.fill(target, (byte) 99);
        try (RangeReader reader = new JoinedRangeReader(
                FILE,
                pieces,
                name -> new InMemoryRangeReader(name, name.equals("short") ? new byte[] {1, 2, 3, 4} : new byte[0]))) {
            reader.readFully(0, target, 1, 14);
        }
        assertThat(target).containsExactly(99, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 99);
    }

    @Test
    void failsBehindTheEndOfAShortFileThatMustBeWhole() throws IOException {
        try (RangeReader reader = new JoinedRangeReader(
                FILE,
                List.of(new FilePiece("a", 0, 5, false)),
                name -> new InMemoryRangeReader("memory:/a", new byte[3]))) {
            assertThatThrownBy(() -> reader.readFully(0, new byte[5], 0, 5))
                    .hasMessageStartingWith("memory:/a: expected 5 bytes at address 0x0, found 3");
        }
    }

    @Test
    void opensFilesWhenTheyAreReadAndKeepsAFewOpen() throws IOException {
        List<FilePiece> pieces = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            pieces.add(new FilePiece("f" + i, 0, 10, false));
        }
        List<CountingRangeReader> opened = new ArrayList<>();
        RangeReader reader = new JoinedRangeReader(FILE, pieces, name -> {
            opened.add(new CountingRangeReader(new InMemoryRangeReader(name, new byte[10])));
            return opened.get(opened.size() - 1);
        });
        assertThat(opened).isEmpty();

        for (int i = 0; i < 100; i++) {
            reader.readFully(10L * i + 2, new byte[4], 0, 4);
            reader.readFully(10L * i + 2, new byte[4], 0, 4);
            reader.readFully(2, new byte[4], 0, 4); // always used, never closed
            assertThat(opened.stream().filter(one -> one.closes() == 0).count())
                    .isLessThanOrEqualTo(JoinedRangeReader.OPEN_FILES_MAX);
        }
        assertThat(opened).hasSize(100);
        assertThat(opened.get(0).closes()).isZero();
        reader.readFully(955, new byte[10], 0, 10);
        assertThat(opened).hasSize(100);
        reader.readFully(15, new byte[10], 0, 10);
        assertThat(opened).hasSize(102);

        reader.close();
        reader.close();
        assertThat(opened).allMatch(one -> one.closes() == 1);
        assertThatThrownBy(() -> reader.readFully(0, new byte[4], 0, 4)).hasMessage(FILE + ": the reader is closed");
    }

    @Test
    void handsTheErrorOfAFileThatIsNotThereOnAndReadsTheOthers() throws IOException {
        List<FilePiece> pieces = List.of(new FilePiece("gone", 0, 4, true), new FilePiece("there", 0, 4, true));
        try (RangeReader reader = new JoinedRangeReader(FILE, pieces, name -> {
            if (name.equals("gone")) {
                throw new FileNotFoundException(name);
            }
            return new InMemoryRangeReader(name, new byte[] {1, 2, 3, 4});
        })) {
            assertThatThrownBy(() -> reader.readFully(0, new byte[8], 0, 8)).isInstanceOf(FileNotFoundException.class);
            byte[] target = new byte[4];
            reader.readFully(4, target, 0, 4);
            assertThat(target).containsExactly(1, 2, 3, 4);
        }
    }

    /** Notes what was begun; reads nothing ahead. */
    private static final class BeginningReader implements RangeReader {
        private final String name;
        private final Set<String> closed;
        private final List<String> begun;

        BeginningReader(String name, Set<String> closed, List<String> begun) {
            this.name = name;
            this.closed = closed;
            this.begun = begun;
        }

        @Override
        public String file() {
            return name;
        }

        @Override
        public long lengthBytes() {
            return 100;
        }

        @Override
        public void readFully(long address, byte[] target, int offset, int lengthBytes) {}

        @Override
        public ReadPace pace() {
            return new ReadPace(name.equals("f0") ? 7 : 9, 1000);
        }

        @Override
        public PendingRead begin(long address, byte[] target, int offset, int lengthBytes) {
            begun.add(name + " " + address + " " + lengthBytes);
            return () -> true;
        }

        @Override
        public void close() {
            closed.add(name);
        }
    }

    @Test
    void beginsWhatLiesInOnePieceOfAnOpenFileAndKeepsItOpen() throws IOException {
        List<FilePiece> pieces = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pieces.add(new FilePiece("f" + i, 50, 100, true));
        }
        Set<String> closed = new HashSet<>();
        List<String> begun = new ArrayList<>();
        RangeReader reader = new JoinedRangeReader(FILE, pieces, name -> new BeginningReader(name, closed, begun));
        byte[] target = new byte[100];

        assertThat(reader.pace()).isEqualTo(ReadPace.FAST);
        assertThat(reader.begin(0, target, 0, 10)).as("not open").isSameAs(PendingRead.NONE);
        reader.readFully(0, target, 0, 1);
        assertThat(reader.pace()).isEqualTo(new ReadPace(7, 1000));
        reader.readFully(100, target, 0, 1);
        assertThat(reader.pace()).isEqualTo(new ReadPace(9, 1000));
        assertThat(reader.begin(10, target, 0, 41))
                .as("behind the end of the file")
                .isSameAs(PendingRead.NONE);
        assertThat(reader.begin(99, target, 0, 2)).as("in two pieces").isSameAs(PendingRead.NONE);
        assertThat(reader.begin(1999, target, 0, 2)).as("behind the end").isSameAs(PendingRead.NONE);
        PendingRead pending = reader.begin(110, target, 0, 40);
        assertThat(begun).containsExactly("f1 60 40");

        for (int i = 2; i < 20; i++) {
            reader.readFully(100L * i, target, 0, 1);
        }
        assertThat(closed).contains("f0", "f2").doesNotContain("f1");
        assertThat(pending.await()).isTrue();
        reader.readFully(0, target, 0, 1);
        assertThat(closed).contains("f1");
        reader.close();
        assertThat(closed).hasSize(20);
    }

    @Test
    void restsWithAllItsFiles() throws IOException {
        List<CountingRangeReader> opened = new ArrayList<>();
        JoinedRangeReader.Opener opener = name -> {
            opened.add(new CountingRangeReader(new InMemoryRangeReader(name, new byte[10])));
            return opened.get(opened.size() - 1);
        };
        List<FilePiece> pieces = List.of(new FilePiece("a", 0, 10, false), new FilePiece("b", 0, 10, false));
        // As a virtual dataset reads its sources.
        try (RangeReader reader = new CachedRangeReader(
                new OverlaidRangeReader(new ShortReads(new JoinedRangeReader(FILE, pieces, opener)), List.of()))) {
            reader.readFully(0, new byte[20], 0, 20);
            reader.rest();
            assertThat(opened).hasSize(2).allMatch(one -> one.closes() == 1);
            reader.readFully(0, new byte[20], 0, 20);
            assertThat(opened).hasSize(4);
        }
        assertThat(opened).allMatch(one -> one.closes() == 1);
    }

    @Test
    void refusesPiecesThatAreLongerThanAnyFile() {
        List<FilePiece> pieces =
                List.of(new FilePiece("a", 0, Long.MAX_VALUE, true), new FilePiece("b", 0, Long.MAX_VALUE, true));
        assertThatThrownBy(() -> new JoinedRangeReader(FILE, pieces, name -> null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(FILE + ": pieces are longer than any file");
        assertThatThrownBy(() -> new FilePiece("a", -1, 5, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FilePiece("a", 1, -5, true)).isInstanceOf(IllegalArgumentException.class);
    }
}
