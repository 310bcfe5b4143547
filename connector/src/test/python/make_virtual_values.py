"""Makes virtual datasets, those of types.h5 of every conversion, those of bytes.h5 of integers of one byte, those of random.h5 of
random mappings, and what h5py reads in them.

values.json lists for each: file, dataset, shape, type and the bytes of its elements, deflated and in base 64. With a seed it is all
pairs of types and as many random datasets as told.

Usage: python make_virtual_values.py <folder> [<seed> <datasets>]
"""

import base64
import json
import sys
import zlib
from pathlib import Path

import h5py
import numpy as np

SEED = 20261120
DATASETS = 40
INTEGERS = ["<i1", ">i2", "<i2", "<i4", ">i4", "<i8", ">i8", "<u1", "<u2", ">u2", "<u4", ">u4", "<u8", ">u8"]
FLOATS = ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]
FEW = ["<i1", ">i2", "<i4", "<i8", ">i8", "<u1", "<u2", ">u4", "<u8", "<f2", "<f4", ">f4", "<f8"]
EDGES = [0, 1, 2, 127, 128, 255, 256, 32767, 32768, 65504, 65505, 65519, 65520, 65535, 65536, 2**24 + 1, 2**24 + 3, 2**31 - 1, 2**31]
EDGES += [2**32 - 1, 2**32, 2**53 + 1, 2**53 + 3, 2**62 + 1, 2**63 - 513, 2**63 - 512, 2**63 - 1, 2**63, 2**64 - 1025, 2**64 - 1]
FRACTIONS = [0.25, 0.5, 0.99, 1.5, 2.5, 2047.5, 1e10, 1e30, 3.4e38, 1e-40, 1e-46, 5.9e-8, 1e-7, 65519.9, float("inf")]


def converts(source, target):
    """Whether there is a conversion, and libhdf5 gives the nearest number."""
    halves = [kind for kind in (source, target) if kind[1:] == "f2"]
    if (source[1] == "f") != (target[1] == "f"):
        return not halves and not (source[1] == "f" and ">" in source + target.replace(">u1", "<u1"))
    narrower = source[1] == "f" and int(target[2]) < int(source[2])
    return not (narrower and (source[0] == ">" or target[0] == ">"))


def numbers(kind, random, count):
    """Edges of all types, as far as they fit, and random bits; no NaN, whose bits are nobody's business."""
    dtype = np.dtype(kind)
    if dtype.kind == "f":
        edges = np.array([sign * edge for edge in [*EDGES, *FRACTIONS] for sign in (1, -1)], dtype="f8")
        bits = random.integers(0, 256, count * dtype.itemsize, dtype=np.uint8).view(dtype)
        near = (random.normal(size=count) * 10.0 ** random.uniform(-9, 20, count)).astype("f8")
        with np.errstate(all="ignore"):
            values = np.concatenate([edges.astype(kind), bits, near.astype(kind)])
        return values[~np.isnan(values)].astype(kind)
    limits = np.iinfo(dtype)
    edges = [sign * edge for edge in EDGES for sign in (1, -1) if limits.min <= sign * edge <= limits.max]
    bits = random.integers(0, 256, count * dtype.itemsize, dtype=np.uint8).view(dtype)
    return np.concatenate([np.array([*edges, limits.min, limits.max], dtype=kind), bits]).astype(kind)


def types(folder, random, kinds):
    """Every pair of types of numbers, and some of types with parts."""
    with h5py.File(folder / "types_source.h5", "w", libver="latest") as source, h5py.File(folder / "types.h5", "w", libver="latest") as virtual:

        def convert(name, target):
            length = len(source[name])
            layout = h5py.VirtualLayout(shape=(length,), dtype=target)
            layout[:] = h5py.VirtualSource("types_source.h5", name, shape=(length,), dtype=source[name].dtype)
            text = target if isinstance(target, str) else "parts"
            virtual.create_virtual_dataset(f"{name}_{text}".replace("<", "le").replace(">", "be"), layout)

        for kind in kinds:
            source[kind] = numbers(kind, random, 12)
            for target in kinds:
                if kind != target and converts(kind, target):
                    convert(kind, target)
        source["nan"] = np.array([np.nan, -np.nan, 1.0, np.nan], dtype="<f8")
        for target in ["<i1", "<i4", "<i8", "<u2", "<u4", "<u8"]:
            convert("nan", target)
        source["texts"] = np.array([b"", b"a", b"abc", b"abcde", b"a\0b"], dtype="S5")
        convert("texts", np.dtype("S8"))
        source["longtexts"] = np.array([b"", b"a", b"abc", b"abcde"], dtype="S5")
        convert("longtexts", np.dtype("S3"))
        records = np.zeros(9, dtype=[("id", "<i4"), ("x", "<f4"), ("name", "S4"), ("at", "<i2", (2,))])
        records["id"] = random.integers(-(2**31), 2**31, 9)
        records["x"] = random.normal(size=9)
        records["name"] = [f"n{i}" for i in range(9)]
        records["at"] = random.integers(-(2**15), 2**15, (9, 2))
        source["records"] = records
        convert("records", np.dtype([("at", ">i4", (2,)), ("name", "S6"), ("x", "<f8"), ("id", "<i2")]))


def one_byte(folder):
    """Integers of one byte, which have an order as well: where that of the source is big-endian libhdf5 keeps the bits."""
    kinds = {"i8le": h5py.h5t.STD_I8LE, "i8be": h5py.h5t.STD_I8BE, "u8le": h5py.h5t.STD_U8LE, "u8be": h5py.h5t.STD_U8BE}
    wider = {"i16le": h5py.h5t.STD_I16LE, "u16le": h5py.h5t.STD_U16LE, "f32le": h5py.h5t.IEEE_F32LE}
    bits = np.array([0, 1, 127, 128, 129, 255], dtype="u1")
    space = h5py.h5s.create_simple(bits.shape)
    with h5py.File(folder / "bytes_source.h5", "w", libver="latest") as source, h5py.File(folder / "bytes.h5", "w", libver="latest") as virtual:
        for name, kind in kinds.items():
            made = h5py.h5d.create(source.id, name.encode(), kind, space)
            made.write(h5py.h5s.ALL, h5py.h5s.ALL, bits.view("i1" if name[0] == "i" else "u1"))
            for other, target in [*kinds.items(), *wider.items()]:
                plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
                plist.set_virtual(space, b"bytes_source.h5", name.encode(), space)
                h5py.h5d.create(virtual.id, f"{name}_{other}".encode(), target, space, plist)


def selection(random, shape):
    """A random selection of a dataspace."""
    space = h5py.h5s.create_simple(shape)
    op = h5py.h5s.SELECT_SET
    for _ in range(int(random.choice([1, 1, 1, 2, 3]))):
        start, count, stride, block = [], [], [], []
        for extent in shape:
            wide = random.random() < 0.5
            block.append(int(random.integers(1, (extent if wide else min(4, extent)) + 1)))
            most = extent // block[-1]
            count.append(int(random.integers(1, most + 1)))
            room = (extent - block[-1]) // (count[-1] - 1) if count[-1] > 1 else block[-1]
            stride.append(int(random.integers(block[-1], max(room, block[-1]) + 1)))
            start.append(int(random.integers(0, extent - (count[-1] - 1) * stride[-1] - block[-1] + 1)))
        space.select_hyperslab(tuple(start), tuple(count), tuple(stride), tuple(block), op)
        op = h5py.h5s.SELECT_OR
    return space


def part(random, shape, points):
    """The first points of a space, as one box where that can be, else as rows."""
    space = h5py.h5s.create_simple(shape)
    space.select_none()
    inner = int(np.prod(shape[1:], dtype=int))
    if points % inner == 0:
        space.select_hyperslab((0,) * len(shape), (points // inner, *shape[1:]), op=h5py.h5s.SELECT_SET)
        return space
    row = shape[-1]
    for first in range(0, points, row):
        start = np.unravel_index(first, shape)
        count = (1,) * (len(shape) - 1) + (min(row, points - first),)
        op = h5py.h5s.SELECT_OR if first else h5py.h5s.SELECT_SET
        space.select_hyperslab(tuple(int(i) for i in start), count, op=op)
    return space


def mapping(random, source, target):
    """Selections of as many points of two spaces."""
    while True:
        taken, place = selection(random, source), selection(random, target)
        if random.random() < 0.6 and len(source) == len(target):
            # The same shape on both sides, moved.
            least = tuple(min(one, other) for one, other in zip(source, target))
            taken = selection(random, least)
            low, high = taken.get_select_bounds()
            extents = [int(b - a) + 1 for a, b in zip(low, high)]
            if taken.is_regular_hyperslab():
                start, stride, count, block = taken.get_regular_hyperslab()
                moved = [int(random.integers(0, extent - length + 1)) for extent, length in zip(source, extents)]
                taken = h5py.h5s.create_simple(source)
                taken.select_hyperslab(tuple(moved), count, stride, block)
                moved = [int(random.integers(0, extent - length + 1)) for extent, length in zip(target, extents)]
                place = h5py.h5s.create_simple(target)
                place.select_hyperslab(tuple(moved), count, stride, block)
                return taken, place
            continue
        points, room = taken.get_select_npoints(), place.get_select_npoints()
        if points <= int(np.prod(target)) and points <= 400:
            if points == room:
                return taken, place
            return taken, part(random, target, points)


def random_mappings(folder, random, datasets):
    """Virtual datasets over sources of all layouts; some sources are missing."""
    sources = []
    for number in range(3):
        with h5py.File(folder / f"random_{number}.h5", "w", libver="latest") as file:
            for kind in ["<i4", "<i2", ">i8", "<f4"]:
                for rank in (1, 2, 3):
                    shape = tuple(int(n) for n in random.integers(1, [0, 300, 24, 9][rank], rank))
                    chunks = tuple(int(random.integers(1, n + 1)) for n in shape)
                    storage = [{}, {"chunks": chunks}, {"chunks": chunks, "compression": "gzip"}][int(random.integers(3))]
                    name = f"{kind}_{rank}"
                    fill = int(random.integers(-5, 5))
                    dataset = file.create_dataset(name, shape, kind, fillvalue=fill, **storage)
                    if random.random() < 0.9:
                        dataset[: int(random.integers(1, shape[0] + 1))] = random.integers(-30000, 30000)
                        values = random.integers(-30000, 30000, shape)
                        dataset[: shape[0] // 2 + 1] = values[: shape[0] // 2 + 1]
                    sources.append((file.filename.rsplit("/", 1)[-1], name, kind, shape))
    with h5py.File(folder / "random.h5", "w", libver="latest") as file:
        for number in range(datasets):
            rank = int(random.integers(1, 4))
            shape = tuple(int(n) for n in random.integers(1, [0, 400, 30, 10][rank], rank))
            kind = str(random.choice(["<i4", "<i8", "<i2", ">i4", "<f8", "<f4"]))
            plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
            plist.set_fill_value(np.array(-7, dtype=kind))
            for _ in range(int(random.integers(1, 7))):
                name, dataset, source_kind, source_shape = sources[int(random.integers(len(sources)))]
                if not converts(source_kind, kind) and source_kind != kind:
                    continue
                taken, place = mapping(random, source_shape, shape)
                name = "missing.h5" if random.random() < 0.05 else name
                plist.set_virtual(place, name.encode(), dataset.encode(), taken)
            space = h5py.h5s.create_simple(shape)
            if plist.get_virtual_count() if plist.get_layout() == h5py.h5d.VIRTUAL else False:
                h5py.h5d.create(file.id, f"v{number}".encode(), h5py.h5t.py_create(np.dtype(kind)), space, plist)


def main(folder, seed=SEED, datasets=DATASETS):
    random = np.random.default_rng(seed)
    types(folder, random, FEW if seed == SEED else [*INTEGERS, *FLOATS])
    one_byte(folder)
    random_mappings(folder, random, datasets)
    lines = []
    for name in ["types.h5", "bytes.h5", "random.h5"]:
        with h5py.File(folder / name, "r") as file:
            for dataset in file:
                # Where mappings overlap, h5py may leave out fill values.
                fill = file[dataset].fillvalue
                values = np.full(file[dataset].shape, fill, file[dataset].dtype)
                try:
                    file[dataset].read_direct(values)
                except OSError:
                    continue  # libhdf5 is at odds with itself
                found = {"file": name, "dataset": f"/{dataset}", "shape": values.shape, "type": str(values.dtype), "bytes": base64.b64encode(zlib.compress(values.tobytes(), 9)).decode()}
                lines.append(json.dumps(found))
    (folder / "values.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *(int(argument) for argument in sys.argv[2:]))
