/**
 * The HDF5 data source for Apache Spark. This package holds only what every room shares: the error families and the
 * place they name. The rooms, in import order: {@code storage}, {@code codec}, {@code format}, {@code chunk},
 * {@code table}, {@code plan}, {@code vector}, {@code spark}.
 */
@NullMarked
package org.sparkhdf5;

import org.jspecify.annotations.NullMarked;
