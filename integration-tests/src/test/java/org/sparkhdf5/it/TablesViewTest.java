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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.it.testing.CommittedFixtures;
import org.sparkhdf5.it.testing.HdfsCluster;
import org.sparkhdf5.it.testing.Sessions;
import org.sparkhdf5.testing.SharedFolder;
import org.sparkhdf5.testing.SharedTest;

/** The check before a large job: the tables of many files, with what reading each would give. */
class TablesViewTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Sessions.shared();
    }

    @Test
    void aRowHasWhatAReadNeeds() {
        assertThat(view().load(local("series.h5")).schema().toDDL().replace(" NOT NULL", ""))
                .isEqualTo("file STRING,dataset STRING,kind STRING,rows BIGINT,schema STRING,error STRING");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arrays.h5",
                "arrays_types.h5",
                "arrays_refused.h5",
                "frame_index_kinds.h5",
                "frame_labels.h5",
                "frame_mixed.h5",
                "frame_levels.h5",
                "frame_objects.h5",
                "series.h5"
            })
    void everyRowIsWhatReadingGives(String name) {
        List<Row> rows = view().load(local(name)).collectAsList();
        assertThat(rows).isNotEmpty();
        for (Row row : rows) {
            String dataset = row.getAs("dataset");
            DataFrameReader reader = spark.read().format("hdf5").option("dataset", dataset);
            if (row.getAs("error") == null) {
                Dataset<Row> table = reader.load(local(name));
                assertThat(row.<Long>getAs("rows")).as(dataset).isEqualTo(table.count());
                assertThat(described(StructType.fromDDL(row.getAs("schema"))))
                        .as(dataset)
                        .isEqualTo(described(table.schema()));
            } else {
                assertThat(row.isNullAt(3)).as(dataset).isTrue();
                assertThat(row.isNullAt(4)).as(dataset).isTrue();
                assertFailure(() -> reader.load(local(name))).contains(row.<String>getAs("error"));
            }
        }
    }

    private static List<String> described(StructType schema) {
        return Stream.of(schema.fields()).map(TablesViewTest::described).toList();
    }

    private static String described(StructField field) {
        return field.name() + " " + field.dataType().sql().replace(" NOT NULL", "");
    }

    @Test
    void aFileThatIsNotHdf5IsOneRowAmongTheOthers() throws IOException {
        HdfsCluster cluster = HdfsCluster.shared();
        cluster.put(new byte[3_000], "/tables/a_zeros.h5");
        cluster.put(CommittedFixtures.file("named_columns.h5"), "/tables/b.h5");

        List<Row> rows = view().load(cluster.uri("/tables")).collectAsList();

        assertThat(rows.get(0).<String>getAs("file")).isEqualTo(cluster.uri("/tables/a_zeros.h5"));
        assertThat(rows.get(0).<String>getAs("error")).startsWith(cluster.uri("/tables/a_zeros.h5") + ": superblock: ");
        assertThat(rows.get(0).isNullAt(1)
                        && rows.get(0).isNullAt(2)
                        && rows.get(0).isNullAt(3))
                .isTrue();
        assertThat(rows.subList(1, rows.size()))
                .isNotEmpty()
                .allMatch(row -> row.getAs("error") == null)
                .allMatch(row -> row.getAs("file").equals(cluster.uri("/tables/b.h5")));
    }

    @Test
    void queriesTakeSomeColumns() {
        view().load(local("frame_objects.h5")).createOrReplaceTempView("tables");
        assertThat(spark.sql("SELECT kind, count(*) FROM tables WHERE dataset LIKE '/t%' GROUP BY kind ORDER BY kind")
                        .collectAsList())
                .containsExactly(RowFactory.create("pandas-fixed", 2L));
        assertThat(spark.sql("SELECT count(*) FROM tables WHERE error IS NULL OR error LIKE '%frame_objects.h5: /%'")
                        .head()
                        .getLong(0))
                .isEqualTo(spark.table("tables").count());
    }

    @Test
    void oneObjectOrWhatIsBelowItCanBeNamed() {
        assertThat(view().option("dataset", "/index")
                        .load(local("frame_index_kinds.h5"))
                        .select("dataset")
                        .collectAsList())
                .isNotEmpty()
                .allMatch(row -> row.getString(0).startsWith("/index/"));
        assertThat(view().option("dataset", "/nothing")
                        .load(local("series.h5"))
                        .select("error")
                        .collectAsList())
                .singleElement()
                .matches(row ->
                        row.getString(0).endsWith("/nothing: no object of this name; choose one that is listed"));
    }

    @Test
    void theReadmeShowsWhatIsPrinted() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Dataset<Row> tables = view().load(local("series.h5"), local("arrays_chunked.h5"));
        Dataset<Row> shown = tables.where("rows < 30").drop("file");
        scala.Console.withOut(out, () -> {
            shown.show(20, false);
            return null;
        });
        assertThat(Files.readString(Path.of("../README.md")))
                .contains(out.toString(StandardCharsets.UTF_8).strip());
    }

    /** The keys are those of pandas, without the lists of categories. */
    @SharedTest
    @Test
    void pandasObjectsOfTheFixturesAreListed() throws IOException {
        List<Path> oracles = oracles();
        Map<String, List<Row>> found = byFile(
                "file:" + SharedFolder.resolve("fixtures") + "/",
                view().load(oracles.stream()
                        .map(oracle -> "file:" + file(oracle))
                        .toArray(String[]::new)));
        List<String> differences = new ArrayList<>();
        for (Path oracle : oracles) {
            Map<String, JsonNode> expected = new TreeMap<>();
            JSON.readTree(oracle.toFile()).get("objects").forEach(object -> {
                if (!object.path("format").asText().equals("generic")) {
                    expected.put(object.get("key").asText(), object);
                }
            });
            String name =
                    SharedFolder.resolve("fixtures").relativize(file(oracle)).toString();
            Set<String> datasets = new TreeSet<>();
            for (Row row : found.getOrDefault(name, List.of())) {
                JsonNode object = expected.get(row.<String>getAs("dataset"));
                if (object != null
                        && row.getAs("error") == null
                        && row.<Long>getAs("rows") != object.get("rows").asLong()) {
                    differences.add(name + ": " + row + ": expected " + object.get("rows") + " rows");
                }
                if (row.<String>getAs("kind").startsWith("pandas-")) {
                    datasets.add(row.getAs("dataset"));
                }
            }
            if (!datasets.equals(expected.keySet())) {
                differences.add(name + ": expected " + expected.keySet() + ", found " + datasets);
            }
        }
        assertThat(differences).isEmpty();
    }

    private static List<Path> oracles() throws IOException {
        List<Path> oracles = new ArrayList<>();
        for (String folder : List.of("pandas-1.5.3", "pandas-2.3.3", "pandas-3.0.6")) {
            try (Stream<Path> files = Files.list(SharedFolder.resolve("fixtures/" + folder))) {
                files.filter(path -> path.toString().endsWith(".expected.json"))
                        .filter(path -> Files.exists(file(path)))
                        .sorted()
                        .forEach(oracles::add);
            }
        }
        return oracles;
    }

    private static Path file(Path oracle) {
        return oracle.resolveSibling(oracle.getFileName().toString().replace(".expected.json", ".h5"));
    }

    @SharedTest
    @Test
    void theCorpusIsListedWhateverIsInIt() throws IOException {
        String folder = "file:" + SharedFolder.resolve("corpus") + "/";
        List<String> names = new ArrayList<>();
        for (JsonNode file : JSON.readTree(
                        SharedFolder.resolve("corpus/index.json").toFile())
                .get("files")) {
            String name = file.get("name").asText();
            if (Files.size(SharedFolder.resolve("corpus/" + name)) > 0) {
                names.add(name);
            }
        }
        Map<String, List<Row>> found =
                byFile(folder, view().load(names.stream().map(folder::concat).toArray(String[]::new)));
        for (String name : names) {
            for (Row row : found.getOrDefault(name, List.of())) {
                boolean readable = row.getAs("error") == null;
                assertThat(row.getAs("rows") != null).as(row.toString()).isEqualTo(readable);
                assertThat(row.getAs("schema") != null).as(row.toString()).isEqualTo(readable);
                assertThat(readable || row.<String>getAs("error").contains(name))
                        .as(row.toString())
                        .isTrue();
            }
        }
        assertThat(found.size()).isGreaterThan(names.size() * 9 / 10);
    }

    private static Map<String, List<Row>> byFile(String folder, Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .collect(Collectors.groupingBy(row -> row.<String>getAs("file").substring(folder.length())));
    }

    private static DataFrameReader view() {
        return spark.read().format("hdf5").option("view", "tables");
    }

    private static String local(String name) {
        return "file:" + CommittedFixtures.file(name);
    }
}
