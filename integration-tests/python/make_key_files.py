"""Writes files of many tables, for tests of the option `dataset` with patterns and lists.

    python make_key_files.py ../src/test/resources/keys
    python make_key_files.py --many 5000 FOLDER

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


if __name__ == "__main__":
    main()
