package org.sparkhdf5.chunk;

import org.sparkhdf5.storage.CoalescingPolicy;
import org.sparkhdf5.storage.ReadPace;

/**
 * How much a {@link ChunkFetcher} may fetch.
 *
 * @param policy how ranges are merged
 * @param fetchBytesMax stored bytes in one go where reads are fast, unless a single chunk is larger
 * @param slowBytesMax of all that is fetched and was not given up, where reads are slow
 * @param fetchesAhead false where chunks are decoded more than once: then each is fetched alone
 */
record FetchLimits(CoalescingPolicy policy, long fetchBytesMax, long slowBytesMax, boolean fetchesAhead) {
    /** What is fetched while as much is decoded; whole steps of buffers, so that both find room. */
    long halfBytes() {
        long half = slowBytesMax / 2;
        return half < FetchBuffers.STEP_BYTES ? half : half - half % FetchBuffers.STEP_BYTES;
    }

    /** Bytes of buffers that are in use or kept for later. */
    long heldBytesMax(ReadPace pace) {
        return pace.isSlow() ? Math.max(slowBytesMax, fetchBytesMax) : fetchBytesMax;
    }
}
