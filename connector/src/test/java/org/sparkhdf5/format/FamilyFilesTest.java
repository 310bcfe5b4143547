package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.storage.Family;
import org.sparkhdf5.storage.FamilyPattern;
import org.sparkhdf5.storage.InMemoryRangeReader;

/** The members that {@code make_family_files.py} wrote, joined and alone; what is wrong with a family is said. */
class FamilyFilesTest {
    private static byte[] joined(FamilyPattern names, int members) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < members; i++) {
            try (InputStream in = FamilyFilesTest.class.getResourceAsStream("/hdf5/family/" + names.member(i))) {
                in.transferTo(all);
            }
        }
        return all.toByteArray();
    }

    private static Hdf5File open(String pattern, byte[] bytes, long memberBytes, int members) throws IOException {
        FamilyPattern names = FamilyPattern.parse(pattern);
        return Hdf5File.open(
                new InMemoryRangeReader(names.member(0), bytes),
                ExternalFiles.denied(),
                Map.of(),
                new Family(names, memberBytes, members));
    }

    @ParameterizedTest
    @CsvSource({"run%05d.h5, 8, 0", "late%d.h5, 6, 3"})
    void isOneFile(String pattern, int members, int version) throws IOException {
        byte[] bytes = joined(FamilyPattern.parse(pattern), members);
        assertThat(bytes[8]).isEqualTo((byte) version);

        Hdf5File file = open(pattern, bytes, 4096, members);

        assertThat(((Dataset) file.find("/plain")).dataspace().dimensions()).containsExactly(1500L);
        assertThat(file.rootGroup().links())
                .extracting(Link::name)
                .containsExactly("chunks", "packed", "plain", "text");
    }

    @ParameterizedTest
    @CsvSource({"run%05d.h5, 8, 1", "late%d.h5, 6, 1", "late%d.h5, 6, 3"})
    void namesTheMemberThatIsMissing(String pattern, int members, int left) throws IOException {
        FamilyPattern names = FamilyPattern.parse(pattern);
        byte[] bytes = joined(names, members);

        assertThatThrownBy(() -> open(pattern, Arrays.copyOf(bytes, left * 4096), 4096, left))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessage(
                        names.member(0) + ": superblock: truncated: expected " + bytes.length + " bytes (end-of-file "
                                + "address), found " + left * 4096 + " in " + left + " members of a family: "
                                + names.member(left)
                                + " is missing, or it or one before it is too short; copy the members again, all beside the first");
        assertThatThrownBy(() -> open(pattern, Arrays.copyOf(bytes, bytes.length - 1), 4096, members))
                .hasMessageContaining(names.member(members - 1) + " is missing, or it or one before it is too short");
    }

    @ParameterizedTest
    @CsvSource({"run%05d.h5, 8", "late%d.h5, 6"})
    void refusesMembersOfAnotherLength(String pattern, int members) throws IOException {
        byte[] bytes = joined(FamilyPattern.parse(pattern), members);

        assertThatThrownBy(() -> open(pattern, bytes, 4095, members + 1))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageEndingWith(
                        ": superblock: members of a family of 4096 bytes each are expected (driver information), "
                                + "found 4095; copy all members again; none of another family may lie between them");
        assertThatThrownBy(() -> open(pattern, bytes, bytes.length, 1)).hasMessageContaining("found " + bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run%05d.h5", "late%d.h5"})
    void saysWhichOptionReadsAMemberThatIsOpenedAlone(String pattern) throws IOException {
        String name = "hdfs://nn/data/" + FamilyPattern.parse(pattern).member(0);
        byte[] bytes = joined(FamilyPattern.parse(pattern), 1);

        assertThatThrownBy(() -> FormatFiles.open(name, bytes))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(name
                        + ": superblock: one member of a file that was split by the file driver NCSAfami (family) is "
                        + "not supported; read all members as one file with option(\"driver\", \"family\") and hdfs://nn/data/"
                        + pattern + ", or join the members to one file with h5repart");
        assertThatThrownBy(() -> FormatFiles.open("hdfs://nn/data/renamed.h5", bytes))
                .hasMessageContaining(
                        "with option(\"driver\", \"family\") and the path with %d, or %05d, for the number of the "
                                + "member, or join");
    }

    @ParameterizedTest
    @ValueSource(strings = {"earliest", "v108", "latest"})
    void areNotFilesOfTheirOwn(String name) throws IOException {
        byte[] one = FormatFiles.bytes(name);
        byte[] three = Arrays.copyOf(one, 3 * one.length);

        assertThatThrownBy(() -> open("x%d.h5", three, one.length, 3))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(
                        "x0.h5: superblock: expected the first of 3 members of a family, found a whole file; leave out the "
                                + "option driver, and load the files by a glob");
        assertThat(open("x%d.h5", one, one.length, 1).rootGroup().links()).isNotEmpty();
    }

    /** So it is where a family shrank, too: libhdf5 leaves the other members without a byte. */
    @Test
    void mayHaveOneMemberThatIsNotFull() throws IOException {
        byte[] bytes = joined(FamilyPattern.parse("one%03d.h5"), 1);
        assertThat(open("one%03d.h5", bytes, bytes.length, 1).find("/few")).isInstanceOf(Dataset.class);
    }

    /** Libraries up to 1.6 wrote no driver information. */
    @Test
    void recognisesAMemberByItsNameWhereNothingElseSaysIt() throws IOException {
        byte[] bytes = joined(FamilyPattern.parse("run%05d.h5"), 8);
        Arrays.fill(bytes, 48, 56, (byte) 0xff);
        byte[] first = Arrays.copyOf(bytes, 4096);

        assertThatThrownBy(() -> FormatFiles.open("mem:/run00000.h5", first))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageEndingWith(
                        "found 4096; copy the file again, or join its members if it is one of a family: read "
                                + "all members as one file with option(\"driver\", \"family\") and mem:/run%05d.h5, or join the members "
                                + "to one file with h5repart");
        assertThat(open("run%05d.h5", bytes, 4096, 8).find("/plain")).isInstanceOf(Dataset.class);
    }

    @ParameterizedTest
    @CsvSource({
        "NCSAmult, multi or split, h5repack",
        "Subfilin, subfiling, h5fuse",
    })
    void refusesOtherDriversByName(String identification, String driver, String tool) throws IOException {
        byte[] bytes = joined(FamilyPattern.parse("run%05d.h5"), 1);
        System.arraycopy(identification.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, bytes, 0x68, 8);

        assertThatThrownBy(() -> FormatFiles.open("mem:/x.h5", bytes))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining(
                        "the file driver " + identification + " (" + driver + ") is not supported; join the ")
                .hasMessageContaining(tool);
        assertThatThrownBy(() -> open("run%05d.h5", bytes, 4096, 1)).hasMessageContaining("(" + driver + ")");
    }
}
