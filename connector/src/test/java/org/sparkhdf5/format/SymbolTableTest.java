package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.RangeReader;

class SymbolTableTest {

    /** Counts what is read; each structure is one read, for there is no cache. */
    private static final class Counting implements RangeReader {
        private final RangeReader source;
        private int reads;
        private long bytes;

        Counting(RangeReader source) {
            this.source = source;
        }

        @Override
        public String file() {
            return source.file();
        }

        @Override
        public long lengthBytes() {
            return source.lengthBytes();
        }

        @Override
        public void readFully(long address, byte[] target, int offset, int lengthBytes) throws IOException {
            reads++;
            bytes += lengthBytes;
            source.readFully(address, target, offset, lengthBytes);
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }

    @Test
    void findsOneOfManySiblingsByBinarySearch() throws IOException {
        Counting reader =
                new Counting(new InMemoryRangeReader(FormatFiles.file("siblings"), FormatFiles.bytes("siblings")));
        Group root = Hdf5File.open(reader).rootGroup();
        reader.reads = 0;
        reader.bytes = 0;

        assertThat(root.link("key237")).isInstanceOf(Link.Hard.class);

        // heap, three nodes of at most 32 children, one symbol table node of at most 8 names
        assertThat(reader.reads).isLessThanOrEqualTo(1 + 2 + 2 * 5 + 1 + 4);
        assertThat(reader.bytes).isLessThan(4096);
    }

    @Test
    void tellsMissingNamesFromOthers() throws IOException {
        Group root = FormatFiles.open("siblings").rootGroup();

        assertThat(root.link("key")).isNull();
        assertThat(root.link("key3999")).isNull();
        assertThat(root.link("zzz")).isNull();
        assertThat(root.link("")).isNull();
        assertThat(root.links())
                .hasSize(400)
                .isSortedAccordingTo((a, b) -> a.name().compareTo(b.name()));
    }

    @Test
    void aNodeThatLeadsBackToItselfHidesOnlyWhatIsBelow() throws IOException {
        byte[] bytes = FormatFiles.bytes("siblings");
        int root = rootNode(bytes);
        for (int i = 0; i < 8; i++) {
            bytes[root + 24 + 8 + i] = (byte) ((long) root >>> 8 * i); // first child
        }
        Group group = FormatFiles.open(FormatFiles.file("siblings"), bytes).rootGroup();

        List<Entry<Link>> unreadable = group.linkEntries().stream()
                .filter(entry -> entry instanceof Entry.Unreadable)
                .toList();
        assertThat(unreadable).hasSize(1);
        assertThat(((Entry.Unreadable<Link>) unreadable.get(0)).error())
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("/: group B-tree: expected node level 0, found 1");
        assertThat(group.links()).hasSizeBetween(100, 399);
    }

    /** The tree of the root group is the only one with two levels. */
    private static int rootNode(byte[] bytes) {
        for (int i = 0; i < bytes.length - 6; i++) {
            if (bytes[i] == 'T'
                    && bytes[i + 1] == 'R'
                    && bytes[i + 2] == 'E'
                    && bytes[i + 3] == 'E'
                    && bytes[i + 5] == 1) {
                return i;
            }
        }
        throw new AssertionError("no node of level 1");
    }
}
