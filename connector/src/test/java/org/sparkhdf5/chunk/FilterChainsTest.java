package org.sparkhdf5.chunk;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.codec.FilterRegistry;
import org.sparkhdf5.format.FilterPipeline;

/** Every filter that is registered and not read is refused by its number and name, with the way out. */
final class FilterChainsTest {
    private static final ObjectLocation LOCATION = new ObjectLocation("hdfs://nn/run7.h5", "/image");
    private static final FilterPipeline.Step SHUFFLE = new FilterPipeline.Step(2, "shuffle", true, List.of(4));

    @ParameterizedTest
    @CsvSource({
        "257, hzip",
        "258, fpzip",
        "306, ucl",
        "32002, mafisc",
        "32003, snappy",
        "32005, apax",
        "32006, cbf",
        "32007, jpeg-xr",
        "32009, spdp",
        "32010, lpc-rice",
        "32011, ccsds-123",
        "32012, jpeg-ls",
        "32013, zfp",
        "32014, fpzip",
        "32016, b3d",
        "32017, sz",
        "32018, fcidecomp",
        "32019, jpeg",
        "32021, fapec",
        "32024, sz3",
        "32025, delta-rice",
        "32027, flac",
        "32028, sperr",
        "32029, terse/prolix",
        "32030, ffmpeg"
    })
    void refusesByName(int id, String name) {
        refuses(new FilterPipeline.Step(id, "as the file has it", false, List.of(1)), id + " (" + name + ")");
        refuses(new FilterPipeline.Step(id, "", true, List.of()), id + " (" + name + ")");
    }

    /** Those of the test suites of HDF5, and of whoever takes a number. */
    @Test
    void refusesByTheNameInTheFileWhatIsNotRegistered() {
        refuses(new FilterPipeline.Step(312, "filter_fail_test", false, List.of()), "312 (filter_fail_test)");
        refuses(new FilterPipeline.Step(405, "myfilter", true, List.of(5, 6)), "405 (myfilter)");
        refuses(new FilterPipeline.Step(40_000, "", true, List.of()), "40000 (40000)");
    }

    @Test
    void refusesNothingThatIsReadHere() {
        List<FilterPipeline.Step> steps = Stream.of(
                        1, 2, 3, 4, 5, 6, 305, 307, 32000, 32001, 32004, 32008, 32015, 32020, 32022, 32023, 32026)
                .map(id -> new FilterPipeline.Step(id, "", false, List.of()))
                .toList();
        assertThatCode(() -> FilterChains.checkReadable(LOCATION, new FilterPipeline(steps)))
                .doesNotThrowAnyException();
    }

    private static void refuses(FilterPipeline.Step step, String shown) {
        assertThatThrownBy(() -> FilterChains.checkReadable(LOCATION, new FilterPipeline(List.of(SHUFFLE, step))))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage("hdfs://nn/run7.h5: /image: filter " + shown + " is not read; readable here: "
                        + FilterRegistry.readableNames()
                        + "; rewrite the file with `h5repack -f GZIP=4 in.h5 out.h5`");
    }
}
