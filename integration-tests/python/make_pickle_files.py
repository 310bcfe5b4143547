"""Writes files whose pickles the Java tests replace, and files with hostile pickles: python make_pickle_files.py ../src/test/resources/pickles

block.h5: a frame with numbers and one block of text; index.h5: an object index; rows.h5: a VLArray of objects; table.h5: a table
of many chunks; attributes.h5: attributes that would call os.system, were they loaded as Python loads them.
"""

import pathlib
import sys
import warnings

import numpy as np
import pandas as pd
import tables

warnings.simplefilter("ignore")
# As in make_fixtures.py: small chunks.
tables.vlarray.calc_chunksize = lambda expected_megabytes: 64
tables.leaf.calc_chunksize = lambda expected_megabytes: 2048

ROW_COUNT = 1_000
TABLE_ROW_COUNT = 5_000
# The command makes a file; the test looks whether it is there.
HOSTILE = b"cos\nsystem\np1\n(Vtouch hostile-attribute-was-loaded\np2\ntp3\nRp4\n."


def write_block(path: pathlib.Path) -> None:
    row = np.arange(ROW_COUNT)
    frame = pd.DataFrame({"n": row * 3, "word": [f"w{i}" for i in row], "x": row / 8})
    frame.to_hdf(path, key="df", mode="w")


def write_index(path: pathlib.Path) -> None:
    frame = pd.DataFrame({"v": [1.0, 2.0, 3.0]}, index=pd.Index(["a", 1, 2.5], dtype=object))
    frame.to_hdf(path, key="df", mode="w")


def write_rows(path: pathlib.Path) -> None:
    with tables.open_file(path, "w") as file:
        array = file.create_vlarray("/", "objects", tables.ObjectAtom())
        array.append([1, "two"])


def write_table(path: pathlib.Path) -> None:
    row = np.arange(TABLE_ROW_COUNT)
    frame = pd.DataFrame({"k": row % 7, "wide": [f"text {i:06}" for i in row], "x": row / 8, "y": row / 4})
    frame.to_hdf(
        path, key="df", mode="w", format="table", data_columns=["k", "wide"], index=False, complib="zlib", complevel=1
    )


def write_attributes(path: pathlib.Path) -> None:
    fixed = pd.DataFrame({"a": [1, 2]}, index=pd.date_range("2020-01-01", periods=2, tz="UTC"))
    table = pd.DataFrame({"a": [1, 2]})
    with pd.HDFStore(path, "w") as store:
        for attribute in ["name", "freq", "tz"]:
            store.put(f"fixed/{attribute}", fixed)
            store.root.fixed[attribute].axis1._v_attrs[attribute] = np.bytes_(HOSTILE)
        for attribute in ["index_cols", "values_cols", "non_index_axes", "data_columns", "info", "levels", "nan_rep"]:
            store.put(f"table/{attribute}", table, format="table", index=False)
            store.root.table[attribute]._v_attrs[attribute] = np.bytes_(HOSTILE)
        store.put("table/kind", table, format="table", index=False)
        store.root.table.kind.table.attrs.values_block_0_kind = np.bytes_(HOSTILE)


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    write_block(folder / "block.h5")
    write_index(folder / "index.h5")
    write_rows(folder / "rows.h5")
    write_table(folder / "table.h5")
    write_attributes(folder / "attributes.h5")
