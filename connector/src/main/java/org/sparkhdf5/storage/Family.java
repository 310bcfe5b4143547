package org.sparkhdf5.storage;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.sparkhdf5.Hdf5FormatException;
import org.sparkhdf5.ObjectLocation;

/**
 * How a file is spread over members, as HDF5's family driver does it: all have one length, but for the last, which may be shorter.
 *
 * @param names of the members
 * @param memberBytes length of the first one, not 0
 * @param memberCount at least 1
 */
public record Family(FamilyPattern names, long memberBytes, int memberCount) implements Serializable {
    public Family {
        if (memberBytes <= 0 || memberCount < 1) {
            throw new IllegalArgumentException(memberCount + " members of " + memberBytes + " bytes");
        }
    }

    /** Looks for members of a family, one number after the other. */
    @FunctionalInterface
    interface Search {
        /** The member, or null where there is none. */
        @Nullable ListedFile find(Path path) throws IOException;
    }

    /**
     * The family of a first member as one file: length of all, time of the latest, blocks of all if those of all are known.
     *
     * @throws Hdf5FormatException if a member but the last has another length than the first, or the last is longer
     */
    static ListedFile listed(ListedFile first, FamilyPattern pattern, Search search) throws IOException {
        if (first.file().lengthBytes() == 0) {
            return first; // not an HDF5 file, as whoever opens it finds
        }
        FamilyPattern names = pattern.of(first.file().path());
        List<ListedFile> members = new ArrayList<>();
        ListedFile next = first;
        while (next != null) {
            members.add(next);
            next = search.find(new Path(names.member(members.size())));
        }
        Family family = new Family(names, first.file().lengthBytes(), members.size());
        StoredFile whole = family.whole(members);
        List<FileBlocks> blocks = new ArrayList<>();
        for (ListedFile member : members) {
            if (member.listedBlocks() != null) {
                blocks.add(member.listedBlocks());
            }
        }
        FileBlocks joined = blocks.size() < members.size() ? null : FileBlocks.joined(blocks, family.memberBytes);
        return new ListedFile(whole, joined, first.partitionValues());
    }

    private StoredFile whole(List<ListedFile> members) throws Hdf5FormatException {
        long lengthBytes = 0;
        long millis = 0;
        for (int i = 0; i < members.size(); i++) {
            StoredFile member = members.get(i).file();
            boolean isLast = i == members.size() - 1;
            if (isLast ? member.lengthBytes() > memberBytes : member.lengthBytes() != memberBytes) {
                throw new ObjectLocation(members.get(0).file().path(), "family")
                        .malformed(
                                "member " + member.path() + ": expected " + (isLast ? "at most " : "") + memberBytes
                                        + " bytes, as the first has, found " + member.lengthBytes(),
                                ObjectLocation.NO_ADDRESS,
                                "copy all members again; none of another family may lie between them");
            }
            lengthBytes += member.lengthBytes();
            millis = Math.max(millis, member.modificationTimeMillis());
        }
        return new StoredFile(members.get(0).file().path(), lengthBytes, millis, this);
    }

    /** The family as it is now. */
    StoredFile again(Configuration conf, String path) throws IOException {
        Path first = new Path(path);
        FileSystem fileSystem = first.getFileSystem(conf);
        ListedFile listed = new ListedFile(StoredFile.of(fileSystem.getFileStatus(first)), null);
        return listed(listed, names, member -> {
                    StoredFile found = StoredFile.find(conf, member.toString());
                    return found == null ? null : new ListedFile(found, null);
                })
                .file();
    }

    /** Where the members are; asks the file system for each. */
    FileBlocks blocks(Configuration conf) throws IOException {
        List<FileBlocks> blocks = new ArrayList<>();
        for (int i = 0; i < memberCount; i++) {
            Path path = new Path(names.member(i));
            FileSystem fileSystem = path.getFileSystem(conf);
            blocks.add(FileBlocks.of(fileSystem.getFileBlockLocations(path, 0, memberBytes)));
        }
        return FileBlocks.joined(blocks, memberBytes);
    }

    /** All members as one file; opened as they are read, a few at a time. */
    RangeReader open(Configuration conf, StoredFile whole, ReadStatistics statistics) {
        List<FilePiece> pieces = new ArrayList<>();
        long left = whole.lengthBytes();
        for (int i = 0; i < memberCount; i++) {
            long length = Math.min(left, memberBytes);
            pieces.add(new FilePiece(names.member(i), 0, length, false));
            left -= length;
        }
        return new JoinedRangeReader(whole.path(), pieces, name -> {
            boolean isLast = name.equals(names.member(memberCount - 1));
            long length = isLast ? whole.lengthBytes() - (memberCount - 1) * memberBytes : memberBytes;
            return HadoopRangeReader.open(
                    conf, new StoredFile(name, length, whole.modificationTimeMillis()), statistics);
        });
    }
}
