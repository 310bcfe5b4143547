package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.RangeReader;

/** The external data files message, and how the files of {@code make_external_storage.py} are found. */
class ExternalFileListTest {
    private static final String FILE = FormatFiles.file("external/external");

    private static ExternalFileList parse(MessageBytes message) throws IOException {
        return ExternalFileList.parse(message.cursor("external data files message"));
    }

    private static MessageBytes prefix(int allocated, int used) {
        return new MessageBytes().u1(1).zeros(3).u2(allocated).u2(used).u8(0x100);
    }

    @Test
    void hasSlots() throws IOException {
        MessageBytes message =
                prefix(4, 2).u8(8).u8(5).u8(100).u8(16).u8(0).u8(-1).zeros(48);

        ExternalFileList files = parse(message);

        assertThat(files.heapAddress()).isEqualTo(0x100);
        assertThat(files.slots())
                .containsExactly(new ExternalFileList.Slot(8, 5, 100), new ExternalFileList.Slot(16, 0, -1));
        assertThat(files.lengthBytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(parse(prefix(1, 0)).lengthBytes()).isZero();
    }

    @Test
    void addsUpSlotsToTheLargestFile() throws IOException {
        long most = Long.MAX_VALUE - 10;
        assertThat(parse(prefix(2, 2).u8(8).u8(0).u8(most).u8(8).u8(0).u8(most)).lengthBytes())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void namesWhatIsWrongWithAMessage() {
        assertThatThrownBy(() -> parse(new MessageBytes().u1(2).zeros(100)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageStartingWith(
                        "mem:/x.h5: /object: external data files message: expected version 1, found 2 at address");
        assertThatThrownBy(() -> parse(prefix(1, 2).zeros(100))).hasMessageContaining("2 used slots, 1 are allocated");
        assertThatThrownBy(() -> parse(prefix(65535, 65535).zeros(100)))
                .hasMessageContaining("65535 slots take 1572840 bytes, 100 are left");
        assertThatThrownBy(() -> parse(prefix(1, 1).u8(8).u8(Long.MAX_VALUE).u8(1)))
                .hasMessageContaining("slot 0: 1 bytes at 9223372036854775807 of an external file lie beyond");
        assertThatThrownBy(() -> parse(prefix(1, 1).u8(8).u8(-5).u8(1))).isInstanceOf(Hdf5FormatException.class);
    }

    private static final class Opened {
        private final List<String> paths = new ArrayList<>();
        private final Hdf5File file;

        Opened(ExternalLinkPolicy policy) throws IOException {
            file = Hdf5File.open(
                    new InMemoryRangeReader(FILE, FormatFiles.bytes("external/external")),
                    new ExternalFiles(policy, path -> {
                        paths.add(path);
                        return path.endsWith("/a.raw") ? new InMemoryRangeReader(path, new byte[224]) : null;
                    }));
        }

        RangeReader bytes(String name) throws IOException {
            return ((Dataset) file.find(name)).externalBytes();
        }
    }

    private static void read(RangeReader reader) throws IOException {
        byte[] target = new byte[(int) reader.lengthBytes()];
        try (reader) {
            reader.readFully(0, target, 0, target.length);
        }
    }

    @Test
    void looksForAFileWhenItIsRead() throws IOException {
        Opened opened = new Opened(ExternalLinkPolicy.SAME_DIRECTORY);
        RangeReader missing = opened.bytes("/missing");
        assertThat(opened.paths).isEmpty();
        assertThat(missing.lengthBytes()).isEqualTo(40);
        missing.readFully(0, new byte[20], 0, 20);
        assertThat(opened.paths).containsExactly("mem:/external/a.raw");

        assertThatThrownBy(() -> missing.readFully(19, new byte[2], 0, 2))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(
                        FILE + ": /missing: raw data are in the external file gone.raw, which is missing: looked for "
                                + "mem:/external/gone.raw; put it there");
    }

    @ParameterizedTest
    @CsvSource({
        "DENY, /pieces, a.raw, deny",
        "SAME_DIRECTORY, /elsewhere, ../elsewhere.raw, same-directory",
        "DENY, /absolute, /nowhere/pieces/a.raw, deny",
    })
    void refusesWhatThePolicyDoesNotAllow(ExternalLinkPolicy policy, String dataset, String name, String option)
            throws IOException {
        Opened opened = new Opened(policy);
        assertThatThrownBy(() -> read(opened.bytes(dataset)))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(FILE + ": " + dataset + ": raw data in the external file " + name
                        + " are not read: external links are \"" + option + "\" here; allow more with the option "
                        + "externalLinks (same-directory, any), or take the data in with h5repack");
        assertThat(opened.paths).isEmpty();
    }

    @Test
    void looksWhereAnAbsoluteNameSays() throws IOException {
        Opened any = new Opened(ExternalLinkPolicy.ANY);
        assertThatThrownBy(() -> read(any.bytes("/elsewhere")))
                .hasMessageEndingWith("looked for mem:/elsewhere.raw; put it there");
        Opened absolute = new Opened(ExternalLinkPolicy.ANY);
        read(absolute.bytes("/absolute"));
        assertThat(absolute.paths).containsExactly("mem:/nowhere/pieces/a.raw");
    }

    /** Bytes do not tell whose they are: beside the file is looked only where the one that is meant is not at its place. */
    @Test
    void takesNoOtherFileForOneThatItMustNotRead() throws IOException {
        Opened there = new Opened(ExternalLinkPolicy.SAME_DIRECTORY);
        assertThatThrownBy(() -> read(there.bytes("/absolute")))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("external file /nowhere/pieces/a.raw are not read: external links are")
                .hasMessageContaining("the option externalLinks");
        assertThat(there.paths).containsExactly("mem:/nowhere/pieces/a.raw");

        List<String> paths = new ArrayList<>();
        Hdf5File moved = Hdf5File.open(
                new InMemoryRangeReader(FILE, FormatFiles.bytes("external/external")),
                new ExternalFiles(ExternalLinkPolicy.SAME_DIRECTORY, path -> {
                    paths.add(path);
                    return path.startsWith("mem:/external/") ? new InMemoryRangeReader(path, new byte[224]) : null;
                }));
        read(((Dataset) moved.find("/absolute")).externalBytes());
        assertThat(paths).containsExactly("mem:/nowhere/pieces/a.raw", "mem:/external/a.raw");

        Hdf5File unseen = Hdf5File.open(
                new InMemoryRangeReader(FILE, FormatFiles.bytes("external/external")),
                new ExternalFiles(ExternalLinkPolicy.SAME_DIRECTORY, path -> {
                    throw new IOException("no access to " + path);
                }));
        assertThatThrownBy(() -> read(((Dataset) unseen.find("/absolute")).externalBytes()))
                .isInstanceOf(UnsupportedHdf5FeatureException.class);
    }

    @Test
    void isNotInOtherLayouts() throws IOException {
        Dataset dataset = (Dataset) FormatFiles.open("dense/external_main").find("/own");
        assertThatThrownBy(dataset::externalBytes).isInstanceOf(IllegalStateException.class);
    }

    /** Whatever byte of the header or the heap is changed, reading ends in values or in one of our errors. */
    @Test
    void survivesDamage() throws IOException {
        byte[] bytes = FormatFiles.bytes("external/external");
        ExternalFiles files = new ExternalFiles(
                ExternalLinkPolicy.SAME_DIRECTORY, path -> new InMemoryRangeReader(path, new byte[10]));
        int errors = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] = (byte) (damaged[i] ^ 0x81);
            try {
                Hdf5File file = Hdf5File.open(new InMemoryRangeReader(FILE, damaged), files);
                if (file.find("/pieces") instanceof Dataset dataset
                        && dataset.layout() instanceof DataLayout.External external
                        && external.lengthBytes() < 1 << 20) {
                    read(dataset.externalBytes());
                }
            } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
                assertThat(e).hasMessageStartingWith(FILE + ": ");
                errors++;
            }
        }
        assertThat(errors).isGreaterThan(50);
    }
}
