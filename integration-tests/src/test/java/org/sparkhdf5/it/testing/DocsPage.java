package org.sparkhdf5.it.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A page for users, whose examples are what is printed.
 *
 * @param text of the page
 * @param truncated whether it shows values as {@code show()} cuts them, else as {@code show(truncate=False)} prints them
 */
public record DocsPage(String text, boolean truncated) {
    private static final int ROWS = 20;

    /** @param name of the page in {@code docs} */
    public static DocsPage read(String name, boolean truncated) throws IOException {
        return new DocsPage(Files.readString(Path.of("../docs", name)), truncated);
    }

    /** The page holds what {@code printSchema()} and {@code show()} print, one after the other. */
    public void assertPrinted(Dataset<Row> frame) {
        assertThat(text).contains("```\n" + frame.schema().treeString() + "\n" + shown(frame) + "\n```");
    }

    /** The page holds what {@code show()} prints. */
    public void assertShown(Dataset<Row> frame) {
        assertThat(text).contains("```\n" + shown(frame) + "\n```");
    }

    private String shown(Dataset<Row> frame) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        scala.Console.withOut(out, () -> {
            frame.show(ROWS, truncated);
            return null;
        });
        return out.toString(StandardCharsets.UTF_8).strip();
    }
}
