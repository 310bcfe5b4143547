package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.testing.CountingRangeReader;

/** How the sources of a virtual dataset are opened. */
class VirtualSourceTest {
    private static final String FIXED = "virtual/fixed_v200";
    private static final String MAIN = FormatFiles.file(FIXED);

    /** What was opened, in order, by the last part of its name. */
    private final List<String> names = new ArrayList<>();

    private final List<CountingRangeReader> opened = new ArrayList<>();

    private ExternalFiles files(ExternalLinkPolicy policy) {
        return new ExternalFiles(policy, path -> {
            String name = path.substring("mem:/".length());
            byte[] bytes = FormatFiles.exists(name) ? FormatFiles.bytes(name.substring(0, name.length() - 3)) : null;
            if (bytes == null) {
                return null;
            }
            names.add(name.substring(name.lastIndexOf('/') + 1));
            CountingRangeReader reader = new CountingRangeReader(new InMemoryRangeReader(path, bytes));
            opened.add(reader);
            return reader;
        });
    }

    private static Dataset open(byte[] bytes, ExternalFiles files, String path) throws IOException {
        Dataset dataset = (Dataset)
                Hdf5File.open(new InMemoryRangeReader(MAIN, bytes), files).find(path);
        assertThat(dataset).isNotNull();
        return dataset;
    }

    private Dataset open(String name, String path) throws IOException {
        InMemoryRangeReader reader = new InMemoryRangeReader(FormatFiles.file(name), FormatFiles.bytes(name));
        return (Dataset)
                Hdf5File.open(reader, files(ExternalLinkPolicy.SAME_DIRECTORY)).find(path);
    }

    private static VirtualSource whole(String file, String dataset, long elements) {
        Selection place = new Selection.Regular(List.of(0L), List.of(1L), List.of(1L), List.of(elements));
        return new VirtualSource(file, dataset, new Selection.All(List.of()), place);
    }

    private static VirtualSource nothing(String file, String dataset) {
        return new VirtualSource(file, dataset, new Selection.None(), new Selection.None());
    }

    private static Selection box(long... ends) {
        List<Long> zeros = new ArrayList<>();
        List<Long> ones = new ArrayList<>();
        List<Long> lengths = new ArrayList<>();
        for (long end : ends) {
            zeros.add(0L);
            ones.add(1L);
            lengths.add(end);
        }
        return new Selection.Regular(zeros, ones, ones, lengths);
    }

    @ParameterizedTest
    @CsvSource({
        "sources.h5, /table, /table",
        "sources.h5, soft, /soft",
        "./sources.h5, table, /table",
        "/somewhere/else/sources.h5, table, /table",
        "sources.h5, outside, /data",
        "., own, /own",
        "fixed_v200.h5, own, /own",
    })
    void areFoundAsExternalLinksAre(String file, String dataset, String path) throws IOException {
        Dataset virtual = open(FIXED, "/all");
        try (SourceDataset source = virtual.openSource(nothing(file, dataset))) {
            assertThat(source).isNotNull();
            assertThat(source.dataset().path()).isEqualTo(path);
        }
    }

    @Test
    void areClosedByThoseWhoOpenThem() throws IOException {
        Dataset virtual = open(FIXED, "/all");
        virtual.openSource(whole("sources.h5", "outside", 6)).close();
        virtual.openSource(whole("sources.h5", "table", 24)).close();
        assertThat(virtual.openSource(whole("sources.h5", "none", 24))).isNull();
        assertThatThrownBy(() -> virtual.openSource(whole("sources.h5", "table", 25)));

        assertThat(names).containsExactly("sources.h5", "block_1.h5", "sources.h5", "sources.h5", "sources.h5");
        assertThat(opened).allMatch(reader -> reader.closes() == 1);
    }

    @ParameterizedTest
    @CsvSource({"no_file.h5, table", "sources.h5, no_dataset", "sources.h5, no/group", "sources.h5, line/no", "., no"})
    void mayBeMissing(String file, String dataset) throws IOException {
        assertThat(open(FIXED, "/all").openSource(whole(file, dataset, 1))).isNull();
    }

    @Test
    void areRefusedWhereThePolicySaysSo() throws IOException {
        Dataset denied = open(FormatFiles.bytes(FIXED), files(ExternalLinkPolicy.DENY), "/all");
        Dataset beside = open(FormatFiles.bytes(FIXED), files(ExternalLinkPolicy.SAME_DIRECTORY), "/all");

        assertThatThrownBy(() -> denied.openSource(denied.virtualSources().get(0)))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(MAIN
                        + ": /all: source table in file sources.h5 is not opened: external links are \"deny\" here; "
                        + "read that file directly, or allow more with the option externalLinks (same-directory, any)");
        assertThatThrownBy(() -> beside.openSource(whole("../sources.h5", "table", 24)))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageStartingWith(
                        MAIN + ": /all: source table in file ../sources.h5 is not opened: external links are "
                                + "\"same-directory\" here;");
        assertThat(denied.openSource(whole(".", "own", 5))).isNotNull();
        assertThat(opened).isEmpty();
    }

    /** Under same-directory: there is a file of the same name beside the virtual dataset each time. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/elsewhere/sources.h5", "mem:///elsewhere/../elsewhere/sources.h5", "s3a://bucket/sources.h5"})
    void areNotTakenForOthersThatMustNotBeRead(String name) throws IOException {
        List<String> asked = new ArrayList<>();
        ExternalFiles all = new ExternalFiles(ExternalLinkPolicy.SAME_DIRECTORY, path -> {
            asked.add(path);
            return new InMemoryRangeReader(path, FormatFiles.bytes("virtual/sources"));
        });
        Dataset virtual = open(FormatFiles.bytes(FIXED), all, "/all");

        assertThatThrownBy(() -> virtual.openSource(whole(name, "table", 24)))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageStartingWith(MAIN + ": /all: source table in file " + name
                        + " is not opened: external links are " + "\"same-directory\" here;");
        assertThat(asked).doesNotContain("mem:/virtual/sources.h5");
    }

    @Test
    void areOpenedForTheExtentWhereItDependsOnThem() throws IOException {
        byte[] bytes = FormatFiles.bytes("virtual/unlimited_v200");
        Dataset denied = open(bytes, files(ExternalLinkPolicy.DENY), "/plain");

        assertThatThrownBy(denied::dataspace)
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining(
                        "/plain: source series in file sources.h5 is not opened: external links are \"deny\"");
        assertThat(open(FIXED, "/all").dataspace().dimensions()).containsExactly(4L, 6L);
        assertThat(opened).isEmpty();
        open("virtual/unlimited_v200", "/pattern_of_files").dataspace();
        assertThat(names).containsExactly("block_0.h5", "block_1.h5", "block_2.h5");
        assertThat(opened).allMatch(reader -> reader.closes() == 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "one_block",
                "cut_blocks",
                "cut_grid",
                "columns",
                "turned",
                "shrinks",
                "pattern_of_files",
                "pattern_of_both",
                "pattern_of_datasets",
                "pattern_of_parts"
            })
    void areNotOpenedAgainWhereTheExtentTellsEnough(String name) throws IOException {
        Dataset first = open("virtual/unlimited_v200", name);
        List<Long> dimensions = first.dataspace().dimensions();
        opened.clear();
        Dataset again = open("virtual/unlimited_v200", name);

        assertThat(again.virtualSources(dimensions)).isEqualTo(first.virtualSources());
        assertThat(opened).isEmpty();
    }

    @Test
    void areOpenedOnceForAllThatAskForTheExtent() throws IOException {
        Dataset first = open("virtual/unlimited_v200", "/pattern_of_files");
        Dataset again = (Dataset) first.file().find("/pattern_of_files");

        assertThat(first.dataspace()).isEqualTo(again.dataspace());
        assertThat(first.virtualSources()).isEqualTo(again.virtualSources());
        assertThat(first.extentDependsOnSources()).isTrue();
        assertThat(open(FIXED, "/all").extentDependsOnSources()).isFalse();
        assertThat(open("virtual/sources", "/table").extentDependsOnSources()).isFalse();
        assertThat(names).containsExactly("block_0.h5", "block_1.h5", "block_2.h5");
    }

    /** Extents that are smaller and larger than what the sources have now. */
    @ParameterizedTest
    @CsvSource({
        "pattern_of_files, 4, 3, 2, '(2,0)-(3,2)'",
        "pattern_of_files, 8, 3, 4, '(6,0)-(7,2)'",
        "plain, 5, 3, 1, '(0,0)-(4,2)'",
        "plain, 9, 3, 1, '(0,0)-(8,2)'",
        "interleaved, 6, 3, 2, 'start (1,0) stride (2,1) count (3,1) block (1,3)'",
        "interleaved, 20, 3, 2, 'start (1,0) stride (2,1) count (4,1) block (1,3)'",
        "pattern_with_gaps, 6, 3, 4, '(3,0)-(3,2)'",
        "turned, 3, 5, 1, '(0,0)-(2,4)'",
    })
    void keepAnExtentThatWasPlanned(String path, long rows, long columns, int sources, String place)
            throws IOException {
        String name = "virtual/unlimited_v200";
        long address = open(name, path).address();
        InMemoryRangeReader reader = new InMemoryRangeReader(FormatFiles.file(name), FormatFiles.bytes(name));
        Map<Long, List<Long>> planned = Map.of(address, List.of(rows, columns));
        Dataset dataset = (Dataset) Hdf5File.open(reader, files(ExternalLinkPolicy.SAME_DIRECTORY), planned)
                .find(path);

        assertThat(dataset.dataspace().dimensions()).containsExactly(rows, columns);
        assertThat(dataset.virtualSources()).hasSize(sources);
        assertThat(dataset.virtualSources().get(sources - 1).place().text()).isEqualTo(place);
        assertThat(opened.isEmpty()).isEqualTo(!path.equals("interleaved") && !path.equals("pattern_with_gaps"));
    }

    @ParameterizedTest
    @CsvSource({"unlimited_v200, behind_fixed, 8, 3", "unlimited_v200, plain, 7, 4", "fixed_v200, all, 5, 6"})
    void doNotFitIntoTheExtentOfAnotherFile(String name, String path, long rows, long columns) throws IOException {
        Dataset dataset = open("virtual/" + name, path);

        assertThatThrownBy(() -> dataset.virtualSources(List.of(rows, columns)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessage(
                        "mem:/virtual/" + name + ".h5: /" + path + ": extent [" + rows + ", " + columns
                                + "] is expected, mappings do not fit in it; the file was changed while it was read, read it again");
        assertThatThrownBy(() -> dataset.virtualSources(List.of())).hasMessageContaining("extent [] is expected");
    }

    @Test
    void sayWhatIsWrongWithThem() throws IOException {
        Dataset virtual = open(FIXED, "/all");
        ExternalFiles damaged = new ExternalFiles(
                ExternalLinkPolicy.SAME_DIRECTORY, path -> new InMemoryRangeReader(path, new byte[1000]));
        Dataset ofDamaged = open(FormatFiles.bytes(FIXED), damaged, "/all");

        assertThatThrownBy(() -> ofDamaged.openSource(ofDamaged.virtualSources().get(0)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageStartingWith(MAIN + ": /all: source table in file sources.h5: "
                        + "mem:/virtual/sources.h5: superblock: not an HDF5 file");
        assertThatThrownBy(() -> virtual.openSource(whole("sources.h5", "group", 1)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessage(MAIN + ": /all: source group in file sources.h5 is no dataset; "
                        + "the file is damaged or incomplete, copy or write it again");
    }

    @Test
    void holdWhatIsSelected() throws IOException {
        Dataset virtual = open(FIXED, "/all");
        String changed =
                "; the source is not the one that was mapped: write it again, or make the virtual dataset again";

        assertThatThrownBy(() -> virtual.openSource(whole("sources.h5", "table", 25)))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessage(MAIN + ": /all: source table in file sources.h5 has 24 elements, expected 25" + changed);
        assertThatThrownBy(() -> virtual.openSource(whole("sources.h5", "table", 9)))
                .hasMessageContaining("has 24 elements, expected 9");
        assertThat(virtual.openSource(whole("sources.h5", "table", 12))).isNotNull();
        for (Selection selected : List.of(box(4, 7), box(5, 6), box(4), box(1, 1, 1))) {
            assertThatThrownBy(() -> virtual.openSource(new VirtualSource("sources.h5", "table", selected, selected)))
                    .isInstanceOf(Hdf5FormatException.class)
                    .hasMessage(MAIN + ": /all: source table in file sources.h5 has extent [4, 6], selected is "
                            + selected.text() + changed);
        }
    }

    @Test
    void mayBeVirtual() throws IOException {
        Dataset outer = open("virtual/nested", "/outer");
        SourceDataset inner = outer.openSource(outer.virtualSources().get(0));
        SourceDataset own =
                inner.dataset().openSource(inner.dataset().virtualSources().get(0));
        SourceDataset stored =
                own.dataset().openSource(own.dataset().virtualSources().get(0));

        assertThat(inner.dataset().file().name()).isEqualTo(FormatFiles.file("virtual/nested"));
        assertThat(stored.dataset().path()).isEqualTo("/own");
        assertThat(stored.dataset().file().name()).isEqualTo(FormatFiles.file("virtual/fixed_v112"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "too_far | sources reach to 7 in dimension 0, its maximum is 5; make the virtual dataset again with an unlimited "
                        + "dimension",
                "other_rank | source line in file sources.h5 has extent [10], selected is start (0,0) stride (1,1) count "
                        + "(unlimited,1) block (1,3); the file is damaged or incomplete, copy or write it again",
                "all_of_more | mapping of 3 selected elements of series in file sources.h5 to a place of 21; the file is damaged "
                        + "or incomplete, copy or write it again",
                "endless | place start (0,0) stride (2305843009213693952,1) count (unlimited,1) block (1,3) ends beyond any "
                        + "extent; the file is damaged or incomplete, copy or write it again",
                "endless_pattern | place start (0,0) stride (4611686018427387904,1) count (unlimited,1) block (1,3) ends beyond "
                        + "any extent; the file is damaged or incomplete, copy or write it again",
                "too_many | sources give it dimensions [7782220156096217089, 3] of more than 2^63 - 1 elements; the file is "
                        + "damaged or incomplete, copy or write it again",
            })
    void giveAnExtentOrSayWhyNot(String path, String message) throws IOException {
        Dataset dataset = open("virtual/refused", path);

        assertThatThrownBy(dataset::dataspace)
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessage("mem:/virtual/refused.h5: /" + path + ": " + message);
    }

    @Test
    @Tag("slow")
    void areNotLookedForWithoutEnd() throws IOException {
        byte[] block = FormatFiles.bytes("virtual/block_0");
        ExternalFiles any =
                new ExternalFiles(ExternalLinkPolicy.SAME_DIRECTORY, path -> new InMemoryRangeReader(path, block));
        Dataset dataset = open(FormatFiles.bytes("virtual/unlimited_v200"), any, "/pattern_of_files");

        assertThatThrownBy(dataset::dataspace)
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(MAIN
                        + ": /pattern_of_files: more than 131072 sources that are numbered, the last data in file block_%b.h5, are not read; "
                        + "read the source datasets");
    }

    @Test
    void areAsLongAsTheirFileSaysWhereTheyAreVirtual() throws IOException {
        Dataset outer = open("virtual/nested", "/of_unlimited");
        String file = "unlimited_v200.h5";
        VirtualSource inside = new VirtualSource(file, "interleaved", box(1, 3), box(1, 3));
        VirtualSource beyond = new VirtualSource(file, "interleaved", box(2, 3), box(2, 3));

        assertThat(outer.openSource(inside)).isNotNull();
        for (VirtualSource source : List.of(beyond, whole(file, "interleaved", 3))) {
            assertThatThrownBy(() -> outer.openSource(source))
                    .isInstanceOf(UnsupportedHdf5FeatureException.class)
                    .hasMessage(
                            "mem:/virtual/nested.h5: /of_unlimited: source interleaved in file unlimited_v200.h5 is virtual "
                                    + "itself: its file says extent [1, 3], its sources give it [13, 3], where HDF5 reads fill values; "
                                    + "read that dataset directly, or open its file for writing once, so that its extent is stored");
        }
    }

    @Test
    void ofSourcesAreCounted() throws IOException {
        ExternalFiles root = files(ExternalLinkPolicy.SAME_DIRECTORY);
        Dataset outer = open(FormatFiles.bytes("virtual/nested"), root, "/outer");
        Dataset inner = outer.openSource(outer.virtualSources().get(0)).dataset();
        VirtualSource next = inner.virtualSources().get(0);

        assertThat(inner.openSource(next)).isNotNull();
        for (long i = 1; i < VirtualStorage.NESTED_SOURCES_MAX; i++) {
            root.forSource().forSource().countNested();
        }
        assertThatThrownBy(() -> inner.openSource(next))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(MAIN
                        + ": /inner: more than 1048576 sources of virtual datasets that are sources themselves are not "
                        + "read, the next is source same_file in file fixed_v112.h5; read the source datasets");
        assertThat(outer.openSource(outer.virtualSources().get(0))).isNotNull();
    }

    @Test
    void listNotTooManyBlocks() throws IOException {
        Dataset one = open("virtual/refused", "/cut_once");
        Dataset two = open("virtual/refused", "/cut_twice");

        assertThat(one.virtualSources().get(0).place().pointCount()).isEqualTo(300_000);
        assertThatThrownBy(two::virtualSources)
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(
                        "mem:/virtual/refused.h5: /cut_twice: more than 262144 blocks of selections without end, the last of "
                                + "each cut, are not read; read the source datasets");
    }

    /** The source of {@code /same_file} is {@code own}: the dataset is made its own source by another name of equal length. */
    @Test
    void endInAnErrorWhereTheyLeadInACircle() throws IOException {
        byte[] bytes = FormatFiles.bytes("virtual/nested");
        Dataset circle = open(rename(bytes, "inner", "outer"), files(ExternalLinkPolicy.SAME_DIRECTORY), "/outer");

        assertThatThrownBy(() -> descend(circle))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessage(MAIN
                        + ": /outer: virtual datasets lead through more than 16 others, the next is source outer in "
                        + "file .; look whether a virtual dataset is a source of itself");
    }

    private static void descend(Dataset first) throws IOException {
        Dataset dataset = first;
        for (int i = 0; i < 100; i++) {
            dataset = dataset.openSource(dataset.virtualSources().get(0)).dataset();
        }
    }

    /** Changes the name of a source of the same file in a block of mappings of version 1, and its checksum. */
    private static byte[] rename(byte[] bytes, String from, String to) {
        byte[] changed = bytes.clone();
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        int block = text.indexOf("\u0001\u0001\0\0\0\0\0\0\0\u0004" + from + "\0");
        System.arraycopy(to.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, changed, block + 10, to.length());
        int size = (bytes[block - 8] & 0xff) | (bytes[block - 7] & 0xff) << 8;
        int sum = Lookup3.checksum(changed, block, size - 4);
        for (int i = 0; i < 4; i++) {
            changed[block + size - 4 + i] = (byte) (sum >>> 8 * i);
        }
        assertThat(Arrays.equals(bytes, changed)).isFalse();
        return changed;
    }

    @Test
    void ofAThousandMappingsAreParsedInAFewReads() throws IOException {
        CountingRangeReader reader = new CountingRangeReader(
                new InMemoryRangeReader(FormatFiles.file("virtual/thousand"), FormatFiles.bytes("virtual/thousand")));
        Hdf5File file = Hdf5File.open(reader, files(ExternalLinkPolicy.SAME_DIRECTORY));
        Dataset dataset = (Dataset) file.find("/frames");
        reader.reset();

        List<VirtualSource> sources = dataset.virtualSources();

        assertThat(sources).hasSize(1000);
        assertThat(sources.get(999).file()).isEqualTo("frame_0999.h5");
        assertThat(sources.get(999).dataset()).isEqualTo("/entry/data/frames");
        assertThat(sources.get(999).place().bounds())
                .isEqualTo(new Selection.Block(List.of(1998L, 0L, 0L), List.of(1999L, 3L, 4L)));
        assertThat(dataset.dataspace().dimensions()).containsExactly(2000L, 4L, 5L);
        assertThat(reader.reads()).as("reads: %s", reader.ranges()).isLessThanOrEqualTo(3);
        assertThat(opened).isEmpty();
    }
}
