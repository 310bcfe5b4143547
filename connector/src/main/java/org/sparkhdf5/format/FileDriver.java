package org.sparkhdf5.format;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;
import org.sparkhdf5.storage.Family;
import org.sparkhdf5.storage.FamilyPattern;

/**
 * The file driver that a file says it was written with. Of those that spread a file over several, {@code family} is read: where
 * the members were joined to one reader. One member alone is not an HDF5 file.
 *
 * @param identification eight characters
 * @param memberBytes length of all members of a family but the last, or {@link #NOT_SAID}
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     II.B and IV.A.2.u</a>
 */
record FileDriver(String identification, long memberBytes) {
    static final long NOT_SAID = -1;
    private static final String FAMILY = "NCSAfami";
    /** How a user calls those that spread a file, and what can be done. */
    private static final Map<String, String[]> SPREADING = Map.of(
            FAMILY,
            new String[] {"family", ""},
            "NCSAmult",
            new String[] {
                "multi or split", "join the members to one file with h5repack, which opens them by that driver"
            },
            "Subfilin",
            new String[] {"subfiling", "join the subfiles to one file with h5fuse"});

    private static final int IDENTIFICATION_BYTES = 8;
    private static final int BLOCK_PREFIX_BYTES = 8;
    private static final int MEMBER_SIZE_BYTES = 8;

    /** Reads the driver information block of superblock versions 0 and 1. */
    static FileDriver readBlock(MetadataReader reader, ObjectLocation location, long address) throws IOException {
        if (address > reader.fileLengthBytes() - BLOCK_PREFIX_BYTES - IDENTIFICATION_BYTES) {
            return new FileDriver("unknown", NOT_SAID);
        }
        MetadataCursor block = reader.readUpTo(
                location,
                "driver information block",
                address,
                BLOCK_PREFIX_BYTES + IDENTIFICATION_BYTES + MEMBER_SIZE_BYTES);
        block.skip("version and reserved", 4);
        long lengthBytes = block.readUnsignedInt("driver information size");
        return identified(block, identification(block), lengthBytes);
    }

    /** Parses the driver info message of a superblock extension. */
    static FileDriver parseMessage(MetadataCursor message) throws IOException {
        message.readByteBetween("version", 0, 0);
        String identification = identification(message);
        return identified(message, identification, message.readShort("driver information size"));
    }

    private static String identification(MetadataCursor cursor) throws IOException {
        byte[] stored = cursor.readBytes("driver identification", IDENTIFICATION_BYTES);
        return NameText.decode(stored).replace("\0", "");
    }

    private static FileDriver identified(MetadataCursor cursor, String identification, long lengthBytes)
            throws IOException {
        boolean isSaid = identification.equals(FAMILY)
                && lengthBytes >= MEMBER_SIZE_BYTES
                && cursor.remaining() >= MEMBER_SIZE_BYTES;
        return new FileDriver(
                identification, isSaid ? cursor.readUnsigned("size of member files", MEMBER_SIZE_BYTES) : NOT_SAID);
    }

    boolean isFamily() {
        return identification.equals(FAMILY);
    }

    /**
     * Refuses what is spread over files that are not at hand.
     *
     * @param family how the members were joined, or null: the file is one
     */
    void check(ObjectLocation location, @Nullable Family family) throws Hdf5FormatException {
        if (!SPREADING.containsKey(identification)) {
            return;
        }
        if (!isFamily() || family == null) {
            throw refusal(location);
        }
        boolean fits =
                family.memberCount() == 1 ? family.memberBytes() <= memberBytes : family.memberBytes() == memberBytes;
        if (memberBytes != NOT_SAID && !fits) {
            throw location.malformed(
                    "members of a family of " + memberBytes + " bytes each are expected (driver information), found "
                            + family.memberBytes(),
                    ObjectLocation.NO_ADDRESS,
                    "copy all members again; none of another family may lie between them");
        }
    }

    UnsupportedHdf5FeatureException refusal(ObjectLocation location) {
        String[] known = SPREADING.getOrDefault(
                identification,
                new String[] {"special", "join the members to one file, a family with h5repart, subfiles with h5fuse"});
        String wayOut = identification.equals(FAMILY) ? familyWayOut(location.file()) : known[1];
        return location.unsupported(
                "one member of a file that was split by the file driver " + identification + " (" + known[0]
                        + ") is not supported",
                wayOut);
    }

    /** What to do about one member of a family. */
    static String familyWayOut(String file) {
        String pattern = FamilyPattern.ofFirstMember(file);
        String path = pattern == null ? "the path with %d, or %05d, for the number of the member" : pattern;
        return "read all members as one file with option(\"driver\", \"family\") and " + path
                + ", or join the members to one file with h5repart";
    }
}
