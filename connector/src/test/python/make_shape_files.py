"""Writes files with dimension scales, groups of columns, records and CF attributes, and what their tables hold.

    pip install -r ../../../../integration-tests/python/requirements.txt
    python make_shape_files.py ../resources/hdf5/shapes

h5py and netCDF4 write NAME.h5 and NAME.nc; cases.json says, for options of a read, what numpy and xarray have for each
column. Floats are text, times microseconds, records lists.

"""

import datetime
import json
import os
import pathlib
import sys
import warnings

import cftime
import h5py
import netCDF4
import numpy as np
import pandas as pd
import xarray as xr


def scales():
    """Dimension scales as h5py attaches them: named, unnamed, several, a label alone, of another length, of two dimensions."""
    with h5py.File("scales.h5", "w") as file:
        values = file.create_dataset("values", data=np.arange(24, dtype="i4").reshape(4, 3, 2))
        for name, data in {
            "z": np.arange(4) * 10, "y_axis": np.array([0.5, 1.5, 2.5]), "y_other": np.arange(3), "flat": np.arange(6.0),
            "records": np.zeros(4, [("a", "i4"), ("b", "f8")]), "plane": np.arange(8).reshape(4, 2), "long": np.arange(9),
        }.items():  # fmt: skip
            file[name] = data
        file["z"].make_scale()
        file["y_axis"].make_scale("y [m]")
        for name in ["y_other", "flat", "records", "plane", "long"]:
            file[name].make_scale(name)
        values.dims[0].attach_scale(file["z"])
        values.dims[1].attach_scale(file["y_axis"])
        values.dims[1].attach_scale(file["y_other"])
        values.dims[0].label = "depth"
        values.dims[2].label = "channel"
        odd = file.create_dataset("deep/odd", data=np.arange(4 * 4 * 4 * 7).reshape(4, 4, 4, 7))
        for axis, name in enumerate(["records", "plane", "long", "flat"]):
            odd.dims[axis].attach_scale(file[name])
        file["bare"] = np.arange(4.0)


def image():
    """One dataset with its scales, of which one has its length."""
    with h5py.File("image.h5", "w") as file:
        file["image"] = np.arange(6.0).reshape(3, 2)
        for axis, name in enumerate("yx"):
            file[name] = np.arange(3 - axis) / 2
            file[name].make_scale(name)
            file["image"].dims[axis].attach_scale(file[name])


def grid():
    """netCDF-4: coordinates, a dimension without one, a group, a variable shorter than its unlimited dimension."""
    with netCDF4.Dataset("grid.nc", "w") as file:
        file.title = "grid"
        for name, length in [("time", None), ("lat", 3), ("lon", 2), ("x", 2), ("level", 3)]:
            file.createDimension(name, length)
        file.createVariable("time", "i4", ("time",))[:] = np.arange(5) * 24
        file.createVariable("lat", "f4", ("lat",))[:] = [50.0, 50.5, 51.25]
        file.createVariable("t", "f4", ("time", "lat", "lon"))[:] = np.arange(30).reshape(5, 3, 2) / 4
        file.createVariable("p", "f8", ("time",))[:] = 1000 + np.arange(5) / 8
        file["p"].setncatts({"valid_min": 900.5, "levels": np.array([1, 2], "i4")})
        file.createVariable("x", "i2", ("time",))[:] = np.arange(5) * 3
        file.createVariable("level", "f4", ("level", "lat"))[:] = np.arange(9).reshape(3, 3)
        late = file.createVariable("late", "i4", ("time",))
        late[0:2] = [7, 8]
        file.createVariable("scalar", "f8", ())[:] = 2.5
        file.createGroup("sub").createVariable("q", "f4", ("time", "lat"))[:] = np.arange(15).reshape(5, 3)



def filtered(group, name):
    """Five integers, never written, with a filter that nobody has here (sz)."""
    properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    properties.set_chunk((5,))
    properties.set_filter(32017, h5py.h5z.FLAG_OPTIONAL)
    h5py.h5d.create(group.id, name.encode(), h5py.h5t.STD_I32LE, h5py.h5s.create_simple((5,)), properties)


def groups():
    """Groups of columns: nested records, lists, what has another length, what is not read, a tie, an order of creation."""
    text = h5py.string_dtype()
    with h5py.File("groups.h5", "w", libver=("v110", "v110")) as file:
        file.attrs["title"] = "run 7 – ünïcode"
        run = file.create_group("run")
        run.attrs.update({
            "station": np.bytes_("Kiruna"), "grid": np.array([1, 2, 3], "i4"), "height": 12.5, "open": True,
            "place": np.array((1.5, 7), [("x", "f8"), ("n", "i2")]), "empty": h5py.Empty("f4"), "b": "taken",
        })  # fmt: skip
        run.attrs.create("names", ["long one", "", "ä"], dtype=text)
        run["a"] = np.arange(5, dtype="i4") * 2
        run["a"].attrs["units"] = "m"
        run["b"] = np.arange(5) / 4
        run["b"].attrs["units"] = "s"
        run.create_dataset("c", data=np.arange(10, dtype="f4").reshape(5, 2), chunks=(2, 1), compression=4)
        run["r"] = np.array([(i, i / 2) for i in range(5)], [("n", "i8"), ("half", "f8")])
        run["s"] = np.array(["", "x", "yy", "ä", "last"], dtype=text)
        run["longer"] = np.arange(7)
        run["scalar"] = 3
        filtered(run, "unread")
        run["linked"] = h5py.SoftLink("/other/x")
        run["far"] = h5py.ExternalLink("scales.h5", "/z")
        other = file.create_group("other")
        other["x"] = np.arange(5) + 100
        other["rest/x"] = np.arange(5) + 200
        other["rest/only"] = np.arange(3)
        ordered = file.create_group("ordered", track_order=True)
        for name in ["z", "a", "m"]:
            ordered[name] = np.array([ord(name)])
        tie = file.create_group("tie")
        for name, length in [("a", 2), ("b", 3), ("c", 3), ("d", 2)]:
            tie[name] = np.arange(length)
        file["unreadable/one"] = np.zeros(3, "i4")
        del file["unreadable/one"]
        filtered(file["unreadable"], "one")


def records():
    """Compounds: nested, with arrays, sequences, text, enumerations; of one dimension and of two."""
    inner = np.dtype([("u", "i2"), ("deep", [("w", "f4"), ("flag", "?")])])
    sequence = h5py.vlen_dtype(np.dtype("i4"))
    colour = h5py.enum_dtype({"RED": 0, "BLUE": 7}, "i1")
    kind = np.dtype([
        ("id", "u4"), ("inner", inner), ("three", "f4", (3,)), ("plane", "i1", (2, 2)), ("list", sequence),
        ("text", h5py.string_dtype()), ("fixed", "S4"), ("colour", colour), ("complex", "c8"),
    ])  # fmt: skip
    rows = np.zeros(4, kind)
    for i in range(4):
        rows[i]["id"] = 4_000_000_000 + i
        rows[i]["inner"] = (i - 2, (i / 8, i % 2 == 0))
        rows[i]["three"] = np.arange(3) + i
        rows[i]["plane"] = np.arange(4).reshape(2, 2) - i
        rows[i]["list"] = np.arange(i, dtype="i4")
        rows[i]["text"] = "é" * i
        rows[i]["fixed"] = b"ab"[:i]
        rows[i]["colour"] = 7 * (i % 2)
        rows[i]["complex"] = complex(i, -i)
    with h5py.File("records.h5", "w") as file:
        file["rows"] = rows
        pairs = np.zeros((2, 3), [("x", "i4"), ("y", "f8")])
        pairs["x"] = np.arange(6).reshape(2, 3)
        pairs["y"] = np.arange(6).reshape(2, 3) / 4
        file["pairs"] = pairs


PACKED = {
    "both_single": ("i2", {"scale_factor": np.float32(0.01), "add_offset": np.float32(273.15), "_FillValue": np.int16(-32767)}),
    "both_double": ("i2", {"scale_factor": 0.01, "add_offset": 273.15}),
    "int32_single": ("i4", {"scale_factor": np.float32(0.1), "add_offset": np.float32(1.5)}),
    "scale_single": ("u1", {"scale_factor": np.float32(0.3)}),
    "scale_double": ("i2", {"scale_factor": 0.3, "missing_value": np.array([-1, -2], "i2")}),
    "offset_only": ("i2", {"add_offset": np.float32(0.1)}),
    "mixed": ("i2", {"scale_factor": np.float32(0.7), "add_offset": 0.1}),
    "of_double": ("f8", {"scale_factor": np.float32(0.7), "add_offset": np.float32(0.1)}),
    "of_single": ("f4", {"scale_factor": 0.7}),
    "masked_float": ("f4", {"_FillValue": np.float32(3), "missing_value": np.float32(1e20)}),
    "masked_int": ("i4", {"_FillValue": np.int32(3)}),
    "masked_long": ("i8", {"missing_value": np.int64(3)}),
    "unsigned": ("i1", {"_Unsigned": "true", "_FillValue": np.int8(-2)}),
    "unsigned_packed": ("i1", {"_Unsigned": "true", "scale_factor": np.float32(0.5)}),
    "signed": ("u2", {"_Unsigned": "false"}),
    "plain": ("i2", {"units": "days", "long_name": "a length of time, not a date"}),
}

TIMES = {
    "hours": ("f8", "hours since 2000-01-01 00:00:00", None, [0, 0.5, 24.25, 1e5, -12, 3]),
    "minutes": ("i4", "minutes since 1900-01-01 00:00:0.0", "gregorian", [0, 1, -1, 10**7, 5, 6]),
    "halves": ("f4", "days since 1970-01-01", "standard", [0.5, 1.25, -3.125, 0, 1, 16000.5]),
    "since_1": ("i4", "days since 0001-01-01 00:00:00", "standard", [730_000, 738_000, 577_737, 600_000, 700_000, 3_652_000]),
    "since_1_proleptic": ("i4", "days since 0001-01-01 00:00:00", "proleptic_gregorian", [0, 1, 577_735, 600_000, 700_000, 3_652_058]),
    "zone": ("i4", "hours since 1970-01-01T00:00:00 +02:30", "standard", [0, 1, 2, 3, 4, 5]),
    "zone_utc": ("i4", "Seconds since 2001-2-3 4:5:6 UTC", "standard", [0, 1, 2, 3, 4, 5]),
    "abbreviated": ("f8", "secs since 1999-12-31 23:59:59.5", "standard", [0.5, 1.25, 2, 3, 4, 1e9]),
    "milliseconds": ("i8", "milliseconds since 1970-01-01", "standard", [0, 1, -1, 10**12, 5, -(2**63)]),
    "noleap": ("i4", "days since 2000-02-28", "noleap", [0, 1, 2, 365, 3650, 306]),
    "noleap_0": ("f8", "days since 0000-01-01", "365_day", [730_000.5, 730_059, 730_058.75, 366, 400, 3_649_999]),
    "days_360": ("i4", "hours since 2001-01-30 12:00", "360_day", [0, 24, 336, 1440, 8640, 12]),
    "masked": ("i4", "days since 2000-01-01", "standard", [0, 1, -999, 3, 4, 5]),
    "packed": ("i2", "days since 2000-01-01", "standard", [0, 1, 2, 3, 4, 5]),
    "tenths": ("f8", "days since 2000-01-01", "standard", [0.1, 0.2, 1 / 7, 0.7, 1 / 3, 1e-6]),
    "far_tenths": ("f8", "days since 0001-01-01", "standard", [730_000.1, 730_000.123456789, 730_001 / 3 * 3.1, 7e5, 6e5 + 1 / 7, 7e5 + 1e-6]),
}

REFUSED_TIMES = {
    "julian": ("i4", "days since 2000-01-01", "julian", range(6)),
    "all_leap": ("i4", "days since 2000-01-01", "all_leap", range(6)),
    "months": ("i4", "months since 2000-01-01", None, range(6)),
    "no_date": ("i4", "days since the flood", None, range(6)),
    "left_out": ("i4", "days since 1582-10-10", "standard", range(6)),
    "year_0": ("i4", "days since 0000-01-01", "standard", range(6)),
    "feb_30": ("i4", "days since 2001-02-28", "360_day", range(6)),
    "before": ("i4", "days since 1582-10-17", "standard", [0, -1, -2, -3, -4, -5]),
    "far": ("f8", "days since 2000-01-01", "standard", [0, 1e30, 0, 0, 0, 0]),
}


def cf():
    """Numbers of which attributes say what they mean."""
    with netCDF4.Dataset("cf.nc", "w") as file:
        file.createDimension("n", 6)
        file.createDimension("m", 6)
        for name, (kind, attributes) in PACKED.items():
            fill = attributes.get("_FillValue", False)
            variable = file.createVariable(name, kind, ("n",), fill_value=fill)
            variable.setncatts({key: value for key, value in attributes.items() if key != "_FillValue"})
            variable.set_auto_maskandscale(False)
            values = np.array([0, 1, -2, 3, 100, -1]) if kind[0] != "u" else np.array([0, 1, 254, 3, 100, 65535])
            values = values * 1.1 if kind[0] == "f" and "masked" not in name else values
            values = np.array([0, 1, 1e20, 3, 100, -1]) if name == "masked_float" else values
            values = np.array([-32767, 1, -2, 30000, 100, -1]) if name == "both_single" else values
            values = np.array([2**31 - 1, -(2**31), 16777217, 3, 100, -1]) if name == "int32_single" else values
            variable[:] = values.astype(kind)
        for name, (kind, units, calendar, values) in [*TIMES.items(), *REFUSED_TIMES.items()]:
            prefix = "t_" if name in TIMES else "x_"
            variable = file.createVariable(prefix + name, kind, ("n",), fill_value=-999 if name == "masked" else False)
            variable.units = units
            if calendar:
                variable.calendar = calendar
            if name == "packed":
                variable.scale_factor = 0.25
            variable.set_auto_maskandscale(False)
            variable[:] = np.array(values, kind)
        plane = file.createVariable("plane", "i2", ("n", "m"), fill_value=-1)
        plane.scale_factor = 0.5
        plane.set_auto_maskandscale(False)
        plane[:] = np.arange(36).reshape(6, 6) - 1


def exact(value):
    """A value as JSON: floats as text, NaN of a masked value as null, times as microseconds."""
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, (list, tuple, np.ndarray)):
        return [exact(item) for item in value]
    if isinstance(value, np.void):
        return [exact(value[name]) for name in value.dtype.names]
    if isinstance(value, (np.bool_,)):
        return bool(value)
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, (complex, np.complexfloating)):
        return [exact(value.real), exact(value.imag)]
    if isinstance(value, (float, np.floating)):
        return None if np.isnan(value) else repr(float(value))
    return int(value)


def case(file: str, kind: str, columns: dict, /, **options) -> dict:
    """Columns by name: type and values."""
    return {
        "file": file,
        "options": options,
        "kind": kind,
        "columns": [{"name": n, "type": t, "values": [exact(v) for v in values]} for n, (t, values) in columns.items()],
    }


def grid_cases() -> list:
    raw = xr.open_dataset("grid.nc", engine="netcdf4", decode_cf=False)
    pressure = raw[["p"]].to_dataframe().reset_index()
    cells = raw[["t"]].to_dataframe().reset_index()
    time = raw["time"].values
    t = raw["t"].values
    return [
        case("grid.nc", "netcdf", {n: (kind, pressure[n]) for n, kind in [("time", "INT"), ("p", "DOUBLE")]}, dataset="/p"),
        case("grid.nc", "netcdf", {"time": ("INT", time), "t": ("ARRAY<ARRAY<FLOAT>>", t)}, dataset="/t"),
        case("grid.nc", "netcdf", {"time": ("INT", time), "p": ("DOUBLE", pressure["p"]), "t": ("ARRAY<ARRAY<FLOAT>>", t)}, columns="/p,/t"),
        case("grid.nc", "netcdf", {"p": ("DOUBLE", pressure["p"]), "time": ("INT", time)}, columns="p,time"),
        case("grid.nc", "netcdf", {
            "time": ("INT", time), "valid_min": ("DOUBLE", [900.5] * 5), "levels": ("ARRAY<INT>", [[1, 2]] * 5),
        }, dataset="/time", attributes="/p@valid_min,/p@levels"),
        case("grid.nc", "netcdf", {"time": ("INT", time)}, dataset="/time"),
        case("grid.nc", "netcdf", {"time": ("INT", time[:2]), "late": ("INT", [7, 8])}, dataset="/late"),
        case("grid.nc", "netcdf", {"time": ("INT", time), "x": ("SMALLINT", np.arange(5) * 3)}, dataset="/_nc4_non_coord_x"),
        case("grid.nc", "netcdf", {"time": ("INT", time), "q": ("ARRAY<FLOAT>", np.arange(15.0).reshape(5, 3))}, dataset="/sub/q"),
        case("grid.nc", "netcdf", {
            "time": ("INT", cells["time"]), "lat": ("FLOAT", cells["lat"]), "lon": ("BIGINT", cells["lon"]), "t": ("FLOAT", cells["t"]),
            "title": ("STRING", ["grid"] * len(cells)),
        }, dataset="/t", layout="cells", attributes="/@title"),
        case("grid.nc", "array", {"value": ("DOUBLE", [2.5])}, dataset="/scalar"),
        case("grid.nc", "group", {
            "time": ("INT", time), "t": ("ARRAY<ARRAY<FLOAT>>", t), "p": ("DOUBLE", pressure["p"]), "x": ("SMALLINT", np.arange(5) * 3),
        }),
        case("scales.h5", "netcdf", {"z": ("BIGINT", np.arange(4) * 10), "value": ("ARRAY<ARRAY<INT>>", np.arange(24).reshape(4, 3, 2))}, dataset="/values"),
        case("scales.h5", "array", {"value": ("BIGINT", np.arange(4) * 10)}, dataset="/z"),
    ]  # fmt: skip


def group_cases() -> list:
    five = range(5)
    a, b = ("INT", np.arange(5) * 2), ("DOUBLE", np.arange(5) / 4)
    columns = {
        "a": a, "b": b, "c": ("ARRAY<FLOAT>", np.arange(10.0).reshape(5, 2)), "linked": ("BIGINT", np.arange(5) + 100),
        "r": ("STRUCT<n: BIGINT, half: DOUBLE>", [(i, i / 2) for i in five]), "s": ("STRING", ["", "x", "yy", "ä", "last"]),
    }  # fmt: skip
    one = {"a": a}
    constant = lambda kind, value: (kind, [value] * 5)  # noqa: E731
    return [
        case("groups.h5", "group", columns, dataset="/run"),
        case("groups.h5", "group", {"z": ("BIGINT", [122]), "a": ("BIGINT", [97]), "m": ("BIGINT", [109])}, dataset="ordered"),
        case("groups.h5", "group", {"x": ("BIGINT", np.arange(5) + 100)}, dataset="/other"),
        case("groups.h5", "group", {"a": a, "x": ("BIGINT", np.arange(5) + 100), "x_1": ("BIGINT", np.arange(5) + 200)}, columns='["/run/a", "/other/x", "other/rest/x"]'),
        case("groups.h5", "group", {"b": b, "a": a}, dataset="/run", columns="b,/run/a"),
        case("groups.h5", "array", {
            "value": a[:1] + (a[1],), "title": constant("STRING", "run 7 – ünïcode"), "station": constant("STRING", "Kiruna"),
            "grid": constant("ARRAY<INT>", [1, 2, 3]), "height": constant("DOUBLE", 12.5), "open": constant("BOOLEAN", True),
            "place": constant("STRUCT<x: DOUBLE, n: SMALLINT>", [1.5, 7]), "empty": constant("FLOAT", None),
            "names": constant("ARRAY<STRING>", ["long one", "", "ä"]), "run/a@units": constant("STRING", "m"),
            "run/b@units": constant("STRING", "s"),
        }, dataset="/run/a", attributes="/@title,/run@station,run@grid,/run@height,/run@open,/run@place,/run@empty,/run@names,/run/a@units,/run/b@units"),
        case("groups.h5", "group", {"b": b, "run@b": constant("STRING", "taken")}, columns="/run/b", attributes="/run@b"),
    ]  # fmt: skip


def record_cases() -> list:
    with h5py.File("records.h5") as file:
        rows = file["rows"][:]
        pairs = file["pairs"][:]
    colours = ["RED", "BLUE", "RED", "BLUE"]
    return [
        case("records.h5", "compound", {
            "id": ("BIGINT", rows["id"]), "inner": ("STRUCT<u: SMALLINT, deep: STRUCT<w: FLOAT, flag: BOOLEAN>>", rows["inner"]),
            "three": ("ARRAY<FLOAT>", rows["three"]), "plane": ("ARRAY<ARRAY<TINYINT>>", rows["plane"]),
            "list": ("ARRAY<INT>", list(rows["list"])), "text": ("STRING", rows["text"]), "fixed": ("STRING", rows["fixed"]),
            "colour": ("STRING", colours), "complex": ("STRUCT<re: FLOAT, im: FLOAT>", rows["complex"]),
        }, dataset="/rows"),
        case("records.h5", "array", {"value": ("ARRAY<STRUCT<x: INT, y: DOUBLE>>", pairs)}, dataset="/pairs"),
    ]  # fmt: skip


SPARK_TYPES = {"float32": "FLOAT", "float64": "DOUBLE"}
STORED_TYPES = {"i1": "TINYINT", "u1": "SMALLINT", "i2": "SMALLINT", "u2": "INT", "i4": "INT", "i8": "BIGINT", "f4": "FLOAT"}


def microseconds(value) -> int | None:
    """A time of xarray: numpy's, or one of cftime whose date is read as a Gregorian one."""
    if isinstance(value, cftime.datetime):
        value = datetime.datetime(value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond)
        return (value - datetime.datetime(1970, 1, 1)) // datetime.timedelta(microseconds=1)
    return None if np.isnat(value) else int(value.astype("M8[us]").astype("i8"))


def cf_cases() -> list:
    cases = []
    warnings.simplefilter("ignore")  # of dates that numpy does not reach
    readable = xr.open_dataset(
        "cf.nc", engine="netcdf4", decode_timedelta=False, drop_variables=["x_" + name for name in REFUSED_TIMES])
    for name, (stored, attributes) in PACKED.items():
        decoded = readable[name].values
        packed = {"scale_factor", "add_offset"} & set(attributes)
        kind = SPARK_TYPES[str(decoded.dtype)] if packed else {"unsigned": "SMALLINT", "signed": "SMALLINT"}.get(name, STORED_TYPES[stored])
        if not packed and kind != "FLOAT":  # numpy has no missing integer, xarray makes floats of them
            decoded = [None if np.isnan(float(v)) else int(v) for v in decoded]
        cases.append(case("cf.nc", "netcdf", {name: (kind, decoded)}, dataset=name, cf="true"))
    for name in TIMES:
        decoded = readable["t_" + name].values
        rule = {"tenths": {"nanoseconds": "floor"}, "far_tenths": {"nanoseconds": "round"}}.get(name, {})
        cases.append(case("cf.nc", "netcdf", {"t_" + name: ("TIMESTAMP_NTZ", [microseconds(v) for v in decoded])}, dataset="t_" + name, cf="true", **rule))
    raw = xr.open_dataset("cf.nc", engine="netcdf4", decode_cf=False)
    cases.append(case("cf.nc", "netcdf", {"both_single": ("SMALLINT", raw["both_single"].values)}, dataset="both_single"))
    cases.append(case("cf.nc", "netcdf", {"t_hours": ("DOUBLE", raw["t_hours"].values)}, dataset="t_hours"))
    plane = (np.arange(36).reshape(6, 6) - 1) * 0.5
    plane[0, 0] = np.nan
    cases.append(case("cf.nc", "netcdf", {"plane": ("ARRAY<DOUBLE>", plane)}, dataset="plane", cf="true"))
    return cases


if __name__ == "__main__":
    os.chdir(pathlib.Path(sys.argv[1]))
    for write in [scales, image, grid, groups, records, cf]:
        write()
    cases = [*grid_cases(), *group_cases(), *record_cases(), *cf_cases()]
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in cases)
    pathlib.Path("cases.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
