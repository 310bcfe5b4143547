package org.sparkhdf5.format;

import java.io.IOException;
import java.util.Map;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.UnsupportedHdf5FeatureException;

/**
 * The file driver that a file says it was written with. One that spreads a file over several is refused: a member alone is
 * not an HDF5 file.
 *
 * @param identification eight characters
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     II.B and IV.A.2.u</a>
 */
record FileDriver(String identification) {
    private static final Map<String, String> SPLITTING = Map.of("NCSAfami", "family", "NCSAmult", "multi or split");
    private static final int IDENTIFICATION_BYTES = 8;
    private static final int BLOCK_PREFIX_BYTES = 8;

    /** Reads the driver information block of superblock versions 0 and 1. */
    static FileDriver readBlock(MetadataReader reader, ObjectLocation location, long address) throws IOException {
        if (address > reader.fileLengthBytes() - BLOCK_PREFIX_BYTES - IDENTIFICATION_BYTES) {
            return new FileDriver("unknown");
        }
        MetadataCursor block =
                reader.read(location, "driver information block", address, BLOCK_PREFIX_BYTES + IDENTIFICATION_BYTES);
        block.skip("version, reserved and size", BLOCK_PREFIX_BYTES);
        return identified(block);
    }

    /** Parses the driver info message of a superblock extension. */
    static FileDriver parseMessage(MetadataCursor message) throws IOException {
        message.readByteBetween("version", 0, 0);
        return identified(message);
    }

    private static FileDriver identified(MetadataCursor cursor) throws IOException {
        byte[] stored = cursor.readBytes("driver identification", IDENTIFICATION_BYTES);
        return new FileDriver(NameText.decode(stored).replace("\0", ""));
    }

    void refuseSplit(ObjectLocation location) {
        if (SPLITTING.containsKey(identification)) {
            throw refusal(location);
        }
    }

    UnsupportedHdf5FeatureException refusal(ObjectLocation location) {
        String name = SPLITTING.getOrDefault(identification, "special");
        return location.unsupported(
                "one member of a file that was split by the file driver " + identification + " (" + name
                        + ") is not supported",
                "join the members to one file with h5repart or h5repack");
    }
}
