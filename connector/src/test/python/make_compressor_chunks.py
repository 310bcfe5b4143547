"""Writes chunks as the compressors' own libraries make them, and what they decode to.

Run with the pinned versions:  python make_compressor_chunks.py ../resources/compressors

One file, chunks.bin, holds all bytes, each distinct content once. Each line of chunks.tsv is a chunk: name, filters as
id:client values separated by blanks, filter mask, then from:length of the stored and of the decoded bytes in chunks.bin
(from:length:total where they repeat), or `unsupported` for the decoded ones where the reader shall refuse. Every chunk is read back by the library before it is
written here. The output is the same on every run.
"""

import pathlib
import struct
import sys

import blosc2
import h5py
import hdf5plugin
import numpy as np
import vbz_h5py_plugin  # registers itself

RNG = np.random.default_rng(20261120)
COUNTS = {1: 603, 2: 301, 3: 403, 4: 205, 8: 203, 16: 131, 300: 5}
BLOSC, BLOSC2, VBZ, BITGROOM, GRANULAR_BITROUND = 32001, 32026, 32020, 32022, 32023

blosc2.set_nthreads(1)
contents, lines = bytearray(), []


def values(size, count):
    """Elements of that many bytes that compress somewhat: a slow ramp with noise in the low bits."""
    ramp = (np.arange(count) * 37 // 11 + RNG.integers(0, 4, count)) % 251
    kinds = {1: "u1", 2: "<i2", 4: "<i4", 8: "<f8", 16: "<c16"}
    if size in kinds:
        return ramp.astype(kinds[size])
    return np.array([(b"k%d " % v) * (size // 5) + b"%d" % (v % 10) for v in ramp], dtype=f"S{size}")


def noise(count):
    return RNG.integers(0, 256, count).astype("u1")


def place(content):
    """Where the content is in chunks.bin; of content that repeats itself, one turn and the whole length."""
    content = bytes(content)
    turn = period(content)
    if 2 * turn <= len(content):
        return f"{place_once(content[:turn])}:{len(content)}"
    return place_once(content)


def period(content):
    """The least number of bytes after which the content repeats itself; the last turn may be cut off."""
    borders = [0]
    for byte in content[1:]:
        border = borders[-1]
        while border and content[border] != byte:
            border = borders[border - 1]
        borders.append(border + (content[border] == byte))
    return len(content) - borders[-1]


def place_once(content):
    at = contents.find(content)
    if at < 0:
        at = len(contents)
        contents.extend(content)
    return f"{at}:{len(content)}"


def add(name, steps, mask, stored, decoded):
    steps = " ".join(":".join(str(v & 0xFFFFFFFF) for v in step) for step in steps)
    decoded = "unsupported" if decoded is None else place(decoded)
    lines.append(f"{name}\t{steps}\t{mask}\t{place(stored)}\t{decoded}\n")


def dataset(file, data, filters):
    dcpl = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    dcpl.set_chunk(data.shape)
    for code, options in filters:
        dcpl.set_filter(code, h5py.h5z.FLAG_OPTIONAL, options)
    space = h5py.h5s.create_simple(data.shape)
    return h5py.Dataset(h5py.h5d.create(file.id, b"x", h5py.h5t.py_create(data.dtype), space, dcpl))


def library(name, data, *filters, stored=None):
    """A chunk that the HDF5 library made of data; or one made elsewhere, that it must read as data."""
    filters = [(f.filter_id, f.filter_options) if isinstance(f, hdf5plugin._filters.FilterBase) else f for f in filters]
    with h5py.File("x", "w", driver="core", backing_store=False) as file:
        x = dataset(file, data, filters)
        if stored is None:
            x[...] = data
        else:
            x.id.write_direct_chunk((0,) * data.ndim, stored, 0)
        file.flush()
        mask, stored = x.id.read_direct_chunk((0,) * data.ndim)
        pipeline = x.id.get_create_plist()
        steps = [(code, *options) for code, _, options, _ in map(pipeline.get_filter, range(pipeline.get_nfilters()))]
        image = file.id.get_file_image()
    with h5py.File(h5py.h5f.open_file_image(image)) as file:
        assert file["x"][...].tobytes() == data.tobytes(), name
    if mask:
        return  # The compressor gave up, and the chunk is stored without it.
    add(name, steps, mask, stored, data.tobytes())


def blosc1_cases():
    for cname in ("blosclz", "lz4", "lz4hc", "snappy", "zlib", "zstd"):
        for shuffle in (0, 1, 2):
            for size, data in ODD.items():
                library(f"blosc_{cname}_{shuffle}_{size}", data, hdf5plugin.Blosc(cname, 5, shuffle))
            if shuffle:
                library(f"blosc_{cname}_{shuffle}_blocks", BLOCKS, hdf5plugin.Blosc(cname, 1, shuffle))
        for size in (1, 2, 3, 4, 8, 16):
            library(f"blosc_{cname}_2_{size}_eights", EIGHTS[size], hdf5plugin.Blosc(cname, 5, 2))
    some = noise(200)
    header = bytes([2, 1, 0x22, 1]) + struct.pack("<iii", 200, 200, 216)
    library("blosc_stored", some, hdf5plugin.Blosc("lz4", 5, 0), stored=header + some.tobytes())


def frame(data, size, chunk, block, codec=blosc2.Codec.LZ4, filters=(blosc2.Filter.NOFILTER,), metas=(0,), **more):
    cparams = {
        "codec": codec, "clevel": 5, "typesize": size, "blocksize": block, "nthreads": 1,
        "filters": list(filters), "filters_meta": list(metas), **more,
    }
    schunk = blosc2.SChunk(chunksize=chunk, contiguous=True, cparams=cparams)
    raw = data.tobytes()
    for at in range(0, len(raw), chunk):
        schunk.append_data(raw[at : at + chunk])
    return schunk.to_cframe()


def blosc2_cases():
    codec, step = blosc2.Codec, blosc2.Filter
    plain = hdf5plugin.Blosc2("lz4", 5, 0)
    for cname in ("blosclz", "lz4", "lz4hc", "zlib", "zstd"):
        for shuffle in (0, 1, 2):
            for size, data in ODD.items():
                library(f"blosc2_{cname}_{shuffle}_{size}", data, hdf5plugin.Blosc2(cname, 5, shuffle))
    for code in (codec.BLOSCLZ, codec.LZ4, codec.LZ4HC, codec.ZLIB, codec.ZSTD):
        for filters in ([step.NOFILTER], [step.SHUFFLE], [step.BITSHUFFLE], [step.SHUFFLE, step.BITSHUFFLE]):
            for size in (3, 8):
                data = SLOW[size]
                stored = frame(data, size, data.nbytes, 256 * size, code, filters, [0] * len(filters))
                name = "_".join(str(int(f.value)) for f in filters)
                library(f"blosc2_blocks_{code.name.lower()}_{name}_{size}", data, plain, stored=stored)
    data = SLOW[8]
    grouped = frame(data, 8, data.nbytes, 2400, codec.ZSTD, [step.SHUFFLE], [4])
    library("blosc2_shuffle_of_four", data, plain, stored=grouped)
    some = noise(900)
    library("blosc2_stored", some, plain, stored=frame(some, 1, 900, 256))
    mixed = np.concatenate([np.zeros(300, "u1"), noise(300), np.full(300, 7, "u1"), values(1, 300)])
    library("blosc2_runs", mixed, plain, stored=frame(mixed, 1, 1200, 300))
    library("blosc2_runs_split", np.repeat(mixed, 4).view("<i4"), plain, stored=frame(np.repeat(mixed, 4), 4, 4800, 1200, filters=[step.SHUFFLE]))
    library("blosc2_zeros", np.zeros(900, "<f8"), plain, stored=frame(np.zeros(900, "<f8"), 8, 7200, 2400))
    truncated = np.sin(np.arange(300.0))
    stored = frame(truncated, 8, 2400, 800, codec.ZSTD, [step.TRUNC_PREC, step.SHUFFLE], [20, 0])
    truncated = np.frombuffer(blosc2.schunk_from_cframe(stored)[:])
    library("blosc2_truncated_precision", truncated, plain, stored=stored)
    special_frames(plain)
    several = values(4, 500)
    for name, data in (("", several), ("_with_zeros", np.where(np.arange(500) // 125 == 1, 0, several).astype("<i4"))):
        stored = frame(data, 4, 500, 256, codec.ZSTD, [step.SHUFFLE])
        assert blosc2.schunk_from_cframe(stored)[:] == data.tobytes()
        add(f"blosc2_several_chunks{name}", [(BLOSC2, 1, 0, 4, 2000, 5, 1)], 0, stored, data.tobytes())
    delta = frame(SLOW[8], 8, SLOW[8].nbytes, 2400, codec.ZSTD, [step.DELTA])
    add("blosc2_delta", [(BLOSC2, 1, 0, 8, SLOW[8].nbytes, 5, 0)], 0, delta, None)
    dictionary = frame(np.tile(SLOW[8], 2), 8, 10000, 1000, codec.ZSTD, use_dict=1)
    add("blosc2_dictionary", [(BLOSC2, 1, 0, 8, 10000, 5, 0)], 0, dictionary, None)


def special_frames(plain):
    """Chunks of one value: in the offsets of the frame, and as a chunk of its own."""
    for name, special, value in (
        ("nans", blosc2.SpecialValue.NAN, np.nan), ("zeros", blosc2.SpecialValue.ZERO, 0), ("value", None, 2.5)
    ):
        for kind in ("<f4", "<f8"):
            data = np.full(300, value, kind)
            schunk = blosc2.SChunk(chunksize=data.nbytes, contiguous=True, cparams={"typesize": data.itemsize, "nthreads": 1})
            schunk.fill_special(300, special or blosc2.SpecialValue.VALUE, None if special else data[0].tobytes())
            data = np.frombuffer(schunk[:], kind)
            library(f"blosc2_special_{name}_{kind[1:]}", data, plain, stored=schunk.to_cframe())


def b2nd_cases():
    step = blosc2.Filter
    for shape, blocks in (
        ((700,), (100,)), ((30, 40), (30, 40)), ((30, 40), (7, 40)), ((30, 41), (8, 16)), ((1, 50), (1, 7)),
        ((5, 6, 7), (2, 3, 4)), ((9, 4, 5), (4, 4, 5)), ((3, 4, 5, 6), (2, 3, 2, 5)), ((2, 1, 3, 2, 3), (1, 1, 2, 2, 2)),
    ):
        for size in (1, 4, 300):
            data = np.resize(ODD[size], shape)
            if data.nbytes > 10_000:
                continue
            array = blosc2.asarray(
                data, chunks=shape, blocks=blocks, contiguous=True,
                cparams={"codec": blosc2.Codec.ZSTD, "filters": [step.SHUFFLE], "filters_meta": [0], "nthreads": 1},
            )
            dims = (len(shape), *shape) if len(shape) > 1 else ()
            name = "x".join(map(str, shape)) + "_by_" + "x".join(map(str, blocks)) + f"_{size}"
            options = (1, int(np.prod(blocks)) * size, size, data.nbytes, 5, 1, 5, *dims)
            library(f"blosc2_nd_{name}", data, (BLOSC2, options), stored=array.to_cframe())


def bitshuffle_cases():
    for cname in ("none", "lz4", "zstd"):
        for size, data in ODD.items():
            library(f"bitshuffle_{cname}_{size}", data, hdf5plugin.Bitshuffle(0, cname))
            library(f"bitshuffle_{cname}_{size}_blocks", data, hdf5plugin.Bitshuffle(16, cname))
        library(f"bitshuffle_{cname}_default_blocks", BLOCKS[:2127], hdf5plugin.Bitshuffle(0, cname))
        library(f"bitshuffle_{cname}_five_elements", values(4, 5), hdf5plugin.Bitshuffle(0, cname))


def other_cases():
    half = np.concatenate([values(1, 700), noise(600), np.zeros(700, "u1"), values(1, 77)])
    inputs = {"odd": ODD[8], "texts": values(300, 9), "half": half, "constant": np.full(5000, 7, "<i4")}
    for name, data in inputs.items():
        library(f"lzf_{name}", data, (h5py.h5z.FILTER_LZF, ()))
        library(f"lz4_{name}", data, hdf5plugin.LZ4())
        library(f"lz4_{name}_blocks", data, hdf5plugin.LZ4(512))
        for level in (1, 19):
            library(f"zstd_{level}_{name}", data, hdf5plugin.Zstd(level))
        library(f"bzip2_{name}", data, hdf5plugin.BZip2(1))
    library("lzf_shuffle_fletcher", ODD[4], (2, (4,)), (h5py.h5z.FILTER_LZF, ()), (3, ()))
    library("fletcher_shuffle_blosc", ODD[8], (3, ()), (2, (8,)), hdf5plugin.Blosc("lz4", 5, 0))
    library("zstd_lz4", np.zeros(9000, "<i4"), hdf5plugin.Zstd(1), hdf5plugin.LZ4())
    library("lzf_lzf", np.zeros(9000, "<i4"), (h5py.h5z.FILTER_LZF, ()), (h5py.h5z.FILTER_LZF, ()))
    library("lz4_zstd", np.resize(ODD[4], 9000), hdf5plugin.LZ4(), hdf5plugin.Zstd(3))
    library("bzip2_deflate", np.zeros(9000, "<i4"), hdf5plugin.BZip2(9), (1, (6,)))
    library("blosc_bitshuffle", np.zeros(9000, "<i4"), hdf5plugin.Blosc("zlib", 5, 0), hdf5plugin.Bitshuffle(0, "lz4"))


def signal(kind, count):
    """A walk of small steps, some zeros, and jumps from one end of the type to the other."""
    low, high = np.iinfo(kind).min, np.iinfo(kind).max
    walk = np.clip(high // 3 + RNG.integers(-9, 10, count).cumsum(), low, high)
    walk[count // 4 : count // 2] = 0
    walk[-12:] = [low, high, 0, 1, high, low, low, 15, 16, high // 2, 255 % (high + 1), 256 % (high + 1)]
    return walk.astype(kind)


def vbz_cases():
    for version in (0, 1):
        for size in (1, 2, 4):
            data = signal(f"<i{size}", 150 + size)
            for differences in (0, 1):
                for level in ((), (0,), (1,), (9,)):
                    name = "_".join(map(str, (version, size, differences, *level)))
                    library(f"vbz_{name}", data, (VBZ, (version, size, differences, *level)))
            for kind in (f"<u{size}", f">i{size}"):
                order = kind.replace("<", "").replace(">", "be_")
                library(f"vbz_{version}_{order}", signal(kind, 41), (VBZ, (version, size, 1, 1)))
        library(f"vbz_{version}_one", signal("<i2", 60)[-1:], (VBZ, (version, 2, 1, 1)))
        library(f"vbz_{version}_others_bytes", ODD[8], (VBZ, (version, 1, 1, 1)))


def quantised_cases():
    """What these leave are the values: there is no plugin to read them, and nothing for it to do."""
    data = np.sin(np.arange(50.0)).astype("<f4").view("<u4") & 0xFFFFF000
    for name, code in (("bitgroom", BITGROOM), ("granular_bitround", GRANULAR_BITROUND)):
        add(name, [(code, 3, 4, 0, 0, 0)], 0, data.tobytes(), data.tobytes())
        with h5py.File("x", "w", driver="core", backing_store=False) as file:
            x = file.create_dataset("x", data=data, chunks=data.shape, compression=9)
            deflated = x.id.read_direct_chunk((0,))[1]
        add(f"{name}_deflate", [(code, 3, 4, 0, 0, 0), (1, 9)], 0, deflated, data.tobytes())


ODD = {size: values(size, count) for size, count in COUNTS.items()}
EIGHTS = {size: values(size, count - count % 8) for size, count in COUNTS.items()}
SLOW = {size: np.sort(values(size, 625)) for size in (3, 8)}
BLOCKS = np.resize(values(4, 99), 34_007)

blosc1_cases()
blosc2_cases()
b2nd_cases()
bitshuffle_cases()
other_cases()
vbz_cases()
quantised_cases()
out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
(out / "chunks.bin").write_bytes(contents)
(out / "chunks.tsv").write_text("".join(lines))
