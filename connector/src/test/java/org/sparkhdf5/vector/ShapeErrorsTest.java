package org.sparkhdf5.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.plan.SplitSizes;
import org.sparkhdf5.table.Column;
import org.sparkhdf5.table.Table;
import org.sparkhdf5.table.TableRequest;
import org.sparkhdf5.testing.TableRows;

/** What groups of columns, lists of columns, attributes and CF decoding refuse, and with which words. */
final class ShapeErrorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SplitSizes ONE_FILE = new SplitSizes(1 << 30, 1 << 20, 1 << 30);

    private static TableRows rows(String file, String options) throws IOException {
        JsonNode parsed = JSON.readTree(options.replace('\'', '"'));
        TableRequest request = ShapeCasesTest.request(parsed);
        return new TableRows(file, ShapeCasesTest.bytes(file), request);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'dataset': '/tie'} | /tie: the datasets of a group of columns have one length, found as many of 2 rows"
                        + " (a, d) as of 3 rows (b, c); name the columns with option(\"columns\", \"…\"), or one dataset"
                        + " with option(\"dataset\", \"…\")",
                "{'columns': '/run/a,/run/longer,/run/b'} | /run/a: option \"columns\": datasets of one length are"
                        + " expected, found rows of /run/a 5, /run/longer 7, /run/b 5; leave out those of another length",
                "{'columns': '/run/nothing'} | /run/nothing: option \"columns\": a dataset is expected, found nothing;"
                        + " view=objects lists what is there",
                "{'columns': 'run'} | /run: option \"columns\": a dataset is expected, found a group or datatype;"
                        + " view=objects lists what is there",
                "{'columns': '/run/scalar'} | /run/scalar: option \"columns\": a dataset of one dimension or more is"
                        + " expected, found a scalar; leave it out",
                "{'dataset': '/run/a', 'columns': 'b'} | /run/a: options \"dataset\" and \"columns\": a group is"
                        + " expected, found a dataset; leave one of them out",
                "{'dataset': '/run/a', 'attributes': '/run@nothing'} | /run: option \"attributes\": attribute nothing"
                        + " is expected, found none of this name; view=attributes lists what is there",
                "{'dataset': '/run/a', 'attributes': 'walk@nothing'} | /walk: option \"attributes\": attribute nothing"
                        + " is expected, found no such object; view=attributes lists what is there",
                "{'dataset': '/run/a', 'attributes': 'station'} | option \"attributes\": path@name is expected, found"
                        + " station; an attribute of the root group is /@name",
            })
    void wrongUseIsRefused(String options, String message) throws IOException {
        TableRows rows = rows("groups.h5", options);
        assertThatThrownBy(rows::table)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("file:///nowhere/groups.h5: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'columns': '/run/a,/run/unread'} | /run/unread: filter 32017 (sz)",
                "{'dataset': '/unreadable'} | /unreadable: none of the datasets of 5 rows can be read: one (file",
            })
    void whatCannotBeReadIsRefusedWhereItIsNeeded(String options, String message) throws IOException {
        TableRows rows = rows("groups.h5", options);
        assertThatThrownBy(rows::table)
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageStartingWith("file:///nowhere/groups.h5: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x_julian   | calendar julian is not decoded; decoded are standard, gregorian, proleptic_gregorian,",
                "x_all_leap | calendar all_leap is not decoded; decoded are standard,",
                "x_months   | units \"months since 2000-01-01\" are not decoded: unit months; readable are days to",
                "x_no_date  | units \"days since the flood\" are not decoded: date the flood; leave out",
                "x_left_out | units \"days since 1582-10-10\" are not decoded: there is no such date in the calendar;",
                "x_year_0   | units \"days since 0000-01-01\" are not decoded: there is no such date in the calendar;",
            })
    void unitsThatCannotBeDecodedAreRefused(String name, String message) throws IOException {
        TableRows rows = rows("cf.nc", "{'cf': 'true', 'dataset': '" + name + "'}");
        assertThatThrownBy(rows::table)
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageStartingWith("file:///nowhere/cf.nc: /" + name + ": " + message)
                .hasMessageEndingWith("; leave out option(\"cf\", \"true\") and convert the numbers");
        assertThat(rows("cf.nc", "{'dataset': '" + name + "'}").table().rowCount())
                .isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x_feb_30 | row 1: 1 days since 2001-02-28 is no date of the Gregorian calendar in the years 1 to 9999;"
                        + " the calendar is 360_day; leave out option(\"cf\", \"true\") or the column",
                "x_before | row 3: -3 days since 1582-10-17 is no date of the Gregorian calendar in the years 1 to 9999,"
                        + " which begins on 1582-10-15 in the standard calendar; leave out option(\"cf\", \"true\") or the"
                        + " column",
                "x_far    | row 1: 1.0E30 days since 2000-01-01 is no date of the Gregorian calendar in the years 1 to"
                        + " 9999, which begins on 1582-10-15 in the standard calendar; leave out option(\"cf\","
                        + " \"true\") or the column",
                "t_tenths | row 2: 0.14285714285714285 days since 2000-01-01 has digits below a microsecond",
            })
    void aValueThatIsNoDateNamesItsRow(String name, String message) throws IOException {
        TableRows rows = rows("cf.nc", "{'cf': 'true', 'dataset': '" + name + "'}");
        assertThatThrownBy(() -> rows.read(ONE_FILE))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("/cf.nc: /" + name + ": column " + name + ", " + message);
    }

    @Test
    void nanosecondsAreRoundedOrCountedWhereTheUserSaysSo() throws IOException {
        String tenths = "{'cf': 'true', 'dataset': 't_tenths', 'nanoseconds': '%s'}";
        assertThat(rows("cf.nc", tenths.formatted("round")).read(ONE_FILE).get("t_tenths"))
                .element(2)
                .isEqualTo(946_684_800_000_000L + 12_342_857_143L);
        TableRows counted = rows("cf.nc", tenths.formatted("long"));
        assertThat(counted.table().columns().get(0).logicalType().sql()).isEqualTo("BIGINT");
        assertThat(counted.read(ONE_FILE).get("t_tenths"))
                .element(2)
                .isEqualTo(946_684_800_000_000_000L + 12_342_857_142_857L);
    }

    @Test
    void attributesStandBehindTheColumnsOfAPandasFrameToo() throws IOException {
        TableRequest request = ShapeCasesTest.request(
                JSON.readTree(
                        "{\"dataset\": \"mixed\", \"attributes\": \"/@PYTABLES_FORMAT_VERSION,mixed@pandas_type,mixed@ndim\"}"));
        byte[] bytes;
        try (InputStream in = ShapeErrorsTest.class.getResourceAsStream("/hdf5/table/frames.h5")) {
            bytes = in.readAllBytes();
        }
        TableRows rows = new TableRows("frames.h5", bytes, request);
        int rowCount = Math.toIntExact(rows.table().rowCount());
        assertThat(rowCount).isPositive();
        Map<String, List<Object>> values = rows.read(ONE_FILE);
        assertThat(values.get("PYTABLES_FORMAT_VERSION")).hasSize(rowCount).containsOnly("2.1");
        assertThat(values.get("pandas_type")).hasSize(rowCount).containsOnly("frame");
        assertThat(values.get("ndim")).hasSize(rowCount).containsOnly(2L);
    }

    /** Where the schema is known a file without the attribute has no such column: whoever needs it fails, or takes null. */
    @Test
    void aMissingAttributeIsAMissingColumnWhereTheSchemaIsKnown() throws IOException {
        TableRequest request = ShapeCasesTest.request(
                JSON.readTree("{\"dataset\": \"/run/a\", \"attributes\": \"run@nothing,run@station\"}"));
        Table table = new TableRows("groups.h5", ShapeCasesTest.bytes("groups.h5"), request.asAsked()).table();
        assertThat(table.columns()).extracting(Column::name).containsExactly("value", "station");
    }

    @Test
    void attributesArePropertiesOfTables() throws IOException {
        Table run = rows("groups.h5", "{'dataset': '/run'}").table();
        assertThat(run.properties()).contains(entry("hdf5.attribute.height", "12.5"));
        Table dataset = rows("groups.h5", "{'dataset': '/run/a'}").table();
        assertThat(dataset.properties()).containsExactly(entry("hdf5.attribute.units", "\"m\""));
    }
}
