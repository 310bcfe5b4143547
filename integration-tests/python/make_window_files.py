"""Writes tables whose conditions on index and coordinates are tested; every value comes from a formula of its row.

    pip install -r requirements.txt
    python make_window_files.py ../src/test/resources/windows

The formulas are written once more in the tests, in Java: what a query answers is computed there, from no file.
"""

import pathlib
import sys
import warnings

import h5py
import numpy as np
import pandas as pd
import tables

warnings.simplefilter("ignore")
tables.vlarray.calc_chunksize = lambda expected_megabytes: 64
tables.leaf.calc_chunksize = lambda expected_megabytes: 512

NAT = np.iinfo("i8").min
FRAME_ROWS = 1000
COLUMN_ROWS = 3000


def nanoseconds(rows: np.ndarray) -> np.ndarray:
    """Out of order, three in each microsecond, at its edges; each 97th is NaT."""
    place = rows * 769 % FRAME_ROWS
    values = 1_514_764_800_000_000_000 + place // 3 * 1000 + np.array([0, 999, 500])[place % 3]
    return np.where(rows % 97 == 5, NAT, values)


def floats(rows: np.ndarray) -> np.ndarray:
    """NaN, both zeros and both infinities among eighths."""
    values = rows * 37 % 1000 / 8 - 60
    for rest, value in enumerate([np.nan, -0.0, 0.0, np.inf, -np.inf]):
        values = np.where(rows % 50 == rest, value, values)
    return values


def write_frames(path: pathlib.Path) -> None:
    rows = np.arange(FRAME_ROWS)
    data = {"f": rows / 4, "i": rows * 31 - 500}
    with pd.HDFStore(path, "w") as store:
        store.put("times", pd.DataFrame(data, index=pd.Index(nanoseconds(rows).view("M8[ns]"), name="ts")))
        store.put("floats", pd.DataFrame(data, index=pd.Index(floats(rows), name="x")))
        # An object column beside is one pickle, which tasks read row by row.
        texts = [None if row % 7 == 0 else f"t{row}" for row in rows.tolist()]
        store.put("objects", pd.DataFrame({**data, "s": texts}, index=pd.Index(rows * 7 % FRAME_ROWS, name="k")))


def write_columns(path: pathlib.Path) -> None:
    rows = np.arange(COLUMN_ROWS)
    columns = {
        "sorted": (rows // 10).astype("i8"),
        "small": (rows * rows % 120 - 60).astype("i1"),
        "flag": rows % 9 == 4,
        "single": floats(rows).astype("f4"),
        "large": np.uint64(1 << 63) + (rows * 11 % 3000).astype("u8"),
        "v": rows.astype("i8") * 3,
        "w": rows / 2,
    }
    with h5py.File(path, "w") as file:
        for name, values in columns.items():
            file.create_dataset(f"g/{name}", data=values, chunks=(100,), compression="gzip", shuffle=True)


def write_grid(path: pathlib.Path) -> None:
    with h5py.File(path, "w") as file:
        time = file.create_dataset("time", data=(np.arange(60) * 7 % 60).astype("i8"))
        time.attrs["units"] = "seconds since 2018-01-01"
        y = file.create_dataset("y", data=np.arange(8) / 2 - 1)
        values = np.arange(480, dtype="f4").reshape(60, 8)
        grid = file.create_dataset("grid", data=values, chunks=(10, 4), compression="gzip")
        plain = file.create_dataset("plain", data=values)
        for scale, name in ((time, "time"), (y, "y")):
            scale.make_scale(name)
        for variable in (grid, plain):
            variable.dims[0].attach_scale(time)
            variable.dims[1].attach_scale(y)


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    write_frames(folder / "frames.h5")
    write_columns(folder / "columns.h5")
    write_grid(folder / "grid.h5")
