package org.sparkhdf5.testing;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;

/** Passes everything on; positioned reads too, where the ways that must fill the target come down to those that need not. */
public class WrappingInputStream extends FSInputStream {
    private final FSDataInputStream source;

    public WrappingInputStream(FSDataInputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        return source.read();
    }

    @Override
    public int read(byte[] target, int offset, int lengthBytes) throws IOException {
        return source.read(target, offset, lengthBytes);
    }

    @Override
    public int read(long position, byte[] target, int offset, int lengthBytes) throws IOException {
        return source.read(position, target, offset, lengthBytes);
    }

    @Override
    public void seek(long position) throws IOException {
        source.seek(position);
    }

    @Override
    public long getPos() throws IOException {
        return source.getPos();
    }

    @Override
    public boolean seekToNewSource(long position) throws IOException {
        return source.seekToNewSource(position);
    }

    @Override
    public int available() throws IOException {
        return source.available();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
