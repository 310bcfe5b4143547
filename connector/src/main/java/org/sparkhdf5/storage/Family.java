package org.sparkhdf5.storage;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a file is spread over members, as HDF5's family driver does it: all have one length, but for the last, which may be shorter.
 * A member behind one that is shorter, or one without bytes, is none: such are left where a family shrank. Whether anything is missing
 * says whoever knows how long the file should be.
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

    /** The family of a first member as one file: length of all, time of the latest, blocks of all if those of all are known. */
    static ListedFile listed(ListedFile first, FamilyPattern pattern, Search search) throws IOException {
        long memberBytes = first.file().lengthBytes();
        if (memberBytes == 0) {
            return first; // not an HDF5 file, as whoever opens it finds
        }
        FamilyPattern names = pattern.of(first.file().path());
        List<ListedFile> members = new ArrayList<>(List.of(first));
        boolean mayGoOn = true;
        while (mayGoOn) {
            ListedFile next = search.find(new Path(names.member(members.size())));
            long lengthBytes = next == null ? 0 : next.file().lengthBytes();
            if (next != null && lengthBytes > 0 && lengthBytes <= memberBytes) {
                members.add(next);
            }
            mayGoOn = lengthBytes == memberBytes;
        }
        List<FileBlocks> blocks = new ArrayList<>();
        long lengthBytes = 0;
        long millis = 0;
        for (ListedFile member : members) {
            lengthBytes += member.file().lengthBytes();
            millis = Math.max(millis, member.file().modificationTimeMillis());
            if (member.listedBlocks() != null) {
                blocks.add(member.listedBlocks());
            }
        }
        Family family = new Family(names, memberBytes, members.size());
        StoredFile whole = new StoredFile(first.file().path(), lengthBytes, millis, family);
        FileBlocks joined = blocks.size() < members.size() ? null : FileBlocks.joined(blocks, memberBytes);
        return new ListedFile(whole, joined, first.partitionValues());
    }

    private long lengthBytes(int member, StoredFile whole) {
        return Math.min(memberBytes, whole.lengthBytes() - member * memberBytes);
    }

    /** The family as its first and its last member are now; the others are looked at when they are opened. */
    StoredFile again(Configuration conf, StoredFile whole) throws IOException {
        Path path = new Path(whole.path());
        StoredFile first = StoredFile.of(path.getFileSystem(conf).getFileStatus(path));
        StoredFile last = memberCount == 1 ? first : StoredFile.find(conf, names.member(memberCount - 1));
        long millis = Math.max(whole.modificationTimeMillis(), first.modificationTimeMillis());
        if (first.lengthBytes() != memberBytes || last == null) {
            return new StoredFile(whole.path(), first.lengthBytes(), millis, this);
        }
        return new StoredFile(
                whole.path(),
                (memberCount - 1) * memberBytes + last.lengthBytes(),
                Math.max(millis, last.modificationTimeMillis()),
                this);
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

    /**
     * All members as one file; opened as they are read, a few at a time. One that changed after the family was listed is a
     * {@link FileChangedException} then.
     */
    RangeReader open(Configuration conf, StoredFile whole, ReadStatistics statistics) {
        List<FilePiece> pieces = new ArrayList<>();
        for (int i = 0; i < memberCount; i++) {
            pieces.add(new FilePiece(names.member(i), 0, lengthBytes(i, whole), false));
        }
        return new JoinedRangeReader(whole.path(), pieces, name -> {
            long expected =
                    name.equals(names.member(memberCount - 1)) ? lengthBytes(memberCount - 1, whole) : memberBytes;
            StoredFile listed = new StoredFile(name, expected, whole.modificationTimeMillis());
            StoredFile found = StoredFile.find(conf, name);
            if (found == null
                    || found.lengthBytes() != expected
                    || found.modificationTimeMillis() > listed.modificationTimeMillis()) {
                throw new FileChangedException(listed, found == null ? new StoredFile(name, 0, 0) : found);
            }
            return HadoopRangeReader.open(conf, listed, statistics);
        });
    }
}
