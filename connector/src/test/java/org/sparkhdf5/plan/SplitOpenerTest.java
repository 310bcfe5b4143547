package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.chunk.ChunkCounts;
import org.sparkhdf5.chunk.RowReader;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.plan.Split.DeferredSplit;
import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.FileChangedException;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.storage.StoredFile;
import org.sparkhdf5.table.Table;

/** Deferred splits of a virtual dataset whose extent depends on its source: seven rows of three integers ({@code make_virtual_datasets.py}). */
final class SplitOpenerTest {
    private static final String DATASET = "/plain";

    private static final class Opener implements OpenFile.Opener {
        @Override
        public RangeReader open(StoredFile file) throws IOException {
            return new InMemoryRangeReader(file.path(), Files.readAllBytes(Path.of(file.path())));
        }

        @Override
        public @Nullable StoredFile find(String path) throws IOException {
            return Files.exists(Path.of(path)) ? new StoredFile(path, Files.size(Path.of(path)), 0) : null;
        }

        @Override
        public ExternalLinkPolicy externalLinks() {
            return ExternalLinkPolicy.SAME_DIRECTORY;
        }
    }

    private final StoredFile file = file();
    private final FileTables tables = new FileTables(new Opener(), PlanFixtures.request(DATASET));

    private static StoredFile file() {
        try {
            Path path = Path.of(SplitOpenerTest.class
                    .getResource("/hdf5/virtual/unlimited_v200.h5")
                    .toURI());
            return new StoredFile(path.toString(), Files.size(path), 0);
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads the rows of a split that was planned with an extent, or without one. */
    private long rows(long firstRow, long endRow, @Nullable List<Long> extent) throws IOException {
        Table table = tables.tables(file).get(0);
        List<RequestedColumn> columns = table.columns().stream()
                .map(column -> new RequestedColumn(column.name(), column.logicalType()))
                .toList();
        RowReader.Limits limits =
                new RowReader.Limits(1 << 20, 100, CoalescingPolicy.forScheme("hdfs"), new ChunkCounts());
        DeferredSplit split = new DeferredSplit(
                file,
                file,
                table.address(),
                table.path(),
                firstRow,
                endRow,
                true,
                extent == null ? Map.of() : Map.of(table.arrays().get(0).headerAddress(), extent),
                List.of());
        OpenedSplit.Task task = new OpenedSplit.Task(new Opener(), tables, columns, null, limits);
        long count = 0;
        try (SplitTables opened = SplitTables.open(split, task);
                OpenedSplit open = Objects.requireNonNull(opened.next())) {
            while (open.rows().next()) {
                count += open.rows().rowCount();
            }
        }
        return count;
    }

    @Test
    void theRowsThatWerePlannedAreRead() throws IOException {
        assertThat(rows(2, 7, List.of(7L, 3L))).isEqualTo(5);
        assertThat(rows(0, 4, List.of(4L, 3L))).as("before the source grew").isEqualTo(4);
    }

    @Test
    void rowsThatAreGoneAreAnError() {
        assertThatThrownBy(() -> rows(0, 9, null))
                .isInstanceOf(FileChangedException.class)
                .hasMessage(file.path() + ": /plain: sources of virtual datasets changed after the query was planned:"
                        + " expected row 8, found 7 rows; run the query again");
    }

    /** The extent stays, but the source has less than is mapped then. */
    @Test
    void aSourceThatShrankIsAnError() {
        assertThatThrownBy(() -> rows(0, 9, List.of(9L, 3L)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.path() + ": /plain: source series in file sources.h5");
    }
}
