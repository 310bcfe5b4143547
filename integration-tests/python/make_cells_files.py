"""Writes the committed fixtures of the long form (layout=cells) and what their DataFrames hold.

    pip install -r requirements.txt
    python make_cells_files.py ../src/test/resources/cells

The oracle is cells.expected.json: for each case file, dataset, options, columns with Spark's types, and rows, made from the
arrays and frames in memory. Integers, booleans and texts stand as they are, floats as "f:" and Python's repr of the exact
double, times as "t:" and ISO text with six decimals (in UTC where they are of a zone), records and lists as lists, missing
values as null.
"""

import json
import pathlib
import sys
import warnings

import h5py
import netCDF4
import numpy as np
import pandas as pd
import tables
import xarray

warnings.simplefilter("ignore")
tables.vlarray.calc_chunksize = lambda expected_megabytes: 64
tables.leaf.calc_chunksize = lambda expected_megabytes: 512

SPARK = {
    "int8": "TINYINT", "int16": "SMALLINT", "int32": "INT", "int64": "BIGINT", "uint8": "SMALLINT", "uint16": "INT",
    "float32": "FLOAT", "float64": "DOUBLE", "bool": "BOOLEAN", "object": "STRING", "complex128": "STRUCT<re: DOUBLE, im: DOUBLE>",
}  # fmt: skip


def value(cell):
    """One cell as the oracle has it."""
    if cell is None or cell is pd.NaT:
        return None
    if isinstance(cell, (pd.Timestamp, np.datetime64)):
        stamp = pd.Timestamp(cell)
        if pd.isna(stamp):
            return None
        return "t:" + (stamp if stamp.tz is None else stamp.tz_convert("UTC").tz_localize(None)).isoformat(timespec="microseconds")
    if isinstance(cell, (bool, np.bool_)):
        return bool(cell)
    if isinstance(cell, (complex, np.complexfloating)):
        return [value(cell.real), value(cell.imag)]
    if isinstance(cell, (float, np.floating)):
        return "f:" + repr(float(cell))
    if isinstance(cell, (int, np.integer)):
        return int(cell)
    if isinstance(cell, (bytes, np.bytes_)):
        return cell.decode()
    if isinstance(cell, np.void):
        return [value(cell[name]) for name in cell.dtype.names]
    if isinstance(cell, np.ndarray):
        return [value(item) for item in cell]
    return str(cell)


def spark_type(dtype) -> str:
    if isinstance(dtype, pd.DatetimeTZDtype):
        return "TIMESTAMP"
    return "TIMESTAMP_NTZ" if dtype.kind == "M" else SPARK[dtype.name]


ARRAYS = {}
CASES = []


def case(file: str, dataset: str, columns: list, rows: list, **options: str) -> None:
    CASES.append({"file": file, "dataset": dataset, "options": options, "columns": columns, "rows": rows})


def array_case(name: str, data: np.ndarray, values: list | None = None, dimensions: list | None = None) -> None:
    """A dataset whose dimensions are indices, unless pairs of column and values say otherwise."""
    dimensions = dimensions or [([f"dim_{i}", "BIGINT"], range(n)) for i, n in enumerate(data.shape)]
    record = data.dtype.names is not None and data.dtype.kind == "V"
    columns = [column for column, _ in dimensions] + (values or [["value", spark_type(data.dtype)]])
    rows = []
    for index in np.ndindex(data.shape):
        cell = data[index]
        places = [value(dimensions[axis][1][i]) for axis, i in enumerate(index)]
        rows.append(places + ([value(cell[name]) for name in data.dtype.names] if record else [value(cell)]))
    case("arrays.h5", name, columns, rows)


def make_arrays(path: pathlib.Path) -> None:
    rng = np.random.default_rng(20261120)
    with h5py.File(path, "w", libver="earliest") as file:

        def write(name: str, data: np.ndarray, values: list | None = None, **how) -> None:
            file.create_dataset(name, data=data, **how)
            array_case("/" + name, data, values)

        clipped = rng.normal(size=(5, 4, 6)).astype("f4")
        clipped[0, 0, 0] = np.nan
        write("clipped", clipped, chunks=(2, 3, 4), compression="gzip", shuffle=True)
        write("contiguous", np.arange(20, dtype="i2").reshape(4, 5))
        write("big_endian", np.arange(12, dtype=">i4").reshape(3, 4).astype(">i4"), chunks=(2, 2))
        write("line", np.arange(10, dtype="u1") * 20, chunks=(4,), compression="gzip")
        write("scalar", np.array(2.5))
        write("rank4", rng.integers(-9, 9, (3, 2, 4, 3)).astype("i8"), chunks=(2, 1, 3, 2), compression="lzf")
        write("complex", (np.arange(6) + 1j * np.arange(6)[::-1]).reshape(2, 3), chunks=(2, 2), fletcher32=True)
        write("no_rows", np.empty((0, 4), "f8"), chunks=(2, 2), maxshape=(None, 4))

        holes = file.create_dataset("holes", (7, 9), "i4", chunks=(3, 4), fillvalue=-5, compression="gzip")
        expected = np.full((7, 9), -5, "i4")
        for rows, columns in [(slice(0, 3), slice(4, 8)), (slice(6, 7), slice(8, 9))]:
            expected[rows, columns] = rng.integers(0, 99, expected[rows, columns].shape)
            holes[rows, columns] = expected[rows, columns]
        array_case("/holes", expected)
        file.create_dataset("never_written", (3, 4), "f8", fillvalue=2.5)
        array_case("/never_written", np.full((3, 4), 2.5))
        file["null"] = h5py.Empty("f4")
        case("arrays.h5", "/null", [["value", "FLOAT"]], [])

        part = np.dtype([("a", "i4"), ("b", "i2")])
        record = np.dtype([("x", "f8"), ("name", "S5"), ("part", part), ("list", "f4", (3,))])
        records = np.zeros((3, 4), record)
        for i, index in enumerate(np.ndindex(records.shape)):
            records[index] = (i / 8, b"abcde"[: i % 6], (i, -i), (i, i + 0.5, np.nan))
        members = [
            ["x", "DOUBLE"], ["name", "STRING"], ["part", "STRUCT<a: INT, b: SMALLINT>"], ["list", "ARRAY<FLOAT>"],
        ]  # fmt: skip
        write("records", records, members, chunks=(2, 3), compression="gzip")
        write("records_1d", records.reshape(-1)[:5], members, chunks=(2,))

        texts = np.array([["a", "", "grün"], ["long " * 9, "b", "c"]], object)
        file.create_dataset("texts", data=texts, dtype=h5py.string_dtype(), chunks=(2, 2))
        array_case("/texts", texts)


def make_scales(path: pathlib.Path) -> None:
    """Scales as h5py attaches them: with values, of texts, one that is only a label, none."""
    with h5py.File(path, "w", libver="earliest") as file:
        data = np.arange(7 * 5 * 2 * 3, dtype="f4").reshape(7, 5, 2, 3)
        values = file.create_dataset("values", data=data, chunks=(3, 2, 1, 3), compression="gzip")
        time = np.linspace(-1, 1, 7)
        place = [f"station {i}" for i in range(5)]
        file.create_dataset("time", data=time, chunks=(2,), compression="gzip").make_scale("t [s]")
        file.create_dataset("place", data=place, dtype=h5py.string_dtype()).make_scale("place")
        values.dims[0].attach_scale(file["time"])
        values.dims[1].attach_scale(file["place"])
        values.dims[2].label = "side"
        dimensions = [
            (["t [s]", "DOUBLE"], time), (["place", "STRING"], place), (["side", "BIGINT"], range(2)), (["dim_3", "BIGINT"], range(3)),
        ]  # fmt: skip
        array_case("/values", data, dimensions=dimensions)
        CASES[-1]["file"] = path.name


def make_variables(path: pathlib.Path) -> None:
    """netCDF-4; the oracle is xarray's to_dataframe()."""
    with netCDF4.Dataset(path, "w") as file:
        for name, length in [("time", None), ("lat", 3), ("lon", 2)]:
            file.createDimension(name, length)
        file.createVariable("time", "i8", ("time",))[:] = np.arange(5) * 24
        file.createVariable("lat", "f4", ("lat",))[:] = [50.0, 50.5, 51.25]
        file.createVariable("t", "f4", ("time", "lat", "lon"), zlib=True)[:] = np.arange(30).reshape(5, 3, 2) / 4
    with xarray.open_dataset(path, decode_cf=False) as data:
        for name in ["t", "lat"]:
            index = data[name].to_dataframe().reset_index() if name != "lat" else data[name].to_pandas().to_frame(name)
            if name == "t":
                index.insert(2, "lon", index.pop("lon"))
            types = [[column, spark_type(index.dtypes[column])] for column in index.columns]
            rows = [[value(cell) for cell in row] for row in zip(*(index[column] for column in index.columns))]
            case(path.name, "/" + name, types, rows)


def frame_case(path: pathlib.Path, frame: pd.DataFrame, key: str, how: dict, names: list, levels: list, **options: str) -> None:
    """A frame as a store writes it, and its cells row by row; columns of the index as given."""
    frame.to_hdf(path, key=key, **how)
    columns = [list(pair) for pair in names] + [[level, "STRING"] for level in levels]
    columns.append(["value", spark_type(frame.dtypes.iloc[0])])
    rows = []
    for i in range(len(frame)):
        index = frame.index[i]
        parts = (index if isinstance(index, tuple) else (index,)) if names else ()
        places = [str(part) if name[1] == "STRING" else value(part) for name, part in zip(names, parts)]
        for j, label in enumerate(frame.columns):
            labels = [str(part) for part in (label if isinstance(label, tuple) else (label,))]
            rows.append(places + labels + [value(frame.iloc[i, j])])
    case(path.name, key, columns, rows, **options)


def make_frames(path: pathlib.Path, only: set, without: set, **how) -> None:
    rng = np.random.default_rng(20261120)
    plain = [("__index_level_0__", "BIGINT")]
    days = pd.date_range("2018-10-12", periods=9, freq="D", name="day")
    floats = pd.DataFrame(rng.normal(size=(9, 5)), columns=list("edcba"))
    floats.iloc[2, 1] = np.nan

    def add(key: str, frame: pd.DataFrame, names=plain, levels=("column",), more=None, **options: str) -> None:
        if key in only if only else key not in without:
            frame_case(path, frame, key, how | (more or {}), names, list(levels), **options)

    add("floats", floats)
    add("without_index", floats, [], index="false")
    add("bools", floats > 0)
    add("integers", (floats.fillna(0) * 100).astype("i4"))
    add("times", pd.DataFrame({c: days + pd.Timedelta(i, "h") for i, c in enumerate("xyz")}).where(floats[list("abc")].to_numpy() > 0))
    add("zoned", pd.DataFrame({c: days.tz_localize("Europe/Berlin") + pd.Timedelta(i, "h") for i, c in enumerate("xy")}))
    add("by_day", floats.set_axis(days), [("day", "TIMESTAMP_NTZ")])
    add("by_text", floats.set_axis(pd.Index([f"row {i}" for i in range(9)], name="name")), [("name", "STRING")])
    levels = pd.MultiIndex.from_product([["lo", "hi", "mid"], [10, 20, 30]], names=["band", None])
    second = "__index_level_1__"
    add("by_levels", floats.set_axis(levels), [("band", "STRING"), (second, "BIGINT")])
    add("named_only", floats.set_axis(days), [("day", "TIMESTAMP_NTZ")], index="named")
    labels = pd.MultiIndex.from_tuples([("a", 1), ("a", 2), ("b", 1), ("b", 2), ("c", 3)], names=["letter", None])
    add("of_levels", floats.set_axis(labels, axis=1), levels=["letter", "column_1"])
    add("of_numbers", floats.set_axis(range(10, 60, 10), axis=1))
    add("one_column", floats[["a"]])
    long = pd.DataFrame(rng.normal(size=(300, 3)).round(3), columns=["u", "v", "w"])
    add("long", long.set_axis(pd.date_range("2018-01-01", periods=300, freq="h"), axis=0), [("__index_level_0__", "TIMESTAMP_NTZ")])
    if how["format"] == "table":
        add("data_columns", floats, more={"data_columns": ["d", "a"]})
        add("texts", pd.DataFrame({"a": ["x", "yy", None], "b": ["", "zzz", "x"]}))
    else:
        add("by_object", floats.iloc[:3].set_axis(pd.Index([1, "two", 3.5], name="any")), [("any", "STRING")], objects="string")
    if only:
        return
    mixed = pd.DataFrame({"a": [1, 2], "b": [0.5, 1.5], "c": [3, 4]})
    mixed.to_hdf(path, key="mixed", **how)
    pd.DataFrame(index=[1, 2]).to_hdf(path, key="no_columns", **({"format": "fixed"}))
    floats["a"].to_hdf(path, key="series", **how)


def make_blocks(path: pathlib.Path) -> None:
    """A fixed frame of 9,000 rows whose four blocks of one type are stored in four ways."""
    rows = 9_000
    frame = pd.DataFrame({name: np.arange(rows) % 50 + place / 8 for place, name in enumerate("abcd")})
    path.unlink(missing_ok=True)
    for name in frame:
        frame[[name]].to_hdf(path, key=f"one_{name}", format="fixed")
    frame.to_hdf(path, key="blocks", format="fixed")
    layouts = [{"chunks": (1000, 1)}, {"chunks": (8192, 1), "maxshape": (None, 1)}, {"chunks": (rows, 1)}, {}]
    with h5py.File(path, "a") as file:
        group = file["blocks"]
        for name in ["block0_items", "block0_values"]:
            del group[name]
        group.attrs["nblocks"] = np.int64(4)
        chunked = {"axis1": (group["axis1"], {"chunks": (rows,)})}
        for block, (name, layout) in enumerate(zip(frame, layouts)):
            file.copy(f"one_{name}/block0_items", group, f"block{block}_items")
            group.attrs[f"block{block}_items_variety"] = group.attrs["block0_items_variety"]
            chunked[f"block{block}_values"] = (file[f"one_{name}/block0_values"], layout)
        for name, (dataset, layout) in chunked.items():
            values, attributes = dataset[()], dict(dataset.attrs)
            if name in group:
                del group[name]
            packing = {"compression": "gzip", "shuffle": True} if layout else {}
            group.create_dataset(name, data=values, **layout, **packing).attrs.update(attributes)
    with h5py.File(path) as file, h5py.File(path.with_suffix(".new"), "w") as packed:
        packed.attrs.update(file.attrs)
        file.copy("blocks", packed)
    path.with_suffix(".new").replace(path)
    pd.testing.assert_frame_equal(pd.read_hdf(path, "blocks"), frame)


def main(folder: pathlib.Path) -> None:
    make_blocks(folder / "blocks.h5")
    make_arrays(folder / "arrays.h5")
    make_scales(folder / "scales.h5")
    make_variables(folder / "variables.nc")
    chunked = {"floats", "by_levels", "long"}
    alike = {"named_only", "one_column", "of_numbers", "by_text", "integers"}
    for name, only, without, how in [
        ("fixed.h5", set(), chunked - {"floats"} | {"named_only"}, {"format": "fixed"}),
        ("fixed_zlib.h5", chunked, set(), {"format": "fixed", "complib": "zlib", "complevel": 5}),
        ("table.h5", set(), alike, {"format": "table", "index": False}),
    ]:
        path = folder / name
        path.unlink(missing_ok=True)
        make_frames(path, only, without, **how)
    for one in CASES:
        if one["dataset"] == "texts":  # pandas writes None as nan and reads nan_rep as missing
            assert one["rows"][4][-1] is None
    with open(folder / "cells.expected.json", "w") as out:
        out.write("[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in CASES) + "\n]\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
