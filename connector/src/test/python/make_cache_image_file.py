"""Writes a file whose metadata are in a metadata cache image, and what h5py reads of it.

    pip install -r ../../../../integration-tests/python/requirements.txt
    python make_cache_image_file.py ../resources/hdf5/cacheimage

Where a structure belongs that is in the image the file holds zeros. expected.json says what h5py reads of each dataset, and of the
same datasets in a file without an image: HDF5 2.0 does not read unread.h5, which it writes (non-parent entry has children).

"""

import ctypes
import json
import os
import pathlib
import sys

import h5py
import numpy as np
from h5py import h5d, h5f, h5p, h5s, h5t
from make_dense_files import library, without_times


class Config(ctypes.Structure):
    """H5AC_cache_image_config_t."""

    _fields_ = [("version", ctypes.c_int), ("generate", ctypes.c_bool), ("resize_status", ctypes.c_bool), ("ageout", ctypes.c_int)]


def open_with_image(name):
    access = h5p.create(h5p.FILE_ACCESS)
    access.set_libver_bounds(h5f.LIBVER_LATEST, h5f.LIBVER_LATEST)
    configure = library().H5Pset_mdc_image_config
    configure.argtypes = [ctypes.c_int64, ctypes.c_void_p]
    assert configure(access.id, ctypes.byref(Config(1, True, False, -1))) == 0
    return created(name, access)


def created(name, access):
    creation = h5p.create(h5p.FILE_CREATE)
    creation.set_obj_track_times(False)
    return h5py.File(h5f.create(name.encode(), h5f.ACC_TRUNC, creation, access))


def image(file):
    """Two indexes, a global heap, compact data, a group."""
    file["plain"] = np.arange(100) * 3
    file.create_dataset("fixed", data=np.arange(600) / 4, chunks=(10,), compression="gzip")
    file.create_dataset("btree", data=np.arange(120).reshape(20, 6), chunks=(3, 2), maxshape=(None, None))
    file["text"] = [f"row {i}" for i in range(50)]
    group = file.create_group("group")
    compact = h5p.create(h5p.DATASET_CREATE)
    compact.set_layout(h5d.COMPACT)
    inner = h5d.create(group.id, b"compact", h5t.NATIVE_INT32, h5s.create_simple((6,)), compact)
    inner.write(h5s.ALL, h5s.ALL, np.arange(6, dtype="i4") * 11)


def unread(file):
    """An extensible array and a fractal heap, whose blocks depend on each other."""
    file.create_dataset("extensible", data=np.arange(300, dtype="i4"), chunks=(7,), maxshape=(None,))
    for i in range(20):
        file["extensible"].attrs[f"a{i:02}"] = i


def values(dataset):
    data = dataset[()]
    return [value.decode() for value in data] if data.dtype.kind == "O" else data.tolist()


def all_values(name):
    with h5py.File(name) as file:
        expected = {}
        file.visititems(lambda path, item: expected.update({path: values(item)} if isinstance(item, h5py.Dataset) else {}))
        return expected


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)
    expected = {}
    for write in (image, unread):
        name = f"{write.__name__}.h5"
        with created("plain.h5", h5p.create(h5p.FILE_ACCESS)) as file:
            write(file)
        expected[name] = all_values("plain.h5")
        os.remove("plain.h5")
        with open_with_image(name) as file:
            write(file)
        data = pathlib.Path(name).read_bytes()
        assert b"MDCI" in data
        without_times(name, int.from_bytes(data[20:28], "little"))  # of the superblock extension
    assert all_values("image.h5") == expected["image.h5"]
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(data)}" for name, data in expected.items())
    pathlib.Path("expected.json").write_text("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
