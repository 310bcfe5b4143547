"""Makes sources.h5, whose datasets are the sources of the virtual arrays of VirtualRangeReaderTest: one for each way to store.

Element i of dataset number n is 100000 * (n + 1) + i, unless it was never written. Besides nested.h5, whose datasets n0 to n99 are
virtual themselves: a row each of one that is in chunks of a part of a row.

And sparse.h5, in a format without checksums: SparseSourcesTest makes many more of the million elements.

Usage: python make_virtual_sources.py <folder>
"""

import sys
from pathlib import Path

import h5py
import numpy as np

FORMATS = [
    ("contiguous1", (97,), {}),
    ("contiguous2", (13, 17), {}),
    ("contiguous3", (7, 9, 11), {}),
    ("gzip1", (97,), dict(chunks=(10,), compression="gzip")),
    ("gzip2", (40, 30), dict(chunks=(7, 8), compression="gzip")),
    ("gzip3", (12, 10, 14), dict(chunks=(5, 4, 6), compression="gzip", shuffle=True)),
    ("frames", (12, 10, 14), dict(chunks=(1, 10, 14), compression="gzip")),
    ("unfiltered2", (40, 30), dict(chunks=(7, 8))),
]


def values(number, shape):
    return np.arange(np.prod(shape), dtype="<i4").reshape(shape) + 100000 * (number + 1)


def main(folder):
    with h5py.File(folder / "sources.h5", "w", libver="latest") as file:
        for number, (name, shape, storage) in enumerate(FORMATS):
            file.create_dataset(name, data=values(number, shape), **storage)
        compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        compact.set_layout(h5py.h5d.COMPACT)
        space = h5py.h5s.create_simple((8, 5))
        dataset = h5py.h5d.create(file.id, b"compact2", h5py.h5t.STD_I32LE, space, compact)
        dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, values(len(FORMATS), (8, 5)))
        file.create_dataset("unwritten2", (10, 10), dtype="<i4", fillvalue=7)
        holes = file.create_dataset("holes2", (30, 20), dtype="<i4", chunks=(5, 20), compression="gzip", fillvalue=-3)
        everything = values(len(FORMATS) + 2, (30, 20))
        holes[5:10] = everything[5:10]
        holes[20:25] = everything[20:25]
        file["text"] = np.array([b"a", b"bb", b"ccc"], dtype="S4")
        file["strings"] = np.array(["a", "bb", "ccc"], dtype=h5py.string_dtype())
        file["scalar"] = np.int32(100000 * (len(FORMATS) + 4))
    with h5py.File(folder / "nested.h5", "w", libver="latest") as file:
        rows = file.create_dataset("rows", data=np.arange(9700, dtype="<i4").reshape(100, 97), chunks=(1, 20), compression="gzip")
        for number in range(100):
            layout = h5py.VirtualLayout(shape=(97,), dtype="<i4")
            layout[:] = h5py.VirtualSource(".", "rows", shape=rows.shape, dtype="<i4")[number]
            file.create_virtual_dataset(f"n{number}", layout)
    with h5py.File(folder / "sparse.h5", "w", libver="earliest") as file:
        sparse = file.create_dataset("sparse", (1000003,), dtype="<i4", chunks=(1,), fillvalue=-9)
        sparse[0] = 11
        sparse[1000002] = 12
        layout = h5py.VirtualLayout((1000007,), "<i4")
        layout[:2] = h5py.VirtualSource(".", "sparse", (1000003,))[:2]
        file.create_virtual_dataset("huge", layout, fillvalue=-1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
