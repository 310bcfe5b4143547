"""Writes random frames and what pandas reads back: python make_random_frames.py SEED COUNT FOLDER

Per frame NAME.h5 and NAME.expected.json (the form that the Java tests read). The oracle is computed from pandas.read_hdf, not from
what was written; a frame that pandas itself does not read back as it was is left out and counted. Runs on pandas 2.3 and 3.
"""

import datetime as dt
import decimal
import json
import pathlib
import random
import sys
import warnings

import numpy as np
import pandas as pd

warnings.simplefilter("ignore")
PANDAS_3 = int(pd.__version__.split(".")[0]) >= 3
NAT = np.iinfo("i8").min
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"]
CODECS = [None, "zlib", "bzip2", "blosc", "blosc:lz4", "blosc:zstd", "blosc2", "blosc2:lz4hc"]
LETTERS = "abcXYZ019 _-./äßéñ中日本😀\t\n\"'\\"


# ----------------------------------------------------------------------------------------------------------- what is written


class Maker:
    """Makes columns of one length; everything it does follows from its seed."""

    def __init__(self, seed: str, row_count: int):
        self.random = random.Random(seed)
        self.row_count = row_count
        self.numpy = np.random.default_rng(self.random.getrandbits(64))

    def word(self) -> str:
        return "".join(self.random.choice(LETTERS) for _ in range(self.random.randrange(0, 12)))

    def with_nulls(self, values: list, nulls: list) -> list:
        share = self.random.choice([0, 0, 0.2, 0.9])
        return [self.random.choice(nulls) if self.random.random() < share else value for value in values]

    def number(self, dtype: str) -> np.ndarray:
        kind = np.dtype(dtype).kind
        if kind == "b":
            return self.numpy.random(self.row_count) < 0.5
        if kind in "iu":
            bounds = np.iinfo(dtype)
            return self.numpy.integers(bounds.min, bounds.max, self.row_count, dtype=dtype, endpoint=True)
        values = self.numpy.standard_normal(self.row_count) * 10.0 ** self.random.randrange(-3, 4)
        if kind == "c":
            values = values + 1j * self.numpy.standard_normal(self.row_count)
        for special in [np.nan, np.inf, -np.inf, -0.0] if self.random.random() < 0.5 else []:
            values[self.numpy.random(self.row_count) < 0.05] = special
        return values.astype(dtype)

    def counts(self, unit: str, seconds: int) -> np.ndarray:
        per_second = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[unit]
        values = self.numpy.integers(-seconds * per_second, seconds * per_second, self.row_count)
        if unit == "ns" and self.random.random() < 0.7:
            values = values // 1000 * 1000
        if self.random.random() < 0.5:
            values[self.numpy.random(self.row_count) < 0.1] = NAT
        return values

    def unit(self) -> str:
        # pandas 2 reads units other than nanoseconds wrongly from its own files.
        return self.random.choice(["s", "ms", "us", "ns"]) if PANDAS_3 else "ns"

    def datetimes(self) -> pd.Series:
        unit = self.unit()
        return pd.Series(self.counts(unit, 9 * 10**9).view(f"M8[{unit}]"))

    def zoned(self) -> pd.Series:
        return self.datetimes().dt.tz_localize("UTC").dt.tz_convert(self.random.choice(ZONES))

    def timedeltas(self) -> pd.Series:
        unit = self.unit()
        return pd.Series(self.counts(unit, 10**8).view(f"m8[{unit}]"))

    def text(self) -> pd.Series:
        values = self.with_nulls([self.word() for _ in range(self.row_count)], [None, np.nan])
        return pd.Series(values, dtype="str" if PANDAS_3 else object)

    def category(self) -> pd.Series:
        kind = self.random.choice(["text", "int", "float", "datetime"])
        count = self.random.choice([1, 3, 20, 200])
        if kind == "text":
            categories = pd.Index(sorted({self.word() or "empty" for _ in range(count)}), dtype="str" if PANDAS_3 else object)
        elif kind == "int":
            categories = pd.Index(self.random.sample(range(-1000, 1000), count))
        elif kind == "float":
            categories = pd.Index([number / 4 for number in self.random.sample(range(1000), count)])
        else:
            categories = pd.date_range("2020-01-01", periods=count)
        codes = self.numpy.integers(-1, len(categories), self.row_count)
        return pd.Series(pd.Categorical.from_codes(codes, categories, ordered=self.random.random() < 0.5))

    def objects(self) -> pd.Series:
        make = self.random.choice(
            [
                lambda: self.random.randrange(-(2**63), 2**63),
                lambda: self.random.uniform(-1e3, 1e3),
                lambda: self.random.random() < 0.5,
                lambda: self.word().encode(),
                lambda: dt.date(1900, 1, 1) + dt.timedelta(self.random.randrange(100_000)),
                lambda: decimal.Decimal(self.random.randrange(-(10**9), 10**9)) / 100,
                lambda: [self.random.randrange(9), self.word(), None],
                lambda: {self.word(): self.random.uniform(0, 1), "k": (1, "two")},
                # pandas makes datetime64 of a column that holds nothing but these, so the first becomes text.
                lambda: self.random.choice([self.word(), pd.Timestamp(self.random.randrange(0, 2**60))]),
                lambda: self.random.choice([None, dt.datetime(2020, 1, 1, 4, 5, 6, self.random.randrange(10**6)), "x"]),
                lambda: self.random.choice([self.word(), 7, 2.5, True, b"x", dt.date(2020, 1, 2)]),
            ]
        )
        values = self.with_nulls([make() for _ in range(self.row_count)], [None, np.nan])
        if any(isinstance(value, dt.datetime) for value in values):
            values[0] = "x"
        column = np.empty(self.row_count, dtype=object)
        column[:] = values
        return pd.Series(column, dtype=object)

    def column(self, table: bool):
        number = ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8", "f8", "?", "c16"]
        kinds = ["number"] * 4 + ["datetimes", "zoned", "timedeltas", "text", "text"]
        kinds += ["category", "category"] if table else ["objects", "objects"]
        kind = self.random.choice(kinds)
        if kind == "number":
            return pd.Series(self.number(self.random.choice(number if table else number + ["f2", "c8"])))
        return getattr(self, kind)()

    def labels(self, count: int, table: bool):
        kind = self.random.choice(["text", "text", "text", "ints", "tuples"])
        if kind == "ints":
            return self.random.sample(range(-50, 50), count), False
        if kind == "tuples":
            first, second = ["x", "y"], [f"c{i}" for i in range(count)]
            tuples = [(self.random.choice(first), label) for label in second]
            return pd.MultiIndex.from_tuples(tuples, names=self.random.choice([(None, None), ("one", "two")])), False
        names = []
        while len(names) < count:
            name = self.random.choice(["a", "Value", "with space", "ünï", "x.y", "名", "A"]) + str(self.random.randrange(30))
            if name not in names:
                names.append(name)
        return names, True

    def index(self, table: bool):
        kinds = ["range", "ints", "floats", "text", "datetimes", "zoned", "multi"]
        kinds += [] if table else ["timedeltas", "dates", "period", "mixed"]
        kind = self.random.choice(kinds)
        name = self.random.choice([None, "when", "ïd"])
        count = self.row_count
        if kind == "range":
            return pd.RangeIndex(count, name=name)
        if kind == "ints":
            return pd.Index(self.number("i8"), name=name)
        if kind == "floats":
            return pd.Index(np.abs(self.numpy.standard_normal(count)), name=name)
        if kind == "text":
            return pd.Index([self.word() + str(i) for i in range(count)], name=name, dtype=None if PANDAS_3 else object)
        if kind == "datetimes":
            return pd.date_range("2019-12-31T23:59:58.5", periods=count, freq="37min", name=name)
        if kind == "zoned":
            return pd.date_range("2021-10-30", periods=count, freq="h", tz=self.random.choice(ZONES), name=name)
        if kind == "timedeltas":
            return pd.timedelta_range("-1 days", periods=count, freq="90s", name=name)
        if kind == "dates":
            return pd.Index([dt.date(2020, 2, 28) + dt.timedelta(i) for i in range(count)], name=name, dtype=object)
        if kind == "period":
            return pd.period_range("2020-01", periods=count, freq=self.random.choice(["M", "D", "Q"]), name=name)
        if kind == "mixed":
            return pd.Index([("text" + str(i), i, i / 2)[i % 3] for i in range(count)], name=name, dtype=object)
        levels = [
            [self.random.choice(["x", "y", "zed"]) for _ in range(count)],
            list(self.numpy.integers(0, 5, count)),
            list(pd.date_range("2020-01-01", periods=max(count, 1))[:count]),
        ][: self.random.choice([2, 3])]
        names = self.random.choice([["outer", "inner", "day"], [None, "inner", None]])[: len(levels)]
        return pd.MultiIndex.from_arrays(levels, names=names)


def make(seed: str):
    """An object and how it is to be written."""
    choice = random.Random(seed)
    table = choice.random() < 0.5
    maker = Maker(seed, choice.choice([0, 1, 3, 17, 100, 100, 1500]) if not table else choice.choice([1, 3, 17, 100, 1500]))
    options = {"format": "table" if table else "fixed"}
    # PyTables has no Blosc2 for arrays of variable length, which object blocks are.
    codec = choice.choice(CODECS if table else [codec for codec in CODECS if not str(codec).startswith("blosc2")])
    if codec:
        options |= {"complib": codec, "complevel": choice.randrange(1, 10)}
    index = maker.index(table)
    if choice.random() < 0.15:
        made = maker.column(table)
        made.index = index
        made.name = choice.choice([None, "s", "ß"])
        if table:
            options["index"] = False
            # pandas takes the name that the file has for an unnamed level, level_0, for the name of the level.
            made.index.names = [name or f"level {i}" for i, name in enumerate(made.index.names)]
        return made, options
    width = choice.choice([1, 2, 5, 12])
    labels, plain = maker.labels(width, table)
    frame = pd.concat([maker.column(table) for _ in range(width)], axis=1)
    frame.index = index
    frame.columns = labels
    if table and isinstance(index, pd.MultiIndex) and not plain:
        frame.columns = plain_labels = [f"c{i}" for i in range(width)]
        plain = bool(plain_labels)
    if table and plain:
        options["data_columns"] = choice.choice([None, True, choice.sample(list(frame.columns), choice.randrange(width))])
        if choice.random() < 0.3:
            options["nan_rep"] = choice.choice(["_null_", "<NA>"])
    # PyTables makes no index of complex numbers and of 64-bit unsigned integers.
    kinds = {getattr(dtype, "name", "") for dtype in frame.dtypes}
    if table and (choice.random() < 0.5 or kinds & {"uint64", "complex128"}):
        options["index"] = False
    if table and choice.random() < 0.3:
        options["min_itemsize"] = 80
    if table and choice.random() < 0.3:
        options["chunksize"] = choice.choice([2, 40])
    return frame, options


def write(path: pathlib.Path, made, options: dict, parts: int) -> None:
    made_parts = [made]
    if options["format"] == "table" and parts > 1 and len(made) >= parts:
        size = len(made) // parts + 1
        made_parts = [made.iloc[at : at + size] for at in range(0, len(made), size)]
        options = options | {"min_itemsize": 80}
    options = dict(options)
    codec = {key: options.pop(key) for key in ["complib", "complevel"] if key in options}
    with pd.HDFStore(path, "w", **codec) as store:
        for part in made_parts:
            if options["format"] == "table":
                store.append("df", part, **options)
            else:
                store.put("df", part, **options)


# ------------------------------------------------------------------------------------------------------------ what is expected


def is_null(value) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value)


def iso(count: int, unit: str) -> str:
    seconds, rest = divmod(int(count) * {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}[unit], 10**9)
    return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds)).isoformat() + f".{rest:09}"


def tagged(value):
    """A Python object as the Java tests know it."""
    if value is None or value is pd.NaT or value is pd.NA or isinstance(value, (bool, str)):
        return None if value is pd.NaT or value is pd.NA else value
    if isinstance(value, pd.Timestamp):
        return {"py": "timestamp", "v": iso(value.as_unit("ns").value, "ns") + ("" if value.tz is None else "Z")}
    if isinstance(value, dt.datetime):
        return {"py": "datetime", "v": value.isoformat()}
    if isinstance(value, dt.date):
        return {"py": "date", "v": value.isoformat()}
    if isinstance(value, decimal.Decimal):
        return {"py": "decimal", "v": str(value)}
    if isinstance(value, int):
        return {"py": "int", "v": value}
    if isinstance(value, float):
        return {"py": "float", "v": repr(value)}
    if isinstance(value, bytes):
        return {"py": "bytes", "hex": value.hex()}
    if isinstance(value, (tuple, list)):
        return {"py": type(value).__name__, "v": [tagged(item) for item in value]}
    if isinstance(value, dict):
        return {"py": "dict", "v": [[tagged(key), tagged(item)] for key, item in value.items()]}
    raise TypeError(type(value))


KINDS = {
    str: ("STRING", str),
    bool: ("BOOLEAN", bool),
    int: ("BIGINT", int),
    float: ("DOUBLE", lambda value: repr(float(value))),
    bytes: ("BINARY", lambda value: {"hex": value.hex()}),
    dt.date: ("DATE", dt.date.isoformat),
}


def objects(values: list) -> dict:
    kinds = {type(value) for value in values if not is_null(value)}
    if not kinds:
        return {"spark_type": "STRING", "values": [None] * len(values)}
    kind = next(iter(kinds))
    if len(kinds) > 1 or kind not in KINDS:
        return {"spark_type": "OBJECT", "values": [None if is_null(value) else tagged(value) for value in values]}
    name, convert = KINDS[kind]
    return {"spark_type": name, "values": [None if is_null(value) else convert(value) for value in values]}


def complex_number(value) -> dict:
    return {"re": repr(float(value.real)), "im": repr(float(value.imag))}


def encoded(column: pd.Series) -> dict:
    """A column or a level of an index: its Spark type and its values."""
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        categories = encoded(pd.Series(dtype.categories))
        values = [None if code < 0 else categories["values"][code] for code in column.cat.codes]
        return {"spark_type": categories["spark_type"], "values": values}
    if isinstance(dtype, pd.PeriodDtype):
        return {"spark_type": "BIGINT", "values": [None if is_null(value) else value.ordinal for value in column]}
    if isinstance(dtype, pd.StringDtype):
        return {"spark_type": "STRING", "values": [None if is_null(value) else value for value in column]}
    if isinstance(dtype, pd.DatetimeTZDtype) or dtype.kind == "M":
        zoned = isinstance(dtype, pd.DatetimeTZDtype)
        unit = dtype.unit if zoned else np.datetime_data(dtype)[0]
        counts = column.astype("i8") if not zoned else column.dt.tz_convert("UTC").dt.tz_localize(None).astype("i8")
        texts = [None if count == NAT else iso(count, unit) + ("Z" if zoned else "") for count in counts]
        return {"spark_type": "TIMESTAMP" if zoned else "TIMESTAMP_NTZ", "values": texts}
    if dtype.kind == "m":
        per_unit = {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}[np.datetime_data(dtype)[0]]
        counts = column.astype("i8")
        return {
            "spark_type": "INTERVAL DAY TO SECOND",
            "values": [None if count == NAT else int(count) * per_unit for count in counts],
        }
    if dtype.kind == "O":
        return objects(list(column))
    if dtype.kind == "c":
        part = "FLOAT" if dtype.itemsize == 8 else "DOUBLE"
        return {"spark_type": f"STRUCT<re: {part}, im: {part}>", "values": [complex_number(value) for value in column]}
    if dtype.kind == "f":
        return {"spark_type": "DOUBLE" if dtype.itemsize == 8 else "FLOAT", "values": [repr(float(v)) for v in column]}
    if dtype.kind == "b":
        return {"spark_type": "BOOLEAN", "values": [bool(value) for value in column]}
    signed = ["TINYINT", "SMALLINT", "INT", "BIGINT", "DECIMAL(20,0)"]
    step = {1: 0, 2: 1, 4: 2, 8: 3}[dtype.itemsize] + (dtype.kind == "u")
    return {"spark_type": signed[step], "values": [int(value) for value in column]}


def name_of(label) -> str:
    if isinstance(label, tuple):
        return "(" + ", ".join(name_of(part) for part in label) + ")"
    return str(label)


def oracle(read, key: str, written_as: str) -> dict:
    index = []
    for i, name in enumerate(read.index.names):
        level = pd.Series(read.index.get_level_values(i))
        index.append({"name": f"__index_level_{i}__" if name is None else name_of(name)} | encoded(level))
    if isinstance(read, pd.Series):
        columns = [{"name": "values" if read.name is None else name_of(read.name)} | encoded(read.reset_index(drop=True))]
    else:
        columns = [
            {"name": name_of(label)} | encoded(read.iloc[:, i].reset_index(drop=True))
            for i, label in enumerate(read.columns)
        ]
    return {"key": f"/{key}", "format": written_as, "rows": len(read), "index": index, "columns": columns}


def misread(made, read) -> str:
    """How pandas reads its own file otherwise than it was; types of missing values and the class of an index may differ."""
    try:
        loose = {"check_dtype": False, "check_index_type": False, "check_freq": False, "check_exact": True}
        if isinstance(made, pd.Series):
            pd.testing.assert_series_equal(made, read, check_names=True, check_categorical=False, **loose)
        else:
            loose |= {"check_column_type": False}
            pd.testing.assert_frame_equal(made, read, check_names=False, check_categorical=False, **loose)
        return ""
    except AssertionError as error:
        return " ".join(str(error).split())


def main(seed: str, count: int, folder: pathlib.Path) -> None:
    left_out = refused = 0
    for i in range(count):
        made, options = make(f"{seed}:{i}")
        path = folder / f"frame_{i:04}.h5"
        try:
            write(path, made, options, random.Random(f"{seed}:{i}:parts").choice([1, 1, 3]))
            read = pd.read_hdf(path, "df")
        except Exception as error:  # what a version of pandas cannot write is not our matter
            print(f"{path.name} refused: {type(error).__name__}: {str(error)[:200]}")
            path.unlink(missing_ok=True)
            refused += 1
            continue
        difference = misread(made, read)
        if difference:
            print(f"{path.name} left out, pandas does not read it as it was: {difference[:300]}")
            left_out += 1
            continue
        about = {key: str(value) for key, value in options.items()}
        expected = {"fixture": path.stem, "seed": f"{seed}:{i}", "options": about}
        expected["objects"] = [oracle(read, "df", options["format"])]
        (folder / f"{path.stem}.expected.json").write_text(json.dumps(expected), encoding="utf-8")
    print(f"pandas {pd.__version__}, seed {seed}: {count} frames, {refused} refused, {left_out} left out")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), pathlib.Path(sys.argv[3]))
