/** What the integration tests share: the session, the cluster, oracles and hand-made files. Holds no tests. */
package org.sparkhdf5.it.testing;
