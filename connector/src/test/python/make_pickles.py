"""Writes pickles and what they mean, by Python, numpy and pandas; and pickles that must be refused.

Run with the pinned versions:  python make_pickles.py ../resources/pickle

pickles.bin holds the bytes of all pickles; the text files say where each lies, as from:length. Each line of values.tsv is a
pickle and its value as JSON, as the option objects=json shows it; of labels.tsv a pickle and its text as a column's name; of
arrays.tsv a pickled array, its shape and each of its elements as JSON; of hostile.tsv a pickle, the kind of the error and words
that its message must have; of hostile_arrays.tsv the same as the second element of a pickled array. The JSON is written here
from what Python's own pickle reads; what today's Python cannot write or read is put together by hand, with its value.
attributes.h5 has a group node with attributes, attributes.tsv what PyTables reads of them.
hostile.h5 holds some of the hostile ones as the blocks of pandas frames, refused/<name>, beside one that is sound.
"""

import collections
import copy
import datetime
import decimal
import json
import math
import pathlib
import pickle
import pickletools
import re
import struct
import sys
import zoneinfo

import h5py
import numpy as np
import pandas as pd
import pytz
import tables
from pandas.tseries import offsets

UTC = datetime.timezone.utc
PROTOCOLS = range(6)
NANOS = {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}
EPOCH = datetime.datetime(1970, 1, 1)
contents = bytearray()


# ---- values as JSON


def text_json(text):
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half.group()):04x}", quoted)


def float_json(value):
    if math.isnan(value):
        return '"NaN"'
    return repr(value) if math.isfinite(value) else '"Infinity"' if value > 0 else '"-Infinity"'


def list_json(items):
    return "[" + ",".join(map(to_json, items)) + "]"


def dict_json(items):
    if all(type(key) is str for key in items):
        return "{" + ",".join(f"{to_json(key)}:{to_json(value)}" for key, value in items.items()) + "}"
    return "[" + ",".join(f"[{to_json(key)},{to_json(value)}]" for key, value in items.items()) + "]"


def fraction(nanos, digits=(3, 6, 9)):
    for count in digits:
        if nanos and nanos % 10 ** (9 - count) == 0:
            return f".{nanos // 10 ** (9 - count):0{count}d}"
    return ""


def instant_json(nanos, zoned):
    second, nano = divmod(nanos, 10**9)
    clock = (EPOCH + datetime.timedelta(seconds=second)).strftime("%m-%dT%H:%M:%S")
    year = (EPOCH + datetime.timedelta(seconds=second)).year
    return f'"{year:04d}-{clock}{fraction(nano)}{"Z" if zoned else ""}"'


def duration_json(nanos):
    days, rest = divmod(nanos, 86400 * 10**9)
    seconds, nano = divmod(rest, 10**9)
    second = f"{seconds % 60}" + (f".{nano:09d}".rstrip("0") if nano else "")
    return f'"P{days}DT{seconds // 3600}H{seconds // 60 % 60}M{second}S"'


def micros(delta):
    return (delta.days * 86400 + delta.seconds) * 10**6 + delta.microseconds


def offset_text(delta):
    seconds = micros(delta) // 10**6
    if not seconds:
        return "UTC"
    sign, size = "-" if seconds < 0 else "+", abs(seconds)
    return f"{sign}{size // 3600:02d}:{size // 60 % 60:02d}" + (f":{size % 60:02d}" if size % 60 else "")


def zone_text(zone):
    if isinstance(zone, zoneinfo.ZoneInfo):
        return zone.key
    return getattr(zone, "zone", None) or offset_text(zone.utcoffset(None))


def time_json(time):
    zone = "" if time.tzinfo is None else zone_text(time.tzinfo)
    zone = {"UTC": "Z"}.get(zone, zone if zone[:1] in ("", "+", "-") else f"[{zone}]")
    return f'"{time.hour:02d}:{time.minute:02d}:{time.second:02d}{fraction(time.microsecond * 1000, (6,))}{zone}"'


def frequency_text(offset):
    arguments = offset.__reduce__()[1]
    name = type(offset).__name__
    return name if arguments in ((1,), (1, False)) else f"{name}({', '.join(map(str, arguments))})"


def numpy_json(value):
    if isinstance(value, np.datetime64):
        if np.isnat(value):
            return "null"
        exact = value.astype("datetime64[ns]")
        return instant_json(int(exact.astype("int64")), False)
    if isinstance(value, np.timedelta64):
        return "null" if np.isnat(value) else duration_json(int(value.astype("timedelta64[ns]").astype("int64")))
    if isinstance(value, np.complexfloating):
        return f'{{"re":{float_json(float(value.real))},"im":{float_json(float(value.imag))}}}'
    return to_json(value.item())


def array_json(array):
    if array.ndim == 0:
        return to_json(array[()])
    return "[" + ",".join(array_json(array[i, ...]) for i in range(len(array))) + "]"


def to_json(value):
    """The value as the reader shall write it; not one line of it is the reader's."""
    if value is None or value is pd.NaT or value is pd.NA:
        return "null"
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, np.ndarray):
        return array_json(value)
    if isinstance(value, np.generic):
        return numpy_json(value)
    if isinstance(value, pd.Timestamp):
        return instant_json(value._value * NANOS[value.unit], value.tzinfo is not None)
    if isinstance(value, pd.Timedelta):
        return duration_json(value._value * NANOS[value.unit])
    if isinstance(value, offsets.BaseOffset):
        return text_json(frequency_text(value))
    if isinstance(value, datetime.datetime):
        naive = value if value.tzinfo is None else (value - value.utcoffset()).replace(tzinfo=None)
        return instant_json(micros(naive - EPOCH) * 1000, value.tzinfo is not None)
    if isinstance(value, datetime.tzinfo):
        return text_json(zone_text(value))
    plain = {
        int: str,
        float: float_json,
        complex: lambda c: f'{{"re":{float_json(c.real)},"im":{float_json(c.imag)}}}',
        str: text_json,
        bytes: lambda b: f'{{"hex":"{b.hex()}"}}',
        bytearray: lambda b: f'{{"hex":"{b.hex()}"}}',
        tuple: list_json,
        list: list_json,
        set: list_json,
        frozenset: list_json,
        dict: dict_json,
        collections.OrderedDict: dict_json,
        decimal.Decimal: lambda d: f'"{d}"',
        datetime.date: lambda d: f'"{d.isoformat()}"',
        datetime.time: time_json,
        datetime.timedelta: lambda d: duration_json(micros(d) * 1000),
    }
    return plain[type(value)](value)


# ---- honest pickles


def atoms():
    yield "none", None
    yield "true", True
    yield "false", False
    integers = [0, 1, -1, 127, 128, 255, 256, 65535, 65536, 2**31 - 1, 2**31, -(2**31), -(2**31) - 1]
    integers += [2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64, -(2**200), 10**300, 3 << 2040]
    yield "integers", integers
    yield "huge_integer", 7 << 2100
    floats = [0.0, -0.0, 1.5, -2.25, float("nan"), float("inf"), float("-inf"), 1e16, 1e-5, 5e-324, 1.7976931348623157e308]
    yield "floats", floats
    yield "complex", [complex(1, -2), complex(-0.0, float("inf"))]
    yield "texts", ["", "a", "é", "日本", "😀", "a\nb\\c\0d\u2028e\x7f\x1f", "\\u0041\\", "q\"'", "x" * 255, "y" * 256, "é" * 128]
    yield "half_character", ["\ud800x", "x\udfff"]
    yield "bytes", [b"", b"\x00\xff", b"ab", bytes(range(256)), b"z" * 300]
    yield "bytearray", [bytearray(b""), bytearray(b"\x80abc")]


def containers():
    yield "tuples", [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), ((), ((1,),))]
    yield "lists", [[], [1], [[2], []]]
    yield "long_list", list(range(2500))
    yield "long_dict", {f"k{i}": i for i in range(1200)}
    yield "dicts", [{}, {"a": 1}, {"a": {"b": None}}, {1: "x", "y": 2}, {(1, 2): 3}]
    yield "ordered", collections.OrderedDict([("b", 1), ("a", 2)])
    yield "sets", [set(), {7}, frozenset(), frozenset([8])]
    shared = ["shared", 1]
    yield "shared", [shared, shared, (shared, shared), {"k": shared}]
    deep = 1
    for _ in range(60):
        deep = [deep]
    yield "deep", deep


def times():
    day = datetime.date
    yield "dates", [day(1, 1, 1), day(1969, 12, 31), day(2024, 2, 29), day(9999, 12, 31)]
    moment = datetime.datetime
    yield "datetimes", [moment(2020, 1, 1), moment(1, 1, 1), moment(9999, 12, 31, 23, 59, 59, 999999), moment(1969, 7, 20, 20, 17, 40, 5000)]
    berlin = zoneinfo.ZoneInfo("Europe/Berlin")
    hour = datetime.timedelta(hours=1)
    east, west = datetime.timezone(5.5 * hour), datetime.timezone(-3.5 * hour, "NST")
    yield "aware", [moment(2020, 1, 1, tzinfo=zone) for zone in (UTC, east, west, berlin, pytz.UTC, pytz.FixedOffset(90))]
    yield "seconds_of_offset", moment(2020, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(seconds=-4521)))
    yield "fold", [moment(2020, 10, 25, 2, 30, fold=fold, tzinfo=berlin) for fold in (0, 1)]
    yield "gap", [moment(2020, 3, 29, 2, 30, fold=fold, tzinfo=berlin) for fold in (0, 1)]
    yield "pytz", [pytz.timezone("Europe/Berlin").localize(moment(2020, month, 1)) for month in (1, 7)]
    yield "zones", [UTC, east, west, berlin, pytz.UTC, pytz.timezone("Asia/Kolkata"), pytz.FixedOffset(-90)]
    clock = datetime.time
    yield "times", [clock(0), clock(23, 59, 59, 999999), clock(1, 2, 3, 4000), clock(1, 2, tzinfo=UTC), clock(1, tzinfo=east), clock(1, fold=1)]
    delta = datetime.timedelta
    yield "durations", [delta(0), delta(microseconds=-1), delta(1, 7384, 500000), delta(-999999999), delta.max]
    number = decimal.Decimal
    yield "decimals", [number("1.10"), number("-0"), number("1E+30"), number("NaN"), number("-Infinity"), number("sNaN12")]


def of_pandas():
    stamp = pd.Timestamp
    stamps = [stamp("2020-01-01"), stamp("1677-09-21 00:12:43.145224193"), stamp("2020-01-01 00:00:00.5"), stamp("2020-01-01 00:00:00.000001")]
    yield "stamps", stamps
    yield "units", [stamp("2020-01-01 10:11:12").as_unit(unit) for unit in NANOS] + [stamp("0001-01-01").as_unit("s"), stamp("9999-12-31").as_unit("us")]
    zones = ["UTC", "Europe/Berlin", "Asia/Kolkata", datetime.timezone(datetime.timedelta(hours=-7)), zoneinfo.ZoneInfo("America/New_York")]
    yield "zoned_stamps", [stamp("2020-07-01 12:00", tz=zone) for zone in zones]
    yield "pandas_durations", [pd.Timedelta(-1), pd.Timedelta("1 days 02:03:04.5"), pd.Timedelta(0), pd.Timedelta("5s").as_unit("s"), pd.Timedelta.min]
    yield "missing", [pd.NaT, pd.NA, None]
    frequencies = [offsets.Day(), offsets.Day(3), offsets.MonthEnd(), offsets.QuarterEnd(startingMonth=12), offsets.Week(weekday=2)]
    frequencies += [offsets.Minute(15), offsets.YearEnd(month=6), offsets.Nano(7), offsets.MonthBegin(2, normalize=True)]
    yield "frequencies", frequencies


def of_numpy():
    numbers = ["?", "i1", "u1", "<i2", ">i2", "<u2", ">u4", "<i4", "<i8", ">i8", "<u8", ">u8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "<c8", ">c16"]
    for code in numbers:
        values = np.array([0, 1, 2, 100], dtype=code)
        if values.dtype.kind in "iu":
            values[0], values[1] = np.iinfo(code).min, np.iinfo(code).max
        if values.dtype.kind == "f":
            values[:3] = [np.nan, -np.inf, 0.1]
        if code == "<f2":
            values[:3] = [6e-8, 65504, -1 / 3]
        yield f"array_{code.strip('<?').replace('>', 'big_') or 'bool'}", values
        yield f"scalar_{code.strip('<?').replace('>', 'big_') or 'bool'}", [values[2], values[0]]
    yield "array_of_text", np.array([["a", "日本"], ["", "😀x"]])
    yield "array_of_big_endian_text", np.array(["ab", "日本", "\u0100"], dtype=">U3")
    yield "array_of_bytes", np.array([b"a", b"", b"\x80bc"], dtype="S4")
    yield "scalars_of_text", [np.str_("é"), np.bytes_(b"x\xff")]
    for unit in ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "25s"]:
        yield f"datetime64_{unit}", np.array([0, 1, 49, -1, -(2**63)], dtype="i8").view(f"M8[{unit}]")
    for unit in ["W", "D", "h", "m", "s", "ms", "us", "ns"]:
        yield f"timedelta64_{unit}", np.array([0, 1, 49, -1, -(2**63)], dtype="i8").view(f"m8[{unit}]")
    yield "scalar_times", [np.datetime64("2020-02-29T01:02:03.004"), np.timedelta64(-5, "us"), np.datetime64("NaT"), np.datetime64("2020-01", "M")]
    yield "big_endian_times", np.array(["2020-01-01", "NaT"], dtype=">M8[ms]")
    cube = np.arange(24, dtype="i4").reshape(2, 3, 4)
    yield "c_order", cube
    yield "fortran_order", np.asfortranarray(cube)
    yield "no_dimension", np.array(7.5)
    yield "no_elements", [np.zeros((0,)), np.zeros((2, 0)), np.zeros((0, 2), dtype=object), np.zeros((2, 0), dtype=object)]
    mixed = np.array([["a", None], [1, 2.5], [b"x", np.array([1, 2])]], dtype=object)
    yield "objects", mixed
    yield "fortran_objects", np.asfortranarray(mixed)
    yield "inner_objects", [mixed, {"again": mixed}]


def honest():
    """Name, pickle; each content once."""
    for source in (atoms, containers, times, of_pandas, of_numpy):
        for name, value in source():
            seen = set()
            for protocol in PROTOCOLS:
                data = pickle.dumps(value, protocol)
                if data not in seen and (protocol in (2, 5) or not name.startswith("long")):
                    seen.add(data)
                    yield f"{name}_{protocol}", data


# ---- opcodes by hand


def line(text):
    return text.encode() + b"\n"


def called(module, name, *arguments):
    """A global of protocol 0 and a call with arguments that are opcodes."""
    return b"c" + line(module) + line(name) + b"(" + b"".join(arguments) + b"tR"


def short(text):
    return b"\x8c" + struct.pack("<B", len(text.encode())) + text.encode()


def stack_global(module, name):
    return short(module) + short(name) + b"\x93"


def by_hand():
    """Name, pickle, value as JSON: what other Pythons and other pandas write, and opcodes that Python can read but never writes."""
    yield "python2_string", b"S'a\\n\\x41\\'\\\\\\t'\n.", '"a\\nA\'\\\\\\t"'
    yield "python2_double_quotes", b'S"it\'s"\n.', '"it\'s"'
    yield "python2_binary_string", b"U\x03abc.", '"abc"'
    yield "python2_long_string", b"T\x04\x00\x00\x00ab\xc3\xa9.", '"abé"'
    yield "python2_bytes", b"U\x02\xff\x00.", '{"hex":"ff00"}'
    yield "python2_unicode", b"Vfa\xe7ade\\u65e5\\U0001f600\\n\n.", '"façade日😀\\\\n"'
    yield "python2_long", b"L12345678901234567890L\n.", "12345678901234567890"
    yield "python2_datetime", called("datetime", "datetime", b"S'\\x07\\xe4\\x01\\x02\\x03\\x04\\x05\\x00\\x00\\x00'\n") + b".", '"2020-01-02T03:04:05"'
    yield "python2_date", b"\x80\x02cdatetime\ndate\nU\x04\x07\xe4\x01\x02\x85R.", '"2020-01-02"'
    yield "python2_set", called("__builtin__", "set", b"(lI1\na") + b".", "[1]"
    state = b"(dp5\nS'normalize'\np6\nI00\nsS'_offset'\np7\n" + called("datetime", "timedelta", b"I1\nI0\nI0\n")
    state += b"sS'_use_relativedelta'\np10\nI00\nsS'kwds'\np11\n(dp12\nsS'n'\nI120\nsb."
    begun = b"ccopy_reg\n_reconstructor\np1\n(cpandas.tseries.offsets\nSecond\np2\nc__builtin__\nobject\np3\nNtRp4\n"
    yield "python2_frequency", begun + state, '"Second(120, False)"'
    quarter = b"ccopy_reg\n_reconstructor\n(cpandas.tseries.offsets\nQuarterEnd\nc__builtin__\nobject\nNtR"
    quarter += b"(dS'normalize'\nI00\nsS'n'\nI1\nsS'kwds'\n(dS'startingMonth'\nI3\nssb."
    yield "python2_quarter", quarter, '"QuarterEnd(1, False, startingMonth=3)"'
    for module in ("pandas.tslib", "pandas._libs.tslib", "pandas._libs.tslibs.timestamps"):
        old = called(module, "Timestamp", b"L1577836800000000001L\n", b"N", called("pytz", "_UTC"))
        yield f"stamp_of_{module}", old + b".", '"2020-01-01T00:00:00.000000001Z"'
    for module in ("pandas.tslib", "pandas._libs.tslib", "pandas._libs.tslibs.timedeltas"):
        yield f"duration_of_{module}", called(module, "Timedelta", b"I-1\n") + b".", '"P-1DT23H59M59.999999999S"'
    for module in ("pandas.tslib", "pandas._libs.tslib", "pandas._libs.tslibs.nattype"):
        yield f"nat_of_{module}", called(module, "__nat_unpickle", b"N") + b".", "null"
    yield "nat_of_pandas3", b"\x80\x05" + stack_global("pandas._libs.tslibs.nattype", "_nat_unpickle") + b"N\x85R.", "null"
    yield "na_of_pandas3", b"\x80\x05" + stack_global("pandas", "NA") + b".", "null"
    freq = called("pandas._libs.tslibs.offsets", "Day", b"I1\n", b"I00\n")
    old = called("pandas._libs.tslibs.timestamps", "_unpickle_timestamp", b"I0\n", freq, b"N", b"I10\n")
    yield "stamp_with_frequency", old + b".", '"1970-01-01T00:00:00"'
    old = called("pandas._libs.tslibs.timestamps", "_unpickle_timestamp", b"I0\n", b"VD\n", b"N")
    yield "stamp_with_frequency_text", old + b".", '"1970-01-01T00:00:00"'
    nat = called("pandas._libs.tslibs.timestamps", "_unpickle_timestamp", b"L-9223372036854775808L\n", b"N", b"N", b"I10\n")
    yield "stamp_that_is_nat", nat + b".", "null"
    for module in ("pandas.core.indexes.frozen", "pandas.indexes.frozen", "pandas.core.base", "pandas.core.index"):
        yield f"frozen_list_of_{module}", called(module, "FrozenList", b"(lVa\naN" + b"a") + b".", '["a",null]'
    berlin = called("pytz", "_p", b"VEurope/Berlin\n", b"I3180\n", b"I0\n", b"VLMT\n")
    yield "pytz_zone", berlin + b".", '"Europe/Berlin"'
    unpickle = called("__builtin__", "getattr", b"czoneinfo\nZoneInfo\n", b"V_unpickle\n")
    yield "zone_of_pandas3", unpickle + b"(VEurope/Berlin\nI1\ntR.", '"Europe/Berlin"'
    dotted = stack_global("zoneinfo", "ZoneInfo._unpickle") + short("Asia/Tokyo") + b"K\x01\x86R."
    yield "zone_by_dotted_name", b"\x80\x04" + dotted, '"Asia/Tokyo"'
    yield "dateutil_utc", called("dateutil.tz.tz", "tzutc") + b".", '"UTC"'
    base = b"cdatetime\ntzinfo\np2\ng2\n(tR"
    yield "dateutil_utc_of_2", b"ccopy_reg\n_reconstructor\n(cdateutil.tz.tz\ntzutc\n" + base + b"tR.", '"UTC"'
    file = called("dateutil.tz.tz", "tzfile", b"N", b"V/usr/share/zoneinfo/Europe/London\n")
    rule = b"ccopy_reg\n_reconstructor\n(cdateutil.tz.tz\n_ttinfo\nc__builtin__\nobject\nNtR(dVoffset\nI0\nsb"
    file += b"(dV_filename\nV/usr/share/zoneinfo/Europe/London\nsV_ttinfo_std\n" + rule + b"sb"
    yield "dateutil_file_of_2", file + b".", '"Europe/London"'
    names = b"cdateutil.tz._tzfile\ntzfile\n", b"VEurope/London\n", b"V/usr/share/zoneinfo/Europe/London\n", b"(I1\nt"
    yield "dateutil_file", called("dateutil.tz._tzfile", "_unpickle", *names) + b".", '"Europe/London"'
    delta = called("datetime", "timedelta", b"I-1\n", b"I82800\n", b"I0\n")
    yield "dateutil_offset", called("dateutil.tz.tz", "tzoffset", b"VX\n", delta) + b".", '"-01:00"'
    quarter = b"I1\nI00\nI3\nI1\nI1\nVnearest\n"
    yield "frequency_with_digits", called("pandas._libs.tslibs.offsets", "FY5253Quarter", quarter) + b".", '"FY5253Quarter(1, False, 3, 1, 1, nearest)"'
    numpy1 = pickle.dumps(np.array([1, 2], dtype="i8"), 2).replace(b"numpy._core.", b"numpy.core.")
    yield "array_of_numpy1", numpy1, "[1,2]"
    numpy1 = pickle.dumps(np.float64(1.5), 2).replace(b"numpy._core.", b"numpy.core.")
    yield "scalar_of_numpy1", numpy1, "1.5"
    yield "long4", b"\x80\x02\x8b\x02\x00\x00\x00\x00\x80.", "-32768"
    yield "long1_of_nothing", b"\x80\x02\x8a\x00.", "0"
    yield "binunicode8", b"\x80\x04\x8d" + struct.pack("<Q", 2) + b"hi.", '"hi"'
    yield "binbytes8", b"\x80\x04\x8e" + struct.pack("<Q", 2) + b"hi.", '{"hex":"6869"}'
    yield "bytearray8", b"\x80\x05\x96" + struct.pack("<Q", 2) + b"hi.", '{"hex":"6869"}'
    yield "pop_and_dup", b"(K\x01K\x022K\x030(K\x04K\x051t.", "[1,2,2]"
    yield "set_by_items", b"\x80\x04\x8f(K\x01K\x02\x90.", "[1,2]"
    yield "frozenset", b"\x80\x04(K\x01K\x02\x91.", "[1,2]"
    yield "newobj", b"\x80\x02cpandas._libs.tslibs.offsets\nDay\nK\x02\x85\x81.", '"Day(2)"'
    yield "repeated_keys", b"(Va\nK\x01Va\nK\x02d.", '[["a",1],["a",2]]'
    yield "memo_out_of_order", b"(Va\np7\nVb\np3\ng7\ng3\nt.", '["a","b","a","b"]'
    yield "decimal_of_python2", called("decimal", "Decimal", b"S'1.50'\n") + b".", '"1.50"'


def labels():
    """Value and its text as a name, each written down by hand; they are Python's where it says str."""
    plain = ["a", "é", "", 0, -5, 2**70, 1.5, 1e16, 0.1, float("nan"), float("-inf"), True, None, pd.NaT, pd.NA]
    plain += [pd.Timestamp("2020-01-01"), pd.Timestamp("2020-01-01 01:02:03.5"), pd.Timestamp("2020-01-01 00:00:00.000000001")]
    plain += [pd.Timestamp("2020-07-01", tz="Europe/Berlin"), pd.Timestamp("2020-07-01", tz="UTC"), pd.Timestamp("2020-01-01", tz="Asia/Kolkata")]
    plain += [pd.Timedelta("1 days 02:03:04"), pd.Timedelta(-1), pd.Timedelta("-1 days"), datetime.date(2020, 1, 2)]
    plain += [decimal.Decimal("1.10"), b"a'\x00\xff\"\n", b"it's", complex(1, -2), complex(0, 1.5), complex(-0.0, 1), datetime.time(1, 2, 3, 500)]
    for value in plain:
        yield value, str(value)
    yield ("A", "C"), "(A, C)"
    yield ("A",), "A"
    yield (1, "x", None), "(1, x, None)"
    yield ("A", pd.Timestamp("2020-01-01")), "(A, 2020-01-01 00:00:00)"
    yield (("a", 1), "b"), "((a, 1), b)"
    yield ["a", 1], "[a, 1]"
    yield {"k": 1.0}, "{k: 1.0}"


# ---- arrays


def objects(values):
    array = np.empty(len(values), dtype=object)
    for i, value in enumerate(values):
        array[i] = value
    return array


def arrays():
    words = [f"word {i} " + "é" * (i % 3) for i in range(1100)]
    yield "words", objects(words)
    yield "repeated", objects([words[i * 7 % 20] for i in range(1500)])
    yield "texts", objects([f"{'x' * (i % 300)}" for i in range(0, 600, 7)])
    yield "numbers", objects([None, True, False, 0, -1, 2**40, 2**63, -(2**63), 1.5, float("nan"), np.int32(5), np.float32(0.5), np.bool_(True)])
    yield "missing", objects([None, pd.NaT, pd.NA, "x", float("nan"), pd.NaT, pd.NA, np.datetime64("NaT")])
    first = datetime.date(2020, 1, 1)
    days = [first + datetime.timedelta(i) for i in range(300)]
    yield "days", objects(days + days[::3] + [copy.copy(days[5])])
    yield "bytes", objects([b"", b"\x00\xff", b"ab" * 200, bytearray(b"c"), np.bytes_(b"d")])
    yield "numpy_scalars", objects([np.float64(i) / 8 for i in range(50)] + [np.int64(i) for i in range(50)] + [np.str_("é")])
    berlin = zoneinfo.ZoneInfo("Europe/Berlin")
    yield "stamps", objects([pd.Timestamp("2020-01-01", tz=berlin) + pd.Timedelta(hours=i) for i in range(200)])
    yield "others", objects([(1, 2), [], [1, [2, ["three"]]], {"k": [None]}, decimal.Decimal("1.5"), datetime.time(1), {3}, complex(1, 2)])
    lists = [[i, f"item {i}"] for i in range(40)]
    yield "shared_lists", objects([lists[i * 13 % 40] for i in range(1200)])
    inner = ["inner"]
    yield "shared_inside", objects([inner, (inner, inner), [inner, (inner,)], {"k": inner}, inner])
    dictionary = {"a": words[3], "b": lists[0]}
    yield "shared_dicts", objects([dictionary, words[3], lists[0], [dictionary] * 3, dictionary])
    yield "inner_arrays", objects([np.arange(3), np.array(["a", None], dtype=object), np.arange(4.0).reshape(2, 2), np.arange(3)])
    one = np.arange(2)
    yield "shared_arrays", objects([one, one, [one]])
    rows = np.array([["a", 1], [None, 2.5], [b"x", "a"]], dtype=object)
    yield "two_dimensions", rows
    yield "fortran", np.asfortranarray(rows)
    yield "block_of_pandas", pd.DataFrame({"x": ["p", "q", None], "y": ["p", "r", "s"]})._mgr.blocks[0].values.T
    yield "nothing", np.zeros((0,), dtype=object)
    yield "no_columns", np.zeros((3, 0), dtype=object)
    yield "one", objects([words[0]])
    yield "thousand", objects(words[:1000])
    yield "thousand_and_one", objects(words[:1001])
    yield "half_character", objects(["a", "\ud800"])
    yield "big_integers", objects([2**64, -(2**100), 3])


def array_pickles():
    for name, array in arrays():
        for protocol in PROTOCOLS:
            if array.size < 1000 or protocol in (2, 5):
                yield f"{name}_{protocol}", pickle.dumps(array, protocol)
    large = objects(["before", "t" * 66000, b"u" * 66000, "between", "é" * 33000, "after"])
    yield "large_4", pickle.dumps(large, 4)
    yield "optimised_5", pickletools.optimize(pickle.dumps(objects(["a", ("b", "c"), "a", 1.5]), 5))
    python2 = pickle.dumps(objects(["D"]), 2).replace(b"X\x01\x00\x00\x00D", b"U\x01D")
    yield "python2_2", python2


# ---- hostile pickles

HEAD = b"\x80\x04"
ARGUMENT = b"Vtrue\n"


def refused_globals():
    names = "os.system posix.system nt.system subprocess.Popen builtins.eval builtins.exec builtins.__import__ builtins.open"
    names += " __builtin__.eval __builtin__.file builtins.compile copyreg.__newobj__ copyreg.add_extension functools.partial"
    names += " operator.attrgetter pandas.read_pickle pandas._libs.tslibs.offsets.os pandas._libs.tslibs.offsets.__builtins__"
    names += " numpy.load numpy.core.multiarray.fromfile numpy.dtype.__class__ datetime.sys importlib.import_module"
    names += " pickle.loads runpy.run_path zoneinfo.ZoneInfo.from_file numpy.rec.recarray pandas.core.internals.BlockManager"
    for full in names.split():
        module, name = full.rsplit(".", 1)
        yield f"global_{full}", called(module, name, ARGUMENT), "unsupported", f"global {full} is not on the allow-list"
    for full in ("os.system", "builtins.eval", "numpy.load"):
        module, name = full.rsplit(".", 1)
        yield f"stack_global_{full}", stack_global(module, name) + short("true") + b"\x85R", "unsupported", f"global {full} is not on"
    wrong = "with other arguments than its own pickles have"
    yield "getattr_of_another", called("builtins", "getattr", b"cdatetime\ndate\n", b"V__class__\n"), "unsupported", f"global builtins.getattr {wrong}"
    yield "getattr_of_zones", called("builtins", "getattr", b"czoneinfo\nZoneInfo\n", b"V__class__\n"), "unsupported", wrong
    yield "getattr_by_name", called("builtins", "getattr", b"Vos\n", b"Vsystem\n"), "unsupported", f"global builtins.getattr {wrong}"
    yield "reconstructor", called("copyreg", "_reconstructor", b"cdecimal\nDecimal\n", b"c__builtin__\nobject\n", b"N"), "unsupported", f"global copyreg._reconstructor {wrong}"
    yield "array_of_another_class", called("numpy.core.multiarray", "_reconstruct", b"cdecimal\nDecimal\n", b"(I0\nt", b"Vb\n"), "unsupported", wrong
    yield "class_called", called("numpy", "ndarray", b"I5\n"), "unsupported", f"global numpy.ndarray {wrong}"
    yield "name_of_two_lines", b"\x8c\x02os\x8c\x08a\nsystem\x93", "unsupported", "global os.a?system is not on the allow-list"
    yield "name_that_is_no_text", b"K\x01K\x02\x93", "malformed", "the name of a global is expected"


def refused_opcodes():
    for name, code in (("EXT1", b"\x82\x01"), ("EXT2", b"\x83\x01\x00"), ("EXT4", b"\x84\x01\x00\x00\x00")):
        yield name, code, "unsupported", f"opcode {name} (0x{code[0]:02x}) is not read"
    yield "PERSID", b"Pid\n", "unsupported", "opcode PERSID (0x50) is not read"
    yield "BINPERSID", b"NQ", "unsupported", "opcode BINPERSID (0x51) is not read"
    yield "INST", b"(Vtrue\nios\nsystem\n", "unsupported", "global os.system is not on the allow-list"
    yield "INST_allowed", b"(V1\nidecimal\nDecimal\n", "unsupported", "opcode INST (0x69) is not read"
    yield "OBJ", b"(cdecimal\nDecimal\nV1\no", "unsupported", "opcode OBJ (0x6f) is not read"
    yield "NEWOBJ_EX", b"cdecimal\nDecimal\n)}\x92", "unsupported", "opcode NEWOBJ_EX (0x92) is not read"
    yield "NEXT_BUFFER", b"\x97", "unsupported", "opcode NEXT_BUFFER (0x97) is not read"
    yield "READONLY_BUFFER", b"N\x98", "unsupported", "opcode READONLY_BUFFER (0x98) is not read"
    for code in (0x00, 0x7F, 0x99, 0xFF, ord("Z")):
        yield f"unknown_{code:02x}", bytes([code]), "unsupported", f"opcode of no known name (0x{code:02x}) is not read"
    yield "protocol_6", b"\x80\x06N", "unsupported", "protocol 6; 0 to 5 are read"


def lengths():
    four = struct.pack("<I", 2**31 - 1)
    beyond = "bytes are expected, found"
    for name, code in (("BINUNICODE", b"X"), ("BINBYTES", b"B"), ("BINSTRING", b"T"), ("LONG4", b"\x8b")):
        yield f"{name}_of_2_GiB", code + four, "malformed", f"2147483647 {beyond}"
    for name, code in (("BINUNICODE", b"X"), ("BINBYTES", b"B")):
        yield f"{name}_of_4_GiB", code + b"\xff" * 4, "malformed", f"4294967295 {beyond}"
    for name, code in (("BINSTRING", b"T"), ("LONG4", b"\x8b")):
        yield f"{name}_negative", code + b"\xff" * 4, "malformed", "a length is expected, found"
    for name, code in (("BINUNICODE8", b"\x8d"), ("BINBYTES8", b"\x8e"), ("BYTEARRAY8", b"\x96")):
        yield f"{name}_of_2_GiB", code + struct.pack("<Q", 2**31), "malformed", f"2147483648 {beyond}"
        yield f"{name}_of_2_to_63", code + struct.pack("<Q", 2**63), "malformed", "a length is expected, found 9223372036854775808"
        yield f"{name}_of_all", code + b"\xff" * 8, "malformed", "a length is expected, found 18446744073709551615"
    yield "FRAME_of_1_TiB", b"\x95" + struct.pack("<Q", 2**40) + b"N", "malformed", f"1099511627776 {beyond}"
    yield "FRAME_negative", b"\x95" + b"\xff" * 8 + b"N", "malformed", "a length is expected"
    yield "LONG1_short", b"\x8a\xff", "malformed", f"255 {beyond}"
    yield "LONG4_of_5000", b"\x8b" + struct.pack("<I", 5000) + b"\x01" * 5000, "unsupported", "an integer of 5000 bytes; 4096 at most are read"
    yield "LONG_of_20000", b"L" + b"1" * 20000 + b"\n", "malformed", "an integer of at most 10000 ASCII characters is expected"
    yield "line_without_end", b"Vabc", "malformed", "1 bytes are expected, found 0 up to the end"


def bombs():
    deep = "containers nested deeper than 64"
    yield "deep_tuples", b")" + b"\x85" * 5000, "unsupported", deep
    yield "deep_lists", b"]" * 5000 + b"a" * 4999, "unsupported", deep
    yield "deep_dicts", b"}" + b"Vk\n}" * 3000 + b"s" * 3000, "unsupported", deep
    yield "itself", b"]\x94h%sa", "unsupported", ""
    yield "itself_in_a_tuple", b"]\x94h%s\x85a", "unsupported", ""
    yield "itself_as_value", b"}\x94K\x01h%ss", "unsupported", ""
    for name, begin, twice in (("tuples", b"\x8c\x01x\x85\x94", b"0h%sh%s\x86\x94"), ("lists", b"]\x94", b"0](h%sh%se\x94"), ("dicts", b"}\x94", b"0}(K\x01h%sK\x02h%su\x94")):
        yield f"doubling_{name}", (begin, twice), "unsupported", ""


def damage():
    for code in b"abs0RQ2\x85\x86\x87\x93\x81\x94":
        yield f"underflow_{code:02x}", bytes([code]), "malformed", ""
    for code in b"tled1u\x90\x91":
        yield f"no_mark_{code:02x}", b"N" + bytes([code]), "malformed", ""
    yield "mark_as_value", b"((\x85", "malformed", "a value is expected on the stack, found a mark"
    yield "mark_at_the_end", b"N0(", "malformed", ""
    yield "unknown_memo", b"h\xfa", "malformed", "memo 250 is asked for, found"
    yield "unknown_long_memo", b"j\xff\xff\xff\xff", "malformed", "memo 4294967295 is asked for, found"
    yield "memo_beyond_numbers", b"g99999999999999999999\n", "malformed", "a memo index is expected"
    yield "negative_memo", b"Np-1\n", "malformed", "a memo index is expected, found -1"
    yield "memo_that_is_text", b"gx\n", "malformed", "a memo index is expected, found x"
    yield "not_utf8", b"X\x02\x00\x00\x00a\xff\x85", "malformed", "text of UTF-8 is expected"
    yield "bad_escape", b"V\\u12\n\x85", "malformed", "must be followed by 4 digits"
    yield "beyond_unicode", b"V\\Uffffffff\n\x85", "malformed", "must be followed by 8 digits"
    yield "bad_quotes", b"S'abc\n\x85", "malformed", "a string in quotes is expected"
    yield "bad_quoted_escape", b"S'\\xzz'\n\x85", "malformed", "a string with escapes"
    yield "int_that_is_text", b"Iabc\n", "malformed", "an integer is expected, found abc"
    yield "float_of_java", b"F0x1p3\n", "malformed", "a number is expected, found 0x1p3"
    yield "float_with_suffix", b"F1.5d\n", "malformed", "a number is expected, found 1.5d"
    yield "append_to_a_tuple", b")Na", "malformed", "items are added to what is no list"
    yield "item_of_a_number", b"K\x01NNs", "malformed", ""
    yield "key_without_value", b"}(Nu", "malformed", "found a key without value"
    yield "call_of_a_text", b"Va\n)R", "malformed", "a global and a tuple of its arguments are expected"
    yield "arguments_as_list", b"cdecimal\nDecimal\n]R", "malformed", "a global and a tuple of its arguments are expected"
    yield "state_of_a_decimal", called("decimal", "Decimal", b"V1\n") + b"}b", "unsupported", "a state for an object that has none"
    yield "global_as_value", b"cdatetime\ndate\n\x85", "unsupported", "a global or a numpy type as a value"


def of_times():
    wrong = "with other arguments than its own pickles have"
    date = lambda text: called("datetime", "date", b"C" + bytes([len(text)]) + text)  # noqa: E731
    yield "month_13", date(b"\x07\xe4\x0d\x01"), "malformed", "a day of the years 1 to 9999 is expected"
    yield "year_0", date(b"\x00\x00\x01\x01"), "malformed", "a day of the years 1 to 9999 is expected"
    yield "short_date", date(b"\x07\xe4\x01"), "unsupported", wrong
    yield "hour_25", called("datetime", "time", b"C\x06\x19\x00\x00\x00\x00\x00"), "malformed", "a time of a day is expected"
    yield "micros", called("datetime", "time", b"C\x06\x01\x00\x00\xff\xff\xff"), "malformed", "a time of a day is expected"
    mars = called("zoneinfo", "ZoneInfo", b"VMars/Base\n")
    now = b"C\x0a\x07\xe4\x01\x02\x03\x04\x05\x00\x00\x00"
    yield "unknown_zone", called("datetime", "datetime", now, mars), "unsupported", "time zone Mars/Base is not known"
    yield "zone_of_25_hours", called("datetime", "timezone", called("datetime", "timedelta", b"I1\n", b"I3600\n", b"I0\n")), "unsupported", wrong
    yield "decimal_of_words", called("decimal", "Decimal", b"Vabc\n"), "unsupported", wrong
    yield "stamp_of_days", called("pandas._libs.tslibs.timestamps", "_unpickle_timestamp", b"I0\n", b"N", b"N", b"I4\n"), "unsupported", wrong


def of_arrays():
    def dtype(code, state=b"(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"):
        return called("numpy", "dtype", b"V" + line(code), b"I00\n", b"I01\n") + state

    def array(shape, kind, payload):
        made = called("numpy.core.multiarray", "_reconstruct", b"cnumpy\nndarray\n", b"(I0\nt", b"C\x01b")
        return made + b"(K\x01" + shape + kind + b"I00\n" + payload + b"tb"

    huge = b"\x8a\x08" + struct.pack("<q", 2**62)
    yield "shape_of_2_to_124", array(huge + huge + b"\x86", dtype("i8"), b"C\x00"), "malformed", "has more elements than can be counted"
    yield "shape_of_1e9", array(b"J\x00\xca\x9a\x3b\x85", dtype("i8"), b"C\x00"), "malformed", "an array of 1000000000 elements of 8 bytes"
    yield "objects_of_1e9", array(b"J\x00\xca\x9a\x3b\x85", dtype("O8"), b"]N" + b"a"), "malformed", ""
    yield "negative_shape", array(b"J\xff\xff\xff\xff\x85", dtype("i8"), b"C\x00"), "malformed", "found an extent of -1"
    yield "too_few_bytes", array(b"K\x02\x85", dtype("i8"), b"C\x08" + b"\0" * 8), "malformed", "an array of 2 elements of 8 bytes is expected"
    yield "too_few_objects", array(b"K\x02\x85", dtype("O8"), b"]N" + b"a"), "malformed", ""
    yield "texts_of_no_size", array(b"J\x00\xca\x9a\x3b\x85", dtype("S0"), b"C\x00"), "unsupported", "values"
    yield "huge_items", array(b"K\x01\x85", dtype("S2147483647"), b"C\x00"), "malformed", "an array of 1 elements"
    yield "long_double", array(b"K\x01\x85", dtype("f16"), b"C\x10" + b"\0" * 16), "unsupported", "numpy type f16"
    fields = b"(K\x03U\x01|N(Va\nt}K\x08K\x01K\x10tb"
    yield "fields", array(b"K\x01\x85", dtype("V8", fields), b"C\x08" + b"\0" * 8), "unsupported", "numpy type V8"
    yield "fields_of_int", array(b"K\x01\x85", dtype("i8", fields), b"C\x08" + b"\0" * 8), "unsupported", "a numpy type with fields or a shape"
    yield "not_a_character", array(b"K\x01\x85", dtype("U1"), b"C\x04\xff\xff\xff\x7f"), "malformed", "characters are expected"
    yield "array_without_state", called("numpy.core.multiarray", "_reconstruct", b"cnumpy\nndarray\n", b"(I0\nt", b"C\x01b"), "malformed", "an array without its elements"


def hostile():
    for source in (refused_globals, refused_opcodes, lengths, bombs, damage, of_times, of_arrays):
        yield from source()


def with_memo(code, first):
    """The opcodes with their memo indexes, the first free one of which is given."""
    if not isinstance(code, tuple):
        return code.replace(b"%s", bytes([first]))
    begin, twice = code
    levels = [twice.replace(b"%s", bytes([first + level])) for level in range(60)]
    return begin + b"".join(levels)


def alone(code):
    return HEAD + with_memo(code, 0) + b"."


def in_an_array(code):
    """As the second of the three elements of a block of one column."""
    marks = "first 0123456789", "second 0123456789", "third 0123456789"
    data = pickle.dumps(objects(list(marks)).reshape(3, 1), 4)
    data = data[:2] + data[11:]  # without its frame
    element = short(marks[1]) + b"\x94"
    before = data[: data.index(element)]
    first = sum(op.name == "MEMOIZE" for op, _, _ in pickletools.genops(before + b"."))
    return data.replace(element, with_memo(code, first))


def sound_alone():
    """Damage of the whole pickle, not of a value."""
    yield "empty", b"", "malformed", "1 bytes are expected, found 0"
    yield "stop", b".", "malformed", "one value is expected at the end, found 0"
    yield "two_values", b"NN.", "malformed", "one value is expected at the end, found 2"
    yield "more_behind", b"N.N.", "malformed", "2 bytes follow the end"
    yield "no_stop", b"N", "malformed", "1 bytes are expected, found 0"


def store_refused(folder, cases):
    """Frames of pandas, whose block of objects is then another one."""
    path = folder / "hostile.h5"
    with pd.HDFStore(path, "w") as store:
        for name, _ in cases:
            store.put(f"refused/{name}" if name != "sound" else name, pd.DataFrame({"text": ["a", "b", "c"], "number": [1.5, 2.5, 3.5]}))
    with tables.open_file(path, "a") as file:
        for name, data in cases:
            group = file.get_node(f"/refused/{name}" if name != "sound" else "/sound")
            old = next(node for node in group if node._v_name.endswith("_values") and node._v_attrs.CLASS == "VLARRAY")
            kept = {key: old._v_attrs[key] for key in old._v_attrs._v_attrnamesuser}
            title, key = old._v_title, old._v_name
            old._f_remove()
            new = file.create_vlarray(group, key, tables.UInt8Atom(), title, chunkshape=(1,))
            new.append(np.frombuffer(data, dtype="u1"))
            new._v_attrs.PSEUDOATOM = "object"
            for attribute, value in kept.items():
                new._v_attrs[attribute] = value
    smaller = folder / "smaller.h5"
    tables.copy_file(path, smaller)
    smaller.replace(path)


def attributes():
    """Name and value, as PyTables writes them as attributes."""
    yield "empty", ""
    yield "text", "naïve"
    yield "text_with_a_stop", "p."
    yield "none", None
    yield "true", np.True_
    yield "int", 5
    yield "negative", -7
    yield "float", 1.5
    yield "nan", float("nan")
    yield "complex", complex(1, -2)
    yield "large", 2**70
    yield "unsigned", np.uint64(2**64 - 1)
    yield "small", np.int16(-3)
    yield "single", np.float32(0.1)
    yield "list", ["a", 1, None]
    yield "tuple", ("A", "C")
    yield "latin", ["ünicöde", "日"]
    yield "dict", {1: {"names": [None], "type": "Index"}, "index": {}}
    yield "zone", UTC
    yield "day", offsets.Day()
    yield "stamp", pd.Timestamp("2020-01-01")
    yield "numbers", np.arange(3)
    yield "matrix", np.array([[1.5, 2], [3, 4]])
    yield "flags", np.array([True, False])
    yield "unicode_array", np.array(["é", "b"])


def store_attributes(folder):
    """Attributes of /node, and what PyTables reads of them; those that h5py writes, and those that look like pickles."""
    rows = []
    with tables.open_file(folder / "attributes.h5", "w") as file:
        node = file.create_group("/", "node")
        for name, value in attributes():
            node._v_attrs[name] = value
            rows.append((name, to_json(node._v_attrs[name])))
    with h5py.File(folder / "attributes.h5", "a") as file:
        attrs = file["node"].attrs
        attrs["h5py_text"] = "variable é"
        attrs["h5py_bool"] = True
        attrs["h5py_texts"] = ["a", "é"]
        attrs["h5py_empty"] = h5py.Empty("f4")
        rows += [("h5py_text", '"variable é"'), ("h5py_bool", "true"), ("h5py_texts", '["a","é"]'), ("h5py_empty", '""')]
        ascii_texts = {"zero": b"0.", "sentence": b"No pickle at all.", "hello": b"Hello.", "latin1": b"caf\xe9.", "plain": b"a"}
        for name, text in ascii_texts.items():
            attrs[name] = np.bytes_(text)
            rows.append((name, '{"hex":"636166e92e"}' if name == "latin1" else text_json(text.decode())))
        attrs["hostile"] = np.bytes_(called("os", "system", ARGUMENT) + b".")
    write(folder / "attributes.tsv", rows)


def place(data):
    at = contents.find(data)
    if at < 0:
        at = len(contents)
        contents.extend(data)
    return f"{at}:{len(data)}"


def write(path, rows):
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8", newline="\n")


def main():
    folder = pathlib.Path(sys.argv[1])
    values = [(name, place(data), to_json(pickle.loads(data))) for name, data in honest()]
    values += [(name, place(data), expected) for name, data, expected in by_hand()]
    write(folder / "values.tsv", values)
    write(folder / "labels.tsv", [(place(pickle.dumps(v, 0)), text_json(text)) for v, text in labels()])
    rows = []
    for name, data in array_pickles():
        array = pickle.loads(data)
        rows.append((name, place(data), json.dumps(array.shape), *map(to_json, array.ravel(order="C"))))
    write(folder / "arrays.tsv", rows)
    write(folder / "hostile.tsv", [(n, place(alone(c)), k, w) for n, c, k, w in hostile()] + [(n, place(c), k, w) for n, c, k, w in sound_alone()])
    below = ("underflow_51", "underflow_32")  # work on the element before
    spliced = [(name, in_an_array(code), kind, words) for name, code, kind, words in hostile() if name not in below]
    write(folder / "hostile_arrays.tsv", [(name, place(data), kind, words) for name, data, kind, words in spliced])
    (folder / "pickles.bin").write_bytes(contents)
    store_attributes(folder)
    chosen = "global_os.system doubling_tuples deep_lists unknown_ff BINUNICODE_of_2_GiB unknown_memo".split()
    refused = [(name.replace(".", "_"), data) for name, data, _, _ in spliced if name in chosen]
    sound = pickle.dumps(np.array([["a"], ["b"], ["c"]], dtype=object), 5)
    store_refused(folder, [*refused, ("sound", sound)])


main()
