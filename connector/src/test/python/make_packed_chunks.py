"""Writes chunks as the HDF5 library packs them with szip, nbit and scaleoffset, and what it reads of them.

Run with the pinned versions:  python make_packed_chunks.py ../resources/packed
As many random cases:          python make_packed_chunks.py --random <seed> <count> <folder>   (vbz too where its plugin is there)

One file, chunks.bin, holds all bytes, each distinct content once. Each line of chunks.tsv is a chunk: name, filter as
id:client values, filter mask, then from:length of the stored and of the decoded bytes in chunks.bin, or `unsupported` for
the decoded ones where the library itself packs wrongly. The decoded bytes are what the library reads of the chunk, in the
type of the file. The output is the same on every run.
"""

import ctypes
import importlib.util
import pathlib
import random
import sys

import h5py
import numpy as np
from h5py import h5d, h5f, h5p, h5s, h5t, h5z

NN, EC = h5z.SZIP_NN_OPTION_MASK, h5z.SZIP_EC_OPTION_MASK
ORDERS = {"<": h5t.ORDER_LE, ">": h5t.ORDER_BE}
D_SCALE, INTEGER = 0, 2
VBZ = 32020

# h5py has no call that leaves the fill value undefined, or that accepts numbers of a few bits in a long word.
LIBRARY = ctypes.CDLL(str(next(pathlib.Path(h5py.__file__).parents[1].glob("h5py.libs/libhdf5-*"))))
LIBRARY.H5Pset_fill_value.argtypes = [ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p]
LIBRARY.H5Pset_relax_file_integrity_checks.argtypes = [ctypes.c_int64, ctypes.c_uint64]
ALL_CHECKS = 1

contents, lines = bytearray(), []
rng = random.Random(20261121)


def place(content):
    at = contents.find(content)
    if at < 0:
        at = len(contents)
        contents.extend(content)
    return f"{at}:{len(content)}"


def in_memory():
    fapl = h5p.create(h5p.FILE_ACCESS)
    fapl.set_fapl_core(backing_store=False)
    assert LIBRARY.H5Pset_relax_file_integrity_checks(fapl.id, ALL_CHECKS) >= 0
    return fapl


def add(name, kind, raw, shape, set_filter, is_readable=True):
    """One chunk of elements of that type, given as bytes. Returns what the library reads, None where it stores them as they are."""
    void = f"V{kind.get_size()}"
    dcpl = h5p.create(h5p.DATASET_CREATE)
    dcpl.set_chunk(shape)
    set_filter(dcpl)
    with h5py.File(h5f.create(b"x", fapl=in_memory())) as file:
        x = h5d.create(file.id, b"x", kind, h5s.create_simple(shape), dcpl)
        x.write(h5s.ALL, h5s.ALL, np.frombuffer(raw, void).reshape(shape), kind)
        file.flush()
        mask, stored = x.read_direct_chunk((0,) * len(shape))
        code, _, values, _ = x.get_create_plist().get_filter(0)
        image = file.id.get_file_image()
    if mask:
        return None
    step = ":".join(str(v & 0xFFFFFFFF) for v in (code, *values))
    if not is_readable:
        lines.append(f"{name}\t{step}\t0\t{place(stored)}\tunsupported\n")
        return None
    fapl = in_memory()
    fapl.set_file_image(image)
    with h5py.File(h5f.open(b"x", h5f.ACC_RDONLY, fapl)) as file:
        read = np.zeros(shape, void)
        file["x"].id.read(h5s.ALL, h5s.ALL, read, kind)
    lines.append(f"{name}\t{step}\t0\t{place(stored)}\t{place(read.tobytes())}\n")
    return read.tobytes()


def integer(size, order="<", precision=None, offset=0, signed=False):
    kind = (h5t.STD_I8LE if signed else h5t.STD_U8LE).copy()
    kind.set_size(size)
    kind.set_order(ORDERS[order])
    kind.set_precision(precision or 8 * size)
    kind.set_offset(offset)
    return kind


def small_float(order, size, exponent, mantissa, offset):
    """A float of so many bits, from that bit of its word on."""
    kind = (h5t.IEEE_F32LE if size == 4 else h5t.IEEE_F64LE).copy()
    kind.set_order(ORDERS[order])
    kind.set_fields(offset + exponent + mantissa, offset + mantissa, exponent, offset, mantissa)
    kind.set_offset(offset)
    kind.set_precision(1 + exponent + mantissa)
    kind.set_ebias((1 << (exponent - 1)) - 1)
    return kind


def to_bytes(values, size, order="<"):
    return b"".join(v.to_bytes(size, "little" if order == "<" else "big") for v in values)


def mixed(bits, count):
    """Numbers of so many bits: stretches of zeros, of small noise, of steps, of one value, and of noise in all bits."""
    top = (1 << bits) - 1
    values = []
    while len(values) < count:
        length = rng.randint(1, 60)
        kind = rng.randrange(6)
        if kind == 0:
            part = [0] * length
        elif kind == 1:
            part = [rng.randrange(3) for _ in range(length)]
        elif kind == 2:
            part = [rng.getrandbits(rng.randint(1, bits)) for _ in range(length)]
        elif kind == 3:
            part = [rng.getrandbits(bits)] * length
        elif kind == 4:
            width = rng.randint(1, bits)
            part = [rng.getrandbits(bits)]
            for _ in range(length - 1):
                part.append(part[-1] + rng.getrandbits(width) - (1 << (width - 1)))
        else:
            part = [rng.getrandbits(bits) for _ in range(length)]
        values += [min(max(v, 0), top) for v in part]
    return values[:count]


def szip(name, values, size, bits, shape, option, block, order="<", signed=False):
    kind = integer(size, order, bits, signed=signed)
    raw = to_bytes(values, size, order)
    read = add(name, kind, raw, shape, lambda dcpl: dcpl.set_szip(option, block))
    assert read in (raw, None), name


def szip_cases():
    for bits in (*range(1, 25), 32, 64):
        size = 1 if bits <= 8 else 2 if bits <= 16 else 4 if bits <= 32 else 8
        for option in (NN, EC):
            block = (4, 8, 10, 16, 32)[bits % 5]
            shape = ((3, 64), (4, 5, 10), (7, 33))[bits % 3]
            order = "<>"[(bits + option) // 2 % 2]
            name = f"szip_{bits}_{'nn' if option == NN else 'ec'}"
            if bits == 64:
                order, shape = "<", (3, 40)
            values = DIFFERENT[bits]
            szip(name, values[: int(np.prod(shape))], size, bits, shape, option, block, order)
    sparse = [0] * 2048
    sparse[700] = sparse[2047] = 9
    for option in (NN, EC):
        szip(f"szip_runs_{option}", sparse, 1, 8, (4, 512), option, 4)
        szip(f"szip_one_block_{option}", DIFFERENT[8][:32], 1, 8, (32,), option, 32)
        szip(f"szip_pairs_{option}", [rng.choice((0, 0, 0, 1, 2)) for _ in range(400)], 2, 16, (4, 100), option, 16, ">")


def szip_block_cases():
    """Every number of pixels in a block, with a last block that is not full."""
    for block in range(2, 33, 2):
        for option in (NN, EC):
            for size in (1, 2, 4):
                name = f"szip_block_{block}_{size}_{'nn' if option == NN else 'ec'}"
                szip(name, DIFFERENT[8 * size][30:89], size, 8 * size, (59,), option, block, "<>"[block // 2 % 2])


def significant(kind):
    """All bits that nbit keeps of an element, as bytes."""
    if kind.get_class() == h5t.ARRAY:
        element = significant(kind.get_super())
        return element * (kind.get_size() // len(element))
    if kind.get_class() == h5t.COMPOUND:
        kept = bytearray(kind.get_size())
        for i in range(kind.get_nmembers()):
            member = significant(kind.get_member_type(i))
            kept[kind.get_member_offset(i) : kind.get_member_offset(i) + len(member)] = member
        return bytes(kept)
    if kind.get_class() in (h5t.INTEGER, h5t.FLOAT):
        word = ((1 << kind.get_precision()) - 1) << kind.get_offset()
        return word.to_bytes(kind.get_size(), "little" if kind.get_order() == h5t.ORDER_LE else "big")
    return b"\xff" * kind.get_size()


def confuses(kind):
    """Whether the library, behind such a member of a compound, takes its client values for those of the next member."""
    if kind.get_class() == h5t.ARRAY:
        return kind.get_super().get_class() in (h5t.ARRAY, h5t.COMPOUND)
    return kind.get_class() == h5t.COMPOUND and confuses(kind.get_member_type(kind.get_nmembers() - 1))


def is_confused(kind):
    if kind.get_class() == h5t.ARRAY:
        return is_confused(kind.get_super())
    if kind.get_class() != h5t.COMPOUND:
        return False
    members = [kind.get_member_type(i) for i in range(kind.get_nmembers())]
    return any(map(confuses, members[:-1])) or any(map(is_confused, members))


def nbit(name, kind, raw, shape):
    confused = is_confused(kind)
    read = add(name, kind, raw, shape, lambda dcpl: dcpl.set_filter(h5z.FILTER_NBIT, h5z.FLAG_MANDATORY), not confused)
    kept = significant(kind) * (len(raw) // kind.get_size())
    # Where nothing was packed, all bits are kept.
    assert confused or read in (raw, bytes(a & b for a, b in zip(raw, kept))), name


def noise(kind, count):
    return rng.randbytes(kind.get_size() * count)


def compound(size, *members):
    kind = h5t.create(h5t.COMPOUND, size)
    for i, (offset, member) in enumerate(members):
        kind.insert(f"m{i}".encode(), offset, member)
    return kind


def text(size):
    kind = h5t.C_S1.copy()
    kind.set_size(size)
    return kind


def nbit_cases():
    for size in (1, 2, 3, 4, 5, 8, 16):
        for precision, offset in ((1, 0), (5, 2), (8 * size - 1, 0), (8 * size - 3, 3), (4 * size + 1, 4 * size - 2), (8 * size, 0)):
            for order in "<>":
                if precision + offset <= 8 * size:
                    kind = integer(size, order, precision, offset)
                    nbit(f"nbit_{size}_{precision}_{offset}{order}", kind, noise(kind, 45), (9, 5))
    for order in "<>":
        for name, kind in (("f4", small_float(order, 4, 6, 13, 7)), ("f8", small_float(order, 8, 9, 31, 5))):
            nbit(f"nbit_{name}{order}", kind, noise(kind, 45), (45,))
    five, eleven, whole = integer(1, "<", 5), integer(2, ">", 11, 3), integer(4)
    enumeration = h5t.enum_create(h5t.STD_U8LE)
    enumeration.enum_insert(b"A", 1)
    inner = compound(9, (1, eleven), (4, h5t.array_create(five, (5,))))
    kinds = {
        "array": h5t.array_create(eleven, (2, 3)),
        "arrays": h5t.array_create(h5t.array_create(five, (3,)), (2,)),
        "compound": compound(8, (1, five), (2, eleven), (4, whole)),
        "gaps": compound(30, (20, eleven), (9, whole), (2, text(5)), (28, enumeration), (29, five)),
        "nested": compound(40, (35, h5t.array_create(text(2), (2,))), (3, inner), (12, h5t.array_create(inner, (2,)))),
        "confused": compound(40, (12, h5t.array_create(inner, (2,))), (2, five)),
        "confused_by_depth": compound(40, (12, compound(20, (1, h5t.array_create(inner, (2,))))), (2, five)),
        "compounds": h5t.array_create(inner, (2,)),
        "text": text(5),
        "whole": compound(9, (0, whole), (4, text(5))),
    }
    for name, kind in kinds.items():
        nbit(f"nbit_{name}", kind, noise(kind, 11), (11,))


def nbit_width_cases():
    """Every precision of up to 64 bits, at the least offset and at the greatest, in the smallest word that holds it."""
    for precision in range(1, 65):
        for order in "<>":
            size = next(size for size in (1, 2, 4, 8) if precision <= 8 * size)
            for word, offset in ((size, 0), (8, 64 - precision)):
                if (precision, word) != (64, 8) or offset == 0:
                    kind = integer(word, order, precision, offset, signed=precision % 2 == 0)
                    nbit(f"nbit_width_{precision}_{offset}_{word}{order}", kind, noise(kind, 5), (5,))
    for exponent, mantissa in ((1, 1), (2, 1), (4, 3), (5, 2), (5, 10), (8, 7), (8, 23), (11, 20), (11, 52), (15, 48)):
        for order in "<>":
            size = 4 if exponent + mantissa < 32 else 8
            for offset in {0, (8 * size - 1 - exponent - mantissa) // 2}:
                kind = small_float(order, size, exponent, mantissa, offset)
                nbit(f"nbit_float_{exponent}_{mantissa}_{offset}{order}", kind, noise(kind, 5), (5,))


def scaleoffset(name, kind, raw, shape, scale, factor, fill):
    def set_filter(dcpl):
        dcpl.set_filter(h5z.FILTER_SCALEOFFSET, h5z.FLAG_OPTIONAL, (scale, factor & 0xFFFFFFFF))
        if fill is None:
            assert LIBRARY.H5Pset_fill_value(dcpl.id, kind.id, None) >= 0
        else:
            dcpl.set_fill_value(np.array(fill))

    return add(name, kind, raw, shape, set_filter)


def integers(name, dtype, values, factor, fill, shape):
    raw = np.array(values, dtype).tobytes()
    read = scaleoffset(name, h5t.py_create(np.dtype(dtype)), raw, shape, INTEGER, factor, fill)
    assert factor or read == raw, name


def between(dtype, width):
    """The ends of a range of so many bits, somewhere."""
    limits = np.iinfo(dtype)
    low = rng.randint(int(limits.min), int(limits.max) - (1 << width) + 1)
    return low, low + (1 << width) - 1


def scaleoffset_cases():
    for size in (1, 2, 4, 8):
        for kind in ("<i", ">i", "<u", ">u"):
            dtype = np.dtype(f"{kind}{size}")
            for width in sorted({0, 1, 3, 4 * size + 1, 8 * size - 1, 8 * size}):
                low, high = between(dtype, width)
                fill = dtype.type(rng.randint(low, high)) if width % 2 else None
                values = [rng.randint(low, high) for _ in range(35)]
                integers(f"scaleoffset_{kind}{size}_{width}", dtype, values, 0, fill, (7, 5))
            few = [rng.randint(0, 12) for _ in range(20)]
            integers(f"scaleoffset_{kind}{size}_given", dtype, few, 5, dtype.type(3), (20,))
            integers(f"scaleoffset_{kind}{size}_too_few", dtype, few, 2, None, (20,))
            integers(f"scaleoffset_{kind}{size}_all", dtype, few, 8 * size, None, (20,))
            integers(f"scaleoffset_{kind}{size}_only_fill", dtype, [7] * 9, 0, dtype.type(7), (9,))
    for dtype in ("<f4", ">f4", "<f8", ">f8"):
        for factor in (-2, 0, 2, 5, 9):
            for fill in (None, -1.25):
                values = [rng.choice((fill or 0, rng.uniform(-1e3, 1e3), rng.gauss(0, 1))) for _ in range(35)]
                floats(f"scaleoffset_{dtype}_{factor}_{fill}", dtype, values, factor, fill, (35,))
        floats(f"scaleoffset_{dtype}_constant", dtype, [1.1] * 9, 3, None, (9,))
        floats(f"scaleoffset_{dtype}_wide", dtype, [-1e30, 1e30, 1.5], 3, None, (3,))


def scaleoffset_width_cases():
    """Every number of bits of a packed number, and every scale factor, with a fill value and without."""
    for size in (1, 2, 4, 8):
        for width in range(8 * size + 1):
            dtype = np.dtype("<>"[width % 2] + "iu"[width // 2 % 2] + str(size))
            low, high = between(dtype, width)
            fill = dtype.type(rng.randint(low, high)) if width % 3 else None
            values = [low, high, *(rng.randint(low, high) for _ in range(5))]
            integers(f"scaleoffset_width_{dtype.str}_{width}", dtype, values, 0, fill, (7,))
            if width:
                integers(f"scaleoffset_given_{dtype.str}_{width}", dtype, values, width, fill, (7,))
    for factor in range(-6, 15):
        for size in (4, 8):
            dtype = f"{'<>'[factor % 2]}f{size}"
            values = [rng.choice((-1.25, rng.uniform(-1e3, 1e3), rng.gauss(0, 1))) for _ in range(7)]
            for fill in (None, -1.25):
                floats(f"scaleoffset_factor_{dtype}_{factor}_{fill}", dtype, values, factor, fill, (7,))


def floats(name, dtype, values, factor, fill, shape):
    kind = h5t.py_create(np.dtype(dtype))
    raw = np.array(values, dtype).tobytes()
    scaleoffset(name, kind, raw, shape, D_SCALE, factor, None if fill is None else np.dtype(dtype).type(fill))


def random_shape(most):
    rank = rng.randint(1, 3)
    return tuple(rng.randint(1, max(1, int(most ** (1 / rank)))) for _ in range(rank))


def random_szip(name):
    size = rng.choice((1, 2, 4, 8))
    bits = rng.randint(1, 8 * size)
    shape = random_shape(3000)
    count = int(np.prod(shape))
    block = 2 * rng.randint(1, 16)
    if count >= block:
        szip(name, mixed(bits, count), size, bits, shape, rng.choice((NN, EC)), block, rng.choice("<>"), rng.random() < 0.5)


def random_type(depth):
    choice = rng.randrange(8) if depth < 3 else 0
    if choice == 1:
        size = rng.choice((4, 8))
        bits = rng.randint(3, 8 * size)
        exponent = rng.randint(1, min(bits - 2, 30))
        return small_float(rng.choice("<>"), size, exponent, bits - 1 - exponent, rng.randint(0, 8 * size - bits))
    if choice == 2:
        return text(rng.randint(1, 20))
    if choice in (3, 4):
        return h5t.array_create(random_type(depth + 1), tuple(rng.randint(1, 4) for _ in range(rng.randint(1, 2))))
    if choice in (5, 6):
        members, at = [], 0
        for _ in range(rng.randint(1, 6)):
            member = random_type(depth + 1)
            at += rng.choice((0, 0, rng.randint(1, 9)))
            members.append((at, member))
            at += member.get_size()
        rng.shuffle(members)
        return compound(at + rng.choice((0, 3)), *members)
    size = rng.choice((1, 2, 3, 4, 5, 6, 7, 8, 12, 16))
    precision = rng.randint(1, 8 * size)
    return integer(size, rng.choice("<>"), precision, rng.randint(0, 8 * size - precision))


def client_values(kind):
    """How many of them describe the type."""
    if kind.get_class() == h5t.ARRAY:
        return 2 + client_values(kind.get_super())
    if kind.get_class() == h5t.COMPOUND:
        return 3 + sum(1 + client_values(kind.get_member_type(i)) for i in range(kind.get_nmembers()))
    return 5 if kind.get_class() in (h5t.INTEGER, h5t.FLOAT) else 2


def random_nbit(name):
    kind, shape = random_type(0), random_shape(200)
    while is_confused(kind) or client_values(kind) > 250:  # The library may crash; h5py shows 256 values at most.
        kind = random_type(0)
    nbit(name, kind, noise(kind, int(np.prod(shape))), shape)


def random_scaleoffset(name):
    shape = random_shape(1500)
    count = int(np.prod(shape))
    if rng.random() < 0.5:
        dtype = np.dtype(rng.choice("<>") + rng.choice(("f4", "f8")))
        spread = 10 ** rng.uniform(-5, 5)
        fill = rng.choice((None, 0.0, dtype.type(rng.uniform(-spread, spread))))
        values = [rng.choice((fill or 0, rng.gauss(0, spread))) for _ in range(count)]
        return floats(name, dtype, values, rng.randint(-4, 10), fill, shape)
    dtype = np.dtype(rng.choice("<>") + rng.choice("iu") + rng.choice("1248"))
    low, high = between(dtype, rng.randint(0, 8 * dtype.itemsize))
    fill = rng.choice((None, dtype.type(rng.randint(low, high)), dtype.type(0)))
    values = [rng.randint(low, high) if fill is None or rng.random() < 0.8 else int(fill) for _ in range(count)]
    return integers(name, dtype, values, rng.choice((0, 0, rng.randint(1, 8 * dtype.itemsize))), fill, shape)


def random_vbz(name):
    size = rng.choice((1, 2, 4))
    shape = random_shape(1500)
    raw = to_bytes(mixed(rng.randint(1, 8 * size), int(np.prod(shape))), size)
    options = (rng.choice((0, 1)), size, rng.choice((0, 1)), rng.choice((0, 1, 5)))
    kind = integer(size, rng.choice("<>"), signed=rng.random() < 0.5)
    read = add(name, kind, raw, shape, lambda dcpl: dcpl.set_filter(VBZ, h5z.FLAG_OPTIONAL, options))
    assert read in (raw, None), name


if sys.argv[1] == "--random":
    rng.seed(int(sys.argv[2]))
    makers = [random_szip, random_nbit, random_scaleoffset]
    if importlib.util.find_spec("vbz_h5py_plugin"):
        import vbz_h5py_plugin  # registers itself

        makers.append(random_vbz)
    for case in range(int(sys.argv[3])):
        make = rng.choice(makers)
        make(f"{make.__name__}_{case}")
else:
    DIFFERENT = {bits: [0] * 50 + mixed(bits, 181) for bits in (*range(1, 25), 32, 64)}
    szip_cases()
    nbit_cases()
    scaleoffset_cases()
    szip_block_cases()
    nbit_width_cases()
    scaleoffset_width_cases()
out = pathlib.Path(sys.argv[-1])
out.mkdir(parents=True, exist_ok=True)
(out / "chunks.bin").write_bytes(contents)
(out / "chunks.tsv").write_text("".join(lines))
