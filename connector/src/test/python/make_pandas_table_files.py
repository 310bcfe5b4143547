"""Makes the small files of pandas' table format, and what they hold.

    python3 -m venv venv && venv/bin/pip install -r integration-tests/python/requirements.txt
    venv/bin/python connector/src/test/python/make_pandas_table_files.py connector/src/test/resources/hdf5/pandastable

All HDF5 files are gzipped.

tables.h5      frames and series of every kind that the table format takes, some of several chunks
legacy.h5      the same layout under the attributes that pandas 0.10 and Python 2 wrote
tables.json    per file and key: name, dtype, metadata and values of every column, index first, from the frames themselves
codecs.tsv     per codec of Python that is read: characters it knows, and what it makes of them, in hex
damaged.h5     tables one of whose attributes, fields or codes is not what it must be, and kinds that are not read
"""

import datetime
import gzip
import json
import pathlib
import pickle
import sys
import warnings

import h5py
import numpy as np
import pandas as pd
import tables

warnings.simplefilter("ignore")
# No modification times: what is written is the same every time.
tables.leaf.Leaf._want_track_times = property(lambda self: False, lambda self, value: None)
# Small chunks: several of them with few rows.
tables.leaf.calc_chunksize = lambda expected_megabytes: 512

# 1.5, NaN and -0.25 in 80 bits each; what fills them up to 16 bytes would be different every time.
EXTENDED = np.frombuffer(
    bytes.fromhex("00000000000000c0ff3f" + 6 * "00" + "00000000000000c0ff7f" + 6 * "00" + "0000000000000080fdbf" + 6 * "00"),
    "f16",
).copy()


def plain(value, dtype):
    """A value as JSON: times in microseconds, dates in days, complex numbers as pairs, floats as text."""
    if isinstance(value, (complex, np.complexfloating)):
        return [plain(float(value.real), "float64"), plain(float(value.imag), "float64")]
    if isinstance(value, (float, np.floating)) and dtype not in ("object", "category"):
        return repr(float(value))
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, pd.Timestamp):
        return value.tz_localize(None).as_unit("us")._value if value.tz is None else value.tz_convert(None).as_unit("us")._value
    if isinstance(value, pd.Timedelta):
        return value.as_unit("us")._value
    if isinstance(value, pd.Period):
        return value.ordinal
    if isinstance(value, datetime.date):
        return (value - datetime.date(1970, 1, 1)).days
    return repr(value) if isinstance(value, float) else str(value)


def label(value):
    if isinstance(value, tuple):
        return [label(item) for item in value]
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    return value.item() if isinstance(value, np.generic) else value


def name(value):
    return "(" + ", ".join(name(item) for item in value) + ")" if isinstance(value, tuple) else str(value)


def column(values, spark_name, original_label, level=None):
    values = pd.Series(values)
    dtype = str(values.dtype)
    entry = {"name": spark_name, "label": label(original_label), "dtype": dtype}
    if isinstance(values.dtype, pd.PeriodDtype):
        entry["dtype"] = "period"
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        entry["tz"] = str(values.dt.tz)
    if isinstance(values.dtype, pd.CategoricalDtype):
        entry["ordered"] = bool(values.cat.ordered)
        entry["categories"] = len(values.cat.categories)
    if level is not None:
        entry["level"] = level
    entry["values"] = [plain(value, dtype) for value in values]
    return entry


def described(data):
    index = data.index
    columns = []
    for level in range(index.nlevels):
        original = index.names[level]
        values = index.get_level_values(level)
        columns.append(column(values, f"__index_level_{level}__" if original is None else name(original), original, level))
    if isinstance(data, pd.Series):
        columns.append(column(data.array, "values" if data.name is None else name(data.name), data.name))
    else:
        for position, original in enumerate(data.columns):
            columns.append(column(data.iloc[:, position].array, name(original), original))
    return columns


def frames():
    moments = pd.to_datetime(["2020-02-29 12:30:00.000001", None, "1969-12-31 23:59:59.5"])
    spans = pd.to_timedelta(["1 days 00:00:00.000001", None, "-3 hours"])
    numbers = pd.DataFrame(
        {
            "i8": [1, -(2**63), 2**63 - 1],
            "f8": [0.5, np.nan, -0.0],
            "u8": np.array([0, 1, 2**64 - 1], "u8"),
            "flag": [True, False, True],
            "f4": np.array([0.1, np.inf, np.nan], "f4"),
            "i1": np.array([-128, 0, 127], "i1"),
            "f8_too": [1e300, 1.0, 2.0],
            "u4": np.array([0, 1, 2**32 - 1], "u4"),
            "f2": np.array([0.5, 65504, np.nan], "f2"),
            "i2": np.array([-(2**15), 0, 2**15 - 1], "i2"),
            "c16": np.array([1 + 2j, 0, -1j]),
            "u1": np.array([0, 1, 255], "u1"),
            "c8": np.array([0.5j, 1, 2], "c8"),
            "i4": np.array([-(2**31), 0, 2**31 - 1], "i4"),
            "u2": np.array([0, 1, 2**16 - 1], "u2"),
            "f16": EXTENDED,
        }
    )
    times = pd.DataFrame(
        {
            "naive": moments,
            "berlin": moments.tz_localize("UTC").tz_convert("Europe/Berlin"),
            "utc": moments.tz_localize("UTC"),
            "span": spans,
            "seconds": moments.floor("s").as_unit("s"),
            "millis": moments.floor("ms").as_unit("ms"),
            "micros": moments.as_unit("us"),
            "span_s": spans.round("s").as_unit("s"),
        }
    )
    categories = pd.DataFrame(
        {
            "text": pd.Categorical(["b", None, "é"], categories=["é", "b", "nan", "unused"]),
            "ordered": pd.Categorical(["lo", "hi", None], categories=["lo", "hi"], ordered=True),
            "ints": pd.Categorical([30, 10, None]),
            "floats": pd.Categorical([0.5, None, 2.5]),
            "moments": pd.Categorical(moments),
            "zoned": pd.Categorical(moments.tz_localize("UTC")),
            "spans": pd.Categorical(spans),
            "flags": pd.Categorical.from_codes([1, -1, 0], categories=pd.Index([False, True])),
            "none": pd.Categorical([None, None, None], categories=[]),
            "plain": [1, 2, 3],
        }
    )
    levels = pd.MultiIndex.from_arrays(
        [["a", "a", "b"], [3, 1, 2], moments.fillna(moments[0])], names=["outer", None, "when"]
    )
    value = {"v": [10, 20, 30]}
    texts = pd.DataFrame({"a": ["é", None, ""], "n": [1, 2, 3], "b": ["x", "NA", "long enough"]})
    many = pd.DataFrame(
        {
            "i": np.arange(300) % 97,
            "s": [f"k{i % 13}" for i in range(300)],
            "c": pd.Categorical([None if i % 50 == 7 else f"c{i * 7 % 200:03d}" for i in range(300)]),
            "f": np.arange(300) / 8.0,
        }
    )
    whole_times = {"data_columns": True}
    return {
        "numbers": (numbers, {}),
        "numbers_dc": (numbers.drop(columns="f16"), {"data_columns": ["u8", "flag", "i1"]}),
        "times": (times, {}),
        "times_dc": (times, whole_times),
        "categories": (categories, {}),
        "categories_dc": (categories, whole_times),
        "texts": (texts, {}),
        "texts_marked": (texts.replace({"a": {"": "nan"}}), {"nan_rep": "NULL"}),
        "texts_empty_marker": (texts.replace({"a": {"": None}}), {"nan_rep": ""}),
        "texts_latin": (texts, {"encoding": "latin-1", "data_columns": ["b"]}),
        "texts_string": (texts.assign(b=texts.b.astype(object)), {"min_itemsize": 20}),
        "levels": (pd.DataFrame({"v": [1, 2, 3], "s": ["x", "y", "z"]}, index=levels), {}),
        "levels_series": (pd.Series([0.5, 1.5, 2.5], index=levels, name="val"), {}),
        "series": (pd.Series([1.5, 2.5], name="price"), {}),
        "series_unnamed": (pd.Series(["a", None]), {}),
        "labels_tuples": (
            pd.DataFrame([[1, 2.5, 3], [4, np.nan, 6]], columns=pd.MultiIndex.from_tuples([("A", 1), ("A", 2), ("B", 1)])),
            {},
        ),
        "labels_mixed": (pd.DataFrame([[1, 2.5, True, 4]], columns=pd.Index([10, "one", 2.5, -3], dtype=object)), {}),
        "labels_twice": (pd.DataFrame([[1, 2.5, 3, 4.5], [5, 6.5, 7, 8.5]], columns=["a", "a", "b", "a"]), {}),
        "labels_moments": (pd.DataFrame([[1, 2.5]], columns=pd.DatetimeIndex(["2020-01-01", "2020-01-01 12:00:05"])), {}),
        "labels_odd": (pd.DataFrame([[1, 2.5]], columns=["with space", "d.ot é"]), {"data_columns": True}),
        "index_int": (pd.DataFrame(value, index=pd.Index([3, -1, 2**40], name="i")), {}),
        "index_int_name": (pd.DataFrame(value, index=pd.Index([3, -1, 2**40], name=7)), {}),
        "index_unsigned": (pd.DataFrame(value, index=pd.Index([1, 2, 255], dtype="u1", name="u")), {}),
        "index_float": (pd.DataFrame(value, index=pd.Index([0.5, np.nan, -1.0], name="f")), {}),
        "index_flag": (pd.DataFrame(value, index=pd.Index([True, False, True], name="b")), {}),
        "index_text": (pd.DataFrame(value, index=pd.Index(["x", "é", "zz"], name="s")), {}),
        "index_text_null": (pd.DataFrame(value, index=pd.Index(["x", "nan", "NULL"])), {"nan_rep": "NULL"}),
        "index_moment": (pd.DataFrame(value, index=pd.DatetimeIndex(moments, name="when")), {}),
        "index_days": (pd.DataFrame(value, index=pd.date_range("2020-02-28", periods=3, name="day")), {}),
        "index_zoned": (pd.DataFrame(value, index=pd.DatetimeIndex(moments, tz="Europe/Berlin", name="when")), {}),
        "index_span": (pd.DataFrame(value, index=pd.TimedeltaIndex(spans, name="span")), {}),
        "index_spans": (pd.DataFrame(value, index=pd.timedelta_range("1D", periods=3)), {}),
        "index_month": (pd.DataFrame(value, index=pd.period_range("2019-11", periods=3, freq="M", name="p")), {}),
        "index_date": (
            pd.DataFrame(value, index=pd.Index([datetime.date(2020, 2, 29), datetime.date(1969, 12, 31), datetime.date(1, 1, 1)])),
            {},
        ),
        "many": (many, {"complevel": 1, "complib": "zlib"}),
        "below/another/one": (pd.DataFrame(value), {}),
    }


def write_tables(path):
    expected = {}
    with pd.HDFStore(path, "w") as store:
        for key, (data, options) in frames().items():
            store.put(key, data, format="table", index=False, **options)
            expected[key] = described(data)
        # Of equal labels the file keeps the order within a block only: floats come before integers.
        expected["labels_twice"] = described(frames()["labels_twice"][0].iloc[:, [1, 3, 2, 0]])
        expected["index_text_null"][0]["values"][1] = None  # the text that means null in every index
        appended = [pd.DataFrame({"v": [i, i + 1], "s": [f"s{i}", None]}, index=[i, i + 1]) for i in (0, 10)]
        store.append("appended", appended[0], index=True, data_columns=["v"], min_itemsize=8)
        store.append("appended", appended[1][["s", "v"]], index=True)
        expected["appended"] = described(pd.concat(appended))
        store.append("emptied", appended[0], index=False)
        store.get_storer("emptied").table.remove_rows(0, 2)
        expected["emptied"] = described(appended[0].iloc[:0])
    return expected


def old_pickle(value):
    """Text in single quotes, as Python 2 pickled it."""
    text = pickle.dumps(value, 0).decode("raw_unicode_escape")
    lines = []
    for line in text.split("\n"):
        mark = line.find("V")
        quoted = mark >= 0 and line[:mark].strip("(aspt0123456789lN") == ""
        lines.append(line[:mark] + "S'" + line[mark + 1 :] + "'" if quoted else line)
    return np.bytes_("\n".join(lines))


def set_pickle(node, attribute, value, old=False):
    """Old versions of PyTables put a NUL behind a string."""
    data = old_pickle(value) if old else np.bytes_(pickle.dumps(value, 0))
    node.attrs.create(attribute, data, dtype=f"S{len(data) + old}")


def write_legacy(path):
    data = pd.DataFrame(
        {"A": [0.5, np.nan], "x": ["foo", None], "B": [1.5, 2.5], "flag": [True, False], "n": [-(2**31), 7]}, index=["r0", "r1"]
    )
    levels = pd.DataFrame({"A": [0.5, 1.5]}, index=pd.MultiIndex.from_tuples([("a", "b"), ("c", "d")], names=["foo", "bar"]))
    # Stored as int64, and said to be int32.
    expected = {"v010": described(data.astype({"n": "int32"})), "v010_levels": described(levels), "zone": []}
    zoned = pd.DataFrame({"t": pd.to_datetime(["2020-01-01", None]).tz_localize("UTC").tz_convert("US/Eastern")})
    expected["zone"] = described(zoned)
    with pd.HDFStore(path, "w") as store:
        store.put("v010", data, format="table", index=False)
        store.put("v010_levels", levels, format="table", index=False)
        store.put("zone", zoned, format="table", index=False, data_columns=True)
    with h5py.File(path, "a") as file:
        for key in ("v010", "v010_levels", "zone"):
            group, table = file[key], file[key]["table"]
            for attribute in ("info", "encoding", "errors", "nan_rep"):
                del group.attrs[attribute]
            for attribute in ("index_cols", "non_index_axes", "values_cols", "data_columns", "levels"):
                if isinstance(group.attrs[attribute], bytes):
                    set_pickle(group, attribute, pickle.loads(group.attrs[attribute]), old=True)
            for attribute in list(table.attrs):
                if attribute.endswith("_meta"):
                    del table.attrs[attribute]
                elif attribute.endswith("_kind") and table.attrs[attribute].endswith(b"."):
                    set_pickle(table, attribute, pickle.loads(table.attrs[attribute]), old=True)
                elif attribute.endswith("_dtype"):
                    dtype = table.attrs[attribute].decode().replace("bytes", "string").replace("[ns]", "")
                    table.attrs[attribute] = np.bytes_("int32" if dtype == "int64" else dtype)
        v010 = file["v010"]
        v010.attrs["pandas_version"] = np.bytes_("0.10")
        for attribute in list(v010["table"].attrs):
            if attribute.startswith("values_block_"):
                value = v010["table"].attrs[attribute]
                del v010["table"].attrs[attribute]
                v010["table"].attrs[attribute.replace("values_block_", "values_")] = value
        del v010.attrs["levels"]
        file["zone"].attrs["encoding"] = np.bytes_("N.")
        set_pickle(file["zone"], "info", {1: {"type": "Index", "names": [None]}, "t": {"tz": "US/Eastern"}, "index": {}}, old=True)
    return expected


def write_damaged(path):
    small = pd.DataFrame({"a": [1, 2], "b": [0.5, 1.5], "s": ["x", "y"]}, index=pd.Index([5, 6], name="i"))
    category = pd.DataFrame({"c": pd.Categorical(["x", "y", "x"])})
    keys = [
        "two_index_fields", "rows_are_columns", "no_axes", "other_axis", "label_in_no_field", "label_in_no_axis",
        "too_wide", "no_values_cols", "no_such_field", "no_such_index", "no_index_kind", "other_index_kind", "moment_kind",
        "date_kind", "no_kind", "few_labels", "no_dtype", "other_dtype", "time_dtype", "moment_dtype", "other_unit",
        "info_text", "zone_number", "utf_16", "codec", "encoding_number", "no_levels", "generic", "panel", "wide",
        "series_old", "no_table", "plain_table", "text_dtype", "lists",
    ]  # fmt: skip
    with pd.HDFStore(path, "w") as store:
        for key in keys:
            store.put(key, small, format="table", index=False)
        store.put("too_wide", small.assign(a=[127, 128]), format="table", index=False)
        for key in ("code_above", "code_below", "nested", "list_is_dataset", "two_columns"):
            store.put(key, category, format="table", index=False, data_columns=True)
        store.put("bytes", small, format="table", index=False, errors="surrogatepass")
        store.put("surrogate", pd.DataFrame({"s": ["y", "\ud800x"]}), format="table", index=False, errors="surrogatepass")
        rows = store.get_node("bytes/table")[:]
        rows["values_block_2"][1] = b"\xff"
        store.get_node("bytes/table").modify_rows(0, 2, rows=rows)
        store.get_node("code_above/table").modify_column(1, 2, column=np.array([9], "i1"), colname="c")
        store.get_node("code_below/table").modify_column(2, 3, column=np.array([-2], "i1"), colname="c")
        store.put("list_is_dataset/elsewhere", category, format="table", index=False)
    with h5py.File(path, "a") as file:
        set_pickle(file["two_index_fields"], "index_cols", [(1, "major_axis"), (2, "minor_axis")])
        set_pickle(file["rows_are_columns"], "index_cols", [(1, "columns")])
        del file["no_axes"].attrs["non_index_axes"]
        set_pickle(file["other_axis"], "non_index_axes", [(0, ["a", "b", "s"])])
        set_pickle(file["label_in_no_field"], "non_index_axes", [(1, ["a", "b", "s", "t"])])
        set_pickle(file["label_in_no_axis"], "non_index_axes", [(1, ["a", "b"])])
        file["no_values_cols"].attrs["values_cols"] = np.bytes_("a")
        set_pickle(file["no_such_field"], "values_cols", ["values_block_0", "values_block_7"])
        set_pickle(file["no_such_index"], "index_cols", [(0, "row")])
        del file["no_index_kind/table"].attrs["index_kind"]
        file["other_index_kind/table"].attrs["index_kind"] = np.bytes_("datetime")
        file["moment_kind/table"].attrs["index_kind"] = np.bytes_("string")
        file["date_kind/table"].attrs["index_kind"] = np.bytes_("date")
        del file["no_kind/table"].attrs["values_block_0_kind"]
        set_pickle(file["few_labels/table"], "values_block_0_kind", ["a", "b"])
        del file["no_dtype/table"].attrs["values_block_0_dtype"]
        file["other_dtype/table"].attrs["values_block_0_dtype"] = np.bytes_("datetime")
        file["text_dtype/table"].attrs["values_block_2_dtype"] = np.bytes_("datetime64[ns]")
        file["moment_dtype/table"].attrs["values_block_1_dtype"] = np.bytes_("date")
        file["too_wide/table"].attrs["values_block_0_dtype"] = np.bytes_("int8")
        file["other_unit/table"].attrs["values_block_1_dtype"] = np.bytes_("datetime64[D]")
        set_pickle(file["info_text"], "info", "none")
        file["time_dtype/table"].attrs["values_block_1_dtype"] = np.bytes_("timedelta64[ns]")
        set_pickle(file["zone_number"], "info", {"values_block_0": {"tz": 3}})
        file["zone_number/table"].attrs["values_block_0_dtype"] = np.bytes_("datetime64[ns]")
        file["utf_16"].attrs["encoding"] = np.bytes_("utf-16")
        file["codec"].attrs["encoding"] = np.bytes_("klingon")
        file["encoding_number"].attrs["encoding"] = np.int64(8)
        file["no_levels"].attrs["table_type"] = np.bytes_("appendable_multiframe")
        file["generic"].attrs["table_type"] = np.bytes_("appendable_panel")
        file["panel"].attrs["pandas_type"] = np.bytes_("wide_table")
        file["wide"].attrs["pandas_type"] = np.bytes_("wide")
        file["series_old"].attrs["pandas_type"] = np.bytes_("TimeSeries")
        del file["no_table/table"]
        del file["plain_table/table"]
        file["plain_table/table"] = np.arange(3)
        records = np.zeros(2, [("index", "<i8"), ("values_block_0", "<i8", (1, 2)), ("x", "<f8")])
        attributes = dict(file["lists/table"].attrs)
        del file["lists/table"]
        file["lists/table"] = records
        file["lists/table"].attrs.update({k: v for k, v in attributes.items() if not k.startswith("FIELD")})
        file["nested/meta/c/meta/table"].attrs["values_meta"] = np.bytes_("category")
        del file["list_is_dataset/meta/c/meta"]
        file["list_is_dataset/meta/c/meta"] = np.arange(3)
        set_pickle(file["two_columns/meta/c/meta"], "values_cols", [])
        set_pickle(file["two_columns/meta/c/meta"], "non_index_axes", [(1, [])])


def codecs():
    """All characters of a codec of one byte; every 241st of others, because there are many."""
    names = "utf-8 ascii latin-1 iso8859-1 cp437 cp775 cp850 cp852 cp855 cp857 cp858 cp860 cp861 cp862 cp863 cp864 cp865 cp866"
    names += " cp869 koi8-r gb2312 gbk cp936 cp949 cp932 Latin2 l9 windows-1252 UTF_8 ISO-8859-15 utf-16-le utf-32-be"
    names += "".join(f" cp{page}" for page in range(1250, 1259))
    names += "".join(f" iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 13, 15))
    lines = []
    for codec in names.split():
        known = []
        for point in range(0x20, 0x10000):
            try:
                if bytes([*chr(point).encode(codec)]).decode(codec) == chr(point):
                    known.append(chr(point))
            except UnicodeError:
                pass
        known = "".join(known[:: 1 if len(known) < 300 else 241])
        lines.append(f"{codec}\t{known.encode('utf-16-be').hex()}\t{known.encode(codec).hex()}\n")
    return "".join(lines)


def main(target):
    folder = pathlib.Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    expected = {}
    for file, write in {"tables.h5": write_tables, "legacy.h5": write_legacy}.items():
        expected[file] = write(folder / file)
    files = []
    for file, keys in expected.items():
        lines = [f"  {json.dumps(key)}: {json.dumps(columns, ensure_ascii=False)}" for key, columns in keys.items()]
        files.append(f"{json.dumps(file)}: {{\n" + ",\n".join(lines) + "\n }")
    (folder / "tables.json").write_text("{\n" + ",\n".join(files) + "\n}\n")
    (folder / "codecs.tsv").write_text(codecs())
    write_damaged(folder / "damaged.h5")
    for file in folder.glob("*.h5"):
        # Half of a small file of HDF5's is room for more.
        (folder / (file.name + ".gz")).write_bytes(gzip.compress(file.read_bytes(), mtime=0))
        file.unlink()


if __name__ == "__main__":
    main(sys.argv[1])
