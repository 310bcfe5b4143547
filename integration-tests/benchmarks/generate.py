"""Writes the files of the benchmarks, seeded; what is there with the same parameters stays.

    python generate.py FOLDER [--scale 1.0] [--only fixed,table]

Beside each group of files stands GROUP.json: its parameters, what the data are, and the bytes that each query needs at least:
the row range of each contiguous dataset, the whole stored chunks, that hold a requested column. Rows and files grow with the scale,
both dimensions of arrays with its root. Without pyarrow there are no Parquet twins.
"""

import argparse
import importlib.util
import json
import math
import pathlib
import shutil
import time
import zlib

import h5py
import numpy as np

# To be raised where a group's data change.
VERSIONS = {"fixed": 2, "table": 3, "array": 2, "small": 2, "index": 2, "wide": 2, "deflated": 2}
SEED = 20261120
START = "2018-01-01"


def stored(path: pathlib.Path, *datasets: str) -> int:
    """Bytes of contiguous data, or of all stored chunks."""
    with h5py.File(path) as file:
        return sum(file[name].id.get_storage_size() for name in datasets)


def twin(frame, path: pathlib.Path, **options) -> None:
    """The frame as Spark writes it: its index is a column, its times are microseconds."""
    if importlib.util.find_spec("pyarrow") is None:
        print("  no pyarrow: no Parquet twin")
        return
    columns = frame.reset_index()
    columns["ts"] = columns["ts"].astype("datetime64[us]")
    columns.to_parquet(path, index=False, **options)


def fixed(folder: pathlib.Path, rows: int) -> dict:
    import pandas as pd

    rng = np.random.default_rng(SEED)
    frame = pd.DataFrame({f"f{i}": rng.normal(size=rows) for i in range(6)})
    for i in range(2):
        frame[f"i{i}"] = rng.integers(-1000, 1000, rows)
    frame.index = pd.date_range(START, periods=rows, freq="s", name="ts")
    path = folder / "fixed.h5"
    frame.to_hdf(path, key="df", format="fixed")
    twin(frame, folder / "fixed.parquet", compression="none", row_group_size=1_000_000)
    first, count = rows * 2 // 5, max(1, rows // 100)
    index, floats, integers = (stored(path, name) for name in ("df/axis1", "df/block0_values", "df/block1_values"))
    return {
        "what": f"{rows:,} rows of 6 f8 (normal, all digits), 2 i8 (-1000..999), datetime index of seconds, written by pandas in"
        " format fixed: contiguous",
        "window_from": str(frame.index[first]),
        "window_to": str(frame.index[first + count - 1]),
        "needed": {
            "data": floats + integers,
            "floats": floats,
            "all": index + floats + integers,
            "window": index + (floats + integers) // rows * count,
        },
    }


def table(folder: pathlib.Path, rows: int) -> dict:
    import pandas as pd

    rng = np.random.default_rng(SEED)
    frame = pd.DataFrame({f"f{i}": rng.normal(size=rows) for i in range(4)})
    frame["i0"] = rng.integers(0, 10_000, rows)
    frame["s"] = rng.choice(np.array(["AAPL", "MSFT", "GOOG", "AMZN", "TSLA"]), rows)
    frame.index = pd.date_range(START, periods=rows, freq="s", name="ts")
    needed = {}

    def write(name: str, library: str) -> None:
        path = folder / f"table_{name}.h5"
        frame.to_hdf(path, key="df", format="table", data_columns=["s"], complib=library, complevel=5)
        needed[name] = stored(path, "df/table")

    write("zlib", "zlib")
    write("lz4", "blosc:lz4")
    twin(frame, folder / "table.parquet")
    for i in range(4):
        frame[f"f{i}"] = (frame[f"f{i}"] * 100).round(2)
    write("decimals", "zlib")
    twin(frame, folder / "decimals.parquet")
    return {
        "what": f"{rows:,} rows of 4 f8 (normal, all digits; decimals: x 100, of two decimals), i8 (0..9999), a string data column of 5"
        " words, datetime index, written by pandas in format table, level 5; the Parquet twins are snappy",
        "needed": needed,
    }


def array(folder: pathlib.Path, side: int) -> dict:
    rng = np.random.default_rng(SEED)
    values = np.round(rng.normal(size=(side, side)) * 10, 1).astype("f4")
    path = folder / "array.h5"
    chunk = (min(100, side), min(1000, side))
    with h5py.File(path, "w") as file:
        file.create_dataset("a", data=values, chunks=chunk, compression="gzip", compression_opts=4, shuffle=True)
    size = stored(path, "a")
    return {
        "what": f"{side:,} x {side:,} f4 (normal x 10, one decimal) in chunks of {chunk[0]} x {chunk[1]}, gzip-4 + shuffle:"
        f" {size / values.nbytes:.0%} of its size",
        "needed": {"all": size},
    }


def small(folder: pathlib.Path, files: int) -> dict:
    import pandas as pd

    rng = np.random.default_rng(SEED)
    target = folder / "small"
    target.mkdir()
    rows, needed, size = 1_000, 0, 0
    for i in range(files):
        index = pd.date_range(START, periods=rows, freq="min", name="ts") + pd.Timedelta(days=i)
        values = np.round(rng.normal(size=(rows, 8)) * 100, 2)
        path = target / f"part-{i:05d}.h5"
        pd.DataFrame(values, columns=[f"f{j}" for j in range(8)], index=index).to_hdf(path, key="df", format="fixed")
        needed += stored(path, "df/block0_values")
        size += path.stat().st_size
    return {
        "what": f"{files:,} frames of {rows:,} rows of 8 f8 and a datetime index, written by pandas in format fixed,"
        f" {size // files:,} bytes each",
        "needed": {"floats": needed},
    }


def index(folder: pathlib.Path, chunks: int) -> dict:
    rng = np.random.default_rng(SEED)
    # Numbers of very different size: so are the compressed chunks.
    values = rng.integers(0, 1 << rng.integers(1, 30, 16 * chunks)).astype("i4")
    for name, libver, most in (("btree", "earliest", None), ("extensible", "latest", (None,))):
        with h5py.File(folder / f"index_{name}.h5", "w", libver=libver) as file:
            file.create_dataset("values", data=values, chunks=(16,), maxshape=most, compression="gzip", compression_opts=1)
    return {"what": f"{chunks:,} chunks of 16 i4, gzip-1, of different sizes", "needed": {}}


def wide(folder: pathlib.Path, rows: int, columns: int) -> dict:
    import pandas as pd

    rng = np.random.default_rng(SEED)
    values = np.round(rng.normal(size=(rows, columns)) * 0.02, 4)
    path = folder / "wide.h5"
    index = pd.date_range("1950-01-02", periods=rows, freq="B", name="ts")
    pd.DataFrame(values, columns=[f"T{i:05d}" for i in range(columns)], index=index).to_hdf(path, key="df", format="fixed")
    size = stored(path, "df/block0_values")
    return {
        "what": f"{rows:,} days x {columns:,} tickers of f8 (normal x 0.02, four decimals), written by pandas in format fixed: contiguous",
        "needed": {"values": size, "all": size + stored(path, "df/axis1")},
    }


def deflated(folder: pathlib.Path, gigabytes: float) -> dict:
    """Chunks of 1 MiB of f4, of which there are 16, compressed once and stored in turn at places of their own."""
    rng = np.random.default_rng(SEED)
    shape = (256, 1024)
    bands = max(8, math.ceil(gigabytes * 1e9 / (shape[0] * 4096 * 4)))
    packed, sums = [], []
    for _ in range(16):
        chunk = np.round(rng.normal(size=shape) * 10, 1).astype("<f4")
        sums.append(float(chunk.sum(dtype="f8")))
        packed.append(zlib.compress(np.ascontiguousarray(chunk.view("u1").reshape(-1, 4).T).tobytes(), 4))
    path, total, ordinal = folder / "deflated.h5", 0.0, 0
    with h5py.File(path, "w") as file:
        extent = (bands * shape[0], 4096)
        data = file.create_dataset("a", extent, "<f4", chunks=shape, compression="gzip", compression_opts=4, shuffle=True)
        for row in range(0, extent[0], shape[0]):
            for column in range(0, extent[1], shape[1]):
                data.id.write_direct_chunk((row, column), packed[ordinal % 16])
                total += sums[ordinal % 16]
                ordinal += 1
    return {
        "what": f"{extent[0]:,} x 4,096 f4 (normal x 10, one decimal): {extent[0] * 16384 / 1e9:.2f} GB in chunks of 256 x 1,024,"
        f" gzip-4 + shuffle: {stored(path, 'a') / 1e9:.2f} GB",
        "sum": total,
        "count": extent[0] * extent[1],
        "needed": {"all": stored(path, "a")},
    }


def groups(scale: float) -> dict:
    """Writer, parameters and files of each group."""
    root = math.sqrt(scale)
    return {
        "fixed": (fixed, {"rows": max(1000, round(14_000_000 * scale))}, ["fixed.h5", "fixed.parquet"]),
        "table": (
            table,
            {"rows": max(1000, round(4_000_000 * scale))},
            ["table_zlib.h5", "table_lz4.h5", "table_decimals.h5", "table.parquet", "decimals.parquet"],
        ),
        "array": (array, {"side": max(50, round(10_000 * root))}, ["array.h5"]),
        "small": (small, {"files": max(3, round(2_000 * scale))}, ["small"]),
        "index": (index, {"chunks": max(100, round(1_000_000 * scale))}, ["index_btree.h5", "index_extensible.h5"]),
        "wide": (wide, {"rows": round(20_000 * root), "columns": max(310, round(10_000 * root))}, ["wide.h5"]),
        "deflated": (deflated, {"gigabytes": 10 * scale}, ["deflated.h5"]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", default="fixed,table,array,small,index,wide", help="groups, separated by commas")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    known = groups(arguments.scale)
    for name in filter(None, arguments.only.split(",")):
        write, parameters, files = known[name]
        described = arguments.folder / f"{name}.json"
        with_twin = importlib.util.find_spec("pyarrow") is not None
        wanted = {"version": VERSIONS[name], "seed": SEED, "twin": with_twin, **parameters}
        if described.exists():
            there = json.loads(described.read_text())["parameters"]
            # A twin that is not asked for does no harm.
            if {**there, "twin": True} == {**wanted, "twin": True} and there["twin"] >= wanted["twin"]:
                continue
            described.unlink()
        for file in files:
            path = arguments.folder / file
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        start = time.perf_counter()
        print(f"generate {name}: {parameters}", flush=True)
        facts = write(arguments.folder, **parameters)
        described.write_text(json.dumps({"parameters": wanted, **facts}, indent=1) + "\n")
        print(f"  {time.perf_counter() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main()
