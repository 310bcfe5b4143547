"""Writes files that are small on disk and large when decoded.

    pip install -r requirements.txt
    python make_statistics_files.py FOLDER [stored]

Of the datasets of FOLDER/unwritten.h5 no chunk was ever written: they take no room, and claim 1 GiB each. With `stored` a file is
written instead whose chunks are all there, FOLDER/stored.h5: 1 GiB of floats in 20 MiB; and FOLDER/texts.h5, 24 MiB of texts of
variable length in few rows. Those are too large to be committed.
"""

import pathlib
import sys
import zlib

import h5py
import numpy as np

GIB = 1 << 30


def write_unwritten(path: pathlib.Path) -> None:
    with h5py.File(path, "w") as file:
        gzip = {"compression": "gzip", "shuffle": True}
        file.create_dataset("floats", (GIB // 8,), "f8", chunks=(1 << 17,), **gzip)
        file.create_dataset("matrix", (GIB // 8 // 128, 128), "f8", chunks=(1 << 10, 128), **gzip)
        file.create_dataset("names", (GIB // 1024,), "S1024", chunks=(1 << 10,), **gzip)
        file.create_dataset("small", (1000,), "f8", chunks=(100,), **gzip)


def write_stored(folder: pathlib.Path) -> None:
    rows = 1 << 20
    rng = np.random.default_rng(8)
    # One chunk of 8 MiB that gzips to 160 KiB, 128 times: noise, then zeros.
    chunk = np.zeros(rows)
    chunk[:17_000] = rng.random(17_000)
    packed = zlib.compress(chunk.tobytes(), 1)
    with h5py.File(folder / "stored.h5", "w") as file:
        dataset = file.create_dataset("floats", (128 * rows,), "f8", chunks=(rows,), compression="gzip")
        for i in range(128):
            dataset.id.write_direct_chunk((i * rows,), packed)
    assert 18 << 20 < (folder / "stored.h5").stat().st_size < 22 << 20
    with h5py.File(folder / "texts.h5", "w") as file:
        file["texts"] = np.array(["x" * (1 << 18)] * 96, object)


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1])
    if sys.argv[2:] == ["stored"]:
        write_stored(target)
    else:
        target.mkdir(parents=True, exist_ok=True)
        write_unwritten(target / "unwritten.h5")
