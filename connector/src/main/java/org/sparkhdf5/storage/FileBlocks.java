package org.sparkhdf5.storage;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.BlockLocation;

/**
 * Which hosts hold which bytes of a file. Immutable.
 *
 * <p>The name {@code localhost} counts as no host: it tells a scheduler nothing.
 */
public final class FileBlocks implements Serializable {
    /** Of a file that is on no host in particular. */
    static final FileBlocks NOWHERE = new FileBlocks(new long[0], new long[0], new String[0][]);

    private static final long serialVersionUID = 1L;
    private static final String LOCALHOST = "localhost";

    private final long[] addresses;
    private final long[] lengths;
    private final String[][] hosts;

    /**
     * Blocks that do not overlap.
     *
     * @param addresses position of each block in the file, ascending
     * @param lengths bytes of each block
     * @param hosts names of the hosts that hold each block
     */
    FileBlocks(long[] addresses, long[] lengths, String[][] hosts) {
        if (addresses.length != lengths.length || addresses.length != hosts.length) {
            throw new IllegalArgumentException(
                    addresses.length + " addresses, " + lengths.length + " lengths, " + hosts.length + " host lists");
        }
        for (int i = 1; i < addresses.length; i++) {
            if (addresses[i] < addresses[i - 1]) {
                throw new IllegalArgumentException("block at " + addresses[i] + " after one at " + addresses[i - 1]);
            }
        }
        this.addresses = addresses.clone();
        this.lengths = lengths.clone();
        this.hosts = hosts.clone();
    }

    static FileBlocks of(BlockLocation[] given) throws IOException {
        return of(given, new HostNames());
    }

    /** @param names that the blocks of several files share */
    static FileBlocks of(BlockLocation[] given, HostNames names) throws IOException {
        BlockLocation[] locations = given.clone();
        Arrays.sort(locations, Comparator.comparingLong(BlockLocation::getOffset));
        long[] addresses = new long[locations.length];
        long[] lengths = new long[locations.length];
        String[][] hosts = new String[locations.length][];
        for (int i = 0; i < locations.length; i++) {
            addresses[i] = locations[i].getOffset();
            lengths[i] = locations[i].getLength();
            hosts[i] = names.shared(locations[i].getHosts());
        }
        return new FileBlocks(addresses, lengths, hosts);
    }

    /**
     * Of files that are one behind the other.
     *
     * @param strideBytes length of each, but for the last
     */
    static FileBlocks joined(List<FileBlocks> files, long strideBytes) {
        List<Long> addresses = new ArrayList<>();
        List<Long> lengths = new ArrayList<>();
        List<String[]> hosts = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            FileBlocks file = files.get(i);
            for (int block = 0; block < file.addresses.length; block++) {
                addresses.add(i * strideBytes + file.addresses[block]);
                lengths.add(file.lengths[block]);
                hosts.add(file.hosts[block]);
            }
        }
        return new FileBlocks(
                addresses.stream().mapToLong(Long::longValue).toArray(),
                lengths.stream().mapToLong(Long::longValue).toArray(),
                hosts.toArray(new String[0][]));
    }

    /** How many bytes of the ranges each host holds; hosts that hold none are absent. Overlapping ranges count twice. */
    public Map<String, Long> bytesByHost(List<ByteRange> ranges) {
        Map<String, Long> bytesByHost = new HashMap<>();
        int block = 0;
        long blockBytes = 0;
        for (ByteRange range : ranges) {
            for (int i = firstBlock(range); i < addresses.length && addresses[i] < range.end(); i++) {
                // Ranges mostly come in order: the bytes of one block are added up before its hosts are looked up.
                if (i != block) {
                    addBytes(bytesByHost, block, blockBytes);
                    block = i;
                    blockBytes = 0;
                }
                long from = Math.max(range.address(), addresses[i]);
                long to = Math.min(range.end(), addresses[i] + lengths[i]);
                blockBytes += Math.max(0, to - from);
            }
        }
        if (blockBytes > 0) {
            addBytes(bytesByHost, block, blockBytes);
        }
        return bytesByHost;
    }

    /** The last block that starts at or before the range, or block 0. */
    private int firstBlock(ByteRange range) {
        int found = Arrays.binarySearch(addresses, range.address());
        return Math.max(0, found >= 0 ? found : -found - 2);
    }

    private void addBytes(Map<String, Long> bytesByHost, int block, long bytes) {
        for (String host : hosts[block]) {
            if (bytes > 0 && !LOCALHOST.equals(host)) {
                bytesByHost.merge(host, bytes, Long::sum);
            }
        }
    }

    /** At most {@code max} hosts that hold bytes of the ranges: most bytes first, equal ones by name. */
    public List<String> hosts(List<ByteRange> ranges, int max) {
        return bytesByHost(ranges).entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(max)
                .map(Map.Entry::getKey)
                .toList();
    }
}
