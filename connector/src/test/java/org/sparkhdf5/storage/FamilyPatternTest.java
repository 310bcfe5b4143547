package org.sparkhdf5.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names as C's printf writes them. */
final class FamilyPatternTest {
    @ParameterizedTest
    @CsvSource({
        "/a/run%05d.h5, /a/run00000.h5, /a/run00012.h5, /a/run123456.h5",
        "/a/run%d.h5, /a/run0.h5, /a/run12.h5, /a/run123456.h5",
        "run%02i, run00, run12, run123456",
        "hdfs://nn/a/%u.h5, hdfs://nn/a/0.h5, hdfs://nn/a/12.h5, hdfs://nn/a/123456.h5",
        "/100%%/%d%%.h5, /100%/0%.h5, /100%/12%.h5, /100%/123456%.h5",
    })
    void namesMembers(String pattern, String first, String twelfth, String last) {
        FamilyPattern family = FamilyPattern.parse(pattern);

        assertThat(family.first()).isEqualTo(first).isEqualTo(family.member(0));
        assertThat(family.member(12)).isEqualTo(twelfth);
        assertThat(family.member(123456)).isEqualTo(last);
    }

    @Test
    void takesTheNamesOfTheFirstMemberThatAGlobFound() {
        FamilyPattern family = FamilyPattern.parse("/data/{a,b}/r?n*_%03d.h5");
        assertThat(family.first()).isEqualTo("/data/{a,b}/r?n*_000.h5");

        assertThat(family.of("hdfs://nn/data/b/run7_000.h5").member(5)).isEqualTo("hdfs://nn/data/b/run7_005.h5");
        assertThatThrownBy(() -> family.of("/data/b/run7_001.h5")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/run.h5",
                "/a/%d/run.h5",
                "/a/%d_%d.h5",
                "/a/run%d*.h5",
                "/a/run%d{a,b}",
                "/a/run%5d.h5",
                "/a/run%x.h5",
                "/a/run%%d.h5",
                "/a/run%099d.h5",
                "/a/*%d.h5",
                "/a/run?%05d.h5",
                "/a/run[0-9]%d.h5",
                "/a/run{1,2}%d.h5",
                "/100%done/run%05d.h5",
            })
    void refusesWhatIsNoPattern(String path) {
        assertThatThrownBy(() -> FamilyPattern.parse(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "option \"driver\": with family a path has the number of the member once, as %d or %05d, in its "
                                + "last name, behind it no glob and directly before it no wildcard: /data/*/run%05d.h5; a % that "
                                + "stands for itself is %%; found " + path);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/run00000.h5, /a/run%05d.h5",
        "hdfs://nn/a/run0.h5, hdfs://nn/a/run%d.h5",
        "/a/family_v16-000000.h5, /a/family_v16-%06d.h5",
        "/a/000, /a/%03d",
        "/50%/run0%.h5,",
        "/50%/run0.h5, /50%%/run%d.h5",
        "/a/run00001.h5,",
        "/a/run.h5,",
        "/a/00/run.h5,",
    })
    void isDerivedFromTheNameOfAFirstMember(String path, String pattern) {
        assertThat(FamilyPattern.ofFirstMember(path)).isEqualTo(pattern);
        if (pattern != null) {
            assertThat(FamilyPattern.parse(pattern).first()).isEqualTo(path);
        }
    }
}
