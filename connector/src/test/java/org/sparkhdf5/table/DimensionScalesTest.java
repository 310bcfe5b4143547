package org.sparkhdf5.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.format.Dataset;

/** Names and coordinates of dimensions as h5py and netCDF-C wrote them. */
final class DimensionScalesTest {

    /** Each dimension as name=path of its coordinates, or - where it has none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scales.h5 | /values   | z=/z, y [m]=/y_axis, channel=-",
                "scales.h5 | /deep/odd | records=-, plane=-, long=/long, flat=-",
                "scales.h5 | /bare     | null=-",
                "scales.h5 | /z        | null=-",
                "grid.nc   | /t        | time=/time, lat=/lat, lon=-",
                "grid.nc   | /p        | time=/time",
                "grid.nc   | /time     | time=/time",
                "grid.nc   | /_nc4_non_coord_x | time=/time",
                "grid.nc   | /late     | time=/time",
                "grid.nc   | /level    | level=-, lat=/lat",
                "grid.nc   | /sub/q    | time=/time, lat=/lat",
                "grid.nc   | /scalar   | ''",
            })
    void eachDimensionHasItsNameAndItsCoordinates(String file, String path, String expected) throws IOException {
        TableSource source = ShapeFiles.open(file);
        Dataset dataset = ShapeFiles.dataset(source, path);

        String found = DimensionScales.of(source, dataset).stream()
                .map(dimension -> dimension.name() + "="
                        + (dimension.values() == null ? "-" : dimension.values().path()))
                .collect(Collectors.joining(", "));

        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "scales.h5, /values, true, false, values",
        "scales.h5, /bare, false, false, bare",
        "scales.h5, /z, false, false, z",
        "grid.nc, /t, true, true, t",
        "grid.nc, /time, true, true, time",
        "grid.nc, /lon, false, true, lon",
        "grid.nc, /level, true, true, level",
        "grid.nc, /_nc4_non_coord_x, true, true, x",
        "grid.nc, /sub/q, true, true, q",
        "grid.nc, /scalar, false, true, scalar",
    })
    void aVariableOfNetcdfIsKnown(String file, String path, boolean described, boolean netcdf, String name)
            throws IOException {
        TableSource source = ShapeFiles.open(file);
        Dataset dataset = ShapeFiles.dataset(source, path);

        assertThat(DimensionScales.describe(source, dataset)).isEqualTo(described);
        assertThat(DimensionScales.isNetcdf(source, dataset)).isEqualTo(netcdf);
        assertThat(DimensionScales.variableName(dataset)).isEqualTo(name);
    }
}
