package org.sparkhdf5.storage;

final class InMemoryRangeReaderTest extends RangeReaderContract {
    @Override
    RangeReader reader(byte[] content) {
        return new InMemoryRangeReader("memory:/a.h5", content);
    }
}
