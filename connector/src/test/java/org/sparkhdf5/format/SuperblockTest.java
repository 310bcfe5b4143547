package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.storage.InMemoryRangeReader;

class SuperblockTest {
    private static Superblock read(byte[] bytes) throws IOException {
        return Superblock.read(new InMemoryRangeReader("mem:/x.h5", bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "earliest, 0, 8, 8, 0",
        "k_v1, 1, 8, 8, 0",
        "v108, 2, 8, 8, 0",
        "latest, 3, 8, 8, 0",
        "sizes2, 1, 2, 2, 0",
        "sizes4, 1, 4, 4, 0",
        "sizes48, 2, 4, 8, 0",
        "userblock, 0, 8, 8, 2048",
        "userblock_v108, 2, 8, 8, 512",
    })
    void readsEveryVersion(String name, int version, int addressBytes, int lengthBytes, long userBlockBytes)
            throws IOException {
        byte[] bytes = FormatFiles.bytes(name);

        Superblock superblock = read(bytes);

        assertThat(superblock.version()).isEqualTo(version);
        assertThat(superblock.sizes()).isEqualTo(new FieldSizes(userBlockBytes, addressBytes, lengthBytes));
        assertThat(superblock.endOfFileAddress()).isLessThanOrEqualTo(bytes.length);
    }

    @Test
    void takesBtreeKFromSuperblockAndExtension() throws IOException {
        assertThat(read(FormatFiles.bytes("k_v1")).btreeK()).isEqualTo(new BtreeK(2, 3, 5));
        assertThat(read(FormatFiles.bytes("k_extension")).btreeK()).isEqualTo(BtreeK.DEFAULT);
        assertThat(FormatFiles.open("k_extension").btreeK()).isEqualTo(new BtreeK(2, 3, 5));
    }

    @Test
    void findsAUserBlockThatWasPutBeforeAFile() throws Exception {
        byte[] plain = FormatFiles.bytes("k_v1");
        byte[] moved = new byte[plain.length + 1024];
        System.arraycopy(plain, 0, moved, 1024, plain.length);

        Hdf5File file = FormatFiles.open("mem:/moved.h5", moved);

        Hdf5Object grid = file.find("grid");
        assertThat(grid).isInstanceOf(Dataset.class);
        assertThat(grid.address())
                .isEqualTo(FormatFiles.open("k_v1").find("grid").address() + 1024);
    }

    @Test
    void knowsAFileThatIsOpenForSwmr() throws IOException {
        assertThat(FormatFiles.open("swmr").swmrWrite()).isTrue();
        assertThat(FormatFiles.open("swmr").openForWrite()).isTrue();
        assertThat(FormatFiles.open("latest").swmrWrite()).isFalse();
        assertThat(FormatFiles.open("latest").openForWrite()).isFalse();
    }

    @Test
    void readsAFileThatASwmrWriterLeftOpen() throws IOException {
        Dataset values = (Dataset) FormatFiles.open("swmr").find("/values");

        assertThat(values.dataspace().dimensions()).containsExactly(10L);
    }

    @Test
    void refusesWhatIsNotHdf5() {
        byte[] text = "time,price\n1,2\n".repeat(300).getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessage("mem:/x.h5: superblock: not an HDF5 file: expected signature \\x89HDF\\r\\n\\x1a\\n "
                        + "(89 48 44 46 0d 0a 1a 0a), found 74 69 6d 65 2c 70 72 69; check the path, or copy the file "
                        + "again");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void refusesEmptyAndTinyFiles(int lengthBytes) {
        assertThatThrownBy(() -> read(new byte[lengthBytes]))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("not an HDF5 file")
                .hasMessageContaining(lengthBytes == 0 ? "found an empty file" : "found 00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"earliest", "v108", "latest", "userblock"})
    void refusesATruncatedFile(String name) {
        byte[] bytes = FormatFiles.bytes(name);
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 5000);

        assertThatThrownBy(() -> FormatFiles.open("mem:/x.h5", cut))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageStartingWith("mem:/x.h5: superblock: truncated: expected ")
                .hasMessageContaining("found " + cut.length)
                .hasMessageContaining("copy the file again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v108", "latest", "k_extension"})
    void verifiesTheChecksum(String name) {
        byte[] bytes = FormatFiles.bytes(name);
        bytes[20] ^= 1;

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageContaining("checksum mismatch");
    }

    @Test
    void refusesSizesAndVersionsThatDoNotExist() {
        byte[] sizes = FormatFiles.bytes("earliest");
        sizes[13] = 3;
        assertThatThrownBy(() -> read(sizes)).hasMessageContaining("expected size of offsets 2, 4 or 8, found 3");

        byte[] version = FormatFiles.bytes("earliest");
        version[8] = 4;
        assertThatThrownBy(() -> read(version)).hasMessageContaining("expected version 0 to 3, found 4");
    }

    @Test
    void namesAMemberOfAFamilyFile() {
        byte[] member = Arrays.copyOf(FormatFiles.bytes("earliest"), 1024);
        System.arraycopy(new byte[] {(byte) 0x80, 0, 0, 0, 0, 0, 0, 0}, 0, member, 48, 8); // driver block at 128
        System.arraycopy("NCSAfami".getBytes(StandardCharsets.US_ASCII), 0, member, 136, 8);

        assertThatThrownBy(() -> FormatFiles.open("mem:/x.h5", member))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessageContaining("NCSAfami");
    }

    @ParameterizedTest
    @CsvSource({
        "dense/driver_family_v0_0, NCSAfami (family), "
                + "read all members as one file with option(\"driver\"; \"family\") and mem:/dense/driver_family_v0_%d.h5; "
                + "or join the members to one file with h5repart",
        "dense/driver_family_v2_0, NCSAfami (family), "
                + "read all members as one file with option(\"driver\"; \"family\") and mem:/dense/driver_family_v2_%d.h5; "
                + "or join the members to one file with h5repart",
        "dense/driver_split-m, NCSAmult (multi or split), "
                + "join the members to one file with h5repack; which opens them by that driver",
    })
    void namesTheDriverThatSplitAFile(String name, String driver, String wayOut) {
        assertThatThrownBy(() -> FormatFiles.open(name))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(FormatFiles.file(name) + ": superblock: one member of a file that was split by the file "
                        + "driver " + driver + " is not supported; " + wayOut.replace(";", ","));
    }

    @Test
    void readsAFileWhoseWriterCrashedBeforeItWasAsLongAsItSays() throws IOException {
        byte[] bytes = FormatFiles.bytes("dense/user_defined");
        bytes[11] = 1; // open for write
        bytes[29] = 1; // end of file 64 KiB further
        int checksum = Lookup3.checksum(bytes, 0, 44);
        for (int i = 0; i < 4; i++) {
            bytes[44 + i] = (byte) (checksum >>> 8 * i);
        }

        Hdf5File file = FormatFiles.open("mem:/x.h5", bytes);

        assertThat(file.openForWrite()).isTrue();
        assertThat(file.swmrWrite()).isFalse();
        assertThat(file.find("/values")).isInstanceOf(Dataset.class);
    }
}
