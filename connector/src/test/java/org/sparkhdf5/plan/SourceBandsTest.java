package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.chunk.StoredArray;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.plan.RowBorders.Band;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.StoredFile;

/** What is known of the sources of the virtual datasets of {@code make_virtual_datasets.py}, and which files are opened for it. */
final class SourceBandsTest {
    /** Reads the committed files and remembers which ones were looked for. */
    private static final class Opener implements OpenFile.Opener {
        private final ExternalLinkPolicy policy;
        private final List<String> found = new ArrayList<>();

        Opener(ExternalLinkPolicy policy) {
            this.policy = policy;
        }

        @Override
        public RangeReader open(StoredFile file) throws IOException {
            return new InMemoryRangeReader(file.path(), Files.readAllBytes(Path.of(file.path())));
        }

        @Override
        public @Nullable StoredFile find(String path) throws IOException {
            Path file = Path.of(path);
            found.add(file.getFileName().toString());
            return Files.exists(file) ? new StoredFile(path, Files.size(file), 0) : null;
        }

        @Override
        public ExternalLinkPolicy externalLinks() {
            return policy;
        }
    }

    private final Opener opener = new Opener(ExternalLinkPolicy.SAME_DIRECTORY);

    private static StoredFile file(String name) throws IOException {
        try {
            Path path = Path.of(
                    SourceBandsTest.class.getResource("/hdf5/virtual/" + name).toURI());
            return new StoredFile(path.toString(), Files.size(path), 0);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Band> rows(String name, String dataset, long splitRows) throws IOException {
        return bands(opener, name, dataset, splitRows, false);
    }

    private static List<Band> bands(Opener opener, String name, String dataset, long splitUnits, boolean elements)
            throws IOException {
        StoredFile file = file(name);
        try (OpenFile open = OpenFile.open(opener, file)) {
            Dataset found = (Dataset) open.file().find(dataset);
            assertThat(found).isNotNull();
            StoredArray array = StoredArray.of(new ObjectLocation(file.path(), dataset), found);
            opener.found.clear();
            return elements
                    ? SourceBands.ofElements(open.file(), array, splitUnits)
                    : SourceBands.ofRows(open.file(), array, splitUnits);
        }
    }

    @Test
    void sourcesThatAreShortEnoughAreNotOpened() throws IOException {
        // 4 rows of 6 integers, then 2 of 3.
        assertThat(rows("fixed_v200.h5", "/boxes", 4)).containsExactly(new Band(0, 4, 4, 96), new Band(5, 7, 2, 24));
        assertThat(opener.found).isEmpty();
    }

    @Test
    void aSourceWithoutChunksMayBeCutAnywhere() throws IOException {
        assertThat(rows("fixed_v110.h5", "/boxes", 3)).isEmpty();
        assertThat(opener.found).containsExactly("sources.h5");
    }

    @Test
    void aLongSourceIsCutAtItsChunks() throws IOException {
        // The first 4 of 6 rows of 5 integers, in chunks of 2 x 2.
        assertThat(rows("fixed_v200.h5", "/first_rows", 1)).containsExactly(new Band(0, 4, 2, 40));
        assertThat(rows("fixed_v200.h5", "/narrowed", 1)).containsExactly(new Band(0, 4, 3, 18));
        // Seven rows in chunks of two.
        assertThat(rows("unlimited_v200.h5", "/plain", 1)).containsExactly(new Band(0, 7, 2, 24));
    }

    /** Every second row is of one source, every other of another: a chunk of either is twice as high. */
    @Test
    void chunksOfInterleavedSourcesAreHigher() throws IOException {
        assertThat(rows("unlimited_v200.h5", "/interleaved", 2))
                .containsExactly(new Band(0, 13, 4, 48), new Band(1, 8, 4, 48));
    }

    @Test
    void ofSourcesThatAreMissingTheFirstThatIsThereIsRead() throws IOException {
        assertThat(rows("fixed_v200.h5", "/missing", 1)).isEmpty();
        assertThat(opener.found).containsExactly("no_file.h5", "sources.h5", "sources.h5");
        assertThat(rows("unlimited_v200.h5", "/missing", 3)).containsExactly(new Band(0, 4, 2, 24));
    }

    /** The task says so, if it needs that source. */
    @Test
    void aSourceThatIsNotAllowedIsNoErrorOfThePlan() throws IOException {
        Opener denied = new Opener(ExternalLinkPolicy.DENY);
        assertThat(bands(denied, "fixed_v200.h5", "/all", 1, false)).isEmpty();
        assertThat(denied.found).isEmpty();
    }

    @Test
    void cellsAreCutBetweenRowsOfChunks() throws IOException {
        assertThat(bands(opener, "fixed_v200.h5", "/first_rows", 5, true)).containsExactly(new Band(0, 20, 10, 40));
        assertThat(bands(opener, "fixed_v200.h5", "/boxes", 1000, true))
                .containsExactly(new Band(0, 24, 24, 96), new Band(30, 42, 12, 24));
        // Each source is part of one row only: it is cut along the columns.
        assertThat(bands(opener, "fixed_v200.h5", "/links", 1000, true))
                .containsExactly(new Band(0, 6, 6, 24), new Band(6, 12, 6, 24));
    }

    @Test
    void anArrayOfTheFileHasNone() throws IOException {
        assertThat(rows("fixed_v200.h5", "/own", 1)).isEmpty();
        assertThat(rows("fixed_v200.h5", "/unmapped", 1)).isEmpty();
        assertThat(opener.found).isEmpty();
    }
}
