package org.sparkhdf5.it.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A small file of {@code make_pickle_files.py} whose one element of variable length is replaced by any bytes: they lie in a
 * heap of their own behind the file, far enough that reads of its metadata do not come near.
 *
 * @param bytes the new file
 * @param pickle where the new element lies
 */
public record SplicedPickle(byte[] bytes, HandMadeFile.Region pickle) {
    private static final int DISTANCE_BYTES = 2 << 20;
    private static final int DESCRIPTOR_BYTES = 16;
    private static final int COLLECTION_HEAD_BYTES = 16;
    private static final int OBJECT_HEAD_BYTES = 16;
    /** Of a superblock of version 0 at the start of the file. */
    private static final int END_OF_FILE_POSITION = 40;

    private static final byte[] SIGNATURE = {'G', 'C', 'O', 'L'};

    /** A file of {@code make_pickle_files.py}. */
    public static Path file(String name) {
        try {
            return Path.of(SplicedPickle.class.getResource("/pickles/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Replaces the first element of variable length of a committed file. */
    public static SplicedPickle of(String name, byte[] pickle) {
        byte[] file;
        try {
            file = Files.readAllBytes(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int collection = (file.length + DISTANCE_BYTES) & -8;
        int padded = (pickle.length + 7) & -8;
        int collectionBytes = Math.max(4096, COLLECTION_HEAD_BYTES + OBJECT_HEAD_BYTES + padded + OBJECT_HEAD_BYTES);
        ByteBuffer made = ByteBuffer.wrap(Arrays.copyOf(file, collection + collectionBytes))
                .order(ByteOrder.LITTLE_ENDIAN);
        made.position(collection);
        made.put(SIGNATURE).put((byte) 1).put(new byte[3]).putLong(collectionBytes);
        made.putShort((short) 1).putShort((short) 1).putInt(0).putLong(pickle.length);
        int start = made.position();
        made.put(pickle).position(start + padded);
        made.putLong(0).putLong(collectionBytes - (made.position() - 8 - collection));
        int descriptor = descriptor(file);
        made.putInt(descriptor, pickle.length)
                .putLong(descriptor + 4, collection)
                .putInt(descriptor + 12, 1);
        made.putLong(END_OF_FILE_POSITION, made.capacity());
        return new SplicedPickle(made.array(), new HandMadeFile.Region(start, pickle.length));
    }

    /** Where a length, the address of a heap and a small index follow each other. */
    private static int descriptor(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i + DESCRIPTOR_BYTES <= file.length; i++) {
            long address = bytes.getLong(i + 4);
            boolean inside = address > 0 && address < file.length - SIGNATURE.length;
            if (inside && bytes.getInt(i) > 0 && bytes.getInt(i + 12) == 1 && isSignature(file, (int) address)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no element of variable length");
    }

    private static boolean isSignature(byte[] file, int address) {
        return Arrays.equals(file, address, address + SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, bytes);
    }
}
