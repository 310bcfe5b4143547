package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExternalLinkPolicyTest {

    private static List<String> paths(String listed) {
        return listed == null ? List.of() : Arrays.asList(listed.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "hdfs://nn:8020/a/b/main.h5, other.h5, hdfs://nn:8020/a/b/other.h5",
        "hdfs://nn/a/b/main.h5, ./other.h5, hdfs://nn/a/b/other.h5",
        "hdfs://nn/a/b/main.h5, ../b/other.h5, hdfs://nn/a/b/other.h5",
        "hdfs://nn/a/b/main.h5, ../other.h5,",
        "hdfs://nn/a/b/main.h5, sub/other.h5,",
        "hdfs://nn/a/b/main.h5, sub/../../b/c/../../../other.h5,",
        "hdfs://nn/a/b/main.h5, /a/b/other.h5, hdfs://nn/a/b/other.h5",
        "hdfs://nn/a/b/main.h5, /data/other.h5, hdfs://nn/a/b/other.h5",
        "hdfs://nn/a/b/main.h5, hdfs://other/a/b/other.h5, hdfs://nn/a/b/other.h5",
        "file:/a/main.h5, other.h5, file:/a/other.h5",
        "file:///a/main.h5, other.h5, file:///a/other.h5",
        "/main.h5, other.h5, /other.h5",
        "s3a://bucket/main file.h5, großer name.h5, s3a://bucket/großer name.h5",
    })
    void sameDirectoryAllowsWhatLiesBesideTheFile(String file, String name, String expected) {
        assertThat(ExternalLinkPolicy.SAME_DIRECTORY.candidates(file, name))
                .allMatch(path -> path.equals(expected), "expected " + expected)
                .hasSize(expected == null ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({
        "hdfs://nn/a/b/main.h5, ../other.h5, hdfs://nn/a/other.h5",
        "hdfs://nn/a/b/main.h5, sub/other.h5, hdfs://nn/a/b/sub/other.h5",
        "hdfs://nn/a/b/main.h5, /data/other.h5, hdfs://nn/data/other.h5 hdfs://nn/a/b/other.h5",
        "hdfs://nn/a/b/main.h5, ../../../../x.h5, hdfs://nn/x.h5",
        "hdfs://nn/a/main.h5, s3a://bucket/x/y.h5, s3a://bucket/x/y.h5 hdfs://nn/a/y.h5",
    })
    void anyAllowsAllInTheOrderOfTheLibrary(String file, String name, String expected) {
        assertThat(ExternalLinkPolicy.ANY.candidates(file, name)).isEqualTo(paths(expected));
    }

    @ParameterizedTest
    @CsvSource({"/a/main.h5, other.h5", "hdfs://nn/a/main.h5, /a/other.h5"})
    void denyAllowsNone(String file, String name) {
        assertThat(ExternalLinkPolicy.DENY.candidates(file, name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SAME_DIRECTORY, data.raw,",
        "SAME_DIRECTORY, ../b/data.raw,",
        "SAME_DIRECTORY, /a/data.raw,",
        "SAME_DIRECTORY, hdfs://nn/a/data.raw,",
        "SAME_DIRECTORY, /b/c/../data.raw, hdfs://nn/b/data.raw",
        "SAME_DIRECTORY, hdfs://nn/b/data.raw, hdfs://nn/b/data.raw",
        "SAME_DIRECTORY, s3a://x/a/data.raw, s3a://x/a/data.raw",
        "DENY, /a/data.raw, hdfs://nn/a/data.raw",
        "ANY, /b/data.raw,",
        "ANY, s3a://x/a/data.raw,",
    })
    void anAbsoluteNameMayBeForbidden(ExternalLinkPolicy policy, String name, String expected) {
        assertThat(policy.forbiddenPlace("hdfs://nn/a/x.h5", name)).isEqualTo(expected);
    }

    @Test
    void aFileSystemIsSchemeAndAuthority() {
        assertThat(ExternalLinkPolicy.areOnOneFileSystem("hdfs://nn/a", "hdfs://nn/b/c"))
                .isTrue();
        assertThat(ExternalLinkPolicy.areOnOneFileSystem("hdfs://nn/a", "hdfs://other/a"))
                .isFalse();
        assertThat(ExternalLinkPolicy.areOnOneFileSystem("file:/a", "s3a://x/a"))
                .isFalse();
    }
}
