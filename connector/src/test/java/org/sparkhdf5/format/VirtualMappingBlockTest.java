package org.sparkhdf5.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/** Blocks of mappings written by hand from the specification; what HDF5 makes of today is in the committed virtual files. */
class VirtualMappingBlockTest {
    private static final long UNLIMITED = 0xffff_ffffL;
    private static final Dataspace EXTENT =
            new Dataspace(Dataspace.Kind.SIMPLE, List.of(4L, 6L), List.of(Dataspace.UNLIMITED, 6L));

    /** A damaged block, and what is said of it. */
    record Damage(String name, MessageBytes block, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static MessageBytes bytes() {
        return new MessageBytes();
    }

    private static MessageBytes names(String file, String dataset) {
        return bytes().text(file).u1(0).text(dataset).u1(0);
    }

    private static MessageBytes all() {
        return bytes().u4(3).u4(1).u4(0).u4(0);
    }

    /** Version 3, regular; per dimension start, stride, count, block. */
    private static MessageBytes regular(long... numbers) {
        MessageBytes bytes = bytes().u4(2).u4(3).u1(1, 4).u4(numbers.length / 4);
        for (long number : numbers) {
            bytes.u4(number);
        }
        return bytes;
    }

    /** Version 3, a list; per block the first and the last element. */
    private static MessageBytes blocks(int rank, long... numbers) {
        MessageBytes bytes = bytes().u4(2).u4(3).u1(0, 4).u4(rank).u4(numbers.length / (2 * rank));
        for (long number : numbers) {
            bytes.u4(number);
        }
        return bytes;
    }

    private static MessageBytes block(int version, long count, MessageBytes... mappings) {
        MessageBytes bytes = bytes().u1(version).u8(count);
        for (MessageBytes mapping : mappings) {
            bytes.add(mapping);
        }
        return sealed(bytes);
    }

    private static MessageBytes sealed(MessageBytes bytes) {
        byte[] covered = bytes.toArray();
        return bytes.u4(Lookup3.checksum(covered, 0, covered.length) & 0xffff_ffffL);
    }

    private static List<VirtualMapping> parse(MessageBytes block) throws IOException {
        return VirtualMappingBlock.parse(block.cursor("virtual dataset mappings"), EXTENT);
    }

    private static MessageBytes one(MessageBytes selected, MessageBytes place) {
        return block(0, 1, names("a.h5", "d").add(selected).add(place));
    }

    @Test
    void readsBothVersions() throws IOException {
        MessageBytes named =
                names("a.h5", "/d").add(regular(0, 1, 1, 1, 2, 1, 1, 6)).add(regular(1, 1, 1, 1, 0, 1, 1, 6));
        MessageBytes shared = bytes().u1(3).u8(0).u8(0).add(all()).add(all());
        MessageBytes own = bytes().u1(4).text("e").u1(0).add(all()).add(all());

        List<VirtualMapping> first = parse(block(0, 1, named));
        List<VirtualMapping> second = parse(block(1, 3, bytes().u1(0).add(named), shared, own));

        Selection row = new Selection.Regular(List.of(1L, 0L), List.of(1L, 1L), List.of(1L, 1L), List.of(1L, 6L));
        assertThat(first.get(0).place()).isEqualTo(new MappedSelection.Fixed(row));
        assertThat(first.get(0).file().of(0)).isEqualTo("a.h5");
        assertThat(second.get(0)).isEqualTo(first.get(0));
        assertThat(second.get(1).file().stored() + second.get(1).dataset().stored())
                .isEqualTo("a.h5/d");
        assertThat(second.get(1).selected()).isEqualTo(new MappedSelection.Whole());
        assertThat(second.get(2).file().stored() + second.get(2).dataset().stored())
                .isEqualTo(".e");
    }

    static List<Damage> damages() {
        MessageBytes row = regular(0, 1, 1, 1, 0, 1, 1, 6);
        MessageBytes rows = regular(0, 1, UNLIMITED, 1, 0, 1, 1, 6);
        return List.of(
                new Damage(
                        "version",
                        block(2, 1, names("a", "d"), row, row),
                        "expected version 0 to 1, found 2 at address 0x1000"),
                new Damage("count", block(0, 1L << 40, names("a", "d"), row, row), "1099511627776 entries in"),
                new Damage("one more", block(0, 2, names("a", "d"), all(), all()), "2 entries in 40 bytes"),
                new Damage(
                        "one less",
                        block(0, 1, names("a", "d"), row, row, names("b", "d"), row, row),
                        "expected the checksum, found"),
                new Damage(
                        "name",
                        sealed(bytes().u1(0).u8(1).text("a".repeat(60))),
                        "source file name of 64 bytes has no NUL"),
                new Damage(
                        "specifier",
                        block(0, 1, names("a%c.h5", "d"), row, row),
                        "\"a%c.h5\": expected b or % behind a percent sign"),
                new Damage(
                        "flags",
                        block(1, 1, bytes().u1(8).text("a").u1(0).text("d").u1(0), row, row),
                        "expected flags 0 to 7, found 8"),
                new Damage(
                        "shared name",
                        block(1, 1, bytes().u1(2).text("a").u1(0).u8(0), row, row),
                        "source dataset name of entry 0, expected one of the 0 before"),
                new Damage("rank", one(row, regular(0, 1, 1, 1)), "selection of rank 1 in a dataset of rank 2"),
                new Damage("no rank", one(regular(), row), "expected rank 1 to 32, found 0"),
                new Damage(
                        "outside",
                        one(row, regular(4, 1, 1, 1, 0, 1, 1, 6)),
                        "place (4,0)-(4,5) outside of the extent [4, 6]"),
                new Damage(
                        "outside, without end",
                        one(rows, regular(0, 1, UNLIMITED, 1, 1, 1, 1, 6)),
                        "outside of the extent [4, 6]"),
                new Damage(
                        "numbers", one(row, regular(0, 1, 1, 1, 0, 1, 1, 5)), "6 selected elements for a place of 5"),
                new Damage(
                        "numbers of a slice",
                        one(rows, regular(0, 1, UNLIMITED, 1, 0, 1, 1, 5)),
                        "6 of each slice selected elements for a place of 5"),
                new Damage(
                        "blocks",
                        one(row, regular(0, 1, 2, 2, 0, 1, 1, 3)),
                        "hyperslab start 0, stride 1, count 2, block 2 overlaps itself"),
                new Damage(
                        "end",
                        block(
                                0,
                                1,
                                names("a", "d"),
                                bytes().u4(2)
                                        .u4(3)
                                        .u1(1, 8)
                                        .u4(1)
                                        .u8(Long.MAX_VALUE)
                                        .u8(1)
                                        .u8(1)
                                        .u8(1),
                                row),
                        "ends beyond any extent"),
                new Damage(
                        "elements",
                        block(
                                0,
                                1,
                                names("a", "d"),
                                bytes().u4(2)
                                        .u4(3)
                                        .u1(1, 8)
                                        .u4(2)
                                        .u8(0)
                                        .u8(1)
                                        .u8(1)
                                        .u8(1L << 40)
                                        .u8(0)
                                        .u8(1)
                                        .u8(1)
                                        .u8(1L << 40),
                                row),
                        "more selected elements than a long can count"),
                new Damage(
                        "two without end",
                        one(row, regular(0, 1, UNLIMITED, 1, 0, 1, UNLIMITED, 1)),
                        "hyperslab without end in dimensions 0 and 1"),
                new Damage(
                        "count and block",
                        one(row, regular(0, 1, UNLIMITED, UNLIMITED, 0, 1, 1, 6)),
                        "overlaps itself"),
                new Damage(
                        "overlapping list",
                        one(row, blocks(2, 0, 0, 1, 2, 1, 2, 1, 3)),
                        "blocks of a hyperslab overlap or are not in order"),
                new Damage(
                        "list of",
                        block(
                                0,
                                1,
                                names("a", "d"),
                                bytes().u4(2).u4(3).u1(0, 4).u4(2).u4(1 << 30),
                                row),
                        "1073741824 blocks in"),
                new Damage(
                        "source ends",
                        one(row, rows),
                        "a place without end, and neither a source without end nor a pattern of names"),
                new Damage("place ends", one(rows, row), "a source without end and a place that ends"),
                new Damage(
                        "pattern ends",
                        block(0, 1, names("a%b", "d"), row, row),
                        "a pattern of names and a place that ends"),
                new Damage(
                        "pattern without end",
                        block(0, 1, names("a%b", "d"), rows, rows),
                        "a pattern of names and a source without end"),
                new Damage(
                        "pattern of one",
                        block(0, 1, names("a", "%b"), row, regular(0, 1, 1, UNLIMITED, 0, 1, 1, 6)),
                        "a pattern of names and a place that is one block without end"),
                new Damage(
                        "pattern of others",
                        block(0, 1, names("a", "%b"), row, regular(0, 2, UNLIMITED, 2, 0, 1, 1, 6)),
                        "another number selected elements for a place of 12"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void saysWhatIsDamaged(Damage damage) {
        assertThatThrownBy(() -> parse(damage.block()))
                .isInstanceOf(Hdf5FormatException.class)
                .hasMessageStartingWith("mem:/x.h5: /object: virtual dataset mappings: ")
                .hasMessageContaining(damage.message())
                .hasMessageEndingWith("the file is damaged or incomplete, copy or write it again");
    }

    @Test
    void saysWhatHdf5DoesNotRead() {
        MessageBytes point = bytes().u4(1).u4(1).u4(0).u4(16).u4(2).u4(1).u4(0).u4(0);

        assertThatThrownBy(() -> parse(one(point, point)))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage("mem:/x.h5: /object: points are selected, which HDF5 does not read in virtual datasets; "
                        + "select them as hyperslabs of one element");
    }

    @Test
    void checksTheSum() {
        byte[] damaged = one(all(), all()).toArray();
        damaged[10]++;

        assertThatThrownBy(() -> parse(bytes().u1(toInts(damaged)))).hasMessageContaining("checksum mismatch");
        assertThatThrownBy(() -> parse(bytes().u1(0, 0))).hasMessageContaining("no room for the checksum in 2 bytes");
    }

    @Test
    void isRefusedWhereItIsTooLarge() {
        GeneratedFile file = new GeneratedFile("mem:/large.h5");
        byte[] header = bytes().text("GCOL")
                .u1(1, 0, 0, 0)
                .u8(1L << 30)
                .u2(1)
                .u2(0)
                .u4(0)
                .u8(1L << 27)
                .toArray();
        file.add(1L << 31, (position, target, offset, length) -> {
            for (int i = 0; i < length; i++) {
                target[offset + i] = position + i < header.length ? header[(int) position + i] : 0;
            }
        });
        MetadataReader reader = new MetadataReader(file, new FieldSizes(0, 8, 8));

        assertThatThrownBy(() -> VirtualMappingBlock.read(
                        reader, reader.location("/object"), new DataLayout.Virtual(0, 1), EXTENT))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage(
                        "mem:/large.h5: /object: mappings of 134217728 bytes are not read; readable are up to 67108864; "
                                + "read the source datasets, or make a virtual dataset of fewer mappings");
    }

    @Test
    void isRefusedWhereItHasTooManyMappings() {
        MessageBytes block = bytes().u1(0).u8(262_145).zeros(262_145 * 34);

        assertThatThrownBy(() -> parse(sealed(block)))
                .isInstanceOf(UnsupportedHdf5FeatureException.class)
                .hasMessage("mem:/x.h5: /object: 262145 mappings are not read; readable are up to 262144; "
                        + "read the source datasets, or make a virtual dataset of fewer mappings");
    }

    private static int[] toInts(byte[] bytes) {
        int[] ints = new int[bytes.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = bytes[i];
        }
        return ints;
    }

    /** Whatever the bytes are, with a checksum that is right: mappings or one of the two errors. */
    @Test
    void endsInAnErrorWhateverTheBytesAre() throws IOException {
        long seed = Long.getLong("sparkhdf5.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] good = block(
                        1,
                        3,
                        bytes().u1(0).add(names("a.h5", "%b")).add(all()).add(regular(0, 2, UNLIMITED, 1, 0, 3, 2, 2)),
                        bytes().u1(3).u8(0).u8(0).add(all()).add(regular(1, 2, UNLIMITED, 1, 0, 3, 2, 2)),
                        bytes().u1(4)
                                .text("e")
                                .u1(0)
                                .add(blocks(2, 0, 0, 0, 3, 1, 1, 2, 2))
                                .add(blocks(2, 0, 0, 0, 3, 1, 1, 2, 2)))
                .toArray();
        int errors = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] mutant = java.util.Arrays.copyOf(good, good.length - 4);
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                mutant[random.nextInt(mutant.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : 0xff);
            }
            try {
                parse(sealed(bytes().u1(toInts(mutant))));
            } catch (Hdf5FormatException | UnsupportedHdf5FeatureException e) {
                errors++;
            } catch (RuntimeException e) {
                throw new AssertionError("mutant " + i + ", seed " + seed, e);
            }
        }
        assertThat(errors).as("seed %d", seed).isGreaterThan(2000);
    }
}
