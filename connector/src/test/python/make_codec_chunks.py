"""Writes chunks as the HDF5 library stores them, and what they decode to.

Run with the pinned versions:  pip install -r requirements-codec.txt && python make_codec_chunks.py ../resources/codec

For each case: <case>.stored, the bytes of the only chunk in the file; <case>.decoded, the bytes of the values; and a
line in chunks.tsv:
name, filters as id:client values separated by blanks, filter mask. The output is the same on every run.
"""
import pathlib
import sys

import h5py
import numpy as np

OUT = pathlib.Path(sys.argv[1])
RNG = np.random.default_rng(20261120)


def values(dtype, count):
    """Values that compress somewhat: a slow ramp with noise in the low bits."""
    ramp = (np.arange(count) * 37 // 11 + RNG.integers(0, 4, count)) % 251
    if np.dtype(dtype).kind == "S":
        return np.array([("k%d" % v).encode() for v in ramp], dtype=dtype)
    return ramp.astype(dtype)


def records(count):
    out = np.zeros(count, dtype=[("a", "<i4"), ("b", "<f8"), ("c", "S7")])
    out["a"] = values("<i4", count)
    out["b"] = values("<f8", count) / 7
    out["c"] = values("S7", count)
    return out


def shuffle(dcpl):
    dcpl.set_shuffle()


def fletcher(dcpl):
    dcpl.set_fletcher32()


def lzf(dcpl):
    """Leaves out chunks that it cannot shorten: their filter mask says so."""
    dcpl.set_filter(h5py.h5z.FILTER_LZF, h5py.h5z.FLAG_OPTIONAL)


def deflate(level):
    return lambda dcpl: dcpl.set_deflate(level)


CASES = {
    "deflate_1": (values("<i4", 1000), [deflate(1)]),
    "deflate_0": (values("<i4", 100), [deflate(0)]),
    "deflate_9_one_value": (np.zeros(6000, "<f8"), [deflate(9)]),
    "deflate_incompressible": (RNG.integers(0, 256, 200).astype("u1"), [deflate(6)]),
    "shuffle_lzf_fletcher_incompressible": (RNG.integers(0, 2**62, 30).astype("<i8"), [shuffle, lzf, fletcher]),
    "shuffle_lzf": (values("<i8", 300), [shuffle, lzf]),
    "deflate_deflate": (np.zeros(10000, "<i4"), [deflate(6), deflate(6)]),
    "shuffle_1": (values("u1", 333), [shuffle]),
    "shuffle_2": (values("<i2", 333), [shuffle]),
    "shuffle_3": (values("S3", 333), [shuffle]),
    "shuffle_4": (values("<f4", 333), [shuffle]),
    "shuffle_8": (values(">f8", 333), [shuffle]),
    "shuffle_16": (values("<c16", 333), [shuffle]),
    "shuffle_19_records": (records(333), [shuffle]),
    "shuffle_4_one_element": (values("<i4", 1), [shuffle]),
    "shuffle_300_wide": (values("S300", 65), [shuffle]),
    "fletcher_even": (values("<i4", 500), [fletcher]),
    "fletcher_one_step_less_two": (values("u1", 806), [fletcher]),
    "fletcher_odd": (values("u1", 1001), [fletcher]),
    "fletcher_one_byte": (values("u1", 1) + np.uint8(7), [fletcher]),
    "fletcher_zeros": (np.zeros(100, "<i4"), [fletcher]),
    "fletcher_all_bits": (np.full(5000, -1, "<i4"), [fletcher]),
    "fletcher_sum_is_multiple_of_modulus": (np.array([0x12, 0x34, 0xED, 0xCB], "u1"), [fletcher]),
    "shuffle_deflate_fletcher": (values("<f8", 2000), [shuffle, deflate(4), fletcher]),
    "fletcher_shuffle_deflate": (values("<f8", 2000), [fletcher, shuffle, deflate(4)]),
    "fletcher_deflate_odd": (values("u1", 1001), [fletcher, deflate(4)]),
    "fletcher_shuffle_remainder": (values("<f8", 100), [fletcher, shuffle]),
    "shuffle_deflate_f4": (values("<f4", 2000), [shuffle, deflate(6)]),
}


def write_case(name, data, filters):
    with h5py.File(name, "w", driver="core", backing_store=False) as file:
        dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        dcpl.set_chunk(data.shape)
        for add in filters:
            add(dcpl)
        space = h5py.h5s.create_simple(data.shape)
        dataset = h5py.Dataset(
            h5py.h5d.create(file.id, b"x", h5py.h5t.py_create(data.dtype), space, dcpl))
        dataset[...] = data
        file.flush()
        mask, stored = dataset.id.read_direct_chunk((0,))
        assert dataset[...].tobytes() == data.tobytes()
        plist = dataset.id.get_create_plist()
        steps = []
        for i in range(plist.get_nfilters()):
            code, _flags, client_values, _name = plist.get_filter(i)
            steps.append(":".join(str(v) for v in (code, *client_values)))
    (OUT / f"{name}.stored").write_bytes(stored)
    (OUT / f"{name}.decoded").write_bytes(data.tobytes())
    return f"{name}\t{' '.join(steps)}\t{mask}\n"


OUT.mkdir(parents=True, exist_ok=True)
lines = [write_case(name, data, filters) for name, (data, filters) in CASES.items()]
(OUT / "chunks.tsv").write_text("".join(lines))
