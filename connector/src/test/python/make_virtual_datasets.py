"""Makes HDF5 files with virtual datasets of every kind of mapping, their sources, and what h5py reads of them.

    python3 -m venv venv && venv/bin/pip install h5py==3.16.0 numpy==2.4.6
    venv/bin/python connector/src/test/python/make_virtual_datasets.py connector/src/test/resources/hdf5/virtual

With --random SEED COUNT FOLDER: COUNT virtual datasets of mappings that nobody thought of.

virtual.json lists every virtual dataset: file, path, shape, dtype and all values, in C order. Files of v110 have mappings of
version 0 and selections of versions 1 and 2, files of v200 mappings of version 1 and selections of version 3.
"""

import json
import os
import pathlib
import random
import sys

import h5py
import numpy as np
from h5py import h5d, h5f, h5p, h5s, h5t

VERSIONS = {"v110": h5f.LIBVER_V110, "v112": h5f.LIBVER_V112, "v200": h5f.LIBVER_V200}
UNLIMITED = h5s.UNLIMITED
FILL = -7


def space(shape, *slabs, maxshape=None):
    """A dataspace, all of it or the union of slabs (start, stride, count, block) selected."""
    made = h5s.create_simple(shape, maxshape)
    for i, (start, stride, count, block) in enumerate(slabs):
        made.select_hyperslab(start, count, stride, block, h5s.SELECT_OR if i else h5s.SELECT_SET)
    return made


def box(start, block):
    ones = (1,) * len(start)
    return start, ones, ones, block


def nothing(shape):
    made = h5s.create_simple(shape)
    made.select_none()
    return made


def virtual(file, path, shape, mappings, dtype="i4", maxshape=None, fill=FILL):
    """mappings: place, file, dataset, selected."""
    properties = h5p.create(h5p.DATASET_CREATE)
    properties.set_layout(h5d.VIRTUAL)
    properties.set_obj_track_times(False)
    if fill is not None:
        properties.set_fill_value(np.array(fill, dtype))
    for place, source_file, source, selected in mappings:
        properties.set_virtual(place, source_file.encode(), source.encode(), selected)
    extent = h5s.create(h5s.SCALAR) if shape == () else h5s.create_simple(shape, maxshape)
    links = h5p.create(h5p.LINK_CREATE)
    links.set_create_intermediate_group(True)
    h5d.create(file.id, path.encode(), h5t.py_create(np.dtype(dtype)), extent, properties, links)


def sources():
    with h5py.File("sources.h5", "w") as file:
        file["table"] = np.arange(24, dtype="i4").reshape(4, 6)
        file.create_dataset("packed", data=100 + np.arange(24, dtype="i4").reshape(4, 6), chunks=(3, 4), compression=4)
        file["line"] = np.arange(10, dtype="i4") * 10
        file["cube"] = np.arange(60, dtype="i4").reshape(3, 4, 5)
        file["floats"] = np.arange(24).reshape(4, 6) / 4
        file["big"] = np.arange(-12, 12, dtype=">i2").reshape(4, 6)
        file["one"] = np.int32(42)
        file["group/50% deep"] = 7 * np.arange(6, dtype="i4")
        file["soft"] = h5py.SoftLink("/group/50% deep")
        file["outside"] = h5py.ExternalLink("block_1.h5", "data")
        for i in range(4):
            file[f"step_{i}"] = 1000 * i + np.arange(3, dtype="i4")
        file.create_dataset("grown", data=np.arange(20, dtype="i4").reshape(4, 5), maxshape=(None, None), chunks=(2, 2))
        file.create_dataset("series", data=np.arange(21, dtype="i4").reshape(7, 3), maxshape=(None, 3), chunks=(2, 3))
        file.create_dataset("other", data=-np.arange(12, dtype="i4").reshape(4, 3), maxshape=(None, 3), chunks=(2, 3))
        file.create_dataset("turned", data=np.arange(18, dtype="i4").reshape(3, 6), maxshape=(3, None), chunks=(2, 2))
        file.create_dataset("wide", shape=(7, 100_000), dtype="i4", maxshape=(None, 100_000), chunks=(7, 100_000))
        file.create_dataset("empty", shape=(0, 3), dtype="i4", maxshape=(None, 3), chunks=(2, 3))
    for i in range(3):
        with h5py.File(f"block_{i}.h5", "w") as file:
            file["data"] = 10 * (i + 1) + np.arange(6, dtype="i4").reshape(2, 3)
            file[f"data_{i}"] = 100 * (i + 1) + np.arange(6, dtype="i4").reshape(2, 3)
    with h5py.File("a%b.h5", "w") as file:
        file["c%d"] = np.arange(6, dtype="i4")


def fixed(file):
    whole, rows = space((4, 6)), space((8, 6), box((0, 0), (4, 6)))
    virtual(file, "all", (4, 6), [(whole, "sources.h5", "table", whole)])
    virtual(file, "boxes", (8, 6), [
        (rows, "sources.h5", "table", whole),
        (space((8, 6), box((5, 1), (2, 3))), "sources.h5", "packed", space((4, 6), box((1, 2), (2, 3)))),
    ])  # fmt: skip
    strided = space((6, 8), ((0, 1), (2, 3), (3, 2), (1, 2)))
    virtual(file, "strides", (6, 8), [
        (strided, "sources.h5", "table", space((4, 6), ((0, 0), (3, 1), (2, 6), (1, 1)))),
        (space((6, 8), box((1, 0), (1, 6))), "sources.h5", "group/50%% deep", space((6,))),
    ])  # fmt: skip
    cross = [box((0, 1), (4, 2)), box((1, 0), (2, 6)), box((3, 5), (1, 1))]
    virtual(file, "irregular", (4, 6), [(space((4, 6), *cross), "sources.h5", "packed", space((4, 6), *cross))])
    virtual(file, "irregular_from_box", (4, 6), [
        (space((4, 6), *cross), "sources.h5", "cube", space((3, 4, 5), box((1, 0, 1), (1, 4, 4)), box((2, 3, 4), (1, 1, 1)))),
    ])  # fmt: skip
    virtual(file, "irregular_to_line", (17,), [(space((17,)), "sources.h5", "table", space((4, 6), *cross))])
    virtual(file, "planes", (2, 3, 4), [
        (space((2, 3, 4)), "sources.h5", "cube", space((3, 4, 5), ((0, 1, 0), (2, 1, 3), (2, 3, 2), (1, 1, 2)))),
    ])  # fmt: skip
    virtual(file, "overlapping", (10,), [
        (space((10,), box((0,), (6,))), "sources.h5", "line", space((10,), box((0,), (6,)))),
        (space((10,), box((3,), (7,))), "sources.h5", "line", space((10,), box((0,), (7,)))),
        (space((10,), box((8,), (1,))), "sources.h5", "line", space((10,), box((9,), (1,)))),
    ])  # fmt: skip
    virtual(file, "nothing", (3,), [(nothing((3,)), "sources.h5", "line", nothing((10,)))])
    virtual(file, "unmapped", (2, 2), [])
    virtual(file, "missing", (6,), [
        (space((6,), box((0,), (2,))), "no_file.h5", "line", space((10,), box((0,), (2,)))),
        (space((6,), box((2,), (2,))), "sources.h5", "no_dataset", space((10,), box((0,), (2,)))),
        (space((6,), box((4,), (2,))), "sources.h5", "line", space((10,), box((4,), (2,)))),
    ])  # fmt: skip
    virtual(file, "missing_without_fill", (3,), [(space((3,)), "no_file.h5", "line", space((3,)))], fill=None)
    file["own"] = np.arange(5, dtype="i4") + 50
    virtual(file, "same_file", (5,), [(space((5,)), ".", "own", space((5,)))])
    virtual(file, "deep/in/groups", (5,), [(space((5,)), ".", "/own", space((5,)))])
    virtual(file, "scalar", (), [(h5s.create(h5s.SCALAR), "sources.h5", "one", h5s.create(h5s.SCALAR))])
    virtual(file, "percent", (6,), [(space((6,)), "a%%b.h5", "c%%d", space((6,)))])
    virtual(file, "links", (2, 6), [
        (space((2, 6), box((0, 0), (1, 6))), "sources.h5", "soft", space((6,))),
        (space((2, 6), box((1, 0), (1, 6))), "./sources.h5", "outside", space((2, 3))),
    ])  # fmt: skip
    virtual(file, "to_floats", (4, 6), [(whole, "sources.h5", "table", whole)], "f8")
    virtual(file, "to_integers", (4, 6), [(whole, "sources.h5", "floats", whole)])
    virtual(file, "narrowed", (4, 6), [(whole, "sources.h5", "packed", whole)], "i1", fill=3)
    virtual(file, "swapped", (4, 6), [(whole, "sources.h5", "big", whole)], "i8")
    virtual(file, "first_rows", (4, 5), [(space((4, 5)), "sources.h5", "grown", space((4, 5)))])


def unlimited(file):
    def source(name, columns=3, stride=1, block=1, first=0):
        return space((1, columns), ((first, 0), (stride, 1), (UNLIMITED, 1), (block, columns)), maxshape=(UNLIMITED, columns))

    def grows(path, mappings, columns, rows=1, maxshape=None):
        virtual(file, path, (rows, columns), mappings, maxshape=maxshape or (UNLIMITED, columns))

    def place(columns, first_row=0, first_column=0, stride=1, block=1, all_columns=None, least=1):
        slab = ((first_row, first_column), (stride, 1), (UNLIMITED, 1), (block, columns))
        return space((least, all_columns or columns), slab, maxshape=(UNLIMITED, all_columns or columns))

    grows("plain", [(place(3), "sources.h5", "series", source("series"))], 3)
    block = ((0, 0), (1, 1), (1, 1), (UNLIMITED, 3))
    endless = space((1, 3), block, maxshape=(UNLIMITED, 3))
    grows("one_block", [(endless, "sources.h5", "series", endless)], 3)
    grows("beside", [
        (place(3, all_columns=7), "sources.h5", "series", source("series")),
        (place(3, first_row=1, first_column=4, all_columns=7), "sources.h5", "other", source("other")),
    ], 7)  # fmt: skip
    grows("interleaved", [
        (place(3, stride=2), "sources.h5", "series", source("series")),
        (place(3, first_row=1, stride=2), "sources.h5", "other", source("other")),
    ], 3)  # fmt: skip
    grows("cut_blocks", [
        (place(3, stride=5, block=3), "sources.h5", "series", source("series", stride=3, block=2, first=1)),
    ], 3)  # fmt: skip
    grows("cut_places", [
        (place(3, stride=4, block=2), "sources.h5", "series", source("series")),
        (place(3, first_row=2, stride=4, block=2), "sources.h5", "other", source("other")),
    ], 3)  # fmt: skip
    cut = space((1, 9), ((0, 0), (4, 2), (UNLIMITED, 3), (3, 1)), maxshape=(UNLIMITED, 9))
    grows("cut_grid", [(cut, "sources.h5", "series", source("series"))], 9)
    grows("missing", [
        (place(3), "sources.h5", "other", source("other")),
        (place(3, first_row=9), "no_file.h5", "series", source("series")),
    ], 3)  # fmt: skip
    grows("all_missing", [(place(3, first_row=2), "sources.h5", "no_dataset", source("series"))], 3)
    grows("empty", [(place(3), "sources.h5", "empty", source("empty"))], 3)
    grows("behind_fixed", [
        (space((9, 3), box((8, 0), (1, 3)), maxshape=(UNLIMITED, 3)), "sources.h5", "step_1", space((3,))),
        (place(3, least=9), "sources.h5", "other", source("other")),
    ], 3, rows=9)  # fmt: skip
    turned = space((3, 1), ((0, 0), (1, 1), (1, UNLIMITED), (3, 1)), maxshape=(3, UNLIMITED))
    virtual(file, "columns", (3, 1), [(turned, "sources.h5", "turned", turned)], maxshape=(3, UNLIMITED))
    virtual(file, "turned", (3, 1), [(turned, "sources.h5", "series", source("series"))], maxshape=(3, UNLIMITED))
    held = space((9, 3), ((0, 0), (1, 1), (UNLIMITED, 1), (1, 3)), maxshape=(9, 3))
    virtual(file, "shrinks", (9, 3), [(held, "sources.h5", "series", source("series"))], maxshape=(9, 3))

    pair = space((2, 3))
    pairs = place(3, stride=2, block=2, least=2)
    grows("pattern_of_files", [(pairs, "block_%b.h5", "data", pair)], 3, rows=2)
    grows("pattern_of_both", [(pairs, "block_%b.h5", "data_%b", pair)], 3, rows=2)
    grows("pattern_of_datasets", [(place(3), "sources.h5", "step_%b", space((3,)))], 3)
    grows("pattern_with_gaps", [
        (place(3, first_row=1, stride=3, block=2, least=3), "block_%b.h5", "data", pair),
        (place(3, stride=3, least=3), "sources.h5", "step_%b", space((3,))),
    ], 3, rows=3)  # fmt: skip
    grows("pattern_of_parts", [(place(2, stride=1), "block_%b.h5", "data", space((2, 3), box((1, 1), (1, 2))))], 2)
    grows("pattern_without_files", [(pairs, "no_%b.h5", "data", pair)], 3, rows=2)
    grows("pattern_of_one", [(pairs, "block_1%b.h5", "data", pair)], 3, rows=2)


def refused(file):
    """What has no extent that HDF5 could give, or none that it gives rightly."""

    def rows(columns, stride=1, most=UNLIMITED):
        return space((1, columns), ((0, 0), (stride, 1), (UNLIMITED, 1), (1, columns)), maxshape=(most, columns))

    series = rows(3)
    virtual(file, "too_far", (1, 3), [(rows(3, most=5), "sources.h5", "series", series)], maxshape=(5, 3))
    virtual(file, "other_rank", (1, 3), [(series, "sources.h5", "line", series)], maxshape=(UNLIMITED, 3))
    virtual(file, "all_of_more", (1, 3), [
        (series, "sources.h5", "series", series),
        (space((1, 3)), "sources.h5", "series", space((7, 3), box((2, 0), (1, 3)))),
    ], maxshape=(UNLIMITED, 3))  # fmt: skip
    for path, stride in {"endless": 2**61, "too_many": 2**60 + 2**57}.items():
        virtual(file, path, (1, 3), [(rows(3, stride), "sources.h5", "series", series)], maxshape=(UNLIMITED, 3))
    cut = space((1, 100_000), ((0, 0), (5, 2), (UNLIMITED, 50_000), (4, 1)), maxshape=(UNLIMITED, 100_000))
    for path, count in {"cut_once": 1, "cut_twice": 2}.items():
        mappings = [(cut, "sources.h5", "wide", cut)] * count
        virtual(file, path, (1, 100_000), mappings, maxshape=(UNLIMITED, 100_000))
    steps = [(rows(3, 2**62), "sources.h5", "step_%b", space((3,)))]
    virtual(file, "endless_pattern", (1, 3), steps, maxshape=(UNLIMITED, 3))


def nested(file):
    virtual(file, "of_virtual", (8, 6), [(space((8, 6)), "fixed_v200.h5", "boxes", space((8, 6)))])
    virtual(file, "of_missing", (6,), [(space((6,)), "fixed_v110.h5", "missing", space((6,)))], fill=1)
    virtual(file, "inner", (5,), [(space((5,)), "fixed_v112.h5", "same_file", space((5,)))])
    virtual(file, "outer", (5,), [(space((5,)), ".", "inner", space((5,)))], "i8")
    every = space((1, 3), ((0, 0), (1, 1), (UNLIMITED, 1), (1, 3)), maxshape=(UNLIMITED, 3))
    virtual(file, "of_unlimited", (1, 3), [(every, "unlimited_v200.h5", "interleaved", every)], maxshape=(UNLIMITED, 3))
    virtual(file, "of_pattern", (1, 3), [(every, "unlimited_v110.h5", "pattern_of_files", every)], maxshape=(UNLIMITED, 3))


def thousand(file):
    """As a detector writes: a file for every two frames, here none of them."""
    frames = [
        (space((2000, 4, 5), box((2 * i, 0, 0), (2, 4, 5))), f"frame_{i:04}.h5", "/entry/data/frames", space((2, 4, 5)))
        for i in range(1000)
    ]
    virtual(file, "frames", (2000, 4, 5), frames)


def axis(dice, elements, room=3):
    """start, stride, count, block of so many elements in one dimension, and where they end."""
    block = dice.choice([n for n in range(1, elements + 1) if elements % n == 0])
    stride = block + dice.choice([0, 0, 1, 2])
    start, count = dice.randrange(room), elements // block
    return (start, stride, count, block), start + (count - 1) * stride + block


def regular(dice, lengths):
    """A regular selection of so many elements in each dimension, and the least extent that it fits into."""
    axes = [axis(dice, length) for length in lengths]
    return [tuple(one[0][i] for one in axes) for i in range(4)], [one[1] for one in axes]


def shuffled(dice, lengths):
    """Other lengths of the same product."""
    if dice.random() < 0.3:
        return [int(np.prod(lengths))]
    return dice.sample(list(lengths), len(lengths))


def random_fixed(dice, path, data):
    kind = dice.random()
    if kind < 0.25:  # boxes that may touch and overlap, to a line or to themselves
        shape = [dice.randrange(3, 8) for _ in range(dice.choice([2, 2, 3]))]
        boxes = []
        for _ in range(dice.randrange(1, 5)):
            start = [dice.randrange(n) for n in shape]
            boxes.append(box(tuple(start), tuple(dice.randrange(1, n - at + 1) for n, at in zip(shape, start))))
        selected = space(tuple(shape), *boxes)
        if dice.random() < 0.5:
            place, extent = space(tuple(shape), *boxes), shape
        else:
            line, extent = regular(dice, [selected.get_select_npoints()])
            place = space(tuple(extent), line)
        source_extent = shape
    else:
        lengths = [dice.randrange(1, 6) for _ in range(dice.randrange(1, 4))]
        slab, source_extent = regular(dice, lengths)
        selected = space(tuple(source_extent), slab)
        slab, extent = regular(dice, shuffled(dice, lengths))
        place = space(tuple(extent), slab)
    data(path, [n + dice.randrange(3) for n in source_extent], None)
    return place, selected, extent


def random_open(dice, rank, along, inner):
    """A selection without end, of so many elements of a slice."""
    lengths = [inner if i == (along + 1) % rank else 1 for i in range(rank)]
    slab, extent = regular(dice, lengths)
    start, stride, count, block = map(list, slab)
    start[along] = dice.randrange(3)
    block[along] = dice.randrange(1, 4)
    stride[along] = block[along] + dice.randrange(3)
    count[along] = UNLIMITED
    if dice.random() < 0.2:
        count[along], block[along], stride[along] = 1, UNLIMITED, 1
    return (tuple(start), tuple(stride), tuple(count), tuple(block)), extent


def random_case(dice, file, number):
    """A virtual dataset and its sources I or I_J, of elements 10000 I + 1000 J + their number; some are missing."""

    def data(path, shape, along):
        if dice.random() < 0.1:
            return
        size = int(np.prod(shape))
        options = {}
        if along is not None or dice.random() < 0.4:
            options = {"chunks": tuple(max(1, min(n, dice.randrange(1, 5))) for n in shape), "compression": dice.choice([None, 4])}
            options["maxshape"] = tuple(None if i == along else n for i, n in enumerate(shape))
        i, _, j = path.split("/")[1].partition("_")
        first = 10000 * int(i) + 1000 * int(j or 0)
        file.create_dataset(path, data=first + np.arange(size, dtype="i4").reshape(shape), **options)

    mappings = []
    if dice.random() < 0.5:
        extent = None
        for i in range(dice.choice([1, 1, 2, 3])):
            place, selected, needed = random_fixed(dice, f"{number}/{i}", data)
            if extent is not None and len(extent) != len(needed):
                continue
            extent = needed if extent is None else [max(pair) for pair in zip(extent, needed)]
            mappings.append((place, ".", f"{number}/{i}", selected))
        extent = tuple(extent)
        virtual(file, f"{number}/virtual", extent, mappings)
        return
    rank, source_rank = dice.choice([2, 2, 3]), dice.choice([2, 2, 3])
    along, extent = dice.randrange(rank), [1] * rank
    for i in range(dice.choice([1, 1, 2, 3])):
        inner = dice.randrange(1, 5)
        slab, needed = random_open(dice, rank, along, inner)
        extent = [max(pair) for pair in zip(extent, needed)]
        path = f"{number}/{i}"
        if dice.random() < 0.3 and slab[3][along] != UNLIMITED:
            lengths = shuffled(dice, [inner, slab[3][along]])
            source_slab, source_extent = regular(dice, lengths)
            for j in range(dice.randrange(5)):
                data(f"{path}_{j}", source_extent, None)
            mappings.append((slab, f"{path}_%b", space(tuple(source_extent), source_slab)))
            continue
        source_along = dice.randrange(source_rank)
        source_slab, source_extent = random_open(dice, source_rank, source_along, inner)
        most = tuple(UNLIMITED if j == source_along else n for j, n in enumerate(source_extent))
        selected = space(tuple(source_extent), source_slab, maxshape=most)
        source_extent[source_along] = dice.randrange(12)
        data(path, source_extent, source_along)
        mappings.append((slab, path, selected))
    most = tuple(UNLIMITED if j == along else n for j, n in enumerate(extent))
    places = [(space(tuple(extent), slab, maxshape=most), ".", path, selected) for slab, path, selected in mappings]
    virtual(file, f"{number}/virtual", tuple(extent), places, maxshape=most)


def random_cases(seed, count):
    dice = random.Random(seed)
    names = []
    for version, low in VERSIONS.items():
        names.append(f"random_{version}.h5")
        with h5py.File(names[-1], "w", libver=(version, version)) as file:
            for number in range(count // len(VERSIONS)):
                random_case(dice, file, number)
    return names


def write(name, make, version):
    with h5py.File(name, "w", libver=(version, version), track_order=False) as file:
        make(file)


def values(found):
    """All values, or None where HDF5 2.0.0 counts wrongly: the first block of a source, the only one, is cut."""
    if found.name == "/first_rows":
        return found[:].ravel().tolist()
    # Where places overlap, HDF5 2.0.0 leaves out the fill value if the sources have elements enough for all.
    elements = np.full(found.shape, found.fillvalue, found.dtype)
    try:
        if elements.size:
            found.id.read(h5s.ALL, h5s.ALL, elements)
        return elements.ravel().tolist()
    except OSError as error:
        if "different number of elements" not in str(error):
            raise
        return None


def expected(name):
    with h5py.File(name) as file:
        datasets = []
        file.visititems(lambda path, found: datasets.append(found) if isinstance(found, h5py.Dataset) and found.is_virtual else None)
        read = [(found, values(found)) for found in datasets]
        return [
            {"file": name, "dataset": found.name, "shape": found.shape, "dtype": found.dtype.str, "values": elements}
            for found, elements in read
            if elements is not None
        ]


def write_expected(names):
    lines = [json.dumps(entry) for name in names for entry in expected(name)]
    pathlib.Path("virtual.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")


def main(folder):
    os.chdir(folder)
    for file in pathlib.Path().glob("*.h5"):
        file.unlink()
    sources()
    names = []
    for version in VERSIONS:
        for kind, make in {"fixed": fixed, "unlimited": unlimited}.items():
            names.append(f"{kind}_{version}.h5")
            write(names[-1], make, version)
    names.append("nested.h5")
    write(names[-1], nested, "v200")
    write("thousand.h5", thousand, "v200")
    write("refused.h5", refused, "v200")
    with h5py.File("sources.h5", "a") as file:
        file["grown"].resize((6, 5))
        file["grown"][4:] = -1
    write_expected(names)


if __name__ == "__main__":
    if sys.argv[1] == "--random":
        os.chdir(sys.argv[4])
        write_expected(random_cases(int(sys.argv[2]), int(sys.argv[3])))
    else:
        main(sys.argv[1])
