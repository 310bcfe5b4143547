"""Writes tables whose arrays are virtual, and what h5py reads of them.

    pip install -r requirements.txt
    python make_virtual_tables.py ../src/test/resources/virtual

tables.h5 names the sources beside it, some that are not there, and some in other folders. tables.json holds, for each dataset,
shape and values as h5py reads them. thousand.h5 stands for 1,000 files s000.h5 … s999.h5, percent.h5 for as many as there are:
each is like source.h5, whose numbers a test changes in every copy.
"""

import json
import os
import pathlib
import sys

import h5py
import numpy as np

SOURCES = 1000
ROWS, COLUMNS = 8, 16
UNLIMITED = h5py.h5s.UNLIMITED


def selected(shape, start, count, block=None, stride=None, limits=None):
    space = h5py.h5s.create_simple(shape, limits or shape)
    space.select_hyperslab(start, count, stride, block)
    return space


def create_virtual(file, name, shape, dtype, mappings, limits=None, fill=None):
    """mappings: place, file, dataset and selection of the source, as the library takes them."""
    properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    properties.set_obj_track_times(False)
    for place, source_file, dataset, space in mappings:
        properties.set_virtual(place, source_file.encode(), dataset.encode(), space)
    if fill is not None:
        properties.set_fill_value(np.array(fill, dtype))
    space = h5py.h5s.create_simple(shape, limits or shape)
    kind = h5py.h5t.py_create(np.dtype(dtype), logical=True)
    h5py.h5d.create(file.id, name.encode(), kind, space, properties).close()


def write_sources(folder):
    with h5py.File("north.h5", "w", libver="latest") as file:
        file.create_dataset("m", data=np.arange(18, dtype="i2").reshape(6, 3) - 7, chunks=(2, 3), compression="gzip")
        file["t"] = np.arange(6) / 4
    with h5py.File("south.h5", "w") as file:
        file["m"] = np.arange(18, dtype=">f4").reshape(6, 3) / 8
        file["t"] = np.arange(6) + 100.0
    os.makedirs("sub", exist_ok=True)
    with h5py.File("sub/deep.h5", "w", libver="latest") as file:
        file["m"] = np.arange(18).reshape(6, 3) * 1000
    for part in range(3):
        with h5py.File(f"part{part}.h5", "w", libver="latest") as file:
            file["x"] = np.arange(4, dtype="i4") + 10 * part
    with h5py.File("long.h5", "w", libver="latest") as file:
        file.create_dataset("x", data=np.arange(10, dtype="i4") * 3, maxshape=(None,), chunks=(4,))


def halves(north, south, dataset, row_shape=(3,), rows=6):
    """The rows of one source behind those of another."""
    zeros = (0,) * len(row_shape)
    whole = (rows, *row_shape)
    for number, source in enumerate([north, south]):
        place = selected((2 * rows, *row_shape), (number * rows, *zeros), (1,) * len(whole), whole)
        yield place, source, dataset, h5py.h5s.create_simple(whole)


def write_tables():
    with h5py.File("tables.h5", "w", libver="latest") as file:
        create_virtual(file, "matrix", (12, 3), "f8", halves("north.h5", "south.h5", "/m"))
        create_virtual(file, "gaps", (12, 3), "f8", halves("gone.h5", "south.h5", "/m"), fill=-1.5)
        create_virtual(file, "no_dataset", (12, 3), "i4", halves("north.h5", "south.h5", "/gone"), fill=9)
        create_virtual(file, "elsewhere", (12, 3), "i8", halves("north.h5", "sub/deep.h5", "/m"))
        create_virtual(file, "other_system", (12, 3), "i8", halves("north.h5", "other://host/deep.h5", "/m"))
        # The virtual dataset of this same file, each row twice as far apart, backwards in pairs of columns.
        create_virtual(file, "nested", (12, 3), "f4", [
            (selected((12, 3), (1, 0), (6, 1), (1, 3), (2, 1)), ".", "/matrix", selected((12, 3), (6, 0), (1, 1), (6, 3))),
            (selected((12, 3), (0, 0), (6, 1), (1, 3), (2, 1)), "tables.h5", "/matrix", selected((12, 3), (0, 0), (1, 1), (6, 3))),
        ])
        create_virtual(file, "parts", (0,), "i4", [(
            selected((4,), (0,), (UNLIMITED,), (4,), (4,), limits=(UNLIMITED,)), "part%b.h5", "/x", h5py.h5s.create_simple((4,)),
        )], limits=(UNLIMITED,))
        create_virtual(file, "follows", (10,), "i4", [(
            selected((10,), (0,), (UNLIMITED,), (1,), (1,), limits=(UNLIMITED,)), "long.h5", "/x",
            selected((10,), (0,), (UNLIMITED,), (1,), (1,), limits=(UNLIMITED,)),
        )], limits=(UNLIMITED,))
        # A grid: its time is virtual too.
        grid = file.create_group("grid")
        create_virtual(grid, "field", (12, 3), "f8", halves("north.h5", "south.h5", "/m"))
        create_virtual(grid, "time", (12,), "f8", halves("north.h5", "south.h5", "/t", ()))
        grid["level"] = np.array([850.0, 500.0, 250.0])
        for name in ["time", "level"]:
            grid[name].make_scale(name)
        for dimension, name in enumerate(["time", "level"]):
            grid["field"].dims[dimension].attach_scale(grid[name])
        # One length, one type each: columns of a group.
        columns = file.create_group("columns")
        create_virtual(columns, "number", (12,), "i8", halves("north.h5", "south.h5", "/t", ()))
        create_virtual(columns, "exact", (12,), "f8", halves("north.h5", "south.h5", "/t", ()))
        columns["plain"] = np.arange(12, dtype="i4")


def write_thousand():
    with h5py.File("source.h5", "w", libver="latest") as file:
        numbers = np.arange(ROWS * COLUMNS, dtype="<i4").reshape(ROWS, COLUMNS)
        file.create_dataset("d", data=numbers, chunks=(ROWS // 2, COLUMNS))
    whole = (ROWS, COLUMNS)
    with h5py.File("thousand.h5", "w", libver="latest") as file:
        shape = (SOURCES * ROWS, COLUMNS)
        create_virtual(file, "d", shape, "<i4", [
            (selected(shape, (number * ROWS, 0), (1, 1), whole), f"s{number:03}.h5", "/d", h5py.h5s.create_simple(whole))
            for number in range(SOURCES)
        ], fill=-1)
    with h5py.File("percent.h5", "w", libver="latest") as file:
        limits = (UNLIMITED, COLUMNS)
        create_virtual(file, "d", (0, COLUMNS), "<i4", [(
            selected(whole, (0, 0), (UNLIMITED, 1), whole, (ROWS, 1), limits=limits), "p%b.h5", "/d", h5py.h5s.create_simple(whole),
        )], limits=limits, fill=-1)


def expected():
    found = {}
    with h5py.File("tables.h5") as file:
        def visit(name, value):
            if isinstance(value, h5py.Dataset) and name != "other_system":
                found["/" + name] = {"shape": value.shape, "values": value[...].ravel().tolist()}

        file.visititems(visit)
    return found


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)
    write_sources(folder)
    write_tables()
    write_thousand()
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in sorted(expected().items())]
    pathlib.Path("tables.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
