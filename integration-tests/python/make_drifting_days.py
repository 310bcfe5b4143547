"""Writes daily files that differ from day to day, as archives of pandas frames do, and what is in them.

    pip install -r requirements.txt
    python make_drifting_days.py FOLDER [DAYS]

FOLDER/days/DATE.h5 holds the frame of a day under the key /day; a day without trades may have no key. Each day has one
of the forms below, in turn. FOLDER/days.expected.json holds the columns in the order in which they are met, with the type
that pandas.concat gives them, and the rows of all days by column: null is None, NaT, NA or a column that the day does not have,
floats are text of the exact double. It comes from the frames in memory and from pandas.concat, never from a reader of ours.

Without DAYS as many days as there are forms are written, and beside them FOLDER/*.h5, files that differ more: what is committed.
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
# An object block is a VLArray of one row whose default chunk is 1 MiB of zeros.
tables.vlarray.calc_chunksize = lambda expected_megabytes: 64
tables.leaf.calc_chunksize = lambda expected_megabytes: 1024

FIRST_DAY = datetime.date(2023, 1, 1)


def base(day: int) -> pd.DataFrame:
    """The usual day: four rows, all different from those of other days."""
    row = np.arange(4)
    number = 10 * day + row
    time = pd.date_range(str(FIRST_DAY + datetime.timedelta(days=day)), periods=4, freq="6h")
    return pd.DataFrame({
        "time": time,
        "price": number + 0.25,
        "volume": number * 1_000_003,
        "size": number.astype("i4"),
        "ratio": (number / 3).astype("f4"),
        "open": number % 2 == 0,
        "side": np.array([f"side {n} é" for n in number], object),
        "note": np.array([None if n % 3 else f"note {n}" for n in number], object),
        "checked": number % 3 == 0,
    })


def volume_with_nan(day):
    frame = base(day)
    frame["volume"] = frame["volume"].astype("f8").where(frame["size"] % 2 == 0)
    return frame


def ratio_as_double(day):
    frame = base(day)
    return frame.assign(ratio=frame["ratio"].astype("f8") / 7)


def size_as_long(day):
    frame = base(day)
    return frame.assign(size=frame["size"].astype("i8") + 2**40)


def flags_as_objects(day):
    return base(day).assign(open=np.array([True, None, False, np.nan], object))


def notes_all_none(day):
    return base(day).assign(note=np.array([None] * 4, object), checked=np.array([None] * 4, object))


def numbers_all_none(day):
    nothing = np.array([None, np.nan, None, None], object)
    return base(day).assign(price=nothing, size=nothing, time=nothing)


def side_as_category(day):
    return base(day).drop(columns=["note"]).assign(side=lambda frame: frame["side"].astype("category"))


def column_added(day):
    return base(day).assign(fee=np.arange(4) * 0.5, desk=np.int16(day))


def columns_removed(day):
    return base(day).drop(columns=["ratio", "note"])


def reordered(day):
    frame = base(day)
    return frame[list(frame.columns[::-1])]


def small_integers(day):
    frame = base(day)
    return frame.assign(size=(frame["size"] % 100).astype("i1"), volume=(frame["size"] % 200).astype("u1"))


def no_row(day):
    return base(day).iloc[:0]


def no_row_of_objects(day):
    return pd.DataFrame({name: np.array([], object) for name in base(day).columns})


def no_key(day):
    return None


def microseconds(day):
    frame = base(day)
    return frame.assign(time=frame["time"].astype("datetime64[us]"))


# Form, and the format in which pandas writes it.
FORMS = [
    (base, "fixed"),
    (volume_with_nan, "fixed"),
    (ratio_as_double, "fixed"),
    (size_as_long, "fixed"),
    (flags_as_objects, "fixed"),
    (notes_all_none, "fixed"),
    (numbers_all_none, "fixed"),
    (side_as_category, "table"),
    (column_added, "fixed"),
    (columns_removed, "table"),
    (reordered, "fixed"),
    (small_integers, "fixed"),
    (no_row, "fixed"),
    (no_row_of_objects, "fixed"),
    (microseconds, "fixed"),
    (no_key, "fixed"),
]

SPARK_TYPES = {
    "int8": "TINYINT", "int16": "SMALLINT", "int32": "INT", "int64": "BIGINT", "float32": "FLOAT", "float64": "DOUBLE",
    "bool": "BOOLEAN", "datetime64[ns]": "TIMESTAMP_NTZ", "datetime64[us]": "TIMESTAMP_NTZ",
}  # fmt: skip


def concatenated(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """What pandas makes of all days that have a row."""
    return pd.concat([frame for frame in frames if len(frame)], ignore_index=True)


def spark_type(name: str, frames: list[pd.DataFrame]) -> str:
    """That of pandas.concat of the values that are there."""
    parts = [frame[name].dropna() for frame in frames if name in frame and len(frame)]
    # A category is what its values are.
    parts = [part.astype(part.dtype.categories.dtype) if part.dtype == "category" else part for part in parts]
    kinds = {part.dtype for part in parts if part.dtype != object}
    objects = [value for part in parts if part.dtype == object for value in part]
    if objects:
        kinds.add(np.dtype(bool if all(isinstance(value, bool) for value in objects) else object))
    return SPARK_TYPES.get(str(pd.concat([pd.Series(np.zeros(1, kind)) for kind in kinds]).dtype), "STRING")


def cell(value, type_: str):
    missing = value is None or value is pd.NaT or (isinstance(value, (float, np.floating)) and np.isnan(value))
    if missing:
        return "nan" if type_ in ("FLOAT", "DOUBLE") and isinstance(value, (float, np.floating)) else None
    if type_ in ("FLOAT", "DOUBLE"):
        return repr(float(value))
    if type_ == "BOOLEAN":
        return bool(value)
    if type_ == "TIMESTAMP_NTZ":
        return pd.Timestamp(value).isoformat(timespec="nanoseconds")
    return str(value) if type_ == "STRING" else int(value)


def expected(frames: list[pd.DataFrame]) -> dict:
    names = list(dict.fromkeys(name for frame in frames for name in frame.columns))
    columns = []
    everything = concatenated(frames)
    assert set(everything.columns) == set(names)
    for name in names:
        type_ = spark_type(name, frames)
        values = []
        for frame in frames:
            if name not in frame:
                values += [None] * len(frame)
            elif frame[name].dtype == object:
                # NaN among objects is as missing as None.
                values += [None if pd.isna(value) else cell(value, type_) for value in frame[name]]
            else:
                values += [cell(value, type_) for value in frame[name]]
        # The same once more as pandas puts the days together, which knows one kind of missing value.
        for ours, theirs in zip(values, everything[name], strict=True):
            assert (ours in (None, "nan")) == bool(pd.isna(theirs)), (name, ours, theirs)
            assert ours in (None, "nan") or ours == cell(theirs, type_), (name, ours, theirs)
        columns.append({"name": name, "spark_type": type_, "values": values})
    return {"columns": columns}


def wide_integers(day):
    """Row 2 is no double."""
    return base(day).assign(volume=np.array([1, 2**53, 2**53 + 1, 2**63 - 1]))


OTHERS = {
    "aware": lambda: base(0).assign(time=lambda frame: frame["time"].dt.tz_localize("Europe/Berlin")),
    "text_price": lambda: base(0).assign(price=np.array(["a", "b", None, "d"], object)),
    "wide_integers": lambda: wide_integers(0),
    "mixed_notes": lambda: base(0).assign(note=np.array(["a", 7, None, "d"], object)),
    "late_text": lambda: pd.DataFrame({"price": np.array([None] * 299 + ["late"], object)}),
}


def types() -> pd.DataFrame:
    """A column of each type, with the ends of its range; times around a change of the clock in Berlin, and before zones."""
    big = np.iinfo("i8")
    clock = np.array(["2023-03-26T02:30", "2023-10-29T02:30:00.5", "1893-03-31T23:59:59.999999", "NaT", "2200-01-01"], "M8[ns]")
    frame = pd.DataFrame({
        "flag": [True, False, True, False, True],
        "tiny": np.array([-128, 0, 127, 1, -1], "i1"),
        "small": np.array([-(2**15), 0, 2**15 - 1, 1, -1], "i2"),
        "medium": np.array([-(2**31), 0, 2**31 - 1, 2**24 + 1, -1], "i4"),
        "wide": np.array([big.min, big.max, 2**53 + 1, -1, 0]),
        "seconds": np.array([-62_135_596_800, 0, 1_700_000_000, -1, 253_402_300_799]),
        "unsigned": np.array([0, 2**64 - 1, 2**63, 1, 10], "u8"),
        "single": np.array([0.1, -0.0, np.nan, np.inf, 1e-45], "f4"),
        "double": np.array([0.1, -0.0, np.nan, -np.inf, 5e-324]),
        "exact": np.array([1.0, 1e7, 1e-3, 123456789.125, 1e300]),
        "clock": clock,
        "instant": pd.Series(clock).dt.tz_localize("UTC"),
        "length": pd.to_timedelta([0, -1_000, 86_399_999_999_000, None, 123_456_789_012_345_000]),
        "text": np.array(["a", "", "é", None, "1"], object),
    })
    dates = [datetime.date(1, 1, 1), datetime.date(1893, 4, 1), datetime.date(2023, 3, 26), datetime.date(9999, 12, 31)]
    frame.index = pd.Index([*dates, datetime.date(1970, 1, 1)], name="date")
    return frame


def write_others(folder: pathlib.Path) -> None:
    for name, frame in OTHERS.items():
        frame().to_hdf(folder / f"{name}.h5", key="day")
    types().to_hdf(folder / "types.h5", key="types")
    with tables.open_file(folder / "bytes.h5", "w") as file:
        rows = np.array([(1, b"ab"), (2, b""), (3, "é".encode())], [("n", "<i4"), ("b", "S4")])
        file.create_table("/", "t", rows)
        file.create_table("/", "not_text", np.array([(b"\xff",)], [("b", "S4")]))
    for name, dtype, gain in [("int16", "<i2", np.int8(2)), ("int32", "<i4", 2.5), ("float64", "<f8", 3.5)]:
        with h5py.File(folder / f"rows_{name}.h5", "w") as file:
            file["a"] = np.arange(6).reshape(3, 2).astype(dtype) + (0.5 if name == "float64" else 0)
            file["a"].attrs["gain"] = gain


def main(folder: str, day_count: int = len(FORMS)) -> None:
    days = pathlib.Path(folder) / "days"
    days.mkdir(parents=True, exist_ok=True)
    if day_count == len(FORMS):
        write_others(pathlib.Path(folder))
    frames, row_counts = [], []
    for day in range(day_count):
        form, layout = FORMS[day % len(FORMS)]
        frame = form(day)
        with pd.HDFStore(days / f"{FIRST_DAY + datetime.timedelta(days=day)}.h5", "w") as store:
            if frame is not None:
                store.put("day", frame, format=layout)
                frames.append(frame)
        row_counts.append(0 if frame is None else len(frame))
    text = json.dumps({"rows": row_counts} | expected(frames), indent=None, separators=(",", ":"), ensure_ascii=False)
    (pathlib.Path(folder) / "days.expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
