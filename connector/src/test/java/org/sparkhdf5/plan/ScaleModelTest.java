package org.sparkhdf5.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.sparkhdf5.format.GeneratedFile;
import org.sparkhdf5.plan.ScaleModel.Mapped;
import org.sparkhdf5.plan.ScaleModel.Planned;

/** Planning grows with what is planned, and not faster. Nothing is timed here; {@code docs/scale.md} has the seconds. */
class ScaleModelTest {
    private static final int TASK_BYTES_MAX = 64 << 10;

    @Test
    void twiceTheChunksAreTwiceTheReads() throws IOException {
        Planned one = ScaleModel.plan(ScaleModel.btreeV1(20_000), 20_000, 1);
        Planned two = ScaleModel.plan(ScaleModel.btreeV1(40_000), 40_000, 1);
        assertThat(one.deferred()).isZero();
        assertThat(two.reads()).isLessThanOrEqualTo((long) (2.05 * one.reads()));
        assertThat(two.readBytes()).isLessThanOrEqualTo((long) (2.05 * one.readBytes()));
        assertThat(two.planBytes()).isLessThanOrEqualTo((long) (2.05 * one.planBytes()));
        assertThat(two.partitions()).isLessThanOrEqualTo(2 * one.partitions());
    }

    @Test
    void twiceTheFilesAreTwiceTheReads() throws IOException {
        GeneratedFile file = ScaleModel.btreeV1(1000);
        Planned one = ScaleModel.plan(file, 1000, 200);
        Planned two = ScaleModel.plan(file, 1000, 400);
        assertThat(two.reads()).isLessThanOrEqualTo((long) (2.05 * one.reads()));
        assertThat(two.planBytes()).isLessThanOrEqualTo((long) (2.05 * one.planBytes()));
        assertThat(one.taskBytesMost()).isLessThan(TASK_BYTES_MAX);
    }

    /** Of a file of 16 TB the header is read, and of its index nothing. */
    @Test
    void beyondTheBudgetNoIndexIsRead() throws IOException {
        Planned planned = ScaleModel.plan(ScaleModel.btreeV1(600_000_000L), 600_000_000L, 1);
        assertThat(planned.deferred()).isEqualTo(planned.partitions()).isGreaterThan(100_000);
        assertThat(planned.reads()).isLessThan(5);
        assertThat(planned.planBytes()).isLessThan(64 << 20);
        assertThat(planned.taskReads()).isLessThan(150);
    }

    @Test
    void theMapOfAllChunksIsReadOnce() throws IOException {
        Mapped mapped = ScaleModel.map(ScaleModel.extensibleArray(500_000), 500_000);
        assertThat(mapped.chunks()).isEqualTo(500_000);
        assertThat(mapped.mapBytes()).isLessThan(4 << 20);
        assertThat(mapped.readBytes()).isLessThan(500_000 * 16 + (2 << 20));
    }

    /** Prints the tables: {@code -Dsparkhdf5.scale=<chunks>,<files>,<file to print to>}. */
    @Test
    @EnabledIfSystemProperty(named = "sparkhdf5.scale", matches = "\\d+,\\d+,.+")
    void prints() throws IOException {
        String[] most = System.getProperty("sparkhdf5.scale").split(",", 3);
        try (PrintStream out = new PrintStream(Path.of(most[2]).toFile(), StandardCharsets.UTF_8)) {
            ScaleModel.print(out, Long.parseLong(most[0]), Integer.parseInt(most[1]));
        }
    }
}
