package org.sparkhdf5.format;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.zip.Deflater;

/**
 * Files of one dataset {@code /values} of doubles of one dimension, in as many chunks as a test wants; its index and its chunks are
 * made when they are read (h5py reads what is written of them). All chunks hold the same bytes: the element number within the chunk, or with deflate random numbers.
 */
public final class GeneratedDataset {
    public static final String PATH = "/values";

    /** Children of a version 1 B-tree node; there is room for 64. */
    private static final int FAN_OUT = 48;

    private static final int NODE_BYTES = 24 + 64 * 8 + 65 * 24;
    private static final int MAX_BITS = 32;
    private static final int INDEX_ELEMENTS = 4;
    private static final int MIN_ELEMENTS = 16;
    private static final int MIN_POINTERS = 4;
    private static final int PAGE_BITS = 10;
    private static final int HEADERS_BYTES = 1024;
    private static final int DATASET_ADDRESS = 512;
    private static final int BLOCK_PREFIX_BYTES = 6 + 8;
    private static final long UNDEFINED = -1;

    private final GeneratedFile file;
    private final long chunkCount;
    private final int chunkRows;
    private final boolean deflated;
    private final byte[] chunk;

    private GeneratedDataset(String name, long chunkCount, int chunkRows, boolean deflated) {
        this.file = new GeneratedFile(name);
        this.chunkCount = chunkCount;
        this.chunkRows = chunkRows;
        this.deflated = deflated;
        this.chunk = chunk(chunkRows, deflated);
    }

    /** Nodes lie before the chunks of their keys, as a writer puts them that appends. */
    public static GeneratedFile btreeV1(String name, long chunkCount, int chunkRows, boolean deflated) {
        GeneratedDataset dataset = new GeneratedDataset(name, chunkCount, chunkRows, deflated);
        dataset.file.add(HEADERS_BYTES, (position, target, offset, length) -> {});
        long root = dataset.addBtreeV1();
        dataset.addHeaders(dataset.layoutVersion3(root));
        return dataset.file;
    }

    /** All blocks of the index lie before the chunks. */
    public static GeneratedFile extensibleArray(String name, long chunkCount, int chunkRows, boolean deflated) {
        GeneratedDataset dataset = new GeneratedDataset(name, chunkCount, chunkRows, deflated);
        dataset.file.add(HEADERS_BYTES, (position, target, offset, length) -> {});
        long header = dataset.addExtensibleArray();
        dataset.addHeaders(dataset.layoutVersion4(header));
        return dataset.file;
    }

    /** No chunks: the rows one after the other. */
    public static GeneratedFile contiguous(String name, long rows) {
        GeneratedDataset dataset = new GeneratedDataset(name, 1, Math.toIntExact(rows), false);
        dataset.file.add(HEADERS_BYTES, (position, target, offset, length) -> {});
        long address = dataset.file.add(rows * 8, dataset::copyChunks);
        dataset.addHeaders(
                GeneratedFile.buffer(50).put(new byte[] {3, 1}).putLong(address).putLong(rows * 8));
        return dataset.file;
    }

    private static byte[] chunk(int rows, boolean deflated) {
        ByteBuffer values = GeneratedFile.buffer(rows * 8);
        Random random = new Random(rows);
        for (int i = 0; i < rows; i++) {
            values.putDouble(deflated ? random.nextInt(1 << 20) : i);
        }
        if (!deflated) {
            return values.array();
        }
        Deflater deflater = new Deflater(1);
        deflater.setInput(values.array());
        deflater.finish();
        byte[] stored = new byte[rows * 9 + 100];
        int length = deflater.deflate(stored);
        deflater.end();
        return Arrays.copyOf(stored, length);
    }

    private void addHeaders(ByteBuffer layout) {
        ByteBuffer superblock = GeneratedFile.buffer(100).put(new byte[] {(byte) 137, 'H', 'D', 'F', 13, 10, 26, 10});
        superblock.put(new byte[] {2, 8, 8, 0}).putLong(0).putLong(UNDEFINED).putLong(file.lengthBytes());
        superblock.putLong(48);
        ByteBuffer root = GeneratedFile.buffer(200);
        message(
                root,
                0x02,
                GeneratedFile.buffer(18).put(new byte[2]).putLong(UNDEFINED).putLong(UNDEFINED));
        byte[] name = PATH.substring(1).getBytes(US_ASCII);
        message(
                root,
                0x06,
                GeneratedFile.buffer(50)
                        .put(new byte[] {1, 0, (byte) name.length})
                        .put(name)
                        .putLong(DATASET_ADDRESS));
        ByteBuffer dataset = GeneratedFile.buffer(400);
        message(
                dataset,
                0x01,
                GeneratedFile.buffer(50)
                        .put(new byte[] {2, 1, 1, 1})
                        .putLong(chunkCount * chunkRows)
                        .putLong(UNDEFINED));
        message(
                dataset,
                0x03,
                GeneratedFile.buffer(50)
                        .put(new byte[] {0x11, 0x20, 0x3f, 0})
                        .putInt(8)
                        .putShort((short) 0)
                        .putShort((short) 64)
                        .put(new byte[] {52, 11, 0, 52})
                        .putInt(1023));
        message(dataset, 0x05, GeneratedFile.buffer(2).put(new byte[] {3, 0x0a}));
        message(dataset, 0x08, layout);
        if (deflated) {
            message(
                    dataset,
                    0x0b,
                    GeneratedFile.buffer(20)
                            .put(new byte[] {2, 1})
                            .putShort((short) 1)
                            .putShort((short) 0)
                            .putShort((short) 1)
                            .putInt(1));
        }
        byte[] all = new byte[HEADERS_BYTES];
        copy(GeneratedFile.checked(superblock), all, 0);
        copy(objectHeader(root), all, 48);
        copy(objectHeader(dataset), all, DATASET_ADDRESS);
        file.replace(0, HEADERS_BYTES, GeneratedFile.of(all));
    }

    private static void copy(byte[] bytes, byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, bytes.length);
    }

    private static void message(ByteBuffer header, int type, ByteBuffer body) {
        header.put((byte) type).putShort((short) body.position()).put((byte) 0).put(body.array(), 0, body.position());
    }

    private static byte[] objectHeader(ByteBuffer messages) {
        ByteBuffer header = GeneratedFile.buffer(8 + messages.position()).put("OHDR".getBytes(US_ASCII));
        header.put(new byte[] {2, 1}).putShort((short) messages.position());
        return GeneratedFile.checked(header.put(messages.array(), 0, messages.position()));
    }

    private ByteBuffer layoutVersion3(long root) {
        return GeneratedFile.buffer(50)
                .put(new byte[] {3, 2, 2})
                .putLong(root)
                .putInt(chunkRows)
                .putInt(8);
    }

    private ByteBuffer layoutVersion4(long header) {
        int width = (Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(8, chunkRows)) + 7) / 8;
        ByteBuffer layout = GeneratedFile.buffer(50).put(new byte[] {4, 2, 0, 2, (byte) width});
        for (int dimension : new int[] {chunkRows, 8}) {
            for (int i = 0; i < width; i++) {
                layout.put((byte) (dimension >>> 8 * i));
            }
        }
        byte[] parameters = {4, MAX_BITS, INDEX_ELEMENTS, MIN_POINTERS, MIN_ELEMENTS, PAGE_BITS};
        return layout.put(parameters).putLong(header);
    }

    private void copyChunks(long position, byte[] target, int offset, int length) {
        int done = 0;
        while (done < length) {
            int within = (int) ((position + done) % chunk.length);
            int part = Math.min(chunk.length - within, length - done);
            System.arraycopy(chunk, within, target, offset + done, part);
            done += part;
        }
    }

    // ---- version 1 B-tree

    private long unitBytes() {
        return NODE_BYTES + (long) FAN_OUT * chunk.length;
    }

    /** Adds leaves with their chunks, and behind them the levels above; the address of the root. */
    private long addBtreeV1() {
        long first = file.nextAddress();
        long leaves = -Math.floorDiv(-chunkCount, FAN_OUT);
        file.add(
                leaves * unitBytes(),
                (position, target, offset, length) -> copyUnits(first, position, target, offset, length));
        long childFirst = first;
        long childStride = unitBytes();
        long children = leaves;
        long chunksPerChild = FAN_OUT;
        for (int level = 1; children > 1; level++) {
            long nodes = -Math.floorDiv(-children, FAN_OUT);
            int height = level;
            long below = childFirst;
            long stride = childStride;
            long count = children;
            long chunks = chunksPerChild;
            childFirst = file.add(
                    nodes * NODE_BYTES,
                    GeneratedFile.pieces(
                            NODE_BYTES, node -> node(height, node, count, chunks, child -> below + child * stride)));
            childStride = NODE_BYTES;
            children = nodes;
            chunksPerChild *= FAN_OUT;
        }
        return childFirst;
    }

    private void copyUnits(long first, long position, byte[] target, int offset, int length) {
        int done = 0;
        while (done < length) {
            long unit = (position + done) / unitBytes();
            long within = (position + done) % unitBytes();
            long base = first + unit * unitBytes() + NODE_BYTES;
            int part;
            if (within < NODE_BYTES) {
                part = (int) Math.min(NODE_BYTES - within, length - done);
                byte[] node = node(0, unit, chunkCount, 1, child -> base + child % FAN_OUT * chunk.length);
                System.arraycopy(node, (int) within, target, offset + done, part);
            } else {
                part = (int) Math.min(unitBytes() - within, length - done);
                copyChunks(within - NODE_BYTES, target, offset + done, part);
            }
            done += part;
        }
    }

    private byte[] node(int level, long node, long children, long chunksPerChild, LongUnaryOperator address) {
        long first = node * FAN_OUT;
        long end = Math.min(children, first + FAN_OUT);
        ByteBuffer bytes = GeneratedFile.buffer(NODE_BYTES)
                .put("TREE".getBytes(US_ASCII))
                .put((byte) 1)
                .put((byte) level);
        bytes.putShort((short) (end - first)).putLong(UNDEFINED).putLong(UNDEFINED);
        for (long child = first; child <= end; child++) {
            bytes.putInt(chunk.length).putInt(0);
            bytes.putLong(Math.min(chunkCount, child * chunksPerChild) * chunkRows)
                    .putLong(0);
            if (child < end) {
                bytes.putLong(address.applyAsLong(child));
            }
        }
        return bytes.array();
    }

    // ---- extensible array

    private int elementBytes() {
        return deflated ? 8 + sizeBytes() + 4 : 8;
    }

    /** As wide as libhdf5 makes the stored size of a chunk. */
    private int sizeBytes() {
        return 1 + (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(chunkRows * 8) + 8) / 8;
    }

    private ByteBuffer block(String signature, int bodyBytes, long header) {
        return GeneratedFile.buffer(BLOCK_PREFIX_BYTES + bodyBytes)
                .put(signature.getBytes(US_ASCII))
                .put((byte) 0)
                .put((byte) (deflated ? 1 : 0))
                .putLong(header);
    }

    private void elements(ByteBuffer target, long firstNumber, int count, long dataAddress) {
        for (long number = firstNumber; number < firstNumber + count; number++) {
            boolean stored = number < chunkCount;
            target.putLong(stored ? dataAddress + number * chunk.length : UNDEFINED);
            if (deflated) {
                for (int i = 0; i < sizeBytes(); i++) {
                    target.put((byte) (stored ? chunk.length >>> 8 * i : 0));
                }
                target.putInt(0);
            }
        }
    }

    /** Adds header, blocks and chunks; the address of the header. Chunks lie behind all blocks, whose length is known first. */
    private long addExtensibleArray() {
        long header = file.nextAddress();
        file.add(72, (position, target, offset, length) -> {});
        long[] data = new long[1];
        int levels = 1 + MAX_BITS - 4;
        int ownLevels = 4;
        long indexBytes = BLOCK_PREFIX_BYTES + INDEX_ELEMENTS * elementBytes() + (6 + levels - ownLevels) * 8 + 4;
        long indexBlock = file.nextAddress();
        long[] pointers = new long[6];
        long[] superBlocks = new long[levels - ownLevels];
        Arrays.fill(pointers, UNDEFINED);
        Arrays.fill(superBlocks, UNDEFINED);
        file.add(indexBytes, GeneratedFile.pieces((int) indexBytes, piece -> {
            ByteBuffer block = block("EAIB", (int) indexBytes, header);
            elements(block, 0, INDEX_ELEMENTS, data[0]);
            for (long pointer : pointers) {
                block.putLong(pointer);
            }
            for (long pointer : superBlocks) {
                block.putLong(pointer);
            }
            return GeneratedFile.checked(block);
        }));
        int pointer = 0;
        for (int level = 0; level < levels; level++) {
            long firstElement = MIN_ELEMENTS * ((1L << level) - 1);
            if (firstElement + INDEX_ELEMENTS >= chunkCount) {
                break;
            }
            if (level < ownLevels) {
                for (int i = 0; i < 1 << level / 2; i++) {
                    pointers[pointer++] = dataBlock(level, firstElement, i, header, data);
                }
            } else {
                superBlocks[level - ownLevels] = superBlock(level, firstElement, header, data);
            }
        }
        data[0] = file.add(chunkCount * chunk.length, this::copyChunks);
        ByteBuffer fields = GeneratedFile.buffer(72)
                .put("EAHD".getBytes(US_ASCII))
                .put((byte) 0)
                .put((byte) (deflated ? 1 : 0))
                .put((byte) elementBytes());
        fields.put(new byte[] {MAX_BITS, INDEX_ELEMENTS, MIN_ELEMENTS, MIN_POINTERS, PAGE_BITS})
                .put(new byte[32]);
        fields.putLong(chunkCount).putLong(chunkCount).putLong(indexBlock);
        file.replace(header, 72, GeneratedFile.of(GeneratedFile.checked(fields)));
        return header;
    }

    private long superBlock(int level, long firstElement, long header, long[] data) {
        int blocks = 1 << level / 2;
        long blockElements = (long) MIN_ELEMENTS << (level + 1) / 2;
        int pages = blockElements > 1 << PAGE_BITS ? (int) (blockElements >> PAGE_BITS) : 0;
        int bitmapBytes = blocks * ((pages + 7) / 8);
        long[] addresses = new long[blocks];
        int length = BLOCK_PREFIX_BYTES + 4 + bitmapBytes + blocks * 8 + 4;
        long address = file.add(length, GeneratedFile.pieces(length, piece -> {
            ByteBuffer block = block("EASB", length, header).putInt((int) firstElement);
            for (int bit = 0; bit < bitmapBytes * 8; bit += 8) {
                int bits = 0;
                for (int i = 0; i < 8; i++) {
                    long first = INDEX_ELEMENTS + firstElement + ((long) bit + i << PAGE_BITS);
                    bits = bits << 1 | (bit + i < blocks * pages && first < chunkCount ? 1 : 0);
                }
                block.put((byte) bits);
            }
            for (long known : addresses) {
                block.putLong(known);
            }
            return GeneratedFile.checked(block);
        }));
        for (int i = 0; i < blocks; i++) {
            addresses[i] = dataBlock(level, firstElement, i, header, data);
        }
        return address;
    }

    private long dataBlock(int level, long firstElement, int i, long header, long[] data) {
        int blockElements = MIN_ELEMENTS << (level + 1) / 2;
        long first = firstElement + (long) i * blockElements;
        if (first + INDEX_ELEMENTS >= chunkCount) {
            return UNDEFINED;
        }
        int pageElements = 1 << PAGE_BITS;
        if (blockElements <= pageElements) {
            int length = BLOCK_PREFIX_BYTES + 4 + blockElements * elementBytes() + 4;
            return file.add(length, GeneratedFile.pieces(length, piece -> {
                ByteBuffer block = block("EADB", length, header).putInt((int) first);
                elements(block, INDEX_ELEMENTS + first, blockElements, data[0]);
                return GeneratedFile.checked(block);
            }));
        }
        int prefixBytes = BLOCK_PREFIX_BYTES + 4 + 4;
        int pageBytes = pageElements * elementBytes() + 4;
        GeneratedFile.Content pages = GeneratedFile.pieces(pageBytes, page -> {
            ByteBuffer bytes = GeneratedFile.buffer(pageBytes);
            elements(bytes, INDEX_ELEMENTS + first + (page << PAGE_BITS), pageElements, data[0]);
            return GeneratedFile.checked(bytes);
        });
        byte[] prefix = GeneratedFile.checked(block("EADB", 4, header).putInt((int) first));
        long length = prefixBytes + (long) (blockElements >> PAGE_BITS) * pageBytes;
        return file.add(length, (position, target, offset, bytes) -> {
            int ofPrefix = (int) Math.max(0, Math.min(prefixBytes - position, bytes));
            if (ofPrefix > 0) {
                System.arraycopy(prefix, (int) position, target, offset, ofPrefix);
            }
            if (bytes > ofPrefix) {
                pages.copy(position + ofPrefix - prefixBytes, target, offset + ofPrefix, bytes - ofPrefix);
            }
        });
    }
}
