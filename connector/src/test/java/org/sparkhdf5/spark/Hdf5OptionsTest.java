package org.sparkhdf5.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.format.ExternalLinkPolicy;
import org.sparkhdf5.table.ArrayLayout;
import org.sparkhdf5.table.IndexColumns;
import org.sparkhdf5.table.NanosecondRule;
import org.sparkhdf5.table.ObjectColumns;
import org.sparkhdf5.table.StringEncoding;
import org.sparkhdf5.table.TableRequest;

/** Parsing needs no session. */
final class Hdf5OptionsTest {
    @Test
    void withoutOptionsDefaultsHold() {
        Hdf5Options options = parse();
        assertThat(options.paths()).containsExactly("/data/run7.h5");
        assertThat(options.request()).isEqualTo(TableRequest.ofDataset(null));
        assertThat(options.taskMemoryBytes()).isEqualTo(Hdf5Options.TASK_MEMORY_DEFAULT);
    }

    @Test
    void everyOptionIsRead() {
        Hdf5Options options = parse(
                "dataset", "/data_f",
                "columnNames", "/f_axis0",
                "index", "named",
                "nanoseconds", "round",
                "nanAsNull", "true",
                "objects", "string",
                "objectSampleBytes", "2m",
                "pickleBytesMax", "4g",
                "taskMemory", "64m");
        assertThat(options.request())
                .isEqualTo(new TableRequest(
                        "/data_f",
                        ArrayLayout.COLUMNS,
                        "/f_axis0",
                        List.of(),
                        IndexColumns.NAMED,
                        NanosecondRule.ROUND,
                        true,
                        StringEncoding.UTF_8,
                        new ObjectColumns(ObjectColumns.Typing.STRING, 2 << 20, 4L << 30)));
        assertThat(options.taskMemoryBytes()).isEqualTo(64 << 20);
    }

    @Test
    void familyIsTheDriverThatThereIs() {
        assertThat(ListingOptions.isFamily(new CaseInsensitiveStringMap(Map.of("Driver", " Family "))))
                .isTrue();
        assertThat(ListingOptions.isFamily(new CaseInsensitiveStringMap(Map.of())))
                .isFalse();
        assertThatThrownBy(() -> parse("driver", "split"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "option \"driver\": family is expected, for a file in members that load(…) names as run%05d.h5, "
                                + "found split; files of other drivers are joined before they are read");
    }

    @Test
    void caseOfNamesAndChoicesDoesNotCount() {
        assertThat(parse("DATASET", "x", "Layout", "COLUMNS", "nanAsNULL", " True ")
                        .request())
                .isEqualTo(new TableRequest(
                        "x",
                        ArrayLayout.COLUMNS,
                        null,
                        List.of(),
                        IndexColumns.TRUE,
                        NanosecondRule.FAIL,
                        true,
                        StringEncoding.UTF_8,
                        ObjectColumns.DEFAULT));
    }

    @Test
    void keyIsAnotherNameOfDataset() {
        assertThat(parse("key", "/prices").request().dataset()).isEqualTo("/prices");
        assertThat(parse("key", "/prices", "dataset", "/prices").request().dataset())
                .isEqualTo("/prices");
        assertThatThrownBy(() -> parse("key", "/prices", "dataset", "/trades"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("options \"dataset\" and \"key\" name the same thing and must be equal, found /trades and"
                        + " /prices; leave one of them out");
    }

    @Test
    void aDatasetIsNeverSplitAtCommas() {
        assertThat(parse("dataset", "/a, b,c").request().dataset()).isEqualTo("/a, b,c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "open,high | open;high",
                "open, high ,low | open;high;low",
                "[\"a,b\",\"c\"] | a,b;c",
                "[\" a \"] |  a ",
                "x | x",
                "a,,b | a;;b",
            },
            ignoreLeadingAndTrailingWhitespace = false)
    void namesOfColumnsAreAListOrJson(String value, String expected) {
        TableRequest request = parse("columnNames", value.strip()).request();
        assertThat(request.columnNames()).isNull();
        assertThat(request.layout()).isEqualTo(ArrayLayout.COLUMNS);
        assertThat(String.join(";", request.columnNameList())).isEqualTo(expected.substring(1));
    }

    @Test
    void aPathOfNamesIsNotAList() {
        TableRequest request = parse("columnNames", "/a,b").request();
        assertThat(request.columnNames()).isEqualTo("/a,b");
        assertThat(request.columnNameList()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[1", "[{}]", "[[\"a\"]]"})
    void jsonThatIsNoneIsAnError(String value) {
        assertThatThrownBy(() -> parse("columnNames", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"columnNames\": a JSON list of strings is expected, found " + value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[null]", "[\"a\", null]", "[\"a\"] b"})
    void jsonThatIsMoreThanAListOfTextsIsAnError(String value) {
        assertThatThrownBy(() -> parse("columnNames", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"columnNames\": a JSON list of strings is expected, found " + value);
    }

    @Test
    void namesOfColumnsImplyTheirLayout() {
        assertThat(parse("columnNames", "a", "layout", "columns").request().layout())
                .isEqualTo(ArrayLayout.COLUMNS);
        assertThatThrownBy(() -> parse("columnNames", "a", "layout", "rows"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"columnNames\" implies layout=columns, found layout=rows; leave one of them out");
    }

    @ParameterizedTest
    @CsvSource({
        "layout, long, 'rows, columns, cells'",
        "index, yes, 'true, named, false'",
        "nanoseconds, ceil, 'fail, floor, round, long'",
    })
    void aChoiceThatIsNoneListsThem(String option, String value, String choices) {
        assertThatThrownBy(() -> parse(option, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"" + option + "\": one of " + choices + " is expected, found " + value);
    }

    @Test
    void aFlagIsTrueOrFalse() {
        assertThat(parse("nanAsNull", "false").request().nanAsNull()).isFalse();
        assertThatThrownBy(() -> parse("nanAsNull", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"nanAsNull\": true or false is expected, found 1");
    }

    @ParameterizedTest
    @CsvSource({"1m, 1048576", "2g, 2147483648", "1048576, 1048576", "1048576b, 1048576", "1024k, 1048576"})
    void taskMemoryIsASize(String value, long bytes) {
        assertThat(parse("taskMemory", value).taskMemoryBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"much", "-5m", "1.5g", "", "12 apples"})
    void taskMemoryThatIsNoSizeIsAnError(String value) {
        assertThatThrownBy(() -> parse("taskMemory", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("option \"taskMemory\": ")
                .hasMessageEndingWith("found " + value);
    }

    @Test
    void tooLittleTaskMemoryIsAnError() {
        assertThatThrownBy(() -> parse("taskMemory", "1000k"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"taskMemory\": at least 1m is expected, found 1000k");
    }

    @Test
    void objectColumnsAreInferredUnlessSaid() {
        assertThat(parse().request().objects()).isEqualTo(ObjectColumns.DEFAULT);
        assertThat(parse("objects", "Infer").request().objects()).isEqualTo(ObjectColumns.DEFAULT);
        assertThatThrownBy(() -> parse("objects", "json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"objects\": one of infer, string is expected, found json");
        assertThatThrownBy(() -> parse("pickleBytesMax", "much"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"pickleBytesMax\": a size such as 256m is expected, found much");
        assertThatThrownBy(() -> parse("objectSampleBytes", "0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"objectSampleBytes\": at least 1 is expected, found 0");
        assertThatThrownBy(() -> parse("objectSampleBytes", "1g"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"objectSampleBytes\": at most 256m is expected, found 1g");
    }

    @Test
    void anUnknownOptionListsOurs() {
        assertThatThrownBy(() -> parse("dataSets", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "unknown option \"dataSets\"; options of format hdf5: attributes, cf, columnNames, columns, dataset, driver, externalLinks, ignoreMissingDatasets, index,"
                                + " key, layout, nanAsNull, nanoseconds, objectSampleBytes, objects, pickleBytesMax,"
                                + " pushDownPredicates, stringEncoding, taskMemory, view");
    }

    @Test
    void conditionsChooseRowsUnlessSaid() {
        assertThat(parse().pushDownPredicates()).isTrue();
        assertThat(parse("pushDownPredicates", "FALSE").pushDownPredicates()).isFalse();
        assertThatThrownBy(() -> parse("pushDownPredicates", "no"))
                .hasMessage("option \"pushDownPredicates\": true or false is expected, found no");
    }

    @Test
    void byteStringsAreUtf8UnlessSaid() {
        assertThat(parse().request().strings()).isEqualTo(StringEncoding.UTF_8);
        assertThat(parse("stringEncoding", " Latin-1").request().strings()).isEqualTo(StringEncoding.LATIN_1);
        assertThat(parse("stringEncoding", "binary").request().strings()).isEqualTo(StringEncoding.BINARY);
        assertThatThrownBy(() -> parse("stringEncoding", "utf8"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"stringEncoding\": one of utf-8, latin-1, binary is expected, found utf8");
    }

    @Test
    void externalLinksAreThoseOfTheSameDirectoryUnlessSaid() {
        assertThat(parse().externalLinks()).isEqualTo(ExternalLinkPolicy.SAME_DIRECTORY);
        assertThat(parse("externalLinks", "ANY").externalLinks()).isEqualTo(ExternalLinkPolicy.ANY);
        assertThatThrownBy(() -> parse("externalLinks", "yes"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"externalLinks\": one of deny, same-directory, any is expected, found yes");
    }

    @Test
    void sparksOptionsAndThoseWithADotAreNotUnknown() {
        Hdf5Options options =
                parse("recursiveFileLookup", "true", "timeZone", "UTC", "mergeschema", "false", "fs.s3a.endpoint", "x");
        assertThat(options.request()).isEqualTo(TableRequest.ofDataset(null));
    }

    @Test
    void pathsComeFromLoadInTheirOrder() {
        assertThat(of(Map.of("paths", "[\"/b\",\"/a,1\",\"/c d\\\"e\"]")).paths())
                .containsExactly("/b", "/a,1", "/c d\"e");
        assertThat(of(Map.of("paths", "[\"/b\"]", "path", "/a")).paths()).containsExactly("/b", "/a");
        assertThat(of(Map.of("path", "/dir/*.h5")).paths()).containsExactly("/dir/*.h5");
    }

    @Test
    void withoutAPathThereIsNothingToRead() {
        assertThatThrownBy(() -> of(Map.of("dataset", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a path is needed; give it to load(…), or as option \"path\"");
        assertThatThrownBy(() -> of(Map.of("paths", "[]"))).hasMessageStartingWith("a path is needed");
        assertThatThrownBy(() -> of(Map.of("paths", "/a,/b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option \"paths\": a JSON list of strings is expected, found /a,/b");
    }

    private static Hdf5Options parse(String... namesAndValues) {
        Map<String, String> options = new HashMap<>(Map.of("path", "/data/run7.h5"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return of(options);
    }

    private static Hdf5Options of(Map<String, String> options) {
        return Hdf5Options.parse(new CaseInsensitiveStringMap(options));
    }
}
