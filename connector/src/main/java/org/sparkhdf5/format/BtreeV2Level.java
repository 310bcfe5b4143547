package org.sparkhdf5.format;

/**
 * What the nodes of one level of a version 2 B-tree look like.
 *
 * @param recordsMost records that a node has room for
 * @param recordsBelowMost records of a full node and all nodes below it
 * @param countBytes width of "number of records in child" beside a child's address, 0 in leaves
 * @param totalBytes width of "total number of records in child", 0 where the children are leaves
 */
record BtreeV2Level(int recordsMost, long recordsBelowMost, int countBytes, int totalBytes) {}
