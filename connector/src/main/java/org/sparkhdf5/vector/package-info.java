/**
 * How does Spark see the values? In: decoded rows of bytes. Out: column vectors that are views over them. Must not know files nor plans.
 */
@NullMarked
package org.sparkhdf5.vector;

import org.jspecify.annotations.NullMarked;
