package org.sparkhdf5.plan;

import java.io.Serializable;
import java.util.Map;

/**
 * A split with what it weighs.
 *
 * @param storedBytes that its task reads
 * @param bytesByHost how many of them each host has
 */
public record SizedSplit(Split split, long storedBytes, Map<String, Long> bytesByHost) implements Serializable {}
