package org.sparkhdf5.format;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;
import org.sparkhdf5.storage.Family;
import org.sparkhdf5.storage.FamilyPattern;
import org.sparkhdf5.storage.RangeReader;

/**
 * The superblock: where a file begins and how wide its fields are. Addresses are absolute.
 *
 * @param version 0 to 3
 * @param consistencyFlags as stored: version 3, bit 0 open for write, bit 2 open for single-writer multiple-reader
 * @param extensionAddress object header of the extension (version 2 on), or undefined
 * @param driverAddress driver information block (versions 0 and 1), or undefined
 * @param rootAddress object header of the root group
 * @param btreeK as stored here; the extension may say otherwise
 * @param endOfFileAddress absolute position after the last byte that is in use
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File Format Specification 3.0,
 *     II.A</a>
 */
record Superblock(
        int version,
        FieldSizes sizes,
        long consistencyFlags,
        long extensionAddress,
        long driverAddress,
        long rootAddress,
        BtreeK btreeK,
        long endOfFileAddress) {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final int USER_BLOCK_LEAST_BYTES = 512;
    private static final int SUPERBLOCK_BYTES_MAX = 128;

    boolean swmrWrite() {
        return version == 3 && (consistencyFlags & 0x04) != 0;
    }

    boolean openForWrite() {
        return version == 3 && (consistencyFlags & 0x01) != 0;
    }

    static Superblock read(RangeReader reader) throws IOException {
        ObjectLocation location = new ObjectLocation(reader.file(), "superblock");
        long address = find(reader, location);
        MetadataReader plain = new MetadataReader(reader, new FieldSizes(address, 8, 8));
        MetadataCursor cursor = plain.readUpTo(location, "superblock", address, SUPERBLOCK_BYTES_MAX);
        cursor.skip("signature", SIGNATURE.length);
        int version = cursor.readByteBetween("version", 0, 3);
        return version < 2 ? readOld(plain, cursor, version, address) : readNew(plain, cursor, version, address);
    }

    /** The signature lies at 0, 512, 1024, 2048, … */
    private static long find(RangeReader reader, ObjectLocation location) throws IOException {
        long length = reader.lengthBytes();
        byte[] first = new byte[(int) Math.min(SIGNATURE.length, length)];
        reader.readFully(0, first, 0, first.length);
        byte[] found = first;
        long address = 0;
        while (!Arrays.equals(found, SIGNATURE)) {
            address = address == 0 ? USER_BLOCK_LEAST_BYTES : address * 2;
            if (address > length - SIGNATURE.length) {
                String start = first.length == 0 ? "an empty file" : MetadataCursor.hex(first);
                throw location.malformed(
                        "not an HDF5 file: expected signature \\x89HDF\\r\\n\\x1a\\n (" + MetadataCursor.hex(SIGNATURE)
                                + "), found " + start,
                        ObjectLocation.NO_ADDRESS,
                        "check the path, or copy the file again");
            }
            found = new byte[SIGNATURE.length];
            reader.readFully(address, found, 0, found.length);
        }
        return address;
    }

    private static Superblock readOld(MetadataReader plain, MetadataCursor cursor, int version, long address)
            throws IOException {
        cursor.skip("versions", 4);
        FieldSizes sizes = readSizes(cursor, address);
        cursor.skip("reserved", 1);
        int leafK = BtreeK.read(cursor, "group leaf node K");
        int internalK = BtreeK.read(cursor, "group internal node K");
        long flags = cursor.readUnsignedInt("file consistency flags");
        int storageK = BtreeK.DEFAULT.indexedStorage();
        if (version == 1) {
            storageK = BtreeK.read(cursor, "indexed storage internal node K");
            cursor.skip("reserved", 2);
        }
        MetadataCursor addresses = withSizes(plain, cursor, sizes, 6L * sizes.addressBytes());
        long storedBase = addresses.readUnsigned("base address", sizes.addressBytes());
        addresses.readAddress("free space address");
        long endOfFile = endOfFile(addresses, sizes, storedBase);
        long driver = addresses.readAddress("driver information block address");
        addresses.skip("link name offset of the root group", sizes.addressBytes());
        long root = addresses.readAddress("object header address of the root group");
        return new Superblock(
                version,
                sizes,
                flags,
                MetadataCursor.UNDEFINED,
                driver,
                root,
                new BtreeK(leafK, internalK, storageK),
                endOfFile);
    }

    private static Superblock readNew(MetadataReader plain, MetadataCursor cursor, int version, long address)
            throws IOException {
        FieldSizes sizes = readSizes(cursor, address);
        long flags = cursor.readByte("file consistency flags");
        MetadataCursor addresses = withSizes(plain, cursor, sizes, 4L * sizes.addressBytes());
        plain.read(cursor.location(), "superblock", address, cursor.consumed() + 4L * sizes.addressBytes() + 4)
                .verifyChecksum();
        long storedBase = addresses.readUnsigned("base address", sizes.addressBytes());
        long extension = addresses.readAddress("superblock extension address");
        long endOfFile = endOfFile(addresses, sizes, storedBase);
        long root = addresses.readAddress("root group object header address");
        return new Superblock(
                version, sizes, flags, extension, MetadataCursor.UNDEFINED, root, BtreeK.DEFAULT, endOfFile);
    }

    private static MetadataCursor withSizes(
            MetadataReader plain, MetadataCursor cursor, FieldSizes sizes, long lengthBytes) throws IOException {
        return plain.withSizes(sizes).read(cursor.location(), "superblock", cursor.address(), lengthBytes);
    }

    /** The superblock lies at the base address, whatever is stored: a user block may have been put before the file. */
    private static FieldSizes readSizes(MetadataCursor cursor, long address) throws IOException {
        return new FieldSizes(address, readSize(cursor, "size of offsets"), readSize(cursor, "size of lengths"));
    }

    private static int readSize(MetadataCursor cursor, String field) throws IOException {
        int size = cursor.readByte(field);
        if (size != 2 && size != 4 && size != 8) {
            throw cursor.malformed("expected " + field + " 2, 4 or 8, found " + size);
        }
        return size;
    }

    /** The end-of-file address is stored with the base address in it, and moves with the superblock. */
    private static long endOfFile(MetadataCursor cursor, FieldSizes sizes, long storedBase) throws IOException {
        long stored = cursor.readUnsigned("end-of-file address", sizes.addressBytes());
        long absolute = stored - storedBase + sizes.baseAddress();
        if (absolute < 0) {
            throw cursor.malformed("end-of-file address " + stored + " lies before the base address " + storedBase);
        }
        return absolute;
    }

    /**
     * Refuses a file that is shorter than its end-of-file address. While a writer is at work, or was when it crashed, the
     * address may be ahead of the file: then each structure is checked by itself.
     *
     * @param reader of the file, with the sizes of this superblock
     * @param family how the members of the file were joined, or null: it is one
     */
    void checkLength(MetadataReader reader, @Nullable Family family) throws IOException {
        ObjectLocation location = reader.location("superblock");
        boolean complete = endOfFileAddress <= reader.fileLengthBytes() || swmrWrite() || openForWrite();
        if (driverAddress != MetadataCursor.UNDEFINED) {
            FileDriver driver = FileDriver.readBlock(reader, location, driverAddress);
            driver.check(location, family);
            if (!complete && family == null) {
                throw driver.refusal(location); // a member is shorter than the whole
            }
        }
        if (!complete) {
            refuseSplitExtension(reader, family);
            throw truncated(location, reader.fileLengthBytes(), family);
        }
    }

    /**
     * Refuses files that have the names of members and are files of their own: the first would be read, and the others dropped.
     *
     * @param family as in {@link #checkLength}
     */
    void checkMembers(MetadataReader reader, SuperblockExtension extension, @Nullable Family family)
            throws IOException {
        if (family == null || family.memberCount() == 1 || endOfFileAddress > family.memberBytes()) {
            return; // members of HDF5 1.6 name no driver
        }
        ObjectLocation location = reader.location("superblock");
        FileDriver driver = driverAddress == MetadataCursor.UNDEFINED
                ? extension.driver()
                : FileDriver.readBlock(reader, location, driverAddress);
        if (driver == null || !driver.isFamily()) {
            throw location.unsupported(
                    "expected the first of " + family.memberCount() + " members of a family, found a whole file",
                    "leave out the option driver, and load the files by a glob");
        }
    }

    private Hdf5FormatException truncated(ObjectLocation location, long found, @Nullable Family family) {
        String what = "truncated: expected " + endOfFileAddress + " bytes (end-of-file address), found " + found;
        String wayOut = "copy the file again, or join its members if it is one of a family";
        if (family != null) {
            int member = (int) Math.min(found / family.memberBytes(), family.memberCount());
            what += " in " + family.memberCount() + " members of a family: "
                    + family.names().member(member) + " is missing, or it or one before it is too short";
            wayOut = "copy the members again, all beside the first";
        } else if (FamilyPattern.ofFirstMember(location.file()) != null) {
            wayOut += ": " + FileDriver.familyWayOut(location.file());
        }
        return location.malformed(what, ObjectLocation.NO_ADDRESS, wayOut);
    }

    /** The extension of a member may be at hand where the rest is not. */
    private void refuseSplitExtension(MetadataReader reader, @Nullable Family family) throws IOException {
        if (extensionAddress != MetadataCursor.UNDEFINED) {
            try {
                SuperblockExtension.read(reader, this, family);
            } catch (Hdf5FormatException e) {
                return; // that the file is truncated says more
            }
        }
    }
}
