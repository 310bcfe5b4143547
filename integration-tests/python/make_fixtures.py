"""Writes the committed fixtures of the integration tests and their oracles.

    pip install -r requirements.txt
    python make_fixtures.py ../src/test/resources/hdf5

NAME.h5 is written by pandas/PyTables or h5py, NAME.expected.json says what it holds. The oracles come from the objects
in memory, never from a reader of ours. Values: integers as they are, floats as text of the exact double, missing values
as null (NaN stays "nan" in float columns), naive timestamps as ISO text with nine decimals, aware ones in UTC with a
trailing Z, timedeltas as nanoseconds, dates as ISO text, periods as ordinals.
"""

import datetime
import json
import pathlib
import sys
import warnings

import h5py
import numpy as np
import pandas as pd
import tables

warnings.simplefilter("ignore")
# An object block is a VLArray of one row whose default chunk is 1 MiB of zeros; other chunks get small as well, so that
# small frames have several.
tables.vlarray.calc_chunksize = lambda expected_megabytes: 64
tables.leaf.calc_chunksize = lambda expected_megabytes: 4096

NAT = np.iinfo("i8").min
JPEG = 32019  # A filter that no library here has.
SPARK_INTEGERS = {
    "int8": "TINYINT", "int16": "SMALLINT", "int32": "INT", "int64": "BIGINT",
    "uint8": "SMALLINT", "uint16": "INT", "uint32": "BIGINT", "uint64": "DECIMAL(20,0)",
}  # fmt: skip


def iso(count: int, unit: str) -> str | None:
    if count == NAT:
        return None
    nanoseconds = count * {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}[unit]
    seconds, fraction = divmod(nanoseconds, 10**9)
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{fraction:09d}".rjust(29, "0")


def number(value) -> int | str:
    return repr(float(value)) if isinstance(value, (float, np.floating)) else int(value)


def complex_number(value) -> dict:
    return {"re": number(value.real), "im": number(value.imag)}


def column(data, label, default: str) -> dict:
    """The oracle of one pandas column or index level."""
    dtype = data.dtype
    entry = {"name": default if label is None else shown(label), "label": tagged(label)}
    entry["pandas_dtype"] = str(dtype)
    if isinstance(dtype, pd.PeriodDtype):
        return entry | {"spark_type": "BIGINT", "values": [None if v == NAT else int(v) for v in data.asi8]}
    if isinstance(dtype, pd.DatetimeTZDtype):
        counts = data.to_numpy("M8[ns]").astype("i8").tolist()
        texts = [iso(count, "ns") for count in counts]
        return entry | {"spark_type": "TIMESTAMP", "values": [t if t is None else t + "Z" for t in texts]}
    if dtype.kind == "M":
        unit = np.datetime_data(dtype)[0]
        values = [iso(count, unit) for count in data.to_numpy().astype("i8").tolist()]
        return entry | {"spark_type": "TIMESTAMP_NTZ", "values": values}
    if dtype.kind == "m":
        counts = data.to_numpy().astype("m8[ns]").astype("i8").tolist()
        return entry | {
            "spark_type": "INTERVAL DAY TO SECOND",
            "values": [None if count == NAT else count for count in counts],
        }
    if dtype.kind == "b":
        return entry | {"spark_type": "BOOLEAN", "values": [bool(v) for v in data]}
    if dtype.kind in "iu":
        return entry | {"spark_type": SPARK_INTEGERS[str(dtype)], "values": [int(v) for v in data]}
    if dtype.kind == "c":
        part = "DOUBLE" if dtype.itemsize == 16 else "FLOAT"
        return entry | {"spark_type": f"STRUCT<re: {part}, im: {part}>", "values": [complex_number(v) for v in data]}
    if dtype.kind == "f":
        return entry | {"spark_type": "DOUBLE" if dtype.itemsize == 8 else "FLOAT", "values": [number(v) for v in data]}
    return entry | {"inferred": "object"} | object_column(list(data))


def is_missing(value) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value)


def object_column(values: list) -> dict:
    """One kind of values gives its type; several kinds are JSON, here tagged as in the shared oracles."""
    kinds = {type(v) for v in values if not is_missing(v)}
    if kinds <= {str}:
        return {"spark_type": "STRING", "values": [None if is_missing(v) else v for v in values]}
    if kinds == {int}:
        return {"spark_type": "BIGINT", "values": [None if is_missing(v) else v for v in values]}
    if kinds == {float}:
        return {"spark_type": "DOUBLE", "values": [None if is_missing(v) else number(v) for v in values]}
    if kinds == {bool}:
        return {"spark_type": "BOOLEAN", "values": [None if is_missing(v) else v for v in values]}
    if kinds == {bytes}:
        return {"spark_type": "BINARY", "values": [None if is_missing(v) else {"hex": v.hex()} for v in values]}
    if kinds == {datetime.date}:
        return {"spark_type": "DATE", "values": [None if is_missing(v) else v.isoformat() for v in values]}
    return {"spark_type": "OBJECT", "values": [tagged(v) for v in values]}


def tagged(value):
    if is_missing(value):
        return None
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, (int, np.integer)):
        return {"py": "int", "v": int(value)}
    if isinstance(value, pd.Timestamp):
        return {"py": "timestamp", "v": iso(value.value, "ns"), "tz": None}
    if isinstance(value, float):
        return {"py": "float", "v": number(value)}
    if isinstance(value, (list, tuple)):
        return {"py": type(value).__name__, "v": [tagged(v) for v in value]}
    raise TypeError(type(value))


def shown(label) -> str:
    return f"({', '.join(map(str, label))})" if isinstance(label, tuple) else str(label)


def pandas_oracle(key: str, data) -> dict:
    levels = [data.index.get_level_values(i) for i in range(data.index.nlevels)]
    index = [column(level, level.name, f"__index_level_{i}__") for i, level in enumerate(levels)]
    if isinstance(data, pd.Series):
        columns = [column(data, data.name, "values")]
    else:
        columns = [column(data[label], label, "None") for label in data.columns]
    kind = "series" if isinstance(data, pd.Series) else "frame"
    return {"key": key, "format": "fixed", "kind": kind, "rows": len(data), "index": index, "columns": columns}


# ---------------------------------------------------------------- pandas objects


def times(*texts, unit="ns"):
    return np.array(texts, dtype=f"M8[{unit}]")


def mixed() -> pd.DataFrame:
    """Columns of one dtype are not neighbours: the order is axis0's, not the blocks'."""
    when = times("2026-03-29T01:30:00.000001", "NaT", "1969-12-31T23:59:59.999999", "1970-01-01")
    frame = pd.DataFrame(
        {
            "f8": np.array([1.5, np.nan, -0.0, np.inf]),
            "i8": np.array([0, 2**63 - 1, -(2**63), -1]),
            "f4": np.array([0.1, -np.inf, np.nan, 3e38], "f4"),
            "second_f8": np.array([5e-324, -1.7976931348623157e308, 0.1, 2.0]),
            "b": [True, False, False, True],
            "f2": np.array([1.0, 65504.0, 6e-8, np.nan], "f2"),
            "when": when,
            "second_i8": np.arange(4),
            "zoned": pd.DatetimeIndex(when).tz_localize("UTC").tz_convert("Europe/Berlin"),
            "took": np.array([1_000, -1_000, NAT, 86_400 * 10**9], "i8").view("m8[ns]"),
        },
        index=pd.Index(["d", "ä", "", "longest label"], name="label"),
    )
    for name in ["i1", "u1", "i2", "u2", "i4", "u4", "u8"]:
        limits = np.iinfo(name)
        frame[name] = np.array([limits.min, limits.max, 1, 0], name)
    return frame


def index_kinds() -> dict:
    when = pd.DatetimeIndex(times("2020-02-28", "NaT", "2021-10-30T22:15:00.123456"))
    days = [datetime.date(2020, 2, 28), datetime.date(1, 1, 1), datetime.date(1969, 12, 31)]
    indexes = {
        "range": pd.RangeIndex(5, 11, 2),
        "int64": pd.Index([3, -1, 2**62], name="i"),
        "uint8": pd.Index(np.array([1, 200, 255], "u1"), name="u1"),
        "float64": pd.Index([0.5, np.nan, -1e300], name="f"),
        "float32": pd.Index(np.array([0.1, 2.0, np.nan], "f4"), name="f4"),
        "bool": pd.Index([True, False, True], name="b"),
        "string": pd.Index(["x", "名前", "trailing "], name="s"),
        "datetime": when.rename("when"),
        "datetime_seconds": pd.DatetimeIndex(times("2020-02-28", "1900-01-01", "9999-12-31", unit="s"), name="far"),
        "datetime_zoned": when.tz_localize("America/New_York").rename("zoned"),
        "timedelta": pd.TimedeltaIndex(np.array([-1_000, NAT, 10**15], "m8[ns]"), name="td"),
        "period": pd.period_range("2019-11", periods=3, freq="M", name="p"),
        "period_missing": pd.PeriodIndex(["2019-11", None, "2020-01"], freq="M", name="p"),
        "date": pd.Index(days, name="d"),
        "integer_name": pd.Index([1, 2, 3], name=7),
    }
    return {f"/index/{name}": pd.DataFrame({"v": [10, 20, 30]}, index=index) for name, index in indexes.items()}


def labels() -> dict:
    values = {0: [1, 2], 1: [2.5, -2.5], 2: [True, False]}
    kinds = {
        "integers": [10, 2, -3],
        "floats": [0.5, 1.0, -2.25],
        "datetimes": pd.date_range("2020-01-01", periods=3),
        "odd_text": ["with space", "sl/ash.dot", "ünicöde"],
    }
    frames = {f"/{kind}": pd.DataFrame(values).set_axis(names, axis=1) for kind, names in kinds.items()}
    return frames | {"/bools": pd.DataFrame({True: [1], False: [2.5]})}


def empty() -> dict:
    columns = {"i": np.array([], "i8"), "f": np.array([], "f4"), "b": np.array([], "?"), "t": times()}
    return {
        "/no_rows": pd.DataFrame(columns),
        "/no_rows_of_rare_kinds": pd.DataFrame({"c16": np.array([], "c16"), "c8": np.array([], "c8"), "f2": np.array([], "f2")}),
        "/no_columns": pd.DataFrame(index=pd.Index([7, 8], name="i")),
        "/series": pd.Series(np.array([], "f8"), name="e"),
    }


def nanoseconds() -> dict:
    when = times("2021-10-30T22:15:00.123456789", "1969-12-31T23:59:59.999999999", "NaT", "2020-01-01T00:00:00.0000005")
    index = pd.DatetimeIndex(times("2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04"), name="day")
    frame = pd.DataFrame({"v": [1.0, 2.0, 3.0, 4.0], "t": when}, index=index)
    took = np.array([1, -1, NAT, 1_500], "i8").view("m8[ns]")
    return {"/t": frame, "/took": pd.Series(took, name="took"), "/whole": frame.assign(t=index)}


def series() -> dict:
    return {
        "/named": pd.Series([1, 2, 3], name="ints"),
        "/nameless": pd.Series([1.5, np.nan]),
        "/bool": pd.Series([True, False], name="b", index=pd.Index(["x", "y"], name="k")),
        "/zoned": pd.Series(pd.date_range("2026-03-28", periods=3, tz="Europe/Berlin"), name="z"),
        "/numbered": pd.Series(np.array([1, 2], "u2"), name=5),
    }


def objects() -> dict:
    days = [datetime.date(2020, 2, 29), None, datetime.date(1, 1, 1), datetime.date(9999, 12, 31)]
    frame = pd.DataFrame(
        {
            "v": [1, 2, 3, 4],
            "text": ["a", None, "name\u540d\u524d", ""],
            "ints": np.array([1, None, 2**63 - 1, -3], "O"),
            "floats": np.array([1.5, None, np.inf, -0.0], "O"),
            "bools": np.array([True, None, False, True], "O"),
            "bytes": [b"ab", b"\x00\xff", None, b""],
            "days": days,
            "mixed": np.array([1, "x", 2.5, None], "O"),
            "lists": [[1, 2], [], None, ["a", [None]]],
            "nothing": np.array([None, np.nan, pd.NaT, None], "O"),
            "again": ["same", "same", "other", "same"],
        }
    )
    return {
        "/text": pd.DataFrame({"s": ["a", "b"], "v": [1, 2]}),
        "/text_series": pd.Series(["a", None], name="s"),
        "/object_index": pd.DataFrame({"v": [1, 2]}, index=pd.Index(["a", 1], dtype="object")),
        "/object_index_of_text": pd.Series(["x", "y", "z"], index=pd.Index(["a", 1, None], dtype="object", name="k")),
        "/kinds": frame,
        "/many": pd.DataFrame({"s": [f"text {i}" if i % 7 else None for i in range(1_200)], "i": range(1_200)}),
        "/no_rows": pd.DataFrame({"o": np.array([], "O"), "i": np.array([], "i8")}),
    }


def objects_of_the_next_day() -> dict:
    """The same columns as in frame_objects, with values of another kind."""
    return {"/text": pd.DataFrame({"s": np.array(["c", 7], "O"), "v": [3, 4]})}


def levels() -> dict:
    rows = pd.MultiIndex.from_product([["x", "y"], [1, 2]], names=["outer", "inner"])
    holes = pd.MultiIndex.from_arrays(
        [["p", None, "q"], [1.5, np.nan, 2.5], times("2020-01-01", "2020-01-02", "NaT"), [7, 8, 9]],
        names=["s", None, "t", ("a", 1)],
    )
    pairs = pd.MultiIndex.from_tuples([("A", "C"), ("A", "D"), ("B", "C")])
    return {
        "/rows": pd.DataFrame({"v": [1, 2, 3, 4]}, index=rows),
        "/holes": pd.DataFrame({"v": [1, 2, 3], "w": ["a", None, "c"]}, index=holes),
        "/columns": pd.DataFrame([[1, 2.5, True], [3, 4.5, False]], columns=pairs),
        "/both": pd.DataFrame(np.arange(12.0).reshape(4, 3), index=rows, columns=pairs),
        "/series": pd.Series([1.0, 2.0, 3.0, 4.0], index=rows, name="sv"),
        "/tuple_name": pd.Series([1.0], name=("a", 1)),
        "/object_level": pd.Series([1, 2], index=pd.MultiIndex.from_arrays([np.array(["a", 1], "O"), [1, 2]])),
        "/object_labels": pd.DataFrame([[1, 2.5, True]], columns=[0, "one", 2.0]),
        "/no_rows": pd.DataFrame({"v": [1, 2, 3, 4]}, index=rows).iloc[:0],
    }


def complexes() -> pd.DataFrame:
    values = np.array([1 + 2j, -0.0 + 3j, complex(np.nan, -np.inf)])
    return pd.DataFrame({"c16": values, "f": [1.5, 2.5, 3.5], "c8": values.astype("c8")})


def compressible(rows: int) -> pd.DataFrame:
    position = np.arange(rows)
    return pd.DataFrame(
        {
            "i": position // 7,
            "f": position / 4,
            "b": position % 3 == 0,
            "h": (position % 100).astype("i2"),
            "t": position.astype("i8").view("M8[ns]") + np.timedelta64(10**9, "us") * position,
        }
    ).astype({"t": "M8[us]"}).astype({"t": "M8[ns]"})  # fmt: skip


PANDAS = {
    "frame_mixed": (lambda: {"/df": mixed()}, {}),
    "frame_complex": (lambda: {"/df": complexes()}, {}),
    "frame_index_kinds": (index_kinds, {}),
    "frame_labels": (labels, {}),
    "frame_empty": (empty, {}),
    "frame_nanoseconds": (nanoseconds, {}),
    "frame_zlib": (lambda: {"/df": compressible(1_500)}, {"complib": "zlib", "complevel": 5}),
    "frame_fletcher32": (
        lambda: {"/df": compressible(1_200)},
        {"complib": "zlib", "complevel": 1, "fletcher32": True},
    ),
    "frame_blosc": (lambda: {"/df": compressible(300)}, {"complib": "blosc", "complevel": 5}),
    "series": (series, {}),
    "frame_objects": (objects, {}),
    "frame_objects_next": (objects_of_the_next_day, {}),
    "frame_levels": (levels, {}),
}


def write_pandas(folder: pathlib.Path, name: str) -> None:
    make, options = PANDAS[name]
    objects = make()
    path = folder / f"{name}.h5"
    path.unlink(missing_ok=True)
    with pd.HDFStore(path, "w", **options) as store:
        for key, data in objects.items():
            store.put(key, data, format="fixed")
    oracles = [pandas_oracle(key, data) for key, data in objects.items()]
    write_oracle(folder, name, {"written_by": f"pandas {pd.__version__}", "objects": oracles})


# ---------------------------------------------------------------- h5py datasets


def integers(rows, columns, dtype="i4"):
    return np.arange(rows * columns).reshape(rows, columns).astype(dtype)


def write_arrays(file: h5py.File) -> None:
    file["i8"] = np.array([0, 2**63 - 1, -(2**63)])
    file["u8"] = np.array([0, 2**64 - 1, 2**63], "u8")
    file["u1"] = np.array([0, 127, 128, 255], "u1")
    file["big_endian/f8"] = np.array([0.1, -0.0, np.nan, np.inf], ">f8")
    file["big_endian/i2"] = np.array([[1, -2], [-32768, 32767]], ">i2")
    file["big_endian/u4"] = np.array([2**32 - 1, 1], ">u4")
    file["f2"] = np.array([0.1, 65504, 6e-8, np.nan, -np.inf], "f2")
    file["f4_2d"] = (integers(6, 5) / 8).astype("f4")
    file["i2_3d"] = np.arange(24, dtype="i2").reshape(4, 3, 2)
    file["no_rows"] = np.zeros((0, 3), "f8")
    file["soft"] = h5py.SoftLink("/big_endian/f8")
    file["deep/er/hard"] = file["i8"]
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple((4,))
    h5py.h5d.create(file.id, b"compact", h5py.h5t.NATIVE_INT16, space, compact).write(
        h5py.h5s.ALL, h5py.h5s.ALL, np.array([1, -1, 300, 0], "i2")
    )


def write_new_groups(file: h5py.File) -> None:
    """Groups of at most eight links, which new files keep in the group's own header."""
    file["i8"] = np.array([0, 2**63 - 1, -(2**63)])
    file["below/f4_2d"] = (integers(6, 5) / 8).astype("f4")
    file["below/u8"] = np.array([0, 2**64 - 1, 2**63], "u8")
    file["soft"] = h5py.SoftLink("/below/u8")
    file["deep/er/hard"] = file["i8"]
    file["名/前"] = np.array([1.5, -0.0])


def write_chunked(file: h5py.File) -> None:
    file.create_dataset("gzip", data=integers(300, 7), chunks=(64, 3), compression="gzip")
    file.create_dataset("shuffle", data=integers(300, 7, "f8"), chunks=(64, 7), compression="gzip", shuffle=True)
    file.create_dataset("fletcher32", data=np.arange(1000), chunks=(128,), fletcher32=True)
    every = dict(compression="gzip", shuffle=True, fletcher32=True)
    file.create_dataset("every_filter", data=integers(50, 4, "i8"), chunks=(16, 4), **every)
    file.create_dataset("unfiltered", data=np.arange(100, dtype="f4"), chunks=(33,), maxshape=(None,))
    file.create_dataset("three", data=np.arange(120, dtype="i4").reshape(10, 4, 3), chunks=(3, 2, 2), compression="gzip")
    holes = file.create_dataset("holes", shape=(40, 6), dtype="i4", chunks=(8, 4), fillvalue=-7, compression="gzip")
    holes[10:12, 1:3] = 5
    file.create_dataset("never_written", shape=(30,), dtype="f8", chunks=(8,), fillvalue=2.5)
    file.create_dataset("never_allocated", shape=(30,), dtype="i2", fillvalue=9)
    masked = file.create_dataset("masked", shape=(20,), dtype="i4", chunks=(10,), compression="gzip", shuffle=True)
    masked[:10] = np.arange(10)
    # The second chunk is stored raw: both filters are switched off for it.
    masked.id.write_direct_chunk((10,), np.arange(100, 110, dtype="i4").tobytes(), filter_mask=3)
    shrunk = file.create_dataset("shrunk", data=np.arange(50), chunks=(16,), maxshape=(100,), compression="gzip")
    shrunk.resize((21,))


def write_named_columns(file: h5py.File) -> None:
    file["data_f"] = integers(25, 7, "f8") / 16
    file["f_axis0"] = np.array([f"feat_{i}" for i in range(7)], "S12")
    file.create_dataset("zipped/data_f", data=(integers(25, 7) / 4).astype("f4"), chunks=(8, 3), compression="gzip")
    file["zipped/f_axis0"] = np.array([f"名{i}".encode() for i in range(7)], "S8")


def write_day_features(file: h5py.File) -> None:
    """One small file of a directory of days; tests write other values over the six of data_f, which are contiguous."""
    file["data_f"] = np.arange(6).reshape(2, 3) + 0.5
    file["f_axis0"] = np.array(["open", "high", "low"], "S4")


def write_types(file: h5py.File) -> None:
    file["compound"] = np.array([(1, 2.5), (-2, np.nan)], [("a", "i4"), ("b", "f8")])
    file["complex"] = np.array([1 + 2j, complex(-0.0, np.inf)])
    file["text"] = np.array([b"a", b"bc", "ä".encode()])
    file["variable_text"] = np.array(["a", "", "名前"], h5py.string_dtype())
    file.create_dataset("lzf", data=np.arange(100), chunks=(50,), compression="lzf")


def write_refused(file: h5py.File) -> None:
    file.create_dataset("scaleoffset", data=np.arange(100), chunks=(50,), scaleoffset=0)
    properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    properties.set_chunk((60,))
    properties.set_filter(JPEG, h5py.h5z.FLAG_OPTIONAL)
    space = h5py.h5s.create_simple((60,))
    jpeg = h5py.h5d.create(file.id, b"jpeg", h5py.h5t.STD_I64LE, space, properties)
    jpeg.write_direct_chunk((0,), bytes(8))
    file.create_group("plain_group")["inner"] = np.arange(3)


H5PY = {
    "arrays": (write_arrays, {}),
    "arrays_chunked": (write_chunked, {}),
    "arrays_new_groups": (write_new_groups, {"libver": "v110"}),
    "arrays_user_block": (write_arrays, {"userblock_size": 1024}),
    "named_columns": (write_named_columns, {}),
    "day_features": (write_day_features, {}),
    "arrays_types": (write_types, {}),
    "arrays_refused": (write_refused, {}),
}


def element_type(dtype: np.dtype) -> dict:
    if h5py.check_string_dtype(dtype):
        return {"class": "string", "variable": dtype.kind == "O"}
    if dtype.kind == "c":
        part = element_type(np.dtype(f"f{dtype.itemsize // 2}"))
        return {"class": "compound", "members": [{"name": "r", "type": part}, {"name": "i", "type": part}]}
    if dtype.fields:
        members = [{"name": name, "type": element_type(dtype[name])} for name in dtype.names]
        return {"class": "compound", "members": members}
    if dtype.kind == "f":
        return {"class": "float", "size": dtype.itemsize}
    return {"class": "int", "signed": dtype.kind == "i", "size": dtype.itemsize}


def nested(values):
    if getattr(values, "ndim", 0):
        return [nested(value) for value in values]
    if isinstance(values, bytes):
        return values.decode()
    if isinstance(values, complex):
        return complex_number(values)
    if isinstance(values, np.void):
        return {name: nested(values[name]) for name in values.dtype.names}
    return number(values)


def has_filters(item: h5py.Dataset) -> bool:
    properties = item.id.get_create_plist()
    return all(h5py.h5z.filter_avail(properties.get_filter(i)[0]) for i in range(properties.get_nfilters()))


def h5py_oracle(file: h5py.File, path: str) -> dict:
    item = file[path]
    if isinstance(item, h5py.Group):
        return {"path": "/" + path, "kind": "group"}
    head = {"path": "/" + path, "kind": "dataset", "type": element_type(item.dtype), "shape": list(item.shape)}
    return head | {"values": nested(item[...]) if has_filters(item) else []}


def write_h5py(folder: pathlib.Path, name: str) -> None:
    fill, options = H5PY[name]
    with h5py.File(folder / f"{name}.h5", "w", **options) as file:
        fill(file)
        paths = []
        file.visit(paths.append)
        if "soft" in file:
            paths += ["soft", "deep/er/hard"]
        wanted = [p for p in dict.fromkeys(paths) if isinstance(file[p], h5py.Dataset) or p == "plain_group"]
        objects = [h5py_oracle(file, path) for path in wanted]
    write_oracle(folder, name, {"written_by": f"h5py {h5py.__version__}", "objects": objects})


def write_oracle(folder: pathlib.Path, name: str, oracle: dict) -> None:
    oracle = {"fixture": name, "file": f"{name}.h5"} | oracle
    objects = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in oracle.pop("objects"))
    head = json.dumps(oracle, ensure_ascii=False)[:-1]
    (folder / f"{name}.expected.json").write_text(f'{head}, "objects": [\n{objects}\n]}}\n', encoding="utf-8")


def write_all(folder: pathlib.Path) -> None:
    for name in PANDAS:
        write_pandas(folder, name)
    for name in H5PY:
        write_h5py(folder, name)


if __name__ == "__main__":
    write_all(pathlib.Path(sys.argv[1]))
