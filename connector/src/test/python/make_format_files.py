"""Makes the small HDF5 files of the room `format` and, for each, what h5py says about it.

    python3 -m venv venv && venv/bin/pip install h5py==3.16.0 tables==3.11.1 numpy==2.4.6
    venv/bin/python connector/src/test/python/make_format_files.py connector/src/test/resources/hdf5/format

NAME.h5 comes with NAME.expected.json: every object with kind, address, datatype, shape, layout, chunks, filters, fill
value and attributes, read back with h5py. Types are written in a short notation: i4< u8> f8< (kind, bytes, order),
[p17@3] for precision and bit offset where they are not the whole word, S10(ascii,nullterm), compound{a:i4<},
array[2x3]f8<, bitfield1, and vlen<..>, vlen-str-.., enum{..}:.., opaque.., ref, time.., complex.. for the classes that
are read later. Addresses are from the first byte of the file; each one is checked against the bytes here.
"""

import ctypes
import glob
import json
import os
import pickle
import shutil
import sys
import zlib

import h5py
import numpy as np
import tables
from h5py import h5a, h5d, h5f, h5g, h5o, h5p, h5s, h5t

SIGNATURE = b"\x89HDF\r\n\x1a\n"
ORDERS = {h5t.ORDER_LE: "<", h5t.ORDER_BE: ">"}
PADDINGS = {h5t.STR_NULLTERM: "nullterm", h5t.STR_NULLPAD: "nullpad", h5t.STR_SPACEPAD: "spacepad"}
SETS = {h5t.CSET_ASCII: "ascii", h5t.CSET_UTF8: "utf8"}


def number(kind, t):
    size = t.get_size()
    order = "" if size == 1 else ORDERS[t.get_order()]
    whole = t.get_precision() == 8 * size and t.get_offset() == 0
    return f"{kind}{size}{order}" + ("" if whole else f"[p{t.get_precision()}@{t.get_offset()}]")


def notation(t):
    c = t.get_class()
    if c == h5t.INTEGER:
        return number("i" if t.get_sign() == h5t.SGN_2 else "u", t)
    if c == h5t.FLOAT:
        return number("f", t)
    if c == h5t.BITFIELD:
        return f"bitfield{t.get_size()}" + ("" if t.get_size() == 1 else ORDERS[t.get_order()])
    if c == h5t.STRING:
        if t.is_variable_str():
            return "vlen-str-" + SETS[t.get_cset()]
        return f"S{t.get_size()}({SETS[t.get_cset()]},{PADDINGS[t.get_strpad()]})"
    if c == h5t.COMPOUND:
        members = (
            f"{t.get_member_name(i).decode()}:{notation(t.get_member_type(i))}" for i in range(t.get_nmembers())
        )
        return "compound{" + ",".join(members) + "}"
    if c == h5t.ARRAY:
        return "array[" + "x".join(map(str, t.get_array_dims())) + "]" + notation(t.get_super())
    if c == h5t.ENUM:
        names = (f"{t.get_member_name(i).decode()}={t.get_member_value(i)}" for i in range(t.get_nmembers()))
        return "enum{" + ",".join(names) + "}:" + notation(t.get_super())
    if c == h5t.VLEN:
        return f"vlen<{notation(t.get_super())}>"
    if c == h5t.OPAQUE:
        return f"opaque{t.get_size()}"
    if c == h5t.REFERENCE:
        return "ref" if t.equal(h5t.STD_REF_OBJ) else "regref"
    if c == h5t.TIME:
        return f"time{t.get_size()}"
    return f"complex{t.get_size()}"


def readable(t):
    """Whether elements hold their own bytes, none in a heap."""
    text = notation(t)
    return not any(word in text for word in ("vlen", "ref"))


def space(s):
    if s.get_simple_extent_type() == h5s.NULL:
        return {"space": "null"}
    most = [None if n == h5s.UNLIMITED else n for n in s.get_simple_extent_dims(True)]
    return {"shape": list(s.get_simple_extent_dims()), "maxshape": most}


def attributes(obj):
    for i in range(h5a.get_num_attrs(obj)):
        a = h5a.open(obj, index=i)
        t = a.get_type()
        out = {"name": a.name.decode("utf-8", "surrogateescape"), "dtype": notation(t), **space(a.get_space())}
        if readable(t) and out.get("space") != "null":
            raw = np.zeros(a.get_space().get_simple_extent_npoints(), dtype=f"V{t.get_size()}")
            raw = raw.reshape(out["shape"])
            a.read(raw, mtype=t)
            out["hex"] = raw.tobytes().hex()
        yield out


def dataset(d, data):
    t, plist = d.get_type(), d.get_create_plist()
    out = {"dtype": notation(t), **space(d.get_space())}
    layouts = {h5d.COMPACT: "compact", h5d.CONTIGUOUS: "contiguous", h5d.CHUNKED: "chunked", h5d.VIRTUAL: "virtual"}
    out["layout"] = layouts[plist.get_layout()]
    out["filters"] = [
        {"id": f[0], "optional": bool(f[1] & h5z_optional()), "params": list(f[2])}
        for f in (plist.get_filter(i) for i in range(plist.get_nfilters()))
    ]
    defined = plist.fill_value_defined()
    names = {h5d.FILL_VALUE_UNDEFINED: "undefined", h5d.FILL_VALUE_DEFAULT: "default"}
    out["fill_defined"] = names.get(defined, "user")
    if defined == h5d.FILL_VALUE_USER_DEFINED and readable(t):
        fill = np.zeros((), dtype=d.dtype)
        plist.get_fill_value(fill)
        out["fill_hex"] = fill.tobytes().hex()
    if out["layout"] == "chunked":
        out["chunk"] = list(plist.get_chunk())
        chunks = [d.get_chunk_info(i) for i in range(d.get_num_chunks())]
        if h5py.h5i.get_name(d) == b"/chunks/masked":  # readable only after the file was opened again
            assert (h5py.Dataset(d)[2:, 3:] == np.arange(3, 9).reshape(2, 3)).all()
        for c in chunks:
            mask, stored = d.read_direct_chunk(c.chunk_offset)
            assert mask == c.filter_mask
            assert data[c.byte_offset : c.byte_offset + c.size] == stored, c
        out["chunks"] = [
            {"offset": list(c.chunk_offset), "address": c.byte_offset, "bytes": c.size, "mask": c.filter_mask}
            for c in chunks
        ]
    elif out["layout"] in ("compact", "contiguous") and readable(t) and "shape" in out:
        raw = np.zeros(int(np.prod(out["shape"], dtype=int)), dtype=f"V{t.get_size()}").reshape(out["shape"])
        # behind a user block h5py says "no address" as -1 plus the length of the block
        allocated = d.get_offset() is not None and d.get_offset() > data.index(SIGNATURE)
        if out["layout"] == "compact" or allocated:
            d.read(h5s.ALL, h5s.ALL, raw, mtype=t)
            out["hex"] = raw.tobytes().hex()
        if out["layout"] == "contiguous":
            out["address"] = None
            if allocated:
                out["address"] = d.get_offset()
                assert data[out["address"] :].startswith(raw.tobytes())
    return out


def h5z_optional():
    return h5py.h5z.FLAG_OPTIONAL


def expected(path):
    with open(path, "rb") as stream:
        data = stream.read()
    objects, seen = [], {}

    def visit(obj, name):
        kinds = {h5py.h5i.GROUP: "group", h5py.h5i.DATASET: "dataset", h5py.h5i.DATATYPE: "datatype"}
        kind = kinds[h5py.h5i.get_type(obj)]
        address = h5o.get_info(obj).addr
        if address in seen:
            objects.append({"path": name, "kind": "alias", "same_as": seen[address]})
            return
        seen[address] = name
        out = {"path": name, "kind": kind, "attrs": list(attributes(obj))}
        objects.append(out)
        if kind == "dataset":
            out.update(dataset(obj, data))
        if kind == "datatype":
            out["dtype"] = notation(obj)
        if kind == "group":
            children = sorted(obj)
            for child in children:
                full = ("" if name == "/" else name) + "/" + child.decode("utf-8", "surrogateescape")
                link = obj.links.get_info(child)
                if link.type == h5py.h5l.TYPE_HARD:
                    visit(h5o.open(obj, child), full)
                elif link.type == h5py.h5l.TYPE_SOFT:
                    target = obj.links.get_val(child).decode()
                    try:
                        resolves = h5o.open(obj, child) is not None
                    except (KeyError, RuntimeError):  # dangling, or a circle
                        resolves = False
                    objects.append({"path": full, "kind": "softlink", "target": target, "resolves": resolves})
                else:
                    file, target = obj.links.get_val(child)
                    objects.append(
                        {"path": full, "kind": "extlink", "file": file.decode(), "target": target.decode()}
                    )

    with h5py.File(path, "r") as f:
        plist = f.id.get_create_plist()
        visit(h5o.open(f.id, b"/"), "/")
        signature = data.index(SIGNATURE)
        block = {"offset": signature, "version": data[signature + 8]}
        block["size_of_offsets"], block["size_of_lengths"] = plist.get_sizes()
    # libhdf5 forgets that all bits set means unlimited where lengths are narrower than its own eight bytes
    unlimited = 2 ** (8 * block["size_of_lengths"]) - 1
    for o in objects:
        if "maxshape" in o:
            o["maxshape"] = [None if n == unlimited else n for n in o["maxshape"]]
    # one object per line, so that a change can be read
    lines = ",\n".join(json.dumps(o, sort_keys=True) for o in objects)
    with open(path[: -len(".h5")] + ".expected.json", "w") as out:
        out.write('{"superblock": ' + json.dumps(block) + ', "objects": [\n' + lines + "\n]}\n")


def low(f, name, tid, shape, plist=None, value=None, mtype=None, maxshape=None):
    """A dataset of a type that numpy does not have."""
    s = h5s.create(h5s.SCALAR) if shape == () else h5s.create_simple(shape, maxshape)
    d = h5d.create(f.id, name.encode(), tid, s, plist)
    if value is not None:
        d.write(h5s.ALL, h5s.ALL, value, mtype=mtype)
    return d


def numbers(f):
    rng = np.random.default_rng(1)
    g = f.create_group("integers")
    for kind in ("i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8"):
        g[kind.replace("<", "le_").replace(">", "be_")] = rng.integers(0, 100, 6).astype(kind)
    g = f.create_group("unsigned")
    for kind in ("u1", "<u2", ">u4", "<u8"):
        g[kind.replace("<", "le_").replace(">", "be_")] = rng.integers(0, 100, 6).astype(kind)
    g = f.create_group("floats")
    for kind in ("<f2", ">f2", "<f4", ">f4", "<f8", ">f8"):
        g[kind.replace("<", "le_").replace(">", "be_")] = rng.normal(size=(3, 2)).astype(kind)
    g = f.create_group("bits")
    odd = h5t.STD_I32LE.copy()
    odd.set_precision(17)
    odd.set_offset(3)
    low(g, "odd", odd, (4,), value=np.arange(4, dtype="<i4"), mtype=odd)
    for name, t in (("bits1", h5t.STD_B8LE), ("bits4", h5t.STD_B32BE)):
        low(g, name, t, (5,), value=np.arange(5, dtype=f"u{t.get_size()}"), mtype=t)


def strings(f):
    g = f.create_group("strings")
    for padding, label in PADDINGS.items():
        for character_set, set_label in SETS.items():
            t = h5t.C_S1.copy()
            t.set_size(7)
            t.set_strpad(padding)
            t.set_cset(character_set)
            low(g, f"{label}_{set_label}", t, (2,), value=np.array([b"abc", b"defgh"], "S7"), mtype=t)


def structures(f):
    g = f.create_group("structures")
    inner = np.dtype([("z", ">i2"), ("text", "S5"), ("flat", "<f4", (2, 2))])
    outer = np.dtype({
        "names": ["a", "nested", "many", "last"],
        "formats": ["<i4", inner, (inner, (2,)), "u1"],
        "offsets": [0, 8, 40, 100],
        "itemsize": 104,
    })
    g["compound"] = np.zeros(3, outer)
    g["plain"] = np.array([(1, 2.5), (3, 4.5)], [("x", "<i8"), ("y", "<f8")])
    g.create_dataset("array", (2,), dtype=np.dtype(("<i2", (3, 4))))[...] = np.arange(24).reshape(2, 3, 4)
    wide = np.dtype([(f"c{i:03d}", "<f4") for i in range(120)])
    g["wide"] = np.zeros(1, wide)


def layouts(f):
    g = f.create_group("layouts")
    g["scalar"] = np.float64(3.25)
    g.create_dataset("null", data=h5py.Empty("f4"))
    g.create_dataset("empty", (0, 3), "i4", maxshape=(None, 3), chunks=(4, 3))
    g.create_dataset("zero_contiguous", (0, 3), "i4")
    plist = h5p.create(h5p.DATASET_CREATE)
    plist.set_layout(h5d.COMPACT)
    low(g, "compact", h5t.STD_I16LE, (5,), plist, np.arange(5, dtype="<i2"), h5t.STD_I16LE)
    g.create_dataset("never_written", (10, 10), "f8", fillvalue=7.5)
    g.create_dataset("float_fill", (4,), ">f4", fillvalue=-1.5)
    undefined = h5p.create(h5p.DATASET_CREATE)
    undefined.set_alloc_time(h5d.ALLOC_TIME_EARLY)
    undefined.set_fill_time(h5d.FILL_TIME_NEVER)
    low(g, "no_fill_time", h5t.STD_I32LE, (3,), undefined)


def chunks(f):
    g = f.create_group("chunks")
    grid = np.arange(60 * 33, dtype="<i4").reshape(60, 33)
    g.create_dataset("grid", data=grid, chunks=(7, 5))
    g.create_dataset("deflate", data=grid, chunks=(16, 33), compression=6, shuffle=True, fletcher32=True)
    g.create_dataset("growing", data=np.arange(1000.0), chunks=(64,), maxshape=(None,))
    sparse = g.create_dataset("sparse", (100, 40), "u1", chunks=(9, 8), maxshape=(None, 60), fillvalue=200)
    for row, column in ((0, 0), (0, 32), (45, 16), (90, 8), (99, 39)):
        sparse[row, column] = 1
    shrunk = g.create_dataset("shrunk", data=np.arange(400, dtype="<u2").reshape(20, 20), chunks=(6, 6),
                              maxshape=(None, None))
    shrunk.resize((11, 9))
    masked = g.create_dataset("masked", (4, 6), "<i2", chunks=(2, 3), compression=1, shuffle=True)
    for i, mask in enumerate((0, 1, 2, 3)):
        row, column = divmod(i, 2)
        plain = np.arange(6, dtype="<i2").reshape(2, 3) + i
        stored = plain.tobytes()
        if not mask & 1:
            stored = np.frombuffer(stored, "u1").reshape(6, 2).T.tobytes()
        if not mask & 2:
            stored = zlib.compress(stored, 1)
        masked.id.write_direct_chunk((2 * row, 3 * column), stored, mask)
    g.create_dataset("allocated_never", (50,), "<f8", chunks=(10,))
    g.create_dataset("cube", data=np.arange(5 * 6 * 7, dtype="u1").reshape(5, 6, 7), chunks=(2, 3, 4))


def texts(f):
    """Attributes and links."""
    g = f.create_group("texts")
    g.attrs["plain"] = np.bytes_(b"pandas")
    g.attrs["pickle"] = np.bytes_(pickle.dumps([1, "two", None], 0))
    g.attrs["number"] = np.int64(-5)
    g.attrs["matrix"] = np.arange(6, dtype=">f4").reshape(2, 3)
    g.attrs["empty"] = h5py.Empty("S1")
    g.attrs["words"] = ["a", "bc"]
    g.attrs["flag"] = True
    g.attrs["record"] = np.array((1, 2.5), [("a", "<i4"), ("b", "<f8")])
    g.attrs["größe ✓"] = 1
    g.create_group("sub group")
    names = f.create_group("names")  # names that are not ASCII make even an old group a new one
    names["größe ✓"] = np.arange(2)
    names.id.links.create_hard(b"caf\xe9", g.id, b"sub group")
    f["soft_absolute"] = h5py.SoftLink("/names/größe ✓")
    g["soft_relative"] = h5py.SoftLink("./sub group")
    g["soft_chain"] = h5py.SoftLink("//soft_absolute/")
    g["soft_group"] = h5py.SoftLink("/texts")
    g["soft_through"] = h5py.SoftLink("soft_group/soft_group/sub group")
    g["soft_dangling"] = h5py.SoftLink("/no/such/name")
    g["soft_circle"] = h5py.SoftLink("soft_circle_back")
    g["soft_circle_back"] = h5py.SoftLink("/texts/soft_circle")
    g["hard_alias"] = g["sub group"]


def later(f):
    """What is refused by name today."""
    g = f.create_group("later")
    g["enum"] = np.array([True, False])
    g["vlen_text"] = ["a", "bc"]
    g.create_dataset("vlen", (2,), h5py.vlen_dtype("i4"))
    g["opaque"] = np.zeros(2, "V5")
    g["mixed"] = np.zeros(2, [("a", "i4"), ("flag", "?"), ("b", "f8")])
    g["reference"] = np.array([g.ref], h5py.ref_dtype)
    g = f.create_group("later_storage")
    g["committed"] = np.dtype([("a", "<i4")])
    g.create_dataset("of_committed", (2,), g["committed"])
    g["external"] = h5py.ExternalLink("other.h5", "/there")
    g.create_dataset("raw", (4,), "i4", external=[("raw.bin", 0, 16)])
    g.create_dataset("after", data=np.arange(3, dtype="<i4"))


def all_kinds(f):
    for part in (numbers, strings, structures, layouts, chunks, texts):
        part(f)


def set_k(plist, group_internal, group_leaf, storage):
    """h5py does not wrap these two calls of its libhdf5."""
    folder = os.path.join(os.path.dirname(h5py.__file__), os.pardir, "h5py.libs")
    library = ctypes.CDLL(glob.glob(os.path.join(folder, "libhdf5-*.so*"))[0])
    assert library.H5Pset_sym_k(ctypes.c_int64(plist.id), group_internal, group_leaf) >= 0
    assert library.H5Pset_istore_k(ctypes.c_int64(plist.id), storage) >= 0


def sized(path, offsets, lengths, low_bound):
    plist = h5p.create(h5p.FILE_CREATE)
    plist.set_sizes(offsets, lengths)
    set_k(plist, 3, 2, 2)
    access = h5p.create(h5p.FILE_ACCESS)
    access.set_libver_bounds(low_bound, h5f.LIBVER_V18)
    fid = h5f.create(path.encode(), h5f.ACC_TRUNC, plist, access)
    f = h5py.File(fid)
    for part in (layouts, chunks):
        part(f)
    f.close()


def with_k(path, libver):
    """B-tree K values that are not the usual ones: superblock 1, or an extension."""
    plist = h5p.create(h5p.FILE_CREATE)
    set_k(plist, 3, 2, 5)
    access = h5p.create(h5p.FILE_ACCESS)
    access.set_libver_bounds(*libver)
    f = h5py.File(h5f.create(path.encode(), h5f.ACC_TRUNC, plist, access))
    f.create_dataset("grid", data=np.arange(400, dtype="<i2").reshape(40, 10), chunks=(3, 2))
    for i in range(40):
        f.create_group(f"group{i}") if libver[0] == h5f.LIBVER_EARLIEST else None
    f.close()


class Record(tables.IsDescription):
    index = tables.Int64Col(pos=0)
    values = tables.Float64Col(shape=(2,), pos=1)
    flag = tables.BoolCol(pos=2)
    name = tables.StringCol(6, pos=3)


def pytables(path):
    with tables.open_file(path, "w") as f:
        f.root._v_attrs.info = {"a": [1, 2]}
        group = f.create_group("/", "frame")
        table = f.create_table(group, "table", Record, expectedrows=100, chunkshape=16,
                               filters=tables.Filters(complevel=1, complib="zlib", shuffle=True))
        for i in range(50):
            table.row["index"], table.row["flag"], table.row["name"] = i, i % 2, str(i)
            table.row.append()
        table.flush()
        table.cols.index.create_csindex()
        table.attrs.non_index_axes = [(1, ["a", "b"])]
        f.create_array(group, "array", np.arange(10), title="a title")
        f.create_earray(group, "bools", tables.BoolAtom(), (0,), expectedrows=10).append([True, False])


def main(folder):
    name = lambda stem: os.path.join(folder, stem + ".h5")
    with h5py.File(name("earliest"), "w", libver=("earliest", "v108")) as f:
        all_kinds(f)
    with h5py.File(name("v108"), "w", libver=("v108", "v108"), track_order=True) as f:
        for part in (numbers, structures, layouts, chunks):
            part(f)
    with h5py.File(name("latest"), "w", libver="latest") as f:
        for part in (strings, structures, layouts, chunks, later):
            part(f)
        f["soft"] = h5py.SoftLink("structures/plain")
        layout = h5py.VirtualLayout((4,), "i4")
        layout[:] = h5py.VirtualSource("other.h5", "x", (4,))
        f.create_virtual_dataset("later_storage/virtual", layout)
        f.create_dataset("later/single", data=np.arange(6), chunks=(6,))
        f.create_dataset("later/btree2", data=np.zeros((4, 4)), chunks=(2, 2), maxshape=(None, None))
    with h5py.File(name("refused"), "w", libver=("earliest", "v108")) as f:
        later(f)
    with h5py.File(name("dense"), "w", libver="latest") as f:
        for i in range(20):
            f.create_group(f"many/g{i}")
        f["other"] = np.arange(3)
        for i in range(12):
            f["other"].attrs[f"a{i}"] = i
        f["few"] = np.arange(4)
        f["few"].attrs["a"] = 1
    with h5py.File(name("userblock"), "w", libver=("earliest", "v108"), userblock_size=2048) as f:
        chunks(f)
        layouts(f)
    with h5py.File(name("userblock_v108"), "w", libver=("v108", "v108"), userblock_size=512) as f:
        chunks(f)
        layouts(f)
    with h5py.File(name("siblings"), "w", libver=("earliest", "v108")) as f:
        first = f.create_group("key000")
        for i in range(1, 400):  # links to one object keep the file small
            f[f"key{i:03d}"] = first
    sized(name("sizes4"), 4, 4, h5f.LIBVER_EARLIEST)
    sized(name("sizes48"), 4, 8, h5f.LIBVER_V18)
    sized(name("sizes2"), 2, 2, h5f.LIBVER_EARLIEST)
    with_k(name("k_v1"), (h5f.LIBVER_EARLIEST, h5f.LIBVER_V18))
    with_k(name("k_extension"), (h5f.LIBVER_V18, h5f.LIBVER_V18))
    pytables(name("pytables"))
    with h5py.File(name("swmr_open"), "w", libver="latest") as f:
        f["values"] = np.arange(10)
        f.swmr_mode = True
        f.flush()
        shutil.copy(name("swmr_open"), name("swmr"))
    os.remove(name("swmr_open"))
    for file in sorted(os.listdir(folder)):
        if file.endswith(".h5") and file != "swmr.h5":
            expected(os.path.join(folder, file))
            size = os.path.getsize(os.path.join(folder, file))
            assert size <= 100 << 10, (file, size)
            print(file, size)


if __name__ == "__main__":
    main(sys.argv[1])
