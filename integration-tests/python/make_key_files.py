"""Writes files of many tables, for tests of the option `dataset` with patterns and lists.

    python make_key_files.py ../src/test/resources/keys
    python make_key_files.py --many 5000 FOLDER

`odd.h5` holds what a review has found: a scale longer than a variable, an attribute of texts that all point at a long one, names
behind several links, and column names of variable length.

`keys.h5` holds frames of pandas, `tree.h5` plain datasets and links of every kind; in both the values of a table are its number
times 100 plus the row. `--many` writes one group of so many frames (contiguous, two rows each), which is not committed.
"""

import os
import sys

import h5py
import numpy as np
import pandas as pd
import tables

# Chunks of 1 MiB for a few rows would make large files; what is in them is the same.
tables.leaf.calc_chunksize = lambda expected_megabytes: 1024

def frame(number, rows=3):
    return pd.DataFrame({"v": number * 100 + np.arange(rows)})


def keys(path):
    with pd.HDFStore(path, mode="w") as store:
        store.put("/df", frame(0))
        store.put("/sym/B", frame(2))
        store.put("/sym/A", frame(1))
        store.put("/sym/deep/df", frame(3), format="table")
        store.put("/year=2018/df", frame(4))


def tree(path):
    with h5py.File(path, "w") as file:
        for number, name in enumerate(["a/x", "a/y", "b/x", "b/c/x", "odd/*", "odd/z", "[1]"]):
            file[name] = number * 100 + np.arange(2, dtype="i8")
        file["b/again"] = file["b/x"]
        file["b/c/up"] = file["b"]  # a cycle
        file["soft/x"] = h5py.SoftLink("/a/x")
        file["dangling/x"] = h5py.SoftLink("/nowhere")
        file["a/group/inner"] = np.arange(2, dtype="i8")


def odd(path):
    with h5py.File(path, "w") as file:
        file["time"] = np.arange(10) * 10.0
        file["time"].make_scale("time")
        file["short"] = np.arange(5, dtype="i4")  # the dimension has grown with another variable
        file["short"].dims[0].attach_scale(file["time"])
        file["matrix"] = np.arange(6.0).reshape(2, 3)
        file["names"] = np.array(["east", "north", "up"], dtype=h5py.string_dtype())
        # A text of 20 kB, which 500 descriptors point at: 10 MB if it were copied for each.
        text = file.create_dataset("text", data=["x" * 20_000], dtype=h5py.string_dtype())
        file["bomb"] = 0
        file["bomb"].attrs.create("texts", np.array(["y"] * 500, dtype=object), dtype=h5py.string_dtype())
        grid = file.create_group("grid")
        for axis, values in {"y": np.arange(4) / 2, "x": np.arange(3) * 10}.items():
            grid[axis] = values
            grid[axis].make_scale(axis)
        cells = np.arange(12).reshape(4, 3)
        grid.create_dataset("t", data=cells.astype("i2"), chunks=(2, 2), compression="gzip")
        grid.create_dataset("q", (4, 3), "f8", chunks=(2, 2), fillvalue=-1)[:2] = cells[:2] / 4
        grid.create_dataset("r", data=cells.astype("f4") * 2, chunks=(4, 1))
        grid["s"] = cells + 100  # no chunks
        grid["u"] = cells.astype("f4") / 8
        for name in "tqrsu":
            for axis, scale in enumerate("yx"):
                grid[name].dims[axis].attach_scale(grid[scale])
        grid["bare"] = cells
        file["first/df"] = np.arange(2)
        file["second"] = file["first"]
        file["third"] = h5py.SoftLink("/first")
        file["run/a"] = np.arange(3)
        file["run/when"] = np.arange(3)
        file["run/when"].attrs["units"] = "days since 2000-01-01"
        file["run/when"].attrs["calendar"] = "julian"
        file["wide/a"] = np.arange(3)
        file["wide/when"] = np.arange(3)
        file["wide/when"].attrs["units"] = "d" + " " * 10_000 + "x"
        place = text.id.get_offset()
    with open(path, "rb") as file:
        point_at(path, file.read()[place : place + 16])


def point_at(path, descriptor):
    """Makes all texts of the attribute of /bomb the one that the descriptor leads to."""
    with open(path, "r+b") as file:
        content = bytearray(file.read())
        run = 500 * 16
        for start in range(0, len(content) - run, 4):
            lengths = content[start : start + run : 16]
            if lengths == bytes([1]) * 500 and not any(content[start + 1 : start + run : 16]):
                content[start : start + run] = descriptor * 500
                file.seek(0)
                file.write(content)
                return
    raise AssertionError("no such attribute")


def many(path, count):
    with pd.HDFStore(path, mode="w") as store:
        store.put("/one", frame(0, 2))
    with h5py.File(path, "a") as file:
        group = file.create_group("sym")
        for number in range(count):
            file.copy("one", group, name="S%05d" % number)
            values = group["S%05d/block0_values" % number]
            values[...] = np.array([[number * 100], [number * 100 + 1]])
        del file["one"]


def main():
    if sys.argv[1] == "--many":
        many(os.path.join(sys.argv[3], "many.h5"), int(sys.argv[2]))
        return
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    keys(os.path.join(folder, "keys.h5"))
    tree(os.path.join(folder, "tree.h5"))
    odd(os.path.join(folder, "odd.h5"))


if __name__ == "__main__":
    main()
