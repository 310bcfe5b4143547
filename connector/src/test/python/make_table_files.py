"""Makes the small files of the room `table`, and what pandas, numpy and Python say of them.

    python3 -m venv venv && venv/bin/pip install -r integration-tests/python/requirements.txt
    venv/bin/python connector/src/test/python/make_table_files.py connector/src/test/resources/hdf5/table

arrays.h5        plain datasets; the elements of a dataset of numbers are 0, 1, 2, … in C order
only_*.h5        files with one table to choose, for several reasons; none.h5, many.h5: none and more than one
frames.h5        pandas fixed frames and series, whose labels and names are of every kind
frames.json      per key: column names as text, index name, row count, as read back with pandas
kinds.h5         objects, several levels, labels of all kinds
python_floats.tsv, python_timestamps.tsv
                 what Python writes: bits of the double and its repr; count, unit and str of the pandas.Timestamp
"""

import json
import pathlib
import random
import struct
import sys
import warnings

import h5py
import numpy as np
import pandas as pd
import tables

warnings.simplefilter("ignore")
# An object block is a VLArray of one row whose default chunk is 1 MiB of zeros.
tables.vlarray.calc_chunksize = lambda expected_megabytes: 64
tables.leaf.calc_chunksize = lambda expected_megabytes: 4096


def counted(dtype, *shape):
    return np.arange(int(np.prod(shape))).astype(dtype).reshape(shape)


def arrays(path):
    with h5py.File(path, "w") as file:
        file["vector"] = counted("<i4", 1000)
        file["big_endian"] = counted(">f8", 1000, 3)
        file.create_dataset("lanes", data=counted("<f8", 1000, 7), chunks=(64, 3), compression="gzip")
        file.create_dataset("one_lane", data=counted("<i8", 500, 4), chunks=(37, 4), compression="gzip", shuffle=True)
        file.create_dataset("unfiltered", data=counted("<i8", 600, 4), chunks=(50, 2))
        file.create_dataset("cube", data=counted("<i4", 100, 3, 5), chunks=(7, 2, 5), compression="gzip")
        file.create_dataset("cube_whole", data=counted("<i4", 100, 3, 5), chunks=(9, 3, 5), compression="gzip")
        file.create_dataset("one_chunk", data=counted("<i8", 1000), chunks=(1000,), compression="gzip")
        holes = file.create_dataset("holes", (100, 2), "<f4", chunks=(10, 2), fillvalue=7)
        holes[20:40] = 1
        file["names"] = np.array([b"a", b"b", b"c", b"d", b"e", b"A", b"\xc3\xa9"], "S2")
        file["few_names"] = np.array([b"a", b"b", b"c"], "S2")
        file["text"] = np.array([b"one", b"three", b""], "S5")
        file["half"] = np.array([0.5, 1.5], "<f2")
        file["unsigned"] = np.array([1, 2**64 - 1], "<u8")
        file["scalar"] = np.int64(42)
        file["nothing"] = h5py.Empty("<f8")
        file["no_rows"] = np.zeros((0, 3), "<i2")
        file["group/below"] = counted("<i2", 3)


def only(folder):
    frame = pd.DataFrame({"x": [1.0, 2.0]})
    frame.to_hdf(folder / "only_frame.h5", key="prices", mode="w")
    with h5py.File(folder / "only_frame.h5", "a") as file:
        file["extra"] = counted("<i4", 3)
        file["alias"] = file["prices"]  # a second link to the same table is no second table
    with h5py.File(folder / "only_array.h5", "w") as file:
        file["data_f"] = counted("<f8", 4, 3)
    with h5py.File(folder / "only_with_names.h5", "w") as file:
        file["data_f"] = counted("<f8", 4, 3)
        file["f_axis0"] = np.array([b"open", b"high", b"low"], "S4")
    with h5py.File(folder / "only_record.h5", "w") as file:
        file["array"] = counted("<f8", 4)
        file["deep/record"] = np.array([(1, 0.5), (2, 1.5)], [("a", "<i4"), ("b", "<f8")])
        file["records"] = np.zeros((2, 2), [("a", "<i4")])  # of two dimensions: no columns
    with h5py.File(folder / "only_opaque.h5", "w") as file:
        file["opaque"] = np.array([b"ab", b"cd"], "V2")
        file["paths"] = np.array([file["opaque"].ref], h5py.ref_dtype)
        file["records"] = np.zeros((2, 2), [("a", "<i4")])
    with h5py.File(folder / "many.h5", "w") as file:
        file["first"] = counted("<f8", 4)
        file["group/second"] = counted("<i4", 2, 2)
        file["group/unread"] = np.array(["a"], dtype=h5py.string_dtype())
    with h5py.File(folder / "none.h5", "w") as file:
        file.create_group("empty/emptier")


def described(pandas_object):
    index = pandas_object.index
    if isinstance(pandas_object, pd.Series):
        columns = ["values" if pandas_object.name is None else str(pandas_object.name)]
    else:
        columns = [str(label) for label in pandas_object.columns]
    return {
        "columns": columns,
        "index": None if index.name is None else str(index.name),
        "rows": len(pandas_object),
    }


def frames(folder):
    moments = pd.DatetimeIndex(["2020-01-01", "2020-01-01 12:30:00.5", "2020-01-02 00:00:00.000000001"])
    values = counted("<f8", 2, 3)
    many = {
        "mixed": pd.DataFrame(
            {
                "f8": [0.5, -1.5],
                "i8": [1, 2],
                "f4": np.array([1, 2], "f4"),
                "flag": [True, False],
                "i1": np.array([-1, 1], "i1"),
                "second_f8": [3.0, 4.0],
                "when": pd.to_datetime(["2020-01-01", None]),
            }
        ),
        "named_index": pd.DataFrame({"x": [1, 2]}, index=pd.Index([10, 20], name="id")),
        "date_index": pd.DataFrame({"x": [1, 2, 3]}, index=pd.DatetimeIndex(moments.floor("s"), name="when")),
        "zoned_index": pd.DataFrame({"x": [1]}, index=pd.DatetimeIndex(["2020-01-01"], tz="Europe/Berlin")),
        "text_index": pd.DataFrame({"x": [1, 2]}, index=pd.Index(["a", "bc"], name="sym")),
        "same_but_for_case": pd.DataFrame(values, columns=["a", "A", "a_1"]),
        "index_named_as_column": pd.DataFrame({"x": [1, 2]}, index=pd.Index([10, 20], name="x")),
        "integer_labels": pd.DataFrame(values, columns=[0, -5, 2**40]),
        "unsigned_labels": pd.DataFrame(values, columns=pd.Index([0, 7, 2**63], dtype="u8")),
        "narrow_labels": pd.DataFrame(values, columns=pd.Index([0, 7, -8], dtype="i1")),
        "float_labels": pd.DataFrame(values, columns=[0.1, 1e16, np.nan]),
        "flag_labels": pd.DataFrame(values[:, :2], columns=[True, False]),
        "date_labels": pd.DataFrame(values, columns=moments),
        "second_labels": pd.DataFrame(values, columns=moments.as_unit("s")),
        "unicode_labels": pd.DataFrame(values, columns=["é", "日本", " x "]),
        "no_rows": pd.DataFrame({"x": np.array([], "f8"), "n": np.array([], "i4")}),
        "no_columns": pd.DataFrame(index=pd.RangeIndex(3)),
        "series": pd.Series([1.5, 2.5]),
        "named_series": pd.Series([1, 2], name="price"),
        "number_named_series": pd.Series([1, 2], name=7),
        "float_named_series": pd.Series([1, 2], name=0.25),
        "stop_named_series": pd.Series([1, 2], name="p."),
        "empty_series": pd.Series([], dtype="f8", name="none"),
    }
    expected = {}
    with pd.HDFStore(folder / "frames.h5", "w") as store:
        for key, data in many.items():
            store.put(key, data)
        for key in many:
            expected[key] = described(store.get(key))
    lines = [f"{json.dumps(key)}: {json.dumps(entry, ensure_ascii=False)}" for key, entry in expected.items()]
    (folder / "frames.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def kinds(folder):
    pairs = pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")])
    with pd.HDFStore(folder / "kinds.h5", "w") as store:
        store.put("float32_labels", pd.DataFrame(counted("<f8", 2, 2), columns=pd.Index([0.5, 1.5], dtype="f4")))
        store.put("objects", pd.DataFrame({"x": ["a", "b"]}))
        store.put("object_labels", pd.DataFrame(counted("<f8", 2, 2), columns=["a", 1]))
        store.put("two_levels", pd.DataFrame({"x": [1]}, index=pd.MultiIndex.from_tuples([(1, 2)])))
        store.put("tuple_named", pd.Series([1], name=("a", "b")))
        store.put("table", pd.DataFrame({"x": [1]}), format="table")
        store.put("objects_index", pd.DataFrame({"x": [1, 2]}, index=pd.Index([1, "a"], dtype=object)))
        store.put("multi_columns", pd.DataFrame([[1.5, 2]], columns=pairs))
        # Row i: the text "row i" or None, the integer i * i, the text or the integer.
        mixed = [f"row {i}" if i % 2 else i for i in range(300)]
        columns = {"t": [f"row {i}" if i % 5 else None for i in range(300)], "n": [i * i for i in range(300)], "m": mixed}
        store.put("rows", pd.DataFrame({name: np.array(values, "O") for name, values in columns.items()}))
        # What no writer does: a pickle that is none, a dummy for no rows where there are rows.
        store.put("no_pickle", pd.DataFrame({"x": [1, 2]}))
        store.get_node("no_pickle/block0_values")._v_attrs.PSEUDOATOM = "object"
        store.put("dummy", pd.DataFrame({"x": [1, 2]}))
        store.get_node("dummy/block0_values")._v_attrs.shape = (0, 1)
        store.put("panel", pd.DataFrame({"x": [1]}))
        store.get_node("panel")._v_attrs.pandas_type = "wide"


def python_floats():
    rng = random.Random(20261120)
    values = [0.0, -0.0, 1.0, -1.0, 0.1, 1e-4, 9.999e-5, 1e-5, 1e15, 1e16, 123456789012345680.0, 9999999999999998.0]
    values += [float("inf"), float("-inf"), float("nan"), 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308]
    values += [2e-3, 2e23, 1e23, 8.41e21, 2.0**-44, 9007199254740993.0, 1 / 3, 100.0, 1e22, 4.35, 0.3, 2.5e-5]
    values += [5e-324 * 3, 2.0**70, 2.0**1023, 1.1e-10, 9.5e-5, 0.00012345, 5e15, 1.5e300, -7e-7]
    values += [struct.unpack("<d", struct.pack("<Q", rng.getrandbits(64)))[0] for _ in range(400)]
    values += [rng.uniform(-1e6, 1e6) for _ in range(200)]
    values += [round(rng.uniform(-1000, 1000), rng.randrange(1, 6)) for _ in range(200)]
    values += [2.0 ** rng.randrange(-1074, 1024) for _ in range(200)]
    values += [float(10 ** rng.randrange(0, 25)) for _ in range(25)]
    return "".join(f"{struct.unpack('<Q', struct.pack('<d', v))[0]:016x}\t{v!r}\n" for v in values)


def python_timestamps():
    rng = random.Random(20261120)
    per_second = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
    lines = []
    for unit, count in per_second.items():
        seconds = [0, 1, -1, 951782400, 4102444799, -2208988800] + [rng.randrange(-(2**33), 2**33) for _ in range(40)]
        if unit != "ns":
            seconds += [253402300799, -62135596800, -30610224000]
        for second in seconds:
            for part in {0, 1, count - 1, count // 2, rng.randrange(count)}:
                value = second * count + part % count
                lines.append(f"{value}\t{unit}\t{pd.Timestamp(np.datetime64(value, unit))!s}\n")
    return "".join(lines)


def main(target):
    folder = pathlib.Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    arrays(folder / "arrays.h5")
    only(folder)
    frames(folder)
    kinds(folder)
    (folder / "python_floats.tsv").write_text(python_floats())
    (folder / "python_timestamps.tsv").write_text(python_timestamps())


if __name__ == "__main__":
    main(sys.argv[1])
