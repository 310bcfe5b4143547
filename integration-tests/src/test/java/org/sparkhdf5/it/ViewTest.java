package org.sparkhdf5.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkhdf5.it.testing.Errors.assertFailure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkhdf5.it.testing.CommittedFixtures;
import org.sparkhdf5.it.testing.HdfsCluster;
import org.sparkhdf5.it.testing.RecordingFileSystem;
import org.sparkhdf5.it.testing.Sessions;
import org.sparkhdf5.testing.SharedFolder;
import org.sparkhdf5.testing.SharedTest;

/** Files looked into: their objects, attributes and chunks as rows. */
class ViewTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Sessions.shared();
    }

    @Test
    void objectsHaveTheColumnsOfTheirDescription() {
        assertThat(view("objects").load(local("arrays.h5")).schema().toDDL().replace(" NOT NULL", ""))
                .isEqualTo("file STRING,path STRING,kind STRING,datatype STRING,shape ARRAY<BIGINT>,"
                        + "maxShape ARRAY<BIGINT>,chunkShape ARRAY<BIGINT>,layout STRING,"
                        + "filters ARRAY<STRUCT<id: INT, name: STRING, params: ARRAY<BIGINT>>>,storedBytes BIGINT,"
                        + "linkTarget STRING,error STRING");
        assertThat(view("attributes").load(local("arrays.h5")).schema().toDDL().replace(" NOT NULL", ""))
                .isEqualTo("file STRING,path STRING,name STRING,datatype STRING,shape ARRAY<BIGINT>,value STRING,"
                        + "error STRING");
        assertThat(view("chunks")
                        .option("dataset", "/shuffle")
                        .load(local("arrays_chunked.h5"))
                        .schema()
                        .toDDL()
                        .replace(" NOT NULL", ""))
                .isEqualTo("file STRING,offset ARRAY<BIGINT>,address BIGINT,storedBytes BIGINT,filterMask BIGINT");
    }

    @Test
    void aWrongViewIsRefusedWithThoseThatThereAre() {
        assertFailure(() -> view("files").load(local("arrays.h5")))
                .contains("option \"view\": one of objects, attributes, chunks, tables is expected, found files");
        assertFailure(() -> view("chunks").load(local("arrays.h5"))).contains("needs the option \"dataset\"");
        assertFailure(() -> view("chunks")
                        .option("dataset", "/nothing")
                        .load(local("arrays.h5"))
                        .collectAsList())
                .contains("/nothing: a chunked dataset is expected, found no object of this name");
    }

    @Test
    void aFileThatIsNotHdf5IsOneRowAmongTheOthers() throws IOException {
        HdfsCluster cluster = HdfsCluster.shared();
        cluster.put(new byte[3_000], "/views/a_zeros.h5");
        cluster.put(CommittedFixtures.file("named_columns.h5"), "/views/b.h5");

        List<Row> rows = view("objects").load(cluster.uri("/views")).collectAsList();

        Row first = rows.get(0);
        assertThat(first.<String>getAs("file")).isEqualTo(cluster.uri("/views/a_zeros.h5"));
        assertThat(first.<String>getAs("path")).isNull();
        assertThat(first.<String>getAs("kind")).isNull();
        assertThat(first.<String>getAs("error")).startsWith(cluster.uri("/views/a_zeros.h5") + ": superblock: ");
        assertThat(rows.subList(1, rows.size()))
                .isNotEmpty()
                .allMatch(row -> row.getAs("error") == null)
                .allMatch(row -> row.getAs("file").equals(cluster.uri("/views/b.h5")));
        assertThat(view("attributes").load(cluster.uri("/views/a_zeros.h5")).collectAsList())
                .hasSize(1)
                .allMatch(row -> row.isNullAt(1) && row.isNullAt(2) && !row.isNullAt(6));
        assertFailure(() -> view("chunks")
                        .option("dataset", "/x")
                        .load(cluster.uri("/views/a_zeros.h5"))
                        .collectAsList())
                .contains("a_zeros.h5: superblock: ");
    }

    @Test
    void planningReadsNothing() {
        RecordingFileSystem.reset();
        Dataset<Row> objects = view("objects").load(RecordingFileSystem.uri(CommittedFixtures.file("arrays.h5")));

        objects.queryExecution().executedPlan();
        assertThat(RecordingFileSystem.reads()).isEmpty();

        assertThat(objects.count()).isPositive();
        assertThat(RecordingFileSystem.reads()).isNotEmpty();
    }

    @Test
    void queriesTakeSomeColumnsAndFieldsOfThem() {
        view("objects").load(local("arrays_chunked.h5")).createOrReplaceTempView("objects");

        assertThat(spark.sql("SELECT filters[0].name, filters.id[0] FROM objects WHERE path = '/fletcher32'")
                        .collectAsList())
                .containsExactly(RowFactory.create("fletcher32", 3));
        assertThat(spark.sql("SELECT count(*), count(distinct file) FROM objects WHERE kind = 'dataset'")
                        .collectAsList())
                .containsExactly(RowFactory.create(
                        spark.table("objects").where("layout IS NOT NULL").count(), 1L));
    }

    @Test
    void theReadmeShowsWhatIsPrinted() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        Dataset<Row> objects = view("objects").load(local("arrays_chunked.h5"));
        Dataset<Row> attributes =
                view("attributes").option("dataset", "/named/index").load(local("series.h5"));
        Dataset<Row> chunks = view("chunks").option("dataset", "/masked").load(local("arrays_chunked.h5"));

        assertThat(readme)
                .contains(shown(objects.selectExpr(
                        "path", "datatype", "shape", "maxShape", "chunkShape", "filters.name filters", "storedBytes")))
                .contains(shown(attributes.select("path", "name", "datatype", "shape", "value")))
                .contains(shown(chunks.drop("file")));
    }

    /** What {@code show(truncate=False)} prints. */
    private static String shown(Dataset<Row> rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        scala.Console.withOut(out, () -> {
            rows.show(20, false);
            return null;
        });
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    @SharedTest
    @Test
    void theCorpusIsListedObjectByObject() throws IOException {
        Map<String, JsonNode> corpus = corpus("files/");
        Map<String, List<Row>> found = byFile(view("objects").load(paths(corpus)));

        assertThat(found).hasSameSizeAs(corpus);
        List<String> differences = new ArrayList<>();
        corpus.forEach((name, expected) -> {
            List<Row> rows = found.get(name);
            if (expected.has("unopenable")) {
                assertThat(rows).as(name).hasSize(1);
                assertThat(rows.get(0).<String>getAs("error")).contains(name);
                assertThat(rows.get(0).isNullAt(1) && rows.get(0).isNullAt(2))
                        .as(name)
                        .isTrue();
                return;
            }
            assertThat(rows)
                    .as(name)
                    .extracting(row -> row.getAs("kind") + " " + row.getAs("path"))
                    .containsExactlyElementsOf(texts(expected.get("objects"), "kind", "path"));
            for (int i = 0; i < rows.size(); i++) {
                compare(name, expected.get("objects").get(i), rows.get(i), differences);
            }
        });
        assertThat(differences).isEmpty();
    }

    private static void compare(String file, JsonNode expected, Row row, List<String> differences) {
        boolean readable = !expected.path("needs_plugin").asBoolean()
                && !expected.has("unreadable")
                && !expected.path("dtype").asText().contains("vax")
                && expected.path("filters").findValuesAsText("id").stream()
                        .noneMatch(id -> List.of("4", "5", "6").contains(id));
        if (readable && row.getAs("error") != null) {
            differences.add(file + ": " + row);
        }
        same(file, row, "datatype", text(expected.get("dtype")), differences);
        String layout = expected.has("external") ? "external" : text(expected.get("layout"));
        same(file, row, "layout", layout, differences);
        same(file, row, "linkTarget", text(expected.get("same_as")), differences);
        same(file, row, "shape", expected.get("shape"), differences);
        same(file, row, "maxShape", expected.get("maxshape"), differences);
        same(file, row, "chunkShape", expected.get("chunk"), differences);
        if (expected.has("filters")) {
            same(file, row, filters(row), expected.get("filters"), differences);
        }
        boolean shrunk = file.contains("h5fc_ext") && "/DSET_EA".equals(row.getAs("path"));
        if (!shrunk) { // h5py counts two chunks outside of the extent
            same(file, row, "storedBytes", text(expected.get("stored_bytes")), differences);
        }
    }

    /** Id, name and params of each filter, as the row has them and as the oracle has them. */
    private static void same(String file, Row row, List<String> found, JsonNode filters, List<String> differences) {
        List<String> expected = new ArrayList<>();
        filters.forEach(filter -> expected.add(filter.get("id") + " "
                + filter.get("name").asText().replace("granular-bitround", "granular bitround") + " "
                + filter.get("params").toString().replace(",", ", ")));
        if (!found.equals(expected)) {
            differences.add(file + ": " + row.getAs("path") + ": filters expected " + expected + ", found " + found);
        }
    }

    private static List<String> filters(Row row) {
        List<String> filters = new ArrayList<>();
        for (Row filter : row.<Row>getList(row.fieldIndex("filters"))) {
            filters.add(filter.get(0) + " " + filter.get(1) + " " + new ArrayList<>(filter.<Long>getList(2)));
        }
        return filters;
    }

    private static void same(String file, Row row, String column, Object expected, List<String> differences) {
        Object found = row.getAs(column);
        if (expected == null || expected instanceof JsonNode && found == null && !row.isNullAt(11)) {
            return;
        }
        String shown = found == null
                ? "null"
                : expected instanceof JsonNode
                        ? row.getList(row.fieldIndex(column)).toString().replace(" ", "")
                        : found.toString();
        if (!expected.toString().equals(shown) && !(found == null && !row.isNullAt(11))) {
            differences.add(
                    file + ": " + row.getAs("path") + ": " + column + " expected " + expected + ", found " + shown);
        }
    }

    @SharedTest
    @Test
    void theAttributesOfTheCorpusAreThoseOfH5py() throws IOException {
        Map<String, JsonNode> corpus = corpus("files/");
        Map<String, List<Row>> found = byFile(view("attributes").load(paths(corpus)));

        int values = 0;
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, JsonNode> file : corpus.entrySet()) {
            Map<String, JsonNode> expected = new LinkedHashMap<>();
            file.getValue()
                    .path("objects")
                    .forEach(object -> object.path("attrs").forEach(attribute -> {
                        if (attribute.has("name")) {
                            expected.put(text(object.get("path")) + " " + text(attribute.get("name")), attribute);
                        }
                    }));
            for (Row row : found.getOrDefault(file.getKey(), List.of())) {
                JsonNode attribute = expected.remove(row.getAs("path") + " " + row.getAs("name"));
                if (attribute != null && row.getAs("error") == null && isPlain(attribute)) {
                    values++;
                    JsonNode value = JSON.readTree(row.<String>getAs("value"));
                    if (!flat(value).equals(flat(attribute.get("values")))) {
                        differences.add(file.getKey() + ": " + row + ", expected " + attribute);
                    }
                } else if (row.getAs("error") == null
                        ? attribute == null
                        : !file.getValue().has("unopenable")) {
                    differences.add(file.getKey() + ": not expected: " + row);
                }
            }
            expected.keySet().forEach(name -> differences.add(file.getKey() + ": not found: " + name));
        }
        assertThat(differences).isEmpty();
        assertThat(values).isGreaterThan(5_000);
    }

    @SharedTest
    @Test
    void damagedFilesAreListedAsFarAsTheyGo() throws IOException {
        Map<String, JsonNode> corpus = corpus("corrupt/");

        assertThat(byFile(view("objects").load(paths(corpus)))).hasSameSizeAs(corpus);
        assertThat(view("attributes").load(paths(corpus)).count()).isPositive();
    }

    /** Numbers and texts, which JSON shows as the oracle does. */
    private static boolean isPlain(JsonNode attribute) {
        String dtype = attribute.path("dtype").asText();
        if (!attribute.has("values") || !dtype.matches("([iu][1248][<>]?|S\\d+\\(.*\\)|vlen-str-.*)")) {
            return false;
        }
        for (JsonNode value : attribute.get("values")) {
            if (value.isObject()) {
                return false; // bytes that are no text
            }
        }
        return true;
    }

    private static List<JsonNode> flat(JsonNode value) {
        List<JsonNode> flat = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(element -> flat.addAll(flat(element)));
        } else {
            flat.add(value);
        }
        return flat;
    }

    private static Map<String, JsonNode> corpus(String folder) throws IOException {
        Map<String, JsonNode> corpus = new LinkedHashMap<>();
        for (JsonNode file : JSON.readTree(inCorpus("index.json").toFile()).get("files")) {
            String name = file.get("name").asText();
            if (name.startsWith(folder) && Files.size(inCorpus(name)) > 0) {
                corpus.put(
                        name,
                        JSON.readTree(inCorpus(file.get("expected").asText()).toFile()));
            }
        }
        return corpus;
    }

    private static Path inCorpus(String name) {
        return SharedFolder.resolve("corpus/" + name);
    }

    private static String[] paths(Map<String, JsonNode> corpus) {
        return corpus.keySet().stream().map(name -> "file:" + inCorpus(name)).toArray(String[]::new);
    }

    /** By name in the corpus, in the order of the rows. */
    private static Map<String, List<Row>> byFile(Dataset<Row> rows) {
        String folder = "file:" + SharedFolder.resolve("corpus") + "/";
        Map<String, List<Row>> byFile = new LinkedHashMap<>();
        for (Row row : rows.collectAsList()) {
            String name = row.<String>getAs("file").substring(folder.length());
            byFile.computeIfAbsent(name, unused -> new ArrayList<>()).add(row);
        }
        return byFile;
    }

    private static List<String> texts(JsonNode objects, String first, String second) {
        List<String> texts = new ArrayList<>();
        objects.forEach(object -> texts.add(text(object.get(first)) + " " + text(object.get(second))));
        return texts;
    }

    /** h5py hands a byte that is not UTF-8 on as a lone surrogate; the reader writes {@code \xNN}. */
    private static String text(JsonNode value) {
        if (value == null) {
            return null;
        }
        StringBuilder shown = new StringBuilder();
        String text = value.asText();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lone = c >= '\udc80' && c <= '\udcff' && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
            shown.append(lone ? String.format(Locale.ROOT, "\\x%02x", c - 0xdc00) : String.valueOf(c));
        }
        return shown.toString();
    }

    private static DataFrameReader view(String name) {
        return spark.read().format("hdf5").option("view", name);
    }

    private static String local(String name) {
        return "file:" + CommittedFixtures.file(name);
    }
}
