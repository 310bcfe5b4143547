"""Makes HDF5 files with every kind of chunk index and, for each, what h5py says about it.

    python3 -m venv venv && venv/bin/pip install h5py==3.16.0 numpy==2.4.6
    venv/bin/python connector/src/test/python/make_chunk_index_files.py connector/src/test/resources/hdf5/chunkindex
    venv/bin/python connector/src/test/python/make_chunk_index_files.py --large FOLDER

NAME.h5 comes with NAME.expected.json: every dataset with shape, maximum shape, chunk shape, the index that was meant, its
stored chunks as rows of [offset..., address, size, filter mask] in row-major order, and the sha256 of all elements, C order,
as they are stored in the file. Where a dataset is too large to be read whole, "rows" has the bytes of some ranges of rows
instead. Addresses are from the first byte of the file; each one is checked against the bytes here.

HDF5 2.0 lists the chunks of an extensible array under wrong offsets where the unlimited dimension is not the first (it
reads them right): there the offset is that of the chunk whose stored bytes are the same.

--large makes 1,000 and 200,000 chunks per index; there the chunks are given as their number and, unless HDF5 lists them
wrong, the sha256 of the rows, each number eight bytes, little-endian.
"""

import ctypes
import glob
import hashlib
import json
import os
import sys
import zlib

import h5py
import numpy as np
from h5py import h5d, h5f, h5p, h5s, h5t

LATEST = (h5f.LIBVER_LATEST, h5f.LIBVER_LATEST)
OLD = (h5f.LIBVER_EARLIEST, h5f.LIBVER_V18)


def libhdf5():
    """The library below h5py, for what h5py does not wrap."""
    folder = os.path.join(os.path.dirname(h5py.__file__), os.pardir, "h5py.libs")
    return ctypes.CDLL(glob.glob(os.path.join(folder, "libhdf5-*.so*"))[0])


class Maker:
    """Adds datasets to one file and remembers which index each was meant to have."""

    def __init__(self, path, libver, user_block=None, sizes=(8, 8), storage_k=None):
        self.path = path
        self.meant = {}
        self.rows = {}
        self.unread = set()
        self.rng = np.random.default_rng(3)
        create = h5p.create(h5p.FILE_CREATE)
        if user_block is not None:
            create.set_userblock(user_block)
        create.set_sizes(*sizes)
        create.set_obj_track_times(False)
        # all links in the header of the root group
        assert libhdf5().H5Pset_link_phase_change(ctypes.c_int64(create.id), 1000, 500) >= 0
        if storage_k is not None:
            assert libhdf5().H5Pset_istore_k(ctypes.c_int64(create.id), storage_k) >= 0
        access = h5p.create(h5p.FILE_ACCESS)
        access.set_libver_bounds(*libver)
        self.file = h5py.File(h5f.create(path.encode(), h5f.ACC_TRUNC, create, access))

    def dataset(self, index, name, shape, chunk, maxshape=None, dtype="<i2", fill=None, filters="", early=False,
                partial_unfiltered=False):
        plist = h5p.create(h5p.DATASET_CREATE)
        plist.set_chunk(chunk)
        plist.set_obj_track_times(False)
        if "s" in filters:
            plist.set_shuffle()
        if "d" in filters:
            plist.set_deflate(1)
        if "f" in filters:
            plist.set_fletcher32()
        plist.set_alloc_time(h5d.ALLOC_TIME_EARLY if early else h5d.ALLOC_TIME_INCR)
        if fill is not None:
            plist.set_fill_value(np.array(fill, dtype))
        if partial_unfiltered:
            assert libhdf5().H5Pset_chunk_opts(ctypes.c_int64(plist.id), ctypes.c_uint(2)) >= 0
        plist.set_fill_time(h5d.FILL_TIME_IFSET)
        most = None if maxshape is None else tuple(h5s.UNLIMITED if n is None else n for n in maxshape)
        space = h5s.create_simple(shape, most)
        links = h5p.create(h5p.LINK_CREATE)
        links.set_create_intermediate_group(True)
        did = h5d.create(self.file.id, name.encode(), h5t.py_create(np.dtype(dtype)), space, plist)
        self.meant["/" + name] = (index, partial_unfiltered)
        return h5py.Dataset(did)

    def values(self, shape, dtype="<i2"):
        """Numbers that compress somewhat, none of them a fill value that is used here."""
        count = int(np.prod(shape, dtype=int))
        spread = 3 if np.dtype(dtype).itemsize == 1 else 300
        return (1 + np.arange(count) // 5 % 90 + self.rng.integers(0, spread, count)).astype(dtype).reshape(shape)

    def fill(self, dataset):
        dataset[...] = self.values(dataset.shape, dataset.dtype)
        return dataset

    def holes(self, dataset, share=0.3):
        """Writes some of the chunks, among them the last one, by their own."""
        grid = [-(-n // c) for n, c in zip(dataset.shape, dataset.chunks)]
        for chunk in np.ndindex(*grid):
            last = all(c == n - 1 for c, n in zip(chunk, grid))
            if last or self.rng.random() < share:
                where = tuple(
                    slice(c * size, min((c + 1) * size, n))
                    for c, size, n in zip(chunk, dataset.chunks, dataset.shape)
                )
                dataset[where] = self.values(dataset[where].shape, dataset.dtype)
        return dataset

    def finish(self, digest=False):
        self.file.close()
        with open(self.path, "rb") as stream:
            data = stream.read()
        lines = []
        with h5py.File(self.path, "r") as f:
            for name in sorted(self.meant):
                lines.append(json.dumps(self.expected(f, name, data, digest), sort_keys=True, separators=(",", ":")))
        with open(self.path[: -len(".h5")] + ".expected.json", "w") as out:
            out.write('{"datasets": [\n' + ",\n".join(lines) + "\n]}\n")

    def expected(self, f, name, data, digest):
        d = f[name]
        index, partial_unfiltered = self.meant[name]
        maxshape = [n if n is None else int(n) for n in d.maxshape]
        out = {"path": name, "shape": list(d.shape), "maxshape": maxshape, "chunk": list(d.chunks), "index": index}
        out["partial_unfiltered"] = partial_unfiltered
        out["element_bytes"] = d.id.get_type().get_size()
        chunks = listed_chunks(d)
        wrong = index == "extensible-array" and maxshape[0] is not None
        if wrong and not digest:
            chunks = found_chunks(d, chunks, data)
        if not wrong or not digest:
            check_bytes(d, chunks, data, digest)
        if not digest:
            out["chunks"] = chunks
        else:
            out["chunk_count"] = len(chunks)
            if not wrong:
                out["chunks_sha256"] = hashlib.sha256(np.array(chunks, "<i8").tobytes()).hexdigest()
        if name in self.rows:
            out["rows"] = [[a, b, d[a:b].tobytes().hex()] for a, b in self.rows[name]]
        elif name not in self.unread:
            out["sha256"] = hashlib.sha256(d[...].tobytes()).hexdigest()
        return out


def listed_chunks(d):
    chunks = []

    def add(info):
        chunks.append([*map(int, info.chunk_offset), info.byte_offset, info.size, info.filter_mask])

    d.id.chunk_iter(add)
    return sorted(chunks)


def found_chunks(d, listed, data):
    """The listed chunks under the offsets at which they are read: by their bytes, which differ from chunk to chunk."""
    rank = len(d.shape)
    places = {}
    for address, size, mask in (chunk[rank:] for chunk in listed):
        places[data[address : address + size]] = [address, size, mask]
    assert len(places) == len(listed)
    grid = [-(-n // c) for n, c in zip(d.shape, d.chunks)]
    chunks = []
    for chunk in np.ndindex(*grid):
        offset = tuple(int(i * n) for i, n in zip(chunk, d.chunks))
        try:
            mask, stored = d.id.read_direct_chunk(offset)
        except (RuntimeError, MemoryError):  # never written
            continue
        chunks.append([*offset, *places.pop(stored)])
    assert not places
    return chunks


def check_bytes(d, chunks, data, digest):
    """Whether what h5py reads as a chunk stands where it says, for some of them."""
    rank = len(d.shape)
    for chunk in chunks[:: max(1, len(chunks) // 50)] if digest else chunks:
        address, size, mask = chunk[rank:]
        found_mask, stored = d.id.read_direct_chunk(tuple(chunk[:rank]))
        assert mask == found_mask and data[address : address + size] == stored, chunk


def direct(dataset, offset, mask):
    """A chunk with one of the filters shuffle and deflate left out."""
    values = np.arange(np.prod(dataset.chunks), dtype=dataset.dtype) + 7 + mask
    stored = values.tobytes()
    if not mask & 1:
        stored = np.frombuffer(stored, "u1").reshape(-1, dataset.dtype.itemsize).T.tobytes()
    if not mask & 2:
        stored = zlib.compress(stored, 0)  # the same bytes whatever the zlib
    dataset.id.write_direct_chunk(offset, stored, mask)


def grown(maker, index, name, filters):
    """The shapes that all kinds of index for datasets that grow have in common."""
    shapes = {
        "line": ((100,), (7,), (None,)),
        "first": ((23, 18), (4, 5), (None, 18)),
        "first_room": ((23, 18), (4, 5), (None, 40)),
        "second": ((18, 43), (5, 4), (18, None)),
        "second_room": ((18, 43), (5, 4), (33, None)),
        "middle": ((7, 30, 6), (2, 4, 4), (11, None, 9)),
        "last": ((5, 6, 37), (2, 4, 3), (5, 20, None)),
        "both": ((37, 23), (3, 4), (None, None)),
        "room_both": ((8, 13, 11), (3, 4, 5), (None, 20, None)),
        "four": ((3, 9, 4, 5), (2, 2, 3, 2), (6, None, 4, 7)),
        "all_four": ((3, 9, 4, 5), (2, 2, 3, 2), (None, None, None, None)),
    }
    for key, (shape, chunk, most) in shapes.items():
        kind = "btree-v2" if most.count(None) > 1 else "extensible-array"
        if index == kind or index == "btree-v1" and key in ("line", "second_room", "middle", "both", "four"):
            if not filters:
                maker.fill(maker.dataset(index, f"{name}_{key}", shape, chunk, most))
            if filters or key in ("line", "second_room", "both"):
                maker.holes(maker.dataset(index, f"{name}_{key}_holes", shape, chunk, most, filters=filters, fill=-3))


def ones(maker, index, shape, chunk, most):
    """One chunk, with and without filters, and never written."""
    maker.fill(maker.dataset(index, "one", shape, chunk, most))
    maker.fill(maker.dataset(index, "one_filtered", shape, chunk, most, filters="sd"))
    maker.dataset(index, "never_written", shape, chunk, most, filters="d", fill=4)


def shrunk(maker, index, name, shape, chunk, most, smaller):
    d = maker.fill(maker.dataset(index, name, shape, chunk, most, filters="d"))
    d.resize(smaller)


def btree_v1(path):
    """Nodes of at most six children."""
    maker = Maker(path, OLD, storage_k=3)
    for name, filters in (("plain", ""), ("filtered", "sd")):
        grown(maker, "btree-v1", name, filters)
    maker.fill(maker.dataset("btree-v1", "many", (300,), (3,), dtype="u1"))
    shrunk(maker, "btree-v1", "shrunk", (30, 20), (4, 6), (None, None), (13, 11))
    ones(maker, "btree-v1", (3,), (7,), (None,))
    maker.finish()


def fixed_array(path):
    maker = Maker(path, LATEST)
    shapes = {
        "line": ((1000,), (7,), None),
        "room": ((20, 11), (3, 4), (50, 30)),
        "cube": ((9, 8, 7), (4, 3, 2), (9, 9, 9)),
        "four": ((3, 5, 4, 6), (2, 2, 3, 4), None),
        "two": ((5,), (4,), None),
    }
    for name, filters in (("plain", ""), ("filtered", "sdf")):
        for key, (shape, chunk, most) in shapes.items():
            maker.fill(maker.dataset("fixed-array", f"{name}_{key}", shape, chunk, most, filters=filters))
            maker.holes(maker.dataset("fixed-array", f"{name}_{key}_holes", shape, chunk, most, filters=filters, fill=9))
    shrunk(maker, "fixed-array", "shrunk", (30, 20), (4, 6), (40, 20), (13, 11))
    ones(maker, "fixed-array", (3,), (7,), (7,))
    masked = maker.dataset("fixed-array", "masked", (8, 9), (2, 3), filters="sd")
    for i in range(4):
        direct(masked, (2 * i, 3 * (i % 3)), i)
    maker.finish()


def fixed_array_paged(path):
    """More than 1024 elements: pages; some were never written."""
    maker = Maker(path, LATEST)
    maker.fill(maker.dataset("fixed-array", "plain", (1100,), (1,), dtype="u1"))
    holes = maker.dataset("fixed-array", "plain_holes", (33, 190), (3, 2), (33, 190), dtype="u1", fill=255)
    for at in ((0, 0), (2, 5), (20, 100), (32, 189)):
        holes[at] = 11
    filtered = maker.dataset("fixed-array", "filtered_holes", (4400,), (2,), dtype="u1", filters="d", fill=200)
    for start, end in ((3, 60), (4300, 4400)):
        filtered[start:end] = maker.values((end - start,), "u1")
    maker.finish()


def extensible_array(path):
    maker = Maker(path, LATEST)
    for name, filters in (("plain", ""), ("filtered", "sd")):
        grown(maker, "extensible-array", name, filters)
    shrunk(maker, "extensible-array", "shrunk", (30, 20), (4, 6), (None, 25), (13, 11))
    shrunk(maker, "extensible-array", "shrunk_second", (30, 20), (4, 6), (30, None), (13, 11))
    ones(maker, "extensible-array", (3,), (7,), (None,))
    masked = maker.dataset("extensible-array", "masked", (8, 9), (2, 3), (None, 9), filters="sd")
    for i in range(4):
        direct(masked, (2 * i, 3 * (i % 3)), i)
    maker.finish()


def extensible_array_blocks(path):
    """Super blocks, and data blocks that are cut into pages: these begin at element 131,060."""
    maker = Maker(path, LATEST)
    maker.fill(maker.dataset("extensible-array", "super_blocks", (700,), (1,), (None,), dtype="u1"))
    paged = maker.dataset("extensible-array", "paged", (400_000,), (2,), (None,), dtype="u1", fill=3)
    for at in (0, 9, 50_001, 262_121, 269_200):
        paged[at] = 17
    filtered = maker.dataset("extensible-array", "paged_filtered", (3, 45_000), (1, 1), (3, None), dtype="u1",
                             fill=3, filters="d")
    for i, at in enumerate(((0, 0), (1, 4), (2, 23), (1, 43_700), (0, 43_690))):
        filtered[at] = 18 + i
    maker.finish()


def btree_v2(path):
    maker = Maker(path, LATEST)
    for name, filters in (("plain", ""), ("filtered", "sdf")):
        grown(maker, "btree-v2", name, filters)
    shrunk(maker, "btree-v2", "shrunk", (30, 20), (4, 6), (None, None), (13, 11))
    ones(maker, "btree-v2", (3, 3), (7, 7), (None, None))
    maker.fill(maker.dataset("btree-v2", "deep", (60, 40), (2, 2), (None, None), dtype="u1"))
    masked = maker.dataset("btree-v2", "masked", (8, 9), (2, 3), (None, None), filters="sd")
    for i in range(4):
        direct(masked, (2 * i, 3 * (i % 3)), i)
    maker.finish()


def single_and_implicit(path):
    maker = Maker(path, LATEST)
    maker.fill(maker.dataset("single-chunk", "single", (40,), (40,)))
    maker.fill(maker.dataset("single-chunk", "single_filtered", (6, 7), (6, 7), filters="sd"))
    maker.dataset("single-chunk", "single_never_written", (6, 7), (6, 7), filters="sd", fill=8)
    direct(maker.dataset("single-chunk", "single_masked", (6, 7), (6, 7), filters="sd"), (0, 0), 2)
    maker.fill(maker.dataset("implicit", "implicit", (40,), (7,), early=True))
    maker.fill(maker.dataset("implicit", "implicit_room", (9, 11), (4, 3), (21, 30), early=True))
    maker.fill(maker.dataset("implicit", "implicit_cube", (5, 4, 6), (2, 3, 4), early=True))
    maker.dataset("implicit", "implicit_never_written", (9, 11), (4, 3), early=True, fill=6)
    maker.finish()


def partial_edges(path):
    """The filters are left out for chunks that reach beyond the current extent; version 4 layouts."""
    maker = Maker(path, (h5f.LIBVER_V110, h5f.LIBVER_V110), user_block=1024)
    for filters in ("d", "sdf"):
        kinds = {"fixed-array": (11, 13), "extensible-array": (None, 13), "btree-v2": (None, None)}
        for index, most in kinds.items():
            name = index.replace("-", "_") + "_" + filters
            maker.fill(maker.dataset(index, name, (11, 13), (4, 5), most, filters=filters, partial_unfiltered=True))
            if None in most:
                for how, shape in (("grown", (17, 13)), ("shrunk", (7, 9))):
                    d = maker.fill(maker.dataset(index, f"{name}_{how}", (11, 13), (4, 5), most, filters=filters,
                                                 partial_unfiltered=True))
                    d.resize(shape)
    maker.finish()


def sizes48(path):
    """Addresses of four bytes. (With such lengths HDF5 loses that a dimension is unlimited.)"""
    maker = Maker(path, LATEST, sizes=(4, 8))
    for filters in ("", "d"):
        name = "filtered" if filters else "plain"
        maker.holes(maker.dataset("fixed-array", name + "_fixed", (30, 20), (4, 6), filters=filters), 0.6)
        maker.holes(maker.dataset("extensible-array", name + "_extensible", (30, 20), (4, 3), (30, None),
                                  filters=filters), 0.6)
        maker.holes(maker.dataset("btree-v2", name + "_btree", (30, 20), (4, 3), (None, None), filters=filters), 0.6)
        maker.fill(maker.dataset("single-chunk", name + "_single", (3, 2), (3, 2), filters=filters))
    maker.finish()


HUGE_ROWS = 3_000_000_000
BEYOND = 2**31 + 500


def huge(path, libver):
    """3,000,000,000 rows in chunks of 8,000, two of them written; one lies beyond row 2^31."""
    maker = Maker(path, libver)
    index = {OLD: {"line": "btree-v1", "both": "btree-v1"}}.get(
        libver, {"line": "extensible-array", "both": "btree-v2"}
    )
    line = maker.dataset(index["line"], "line", (HUGE_ROWS,), (8000,), (None,), filters="d", fill=-1)
    both = maker.dataset(index["both"], "both", (HUGE_ROWS, 3), (8000, 2), (None, None), filters="d", fill=-1)
    for start in (4_500, BEYOND):
        line[start : start + 300] = maker.values((300,))
        both[start : start + 300, 1] = maker.values((300,))
    for name in ("/line", "/both"):
        maker.rows[name] = [(0, 3), (4_499, 4_502), (BEYOND - 1, BEYOND + 40), (BEYOND + 290, BEYOND + 302), (HUGE_ROWS - 2, HUGE_ROWS)]
    maker.finish()
    assert os.path.getsize(path) < 100_000


def large_chunks(path):
    """Chunks of more than 4 GiB, of version 5 layouts; what is stored in them cannot be decoded."""
    maker = Maker(path, LATEST)
    d = maker.dataset("extensible-array", "filtered", (1 << 34, 5), (1 << 30, 5), (None, 5), dtype="u1", filters="d")
    d.id.write_direct_chunk((1 << 33, 0), b"not deflated", 0)
    maker.unread.add("/filtered")
    maker.dataset("fixed-array", "never_written", (1 << 31, 5), (1 << 30, 5), dtype="u1", fill=7)
    maker.rows["/never_written"] = [(0, 2), ((1 << 31) - 1, 1 << 31)]
    maker.finish()


def small(folder):
    made = {
        "btree_v1": btree_v1,
        "fixed_array": fixed_array,
        "fixed_array_paged": fixed_array_paged,
        "extensible_array": extensible_array,
        "extensible_array_blocks": extensible_array_blocks,
        "btree_v2": btree_v2,
        "single_and_implicit": single_and_implicit,
        "partial_edges": partial_edges,
        "sizes48": sizes48,
        "huge_old": lambda path: huge(path, OLD),
        "huge_latest": lambda path: huge(path, LATEST),
        "large_chunks": large_chunks,
    }
    for name, make in made.items():
        make(os.path.join(folder, name + ".h5"))


def large(folder):
    shapes = {
        "btree-v1": ((4, None), OLD),
        "fixed-array": ((4, 0), LATEST),
        "extensible-array": ((4, None), LATEST),
        "extensible-array-second": ((None, 4), LATEST),
        "btree-v2": ((None, None), LATEST),
        "implicit": ((4, 0), LATEST),
    }
    for count in (1_000, 200_000):
        for name in shapes:
            for filters in ("", "d"):
                for holes in (False, True):
                    if name == "implicit" and (filters or holes):
                        continue
                    parts = [name, str(count)] + ["filtered"] * bool(filters) + ["holes"] * holes
                    many_chunks(os.path.join(folder, "-".join(parts) + ".h5"), name, count, filters, holes)


def many_chunks(path, name, count, filters, holes):
    """A grid of chunks, 40 of them in one direction: 25 x 40 or 5000 x 40."""
    long, short = count // 40 * 2, 40 * 2
    index = name.replace("-second", "")
    shape, most = {
        "extensible-array-second": ((short, long), (short + 7, None)),
        "extensible-array": ((long, short), (None, short)),
        "btree-v2": ((long, short), (None, None)),
        "btree-v1": ((long, short), (None, short)),
    }.get(name, ((long, short), (long, short)))
    maker = Maker(path, OLD if index == "btree-v1" else LATEST)
    d = maker.dataset(index, "values", shape, (2, 2), most, dtype="u1", filters=filters, early=index == "implicit")
    values = maker.values(shape, "u1")
    if holes:
        for row in range(0, shape[0], 18):
            d[row : row + 6, : shape[1] // 3] = values[row : row + 6, : shape[1] // 3]
            d[row + 2 : row + 4, shape[1] // 2 :] = values[row + 2 : row + 4, shape[1] // 2 :]
        d[-1, -1] = 5
    else:
        d[...] = values
    maker.finish(digest=True)


def main(arguments):
    if arguments[0] == "--large":
        large(arguments[1])
    else:
        small(arguments[0])


if __name__ == "__main__":
    main(sys.argv[1:])
