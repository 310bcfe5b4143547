package org.sparkhdf5.storage;

import java.util.List;

/**
 * One read that serves several ranges.
 *
 * @param range the bytes to read
 * @param members indices of the ranges that lie within, in the list that was given, ascending by address
 */
public record CoalescedRead(ByteRange range, List<Integer> members) {
    public CoalescedRead {
        members = List.copyOf(members);
    }
}
