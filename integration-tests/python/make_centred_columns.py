"""Writes an array (ROWS, COLUMNS) of float64 as x.h5:/x, and prints what numpy makes of x - x.mean(axis=0).

    python make_centred_columns.py FOLDER 1000 10000

First line: sums of the squares, of the values times their row and of those times their column. Then, for some cells, row,
column and value.
"""

import pathlib
import sys

import h5py
import numpy as np


def main(folder: pathlib.Path, rows: int, columns: int) -> None:
    rng = np.random.default_rng(20261120)
    x = np.round(rng.normal(size=(rows, columns)) + np.arange(columns) % 7, 2)
    with h5py.File(folder / "x.h5", "w") as file:
        file.create_dataset("x", data=x, chunks=(90, 1100), compression="gzip", compression_opts=1, shuffle=True)
    centred = x - x.mean(axis=0)
    i, j = np.ogrid[:rows, :columns]
    print(repr(float((centred**2).sum())), repr(float((centred * i).sum())), repr(float((centred**2 * j).sum())))
    for _ in range(100):
        row, column = int(rng.integers(rows)), int(rng.integers(columns))
        print(row, column, repr(float(centred[row, column])))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
