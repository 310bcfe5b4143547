"""Writes files in members of the family driver, and what h5py reads of them.

    pip install -r ../../../../integration-tests/python/requirements.txt
    python make_family_files.py ../resources/hdf5/family

run%05d.h5 has superblock version 0, late%d.h5 version 3, one.h5 is a family of one member that is shorter than it might be;
expected.json says, for each dataset, what h5py reads.

"""

import json
import os
import pathlib
import sys

import h5py
import numpy as np
from make_dense_files import untimed, without_times

MEMBER_BYTES = 4096


def write(name, libver, seed):
    random = np.random.default_rng(seed)
    access = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
    access.set_fapl_family(MEMBER_BYTES, h5py.h5p.create(h5py.h5p.FILE_ACCESS))
    with untimed(name, libver, access) as file:
        file["plain"] = random.integers(-1000, 1000, 1500, "i4")
        file.create_dataset("packed", data=random.integers(0, 99, (400, 3), "i2"), chunks=(50, 3), compression="gzip")
        file.create_dataset("chunks", data=np.arange(900) / 8, chunks=(64,))
        file["text"] = [f"row {i} of {name[:3]}" for i in range(60)]
        file["text"].attrs["note"] = "in members"


def values(dataset):
    data = dataset[()]
    return [value.decode() for value in data] if data.dtype.kind == "O" else data.tolist()


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)
    write("run%05d.h5", h5py.h5f.LIBVER_EARLIEST, 1)
    write("late%d.h5", h5py.h5f.LIBVER_LATEST, 2)
    without_times("late0.h5", 48)
    with h5py.File("one%03d.h5", "w", driver="family", memb_size=1 << 20) as file:
        file["few"] = np.arange(5)
    expected = {}
    for name, size in [("run%05d.h5", MEMBER_BYTES), ("late%d.h5", MEMBER_BYTES), ("one%03d.h5", 1 << 20)]:
        with h5py.File(name, driver="family", memb_size=size) as file:
            expected[name] = {key: values(file[key]) for key in file}
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(data)}" for name, data in expected.items())
    pathlib.Path("expected.json").write_text("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
