package org.sparkhdf5.storage;

import java.util.List;

/**
 * The files that were found.
 *
 * @param files in the order of the paths, those of one path in the order of their full names
 * @param partitionNames the columns that directories name, outermost first; each file has a value of each
 * @param partitions the values of every directory that is one, also where no file of it is wanted
 */
public record Listing(List<ListedFile> files, List<String> partitionNames, List<List<String>> partitions) {
    public Listing {
        files = List.copyOf(files);
        partitionNames = List.copyOf(partitionNames);
        partitions = List.copyOf(partitions);
    }
}
