package org.sparkhdf5.format;

/** Bits that tell which pages of a data block were written: the first page is the highest bit of the first byte. */
final class PageBitmap {
    private PageBitmap() {}

    static boolean isSet(byte[] bitmap, long page) {
        return (bitmap[(int) (page >>> 3)] & 0x80 >>> (page & 7)) != 0;
    }
}
