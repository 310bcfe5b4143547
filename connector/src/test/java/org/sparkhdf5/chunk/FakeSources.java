package org.sparkhdf5.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.format.Dataset;
import org.sparkhdf5.format.Datatype;
import org.sparkhdf5.format.FilterPipeline;
import org.sparkhdf5.format.Hdf5File;
import org.sparkhdf5.format.SourceDataset;
import org.sparkhdf5.format.VirtualSource;
import org.sparkhdf5.storage.InMemoryRangeReader;
import org.sparkhdf5.storage.RangeReader;
import org.sparkhdf5.testing.CountingRangeReader;

/** Mappings that a test made up, over the datasets of a file that has any name but {@code missing}. */
final class FakeSources implements MappedSources {
    static final String MISSING = "missing";
    static final String FILE = "hdfs://nn/virtual.h5";

    private final byte[] bytes;
    private final List<VirtualSource> mappings;
    private final Hdf5File file;
    private final Datatype datatype;
    /** Per name of a file how often it was opened. */
    final Map<String, Integer> opens = new LinkedHashMap<>();

    final List<CountingRangeReader> readers = new ArrayList<>();
    /** How many were open at a time, at most, but for the one that was opened. */
    long openMost;
    /** Whether reads of sources fail. */
    boolean isBroken;

    /** @param typeOf dataset whose type the elements have */
    FakeSources(byte[] bytes, String typeOf, List<VirtualSource> mappings) throws IOException {
        this.bytes = bytes;
        this.mappings = mappings;
        this.file = Hdf5File.open(new InMemoryRangeReader(FILE, bytes));
        this.datatype = dataset(file, typeOf).datatype();
    }

    private static Dataset dataset(Hdf5File file, String path) throws IOException {
        return (Dataset) Objects.requireNonNull(file.find(path), path);
    }

    /** A reader of a virtual array of integers. */
    VirtualRangeReader reader(List<Long> dimensions, int fill, RowReader.Limits limits) throws IOException {
        return VirtualRangeReader.open(FILE, array(dimensions, fill), this, limits);
    }

    static StoredArray array(List<Long> dimensions, int fill) {
        byte[] element = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(fill)
                .array();
        return new StoredArray(
                "/virtual",
                0,
                dimensions,
                4,
                StoredArray.Place.SOURCES,
                0,
                List.of(),
                FilterPipeline.NONE,
                fill == 0 ? new byte[0] : element);
    }

    @Override
    public Hdf5File file() {
        return file;
    }

    @Override
    public Datatype datatype() {
        return datatype;
    }

    @Override
    public List<VirtualSource> mappings() {
        return mappings;
    }

    @Override
    public @Nullable SourceDataset open(VirtualSource source) throws IOException {
        if (source.file().equals(MISSING)) {
            return null;
        }
        opens.merge(source.file(), 1, Integer::sum);
        CountingRangeReader reader = new CountingRangeReader(new Breaking(source.file()));
        openMost = Math.max(openMost, openReaders());
        readers.add(reader);
        return new SourceDataset(dataset(Hdf5File.open(reader), source.dataset()), reader);
    }

    long openReaders() {
        return readers.stream().filter(reader -> reader.closes() == 0).count();
    }

    /** The bytes, as long as the sources are not broken. */
    private final class Breaking implements RangeReader {
        private final RangeReader whole;

        Breaking(String file) {
            this.whole = new InMemoryRangeReader(file, bytes);
        }

        @Override
        public String file() {
            return whole.file();
        }

        @Override
        public long lengthBytes() {
            return whole.lengthBytes();
        }

        @Override
        public void readFully(long address, byte[] target, int offset, int lengthBytes) throws IOException {
            if (isBroken) {
                throw new IOException(file() + ": broken");
            }
            whole.readFully(address, target, offset, lengthBytes);
        }

        @Override
        public void close() throws IOException {
            whole.close();
        }
    }
}
