package org.sparkhdf5.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.ReferenceTarget;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.testing.SharedTest;

/** Values of the corpus that the reference could not read, held against what else is known of them. */
@SharedTest
class UnreadByTheReferenceTest {

    /** The file holds the same data three times: plain, with bitshuffle and lz4, with bitshuffle and zstd. */
    @Test
    void bitshuffleWithZstdHoldsTheSameAsWithLz4() throws IOException {
        CorpusFiles.Entry entry = entry("files/hdf5plugin/bitshuffle/regression_0.4.0.h5");
        RangeReader reader = CorpusFiles.reader(entry);
        Hdf5File file = CorpusFiles.open(reader);
        Map<String, String> found = new HashMap<>();
        Map<String, String> expected = new HashMap<>();
        for (JsonNode object : CorpusFiles.expected(entry).get("objects")) {
            String path = object.get("path").asText();
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (path.startsWith("/compressed_zstd/")) {
                found.put(name, hash(file, reader, path));
            } else if (path.startsWith("/compressed/")) {
                expected.put(name, object.get("sha256").asText());
            }
        }
        assertThat(found).hasSize(21).isEqualTo(expected);
    }

    private static String hash(Hdf5File file, RangeReader reader, String path) throws IOException {
        Dataset dataset = dataset(file, path);
        Datatype type = dataset.datatype();
        StoredElements elements = new StoredElements(file, reader, dataset);
        CanonicalBytes canonical = new CanonicalBytes(new ObjectLocation(reader.file(), path), file.globalHeap());
        Sha256 hash = new Sha256();
        elements.forEachRow(0, elements.array().rowCount(), (row, bytes, offset) -> {
            for (int i = 0; i < elements.array().rowElements(); i++) {
                canonical.write(type, bytes, offset + i * type.sizeBytes(), hash);
            }
        });
        return hash.hex();
    }

    /** PyTables' test suite counts the column var3 down, and fills var1 with blanks. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "files/pytables/Table2_1_lzo_nrv2e_shuffle.h5",
                "files/pytables/Tables_lzo1_shuffle.h5",
                "files/pytables/Tables_lzo2_shuffle.h5"
            })
    void lzoTablesCountDown(String name) throws IOException {
        RangeReader reader = CorpusFiles.reader(entry(name));
        Hdf5File file = CorpusFiles.open(reader);
        for (String path : List.of("/tuple0", "/group0/tuple1", "/group0/group1/tuple2")) {
            Dataset dataset = dataset(file, path);
            List<Double> numbers = new ArrayList<>();
            List<Integer> texts = new ArrayList<>();
            StoredElements elements = new StoredElements(file, reader, dataset);
            elements.forEachRow(0, elements.array().rowCount(), (row, bytes, offset) -> {
                ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                for (Datatype.Member member : ((Datatype.Compound) dataset.datatype()).members()) {
                    if (member.name().equals("var3")) {
                        numbers.add(record.getDouble(offset + member.byteOffset()));
                    } else if (member.name().equals("var1")) {
                        texts.add(record.getInt(offset + member.byteOffset()));
                    }
                }
            });
            assertThat(numbers).hasSize(100);
            for (int i = 0; i < 100; i++) {
                assertThat(numbers.get(i)).isEqualTo(100 - i);
                assertThat(texts.get(i)).isEqualTo(0x20202020);
            }
        }
    }

    /** What the HDF5 test suite's generators say that they write. */
    @Test
    void revisedReferencesLeadToTheirTargets() throws IOException {
        assertThat(targets("files/hdf5/-1.10/bounds_ref_latest_latest.h5", "/Revised_refs_dset"))
                .containsExactly(
                        "attribute Attr of /", "/Group", "start (2) stride (5) count (15) block (2) of /Group/Dataset");
        assertThat(targets("files/hdf5/h5dump/trefer_grp.h5", "/dset")).containsExactly("/group");
        assertThat(targets("files/hdf5/h5dump/trefer_obj_del.h5", "/Dataset2")).containsExactly("null");
        assertThat(targets("files/hdf5/h5dump/trefer_param.h5", "/Dataset3")).containsOnly("null");
        assertThat(targets("files/hdf5/h5dump/trefer_reg_1d.h5", "/Dataset1"))
                .containsExactly(
                        "start (2) stride (5) count (15) block (2) of /Dataset2",
                        "(16),(22),(38),(41),(52),(63),(70),(89),(97),(3) of /Dataset2");
    }

    private static List<String> targets(String name, String path) throws IOException {
        RangeReader reader = CorpusFiles.reader(entry(name));
        Hdf5File file = CorpusFiles.open(reader);
        Dataset dataset = dataset(file, path);
        Datatype.Reference type = (Datatype.Reference) dataset.datatype();
        StoredElements elements = new StoredElements(file, reader, dataset);
        ObjectLocation location = new ObjectLocation(reader.file(), path);
        List<String> targets = new ArrayList<>();
        elements.forEachRow(0, elements.array().rowCount(), (row, bytes, offset) -> {
            for (int i = 0; i < elements.array().rowElements(); i++) {
                targets.add(text(file.references().read(location, type, bytes, offset + i * type.sizeBytes())));
            }
        });
        return targets;
    }

    private static String text(ReferenceTarget target) {
        if (target instanceof ReferenceTarget.ToObject object) {
            return String.valueOf(object.path());
        }
        if (target instanceof ReferenceTarget.ToRegion region) {
            return region.selection().text() + " of " + region.path();
        }
        if (target instanceof ReferenceTarget.ToAttribute attribute) {
            return "attribute " + attribute.attribute() + " of " + attribute.path();
        }
        return String.valueOf(target);
    }

    private static Dataset dataset(Hdf5File file, String path) throws IOException {
        return (Dataset) Objects.requireNonNull(file.find(path));
    }

    private static CorpusFiles.Entry entry(String name) {
        return CorpusFiles.below(name).get(0);
    }
}
