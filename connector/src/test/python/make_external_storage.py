"""Writes datasets whose raw data are in other files, and what h5py reads of them.

    pip install -r ../../../../integration-tests/python/requirements.txt
    python make_external_storage.py ../resources/hdf5/external

external.h5 has the datasets, *.raw their bytes; expected.json says, for each dataset, what h5py reads in the directory of the file, as
text where it is a float.

"""

import json
import os
import pathlib
import sys

import h5py
import numpy as np

UNLIMITED = h5py.h5s.UNLIMITED


def write(file, name, data, pieces, dtype=None, **options):
    """h5py writes the raw files as it writes the dataset."""
    data = np.asarray(data, dtype)
    file.create_dataset(name, data.shape, data.dtype, external=pieces, **options)[...] = data


def pieces(file):
    """Several pieces, in the middle of files, of one file twice, in more files than are open at a time."""
    write(file, "pieces", np.arange(100) * 7 - 300, [("a.raw", 0, 40), ("b.raw", 24, 100), ("a.raw", 64, 160), ("c.raw", 4, 100)], "<i4")
    write(file, "files", np.arange(36) * 1.5, [(f"many{i % 12}.raw", i // 12 * 32, 8) for i in range(36)], "<f8")
    write(file, "odd", np.arange(50) * 1001, [("odd.raw", 3, 13), ("odd.raw", 20, 187)], "<i4")
    write(file, "larger", np.arange(5), [("larger.raw", 0, 1000)], "<i8")


def unlimited(file):
    write(file, "unlimited", np.arange(1000) / 8, [("u0.raw", 16, 800), ("u1.raw", 0, UNLIMITED)], "<f8")
    write(file, "appended", np.arange(60).reshape(20, 3), [("appended.raw", 0, UNLIMITED)], "<i2", maxshape=(None, 3))
    file.create_dataset("none", (0,), "<i4", maxshape=(None,), external=[("none.raw", 0, UNLIMITED)])


def shapes(file):
    """Rank 0 to 3, big-endian, text, records."""
    write(file, "scalar", 4711, [("scalar.raw", 8, 8)], "<i8")
    write(file, "big", np.arange(40).reshape(10, 4) * -3, [("big.raw", 2, 30), ("big.raw", 64, UNLIMITED)], ">i2")
    write(file, "big_float", np.arange(12) / 3, [("big_float.raw", 0, 96)], ">f8")
    write(file, "cube", np.arange(120).reshape(5, 4, 6) / 4, [("cube0.raw", 0, 100), ("cube1.raw", 100, 380)], "<f4")
    write(file, "text", [b"one", b"two", b"three"], [("text.raw", 0, 7), ("text.raw", 100, 8)], "S5")
    records = np.zeros(20, [("id", "<i4"), ("value", ">f8")])
    records["id"] = np.arange(20)
    records["value"] = np.arange(20) / 7
    write(file, "records", records, [("records.raw", 1, 100), ("records.raw", 200, 140)])


def short(file):
    """A raw file that ends before its piece does, in the middle of an element, and one without a byte."""
    write(file, "short", np.arange(30) + 1, [("short.raw", 0, 60), ("empty.raw", 0, 20), ("last.raw", 0, 40)], "<i4")


def refused(file):
    """Raw files that are not there, and one that is in another directory."""
    file.create_dataset("missing", (10,), "<i4", external=[("a.raw", 0, 20), ("gone.raw", 0, 20)])
    file.create_dataset("elsewhere", (10,), "<i4", external=[("../elsewhere.raw", 0, 40)])
    file.create_dataset("absolute", (10,), "<i4", external=[("/nowhere/pieces/a.raw", 0, 40)])


def values(dataset):
    data = dataset[()]
    if data.dtype.names:
        return [[int(row["id"]), repr(float(row["value"]))] for row in data]
    if data.dtype.kind == "S":
        return [value.decode() for value in data]
    return np.vectorize(lambda x: repr(float(x)), otypes=[object])(data).tolist() if data.dtype.kind == "f" else data.tolist()


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)
    with h5py.File("external.h5", "w") as file:
        for part in (pieces, unlimited, shapes, short, refused):
            part(file)
    os.truncate("short.raw", 34)
    os.truncate("empty.raw", 0)
    os.truncate("last.raw", 21)
    expected = {}
    with h5py.File("external.h5") as file:
        for name in file:
            if name not in ("missing", "elsewhere", "absolute"):
                expected[name] = values(file[name])
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(expected[name])}" for name in sorted(expected))
    pathlib.Path("expected.json").write_text("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
