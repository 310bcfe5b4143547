package org.sparkhdf5.testing;

import java.io.IOException;
import java.net.URI;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * Streams that return 1 to 300 bytes per read, as a network may.
 *
 * <p>The seed is printed; {@link #SEED} in the configuration gives the same lengths again.
 */
public final class ShortReadFileSystem extends WrappingFileSystem {
    public static final String PREFIX = "short";
    public static final String SEED = "sparkhdf5.testing.shortReads.seed";
    private static final int RETURNED_BYTES_MAX = 300;

    private long seed;

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        super.initialize(name, conf);
        seed = conf.getLong(SEED, System.nanoTime());
        System.out.println(name.getScheme() + ": short reads with seed " + seed);
    }

    @Override
    protected WrappingInputStream wrap(Path path, FSDataInputStream opened) {
        return new ShortReadInputStream(opened, new Random(seed ^ path.hashCode()));
    }

    private static final class ShortReadInputStream extends WrappingInputStream {
        private final Random random;

        ShortReadInputStream(FSDataInputStream source, Random random) {
            super(source);
            this.random = random;
        }

        @Override
        public int read(byte[] target, int offset, int lengthBytes) throws IOException {
            return super.read(target, offset, shorter(lengthBytes));
        }

        @Override
        public int read(long position, byte[] target, int offset, int lengthBytes) throws IOException {
            return super.read(position, target, offset, shorter(lengthBytes));
        }

        private synchronized int shorter(int lengthBytes) {
            return Math.min(lengthBytes, 1 + random.nextInt(RETURNED_BYTES_MAX));
        }
    }
}
