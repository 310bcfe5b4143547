/** Programs a user of the data source would write. */
@NullMarked
package org.sparkhdf5.examples;

import org.jspecify.annotations.NullMarked;
