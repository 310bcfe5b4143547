"""Writes the files of docs/tables.md, and lists what is in them as the page shows it.

    python make_docs_shapes.py ../src/test/resources/docs-shapes
    python make_docs_shapes.py --list ../src/test/resources/docs-shapes
"""

import os
import pathlib
import sys

import h5py
import netCDF4
import numpy as np

# What each example of the page lists: file, and the objects in it.
LISTINGS = {
    "one dimension": ("shapes.h5", ["counts"]),
    "several dimensions": ("shapes.h5", ["image"]),
    "columns": ("shapes.h5", ["matrix", "names"]),
    "records": ("shapes.h5", ["hits"]),
    "records in two dimensions": ("shapes.h5", ["pixels"]),
    "group": ("shapes.h5", ["run/depth", "run/salt", "run/spectrum", "run/station"]),
    "list": ("shapes.h5", ["run/depth", "calibration/depth", "calibration/error"]),
    "netcdf": ("weather.nc", ["time", "lat", "lon", "t", "p"]),
    "attributes": ("shapes.h5", ["", "run", "run/salt"]),
}


def shapes():
    with h5py.File("shapes.h5", "w") as file:
        file.attrs["cruise"] = "AR-7"
        file["counts"] = np.array([3, 1, 4, 1], "i4")
        file["image"] = np.arange(12, dtype="f4").reshape(2, 3, 2) / 4
        file["matrix"] = np.arange(6).reshape(3, 2) * 10
        file["names"] = np.array([b"low", b"high"])
        inner = np.dtype([("x", "f4"), ("y", "f4")])
        hit = np.dtype([("id", "i8"), ("at", inner), ("energy", "f8", (2,)), ("label", h5py.string_dtype())])
        file["hits"] = np.array([(7, (0.5, 1.5), [1, 2], "muon"), (8, (-1, 2), [3, 4.5], "kaon")], hit)
        file["pixels"] = np.array([[(1, 0.5), (2, 0.25)], [(3, 0.0), (4, 1.0)]], [("adc", "i4"), ("gain", "f8")])
        run = file.create_group("run")
        run.attrs["operator"] = "Ada"
        run["depth"] = np.array([0.0, 10.0, 20.0])
        run["salt"] = np.array([34.5, 34.75, 35.0])
        run["salt"].attrs["units"] = "g/kg"
        run["spectrum"] = np.arange(6, dtype="i2").reshape(3, 2)
        run["station"] = np.array([17, 18])
        file["calibration/depth"] = np.array([0.25, 10.5, 20.125])
        file["calibration/error"] = np.array([0.5, 0.5, 0.25])


def weather():
    with netCDF4.Dataset("weather.nc", "w") as file:
        for name, length in [("time", None), ("lat", 2), ("lon", 2)]:
            file.createDimension(name, length)
        time = file.createVariable("time", "i4", ("time",))
        time.units = "hours since 2026-01-05 00:00:00"
        time[:] = [0, 6, 12]
        file.createVariable("lat", "f4", ("lat",))[:] = [50.0, 50.5]
        file.createVariable("lon", "f4", ("lon",))[:] = [7.0, 7.25]
        t = file.createVariable("t", "i2", ("time", "lat", "lon"), fill_value=-999)
        t.setncatts({"scale_factor": 0.5, "add_offset": 273.0})
        t.set_auto_maskandscale(False)
        t[:] = np.array([0, 1, 2, 3, 4, -999, 6, 7, 8, 9, 10, 11]).reshape(3, 2, 2)
        file.createVariable("p", "f8", ("time",))[:] = [1013.25, 1012.5, 1011.75]


def listing(file: str, names: list[str]) -> str:
    """What is in a file, a line per object and per attribute that a user wrote."""
    lines = []
    with h5py.File(file) as opened:
        for name in names:
            found = opened[name or "/"]
            if isinstance(found, h5py.Dataset):
                kind = "records" if found.dtype.names else found.dtype.str.lstrip("<|")
                lines.append(f"/{name}  {kind} {list(found.shape)}  {shown(found[()])}")
            else:
                lines.append(f"/{name}")
            for key, value in sorted(found.attrs.items()):
                if key in ("units", "scale_factor", "add_offset", "_FillValue", "cruise", "operator"):
                    lines.append(f"    @{key} = {shown(np.ravel(value)[0])}")
    return "\n".join(lines)


def shown(value) -> str:
    if isinstance(value, np.ndarray):
        return "[" + ", ".join(shown(item) for item in value) + "]"
    if isinstance(value, np.void):
        return "{" + ", ".join(f"{name}: {shown(value[name])}" for name in value.dtype.names) + "}"
    return value.decode() if isinstance(value, bytes) else str(value)


if __name__ == "__main__":
    os.chdir(pathlib.Path(sys.argv[-1]))
    if "--list" in sys.argv:
        for title, (file, names) in LISTINGS.items():
            print(f"--- {title}\n{listing(file, names)}")
    else:
        shapes()
        weather()
