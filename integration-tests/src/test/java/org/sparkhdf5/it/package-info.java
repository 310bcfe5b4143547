/** The data source as its users meet it: a real session, a real HDFS, real files, answers from pandas and h5py. */
package org.sparkhdf5.it;
