"""Writes files with dimension scales, groups of columns, records and CF attributes, and what their tables hold.

    pip install -r ../../../../integration-tests/python/requirements.txt
    python make_shape_files.py ../resources/hdf5/shapes

h5py and netCDF4 write NAME.h5 and NAME.nc.
"""

import os
import pathlib
import sys

import h5py
import netCDF4
import numpy as np


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
        file.createVariable("x", "i2", ("time",))[:] = np.arange(5) * 3
        file.createVariable("level", "f4", ("level", "lat"))[:] = np.arange(9).reshape(3, 3)
        late = file.createVariable("late", "i4", ("time",))
        late[0:2] = [7, 8]
        file.createVariable("scalar", "f8", ())[:] = 2.5
        file.createGroup("sub").createVariable("q", "f4", ("time", "lat"))[:] = np.arange(15).reshape(5, 3)


if __name__ == "__main__":
    os.chdir(pathlib.Path(sys.argv[1]))
    scales()
    grid()
