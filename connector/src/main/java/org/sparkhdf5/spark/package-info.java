/**
 * How does Spark talk to us? In: options and push-downs. Out: DataSource V2 roles. Nothing imports this room.
 */
@NullMarked
package org.sparkhdf5.spark;

import org.jspecify.annotations.NullMarked;
