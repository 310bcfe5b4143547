"""Makes HDF5 files with elements of every datatype class and, for each, what was written.

    python3 -m venv venv && venv/bin/pip install h5py==3.16.0 numpy==2.4.6 tables==3.11.1
    venv/bin/python connector/src/test/python/make_type_files.py connector/src/test/resources/hdf5/types

NAME.h5 comes with NAME.expected.json: every object with its kind, datatype in short notation, shape, values and attributes.
The values are those that were handed to HDF5 to write, checked here against what h5py reads, but for: big-endian elements of
sequences, which h5py does not swap; times and references of version 1.12, which it does not know.
"""

import ctypes
import glob
import json
import os
import sys

import h5py
import numpy as np
import tables
from h5py import h5a, h5d, h5f, h5p, h5r, h5s, h5t

LATEST = (h5f.LIBVER_LATEST, h5f.LIBVER_LATEST)
EARLIEST = (h5f.LIBVER_EARLIEST, h5f.LIBVER_V18)
FIELDS = {2: (15, 10, 5, 0, 10), 4: (31, 23, 8, 0, 23), 8: (63, 52, 11, 0, 52)}
PADDINGS = {h5t.STR_NULLTERM: "nullterm", h5t.STR_NULLPAD: "nullpad", h5t.STR_SPACEPAD: "spacepad"}


def libhdf5():
    """The library below h5py, for what h5py does not wrap."""
    folder = os.path.join(os.path.dirname(h5py.__file__), os.pardir, "h5py.libs")
    return ctypes.CDLL(glob.glob(os.path.join(folder, "libhdf5-*.so*"))[0])


def notation(t):
    kind, size = t.get_class(), t.get_size()
    if kind in (h5t.INTEGER, h5t.FLOAT, h5t.BITFIELD):
        name = {h5t.FLOAT: "f", h5t.BITFIELD: "bitfield"}.get(kind) or ("i" if t.get_sign() else "u")
        message = t.encode()  # type of the encoding, its version, then the datatype message
        order = "" if size == 1 else ">" if message[3] & 1 else "<"
        offset, precision = (int.from_bytes(message[i : i + 2], "little") for i in (10, 12))
        usual = kind != h5t.FLOAT or tuple(t.get_fields()) == FIELDS.get(size)
        whole = usual and offset == 0 and precision == 8 * size
        return f"{name}{size}{order}" + ("" if whole else f"[p{precision}@{offset}]")
    if kind == h5t.STRING:
        cset = "utf8" if t.get_cset() else "ascii"
        return f"vlen-str-{cset}" if t.is_variable_str() else f"S{size}({cset},{PADDINGS[t.get_strpad()]})"
    if kind == h5t.COMPOUND:
        members = (f"{t.get_member_name(i).decode()}:{notation(t.get_member_type(i))}" for i in range(t.get_nmembers()))
        return "compound{" + ",".join(members) + "}"
    if kind == h5t.ENUM:
        symbols = (f"{t.get_member_name(i).decode()}={int(t.get_member_value(i))}" for i in range(t.get_nmembers()))
        return "enum{" + ",".join(symbols) + "}:" + notation(t.get_super())
    if kind == h5t.VLEN:
        return f"vlen<{notation(t.get_super())}>"
    if kind == h5t.ARRAY:
        return "array[" + "x".join(map(str, t.get_array_dims())) + "]" + notation(t.get_super())
    if kind == h5t.REFERENCE:
        return "ref" if t.equal(h5t.STD_REF_OBJ) else "regref" if t.equal(h5t.STD_REF_DSETREG) else "ref-v2"
    return {h5t.OPAQUE: "opaque", h5t.TIME: "time", h5t.COMPLEX: "complex"}[kind] + str(size)


def plain(value):
    """The value as the expected JSON has it."""
    if isinstance(value, np.ndarray):
        return [plain(v) for v in value]
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, (complex, np.complexfloating)):
        return [plain(value.real), plain(value.imag)]
    if isinstance(value, np.void):
        return [plain(value[n]) for n in value.dtype.names] if value.dtype.names else {"hex": value.tobytes().hex()}
    if isinstance(value, (float, np.floating)):
        return "nan" if np.isnan(value) else "inf" if value == np.inf else "-inf" if value == -np.inf else repr(float(value))
    if isinstance(value, (bytes, np.bytes_)):
        return text(bytes(value))
    if isinstance(value, (bool, int, np.integer, np.bool_)):
        return int(value)
    return value


def text(value):
    try:
        return value.decode()
    except UnicodeDecodeError:
        return {"hex": value.hex()}


def integer(base, precision=None, offset=0):
    t = base.copy()
    if precision:
        t.set_precision(precision)
        t.set_offset(offset)
    return t


def floating(size, fields, bias, order=h5t.ORDER_LE, precision=None, offset=0):
    """Fields are sign, exponent and its size, mantissa and its size, as bits from the least significant."""
    t = (h5t.IEEE_F64LE if size == 8 else h5t.IEEE_F32LE).copy()
    if size > 4:
        t.set_size(size)
    t.set_fields(*fields)
    t.set_offset(offset)
    t.set_precision(precision or 8 * size)
    t.set_ebias(bias)
    t.set_size(size)
    t.set_order(order)
    return t


def string(size, padding, cset=h5t.CSET_ASCII):
    t = h5t.C_S1.copy()
    t.set_size(size)
    t.set_strpad(padding)
    t.set_cset(cset)
    return t


def enum(base, **symbols):
    t = h5t.enum_create(base)
    for name, value in symbols.items():
        t.enum_insert(name.encode(), value)
    return t


def compound(size, *members):
    t = h5t.create(h5t.COMPOUND, size)
    for name, offset, member in members:
        t.insert(name.encode(), offset, member)
    return t


class Maker:
    def __init__(self, path, libver, sizes=(8, 8), user_block=0):
        self.path = path
        self.meant = {}
        create = h5p.create(h5p.FILE_CREATE)
        create.set_sizes(*sizes)
        create.set_userblock(user_block)
        create.set_obj_track_times(False)
        access = h5p.create(h5p.FILE_ACCESS)
        access.set_libver_bounds(*libver)
        self.file = h5py.File(h5f.create(path.encode(), h5f.ACC_TRUNC, create, access))
        self.file.create_group("attributes", track_order=False)

    def add(self, name, t, values, memory=None, shown=None, check=True):
        """Writes the values with the given type in memory, as a dataset and as an attribute; shown is how JSON has them."""
        array = np.asarray(values) if not isinstance(values, np.ndarray) else values
        rank = array.ndim - (array.ndim - 1 if t.get_class() == h5t.ARRAY else 0)
        shape = array.shape[:rank]
        space = h5s.create_simple(shape) if shape else h5s.create(h5s.SCALAR)
        create = h5p.create(h5p.DATASET_CREATE)
        create.set_obj_track_times(False)
        dataset = h5d.create(self.file.id, name.encode(), t, space, create)
        attribute = h5a.create(self.file["attributes"].id, name.encode(), t, space)
        memory = memory or h5t.py_create(array.dtype)
        dataset.write(h5s.ALL, h5s.ALL, array, memory)
        if array.ndim == rank or array.dtype.kind in "iufV":
            attribute.write(array, memory)
        else:
            del attribute
            h5a.delete(self.file["attributes"].id, name.encode())
        expected = plain(shown if shown is not None else list(array.reshape((-1,) + array.shape[rank:])))
        if check:
            found = self.file[name][()]
            found = found if isinstance(found, np.ndarray) and found.shape[:rank] == shape else np.asarray(found)
            read = plain(list(found.reshape((-1,) + found.shape[rank:])))
            assert read == expected, (name, read, expected)
        self.meant["/" + name] = expected

    def close(self):
        objects = [{"path": "/", "kind": "group"}]
        attributes = []
        for name in h5py.Group(self.file["attributes"].id).attrs if self.file["attributes"].attrs else []:
            a = h5a.open(self.file["attributes"].id, name.encode())
            attributes.append(
                {"name": name, "dtype": notation(a.get_type()), "shape": list(a.shape), "values": self.meant["/" + name]}
            )
        for name in sorted(self.file, key=str.encode):
            item = self.file[name]
            if isinstance(item, h5py.Group):
                objects.append({"path": item.name, "kind": "group"} | ({"attrs": attributes} if name == "attributes" else {}))
            elif isinstance(item, h5py.Datatype):
                objects.append({"path": item.name, "kind": "datatype", "dtype": notation(item.id)})
            else:
                objects.append(
                    {"path": item.name, "kind": "dataset", "dtype": notation(item.id.get_type()), "shape": list(item.shape)}
                    | {"n": int(np.prod(item.shape, dtype=int)), "layout": "contiguous"}
                    | ({"values": self.meant[item.name]} if item.name in self.meant else {})
                    | ({"attrs": [{"name": "unit", "dtype": "i4<", "shape": [], "values": [1]}]} if item.attrs else {})
                )
        self.file.close()
        write_expected(self.path, objects)


def numbers(m):
    whole = [0, 1, -1, 127, -128, 100]
    for size in (1, 2, 4, 8):
        for order in "<>" if size > 1 else "|":
            suffix = {"<": "le", ">": "be", "|": ""}[order]
            bits = 8 * size
            m.add(f"i{size}{suffix}", h5t.py_create(np.dtype(f"{order}i{size}")), np.array(whole[:5] + [-(2 ** (bits - 1))], "i8"))
            m.add(f"u{size}{suffix}", h5t.py_create(np.dtype(f"{order}u{size}")), np.array([0, 1, 2**bits - 1], "u8"))
    m.add("i4_16_5", integer(h5t.STD_I32LE, 16, 5), np.array([0, 1, -1, 32767, -32768], "i4"))
    m.add("u4be_20_12", integer(h5t.STD_U32BE, 20, 12), np.array([0, 1, 2**20 - 1], "u4"))
    m.add("i8be_40_3", integer(h5t.STD_I64BE, 40, 3), np.array([0, -1, 2**39 - 1, -(2**39)], "i8"))
    m.add("u2_9", integer(h5t.STD_U16LE, 9), np.array([0, 1, 511], "u2"))
    floats = np.array([0.0, -0.0, 1.0, -2.5, 0.1, np.inf, -np.inf, np.nan], "f8")
    half = np.array([0.0, -0.0, 1.0, -2.5, 65504.0, 2.0**-24, np.inf, -np.inf, np.nan], "f8")
    for size in (2, 4, 8):
        for order in "<>":
            name = f"f{size}" + {"<": "le", ">": "be"}[order]
            values = half if size == 2 else floats.astype(f"f{size}").astype("f8")
            m.add(name, h5t.py_create(np.dtype(f"{order}f{size}")), values)
    for order, suffix in ((h5t.ORDER_LE, "le"), (h5t.ORDER_BE, "be")):
        brain = [0.0, 1.0, -3.140625, 2.0**127, 2.0**-133, np.inf, -np.inf, np.nan]
        m.add("bfloat16" + suffix, floating(2, (15, 7, 8, 0, 7), 127, order), np.array(brain))
        odd = [0.0, 1.0, -1.5, 2.0**-30 * (1 + 2.0**-13), 2.0**-42, 2.0**31 * 1.75, np.inf, np.nan]
        m.add("f4_20_7" + suffix, floating(4, (26, 20, 6, 7, 13), 31, order, 20, 7), np.array(odd))
    m.add("e4m3", floating(1, (7, 3, 4, 0, 3), 7), np.array([0.0, 1.0, -1.125, 2.0**-9, 240.0, np.inf, np.nan]))
    m.add("e5m2", floating(1, (7, 2, 5, 0, 2), 15), np.array([0.0, 1.0, -1.25, 2.0**-16, 57344.0, -np.inf, np.nan]))
    extended = np.array([0, 1, -2.5, 1e300, 1e-320, np.inf, -np.inf, np.nan], "longdouble")
    extended = np.frombuffer(b"".join(v.tobytes()[:10] + b"\0" * 6 for v in extended), "longdouble").copy()
    m.add("extended", h5t.NATIVE_LDOUBLE, extended, shown=[float(v) for v in extended], check=False)
    for name, t in (("u1", h5t.STD_B8LE), ("u2", h5t.STD_B16BE), ("u4", h5t.STD_B32LE), ("u8", h5t.STD_B64BE)):
        values = np.array([0, 1, 2 ** (8 * int(name[1])) - 1], name)
        m.add("bits_" + name, t, values, {"u1": h5t.NATIVE_B8, "u2": h5t.NATIVE_B16, "u4": h5t.NATIVE_B32, "u8": h5t.NATIVE_B64}[name])


def texts(m):
    for padding, name in PADDINGS.items():
        for cset, words in ((h5t.CSET_ASCII, ["", "a", "a b ", "12345"]), (h5t.CSET_UTF8, ["", "é", "€", "日"])):
            filled = []
            for word in words:
                raw = word.encode()
                filled.append((raw + {"nullterm": b"\0xxxxx", "nullpad": b"\0" * 6, "spacepad": b" " * 6}[name])[:6])
            shown = [w.rstrip(" ") if name == "spacepad" else w for w in words]
            t = string(6, padding, cset)
            m.add(f"fixed_{name}_{cset}", t, np.array(filled, "V6"), t, shown, check=False)
    t = string(4, h5t.STR_NULLPAD)
    m.add("not_utf8", t, np.array([b"\xff\xfe\0\0", b"ab\0c"], "V4"), t, [b"\xff\xfe", "ab\0c"], check=False)
    for encoding in ("ascii", "utf-8"):
        words = ["", "one", "two words", "x" * 300] + (["é€日"] if encoding == "utf-8" else [])
        dtype = h5py.string_dtype(encoding)
        m.add("variable_" + encoding, h5t.py_create(dtype, logical=True), np.array(words, dtype))
    never = m.file.create_dataset("variable_never_written", (3,), h5py.string_dtype(), track_times=False)
    m.meant[never.name] = ["", "", ""]


def classes(m):
    tagged = h5t.create(h5t.OPAQUE, 3)
    tagged.set_tag(b"three bytes")
    m.add("opaque", tagged, np.array([b"\0\1\2", b"\xff\xfe\xfd"], "V3"), tagged, check=False)
    colour = enum(h5t.STD_I16BE, RED=-1, GREEN=0, BLUE=300)
    m.add("enum_i2be", colour, np.array([-1, 0, 300], "i2"), enum(h5t.NATIVE_INT16, RED=-1, GREEN=0, BLUE=300))
    m.add("enum_bool", h5t.py_create(np.dtype(bool)), np.array([True, False]))
    m.add("enum_u8", enum(h5t.STD_U64LE, NONE=0, ALL=2**62), np.array([0, 2**62], "u8"), enum(h5t.NATIVE_UINT64, NONE=0, ALL=2**62))
    inner = compound(8, ("x", 0, h5t.STD_I16LE), ("y", 4, h5t.IEEE_F32BE))
    outer = compound(40, ("in", 4, inner), ("s", 13, string(3, h5t.STR_NULLPAD)), ("a", 16, h5t.array_create(h5t.STD_U16BE, (2, 3))), ("f", 32, h5t.IEEE_F64LE))
    dtype = np.dtype([("in", [("x", "i2"), ("y", "f4")]), ("s", "S3"), ("a", "u2", (2, 3)), ("f", "f8")])
    rows = np.array([((1, 1.5), b"abc", np.arange(6).reshape(2, 3), 0.5), ((-2, -2.5), b"d", np.full((2, 3), 65535), np.nan)], dtype)
    shown = [[[1, 1.5], "abc", [[0, 1, 2], [3, 4, 5]], 0.5], [[-2, -2.5], "d", [[65535] * 3] * 2, np.nan]]
    shown = [row[:2] + [sum(row[2], [])] + row[3:] for row in shown]
    m.add("compound", outer, rows, shown=shown, check=False)
    cube = np.arange(48, dtype="i4").reshape(2, 2, 3, 4)
    m.add("array", h5t.array_create(h5t.STD_I32BE, (2, 3, 4)), cube, h5t.array_create(h5t.NATIVE_INT32, (2, 3, 4)), [c.reshape(-1) for c in cube], check=False)
    nested = h5t.array_create(h5t.array_create(h5t.STD_I16BE, (3,)), (2,))
    memory = h5t.array_create(h5t.array_create(h5t.NATIVE_INT16, (3,)), (2,))
    m.add("array_of_array", nested, np.arange(12, dtype="i2").reshape(2, 2, 3), memory, check=False)
    for name, t in (("32le", h5t.UNIX_D32LE), ("64be", h5t.UNIX_D64BE)):
        commit(m, t.copy(), f"time_{name}")
    t = h5t.py_create(np.dtype([("a", "<i4"), ("b", ">f8")]))
    commit(m, t, "committed")
    m.add("of_committed", t, np.array([(1, 1.5), (-1, 2.5)], [("a", "i4"), ("b", "f8")]))


def commit(m, t, name):
    """Through the library: h5py cannot leave the time out."""
    lib = libhdf5()
    lib.H5Pcreate.restype = ctypes.c_int64
    create = ctypes.c_int64(lib.H5Pcreate(ctypes.c_int64.in_dll(lib, "H5P_CLS_DATATYPE_CREATE_ID_g")))
    zero = ctypes.c_int64(0)
    assert lib.H5Pset_obj_track_times(create, ctypes.c_bool(False)) >= 0
    assert lib.H5Tcommit2(ctypes.c_int64(m.file.id.id), name.encode(), ctypes.c_int64(t.id), zero, create, zero) >= 0
    lib.H5Pclose(create)


def sequences(m):
    def ragged(dtype, *rows):
        array = np.empty(len(rows), h5py.vlen_dtype(np.dtype(dtype)))
        for i, row in enumerate(rows):
            array[i] = np.array(row, dtype)
        return array

    for dtype in ("<i4", "<f8", "u1", ">i2", ">f8"):
        rows = ragged(dtype, [1, 2, 3], [], [100] * 70)
        m.add("sequence_" + dtype.strip("<").replace(">", "be"), h5t.py_create(rows.dtype, logical=True), rows, check=dtype[0] != ">")
    texts_of = compound(12, ("n", 0, h5t.STD_I32LE), ("s", 4, string(8, h5t.STR_NULLTERM)))
    dtype = np.dtype([("n", "<i4"), ("s", "S8")])
    rows = [np.array(row, dtype) for row in ([(1, b"one"), (2, b"two")], [], [(3, b"three")])]
    items = (Hvl * 3)(*(Hvl(len(row), row.ctypes.data) for row in rows))
    write(m, "sequence_of_compound", h5t.vlen_create(texts_of), h5t.vlen_create(h5t.py_create(dtype)), items)
    m.meant["/sequence_of_compound"] = [[[1, "one"], [2, "two"]], [], [[3, "three"]]]
    dtype = np.dtype([("v", h5py.vlen_dtype(np.dtype("<i4"))), ("s", h5py.string_dtype())])
    rows = np.empty(2, dtype)
    rows[0] = (np.array([1, 2], "i4"), "text")
    rows[1] = (np.array([], "i4"), "")
    m.add("compound_of_sequence", h5t.py_create(dtype, logical=True), rows, None, [[[1, 2], "text"], [[], ""]], check=False)
    m.file.create_dataset("sequence_never_written", (2,), h5py.vlen_dtype(np.dtype("i4")), track_times=False)
    m.meant["/sequence_never_written"] = [[], []]
    nested_sequence(m)


class Hvl(ctypes.Structure):
    _fields_ = [("length", ctypes.c_size_t), ("pointer", ctypes.c_void_p)]


def write(m, name, t, memory, items):
    """Through the library: h5py has no sequences of compounds or of sequences."""
    create = h5p.create(h5p.DATASET_CREATE)
    create.set_obj_track_times(False)
    dataset = h5d.create(m.file.id, name.encode(), t, h5s.create_simple((len(items),)), create)
    assert libhdf5().H5Dwrite(*(ctypes.c_int64(i) for i in (dataset.id, memory.id, 0, 0, 0)), items) >= 0


def nested_sequence(m):
    rows = [[[1, 2], [], [3]], [], [[4] * 5]]
    keep = [[np.array(part, "i4") for part in row] for row in rows]
    middle = [(Hvl * len(row))(*(Hvl(len(part), part.ctypes.data) for part in row)) for row in keep]
    outer = (Hvl * len(rows))(*(Hvl(len(row), ctypes.addressof(row)) for row in middle))
    memory = h5t.vlen_create(h5t.vlen_create(h5t.NATIVE_INT32))
    write(m, "sequence_of_sequence", h5t.vlen_create(h5t.vlen_create(h5t.STD_I32BE)), memory, outer)
    m.meant["/sequence_of_sequence"] = rows


def references(m):
    target = m.file.create_dataset("target", data=np.arange(60, dtype="<i4").reshape(6, 10), track_times=False)
    m.meant["/target"] = list(range(60))
    m.file.create_group("group", track_order=False)
    objects = np.array([m.file["group"].ref, target.ref, h5py.Reference(), m.file["/"].ref], h5py.ref_dtype)
    shown = [{"ref": "/group"}, {"ref": "/target"}, None, {"ref": "/"}]
    m.add("ref", h5t.STD_REF_OBJ, objects, None, shown, check=False)
    block = {"regref": "/target", "selection": "hyperslabs", "points": 6, "bounds": [[1, 2], [2, 4]]}
    regular = {"regref": "/target", "selection": "hyperslabs", "points": 8, "bounds": [[0, 1], [4, 8]]}
    points = {"regref": "/target", "selection": "points", "points": 3, "bounds": [[0, 1], [5, 9]]}
    whole = {"regref": "/target", "selection": "all", "points": 60, "bounds": [[0, 0], [5, 9]]}
    nothing = {"regref": "/target", "selection": "none", "points": 0}
    made = []
    for select in (
        lambda s: s.select_hyperslab((1, 2), (2, 3)),
        lambda s: s.select_hyperslab((0, 1), (2, 2), (3, 6), (2, 1)),
        lambda s: s.select_elements([(0, 9), (5, 1), (2, 2)]),
        lambda s: s.select_all(),
        lambda s: s.select_none(),
    ):
        space = target.id.get_space()
        select(space)
        made.append(h5r.create(target.id, b".", h5r.DATASET_REGION, space))
    array = np.array(made + [h5py.RegionReference()], h5py.regionref_dtype)
    regular["bounds"] = [[0, 1], [4, 7]]
    m.add("regref", h5t.STD_REF_DSETREG, array, None, [block, regular, points, whole, nothing, None], check=False)
    dtype = np.dtype([("r", h5py.ref_dtype), ("i", "<i4")])
    rows = np.array([(target.ref, 1), (h5py.Reference(), 2)], dtype)
    m.add("compound_of_ref", h5t.py_create(dtype, logical=True), rows, None, [[{"ref": "/target"}, 1], [None, 2]], check=False)


def revised_references(m):
    """Of version 1.12: an object, a region, an attribute, and one that was never set."""
    lib = libhdf5()
    m.file["target"].attrs.create("unit", np.int32(1))
    buffer = ctypes.create_string_buffer(4 * 64)
    at = [ctypes.byref(buffer, 64 * i) for i in range(4)]
    file, zero = ctypes.c_int64(m.file.id.id), ctypes.c_int64(0)
    space = m.file["target"].id.get_space()
    space.select_hyperslab((0, 1), (2, 2), (3, 6), (2, 1))
    assert lib.H5Rcreate_object(file, b"/group", zero, at[0]) >= 0
    assert lib.H5Rcreate_region(file, b"/target", ctypes.c_int64(space.id), zero, at[1]) >= 0
    assert lib.H5Rcreate_attr(file, b"/target", b"unit", zero, at[2]) >= 0
    t = ctypes.c_int64.in_dll(lib, "H5T_STD_REF_g")
    dcpl = h5p.create(h5p.DATASET_CREATE)
    dcpl.set_obj_track_times(False)
    lib.H5Dcreate2.restype = ctypes.c_int64
    extent = h5s.create_simple((4,))
    dataset = lib.H5Dcreate2(file, b"ref_v2", t, ctypes.c_int64(extent.id), zero, ctypes.c_int64(dcpl.id), zero)
    assert lib.H5Dwrite(ctypes.c_int64(dataset), t, zero, zero, zero, buffer) >= 0
    lib.H5Dclose(ctypes.c_int64(dataset))


def complex_numbers(m):
    values = np.array([0, 1 + 2j, -1.5 - 0.25j, -2048j], "c16")
    for name in ("F16LE", "F32LE", "F32BE", "F64LE", "F64BE"):
        m.add("complex_" + name.lower(), getattr(h5t, "COMPLEX_IEEE_" + name), values, h5t.NATIVE_DOUBLE_COMPLEX, check=False)


def pytables(path):
    """Booleans are bitfields, times of class time, strings sequences of code points."""
    with tables.open_file(path, "w") as file:
        row = {"flag": tables.BoolCol(pos=0), "word": tables.StringCol(5, pos=1)}
        table = file.create_table("/", "table", row, chunkshape=2, track_times=False)
        table.append([(True, b"ab"), (False, b"abcde")])
        lines = file.create_vlarray("/", "lines", tables.VLUnicodeAtom(), chunkshape=2, track_times=False)
        lines.append("é€")
        lines.append("")
        times = file.create_carray("/", "times", tables.Time64Atom(), (2,), chunkshape=(2,), track_times=False)
        times[:] = [1.5, -2.5]
    meant = {"lines": [[0xE9, 0x20AC], []], "table": [[1, "ab"], [0, "abcde"]]}
    objects = [{"path": "/", "kind": "group"}]
    with h5py.File(path, "r") as file:
        for name in ("lines", "table", "times"):
            t = h5d.open(file.id, name.encode()).get_type()
            o = {"path": "/" + name, "kind": "dataset", "dtype": notation(t), "shape": [2], "n": 2}
            objects.append(o | ({"values": meant[name]} if name in meant else {}))
    write_expected(path, objects)


def write_expected(path, objects):
    with open(path.replace(".h5", ".expected.json"), "w", encoding="utf-8") as out:
        lines = ",\n".join(json.dumps(o, ensure_ascii=False) for o in objects)
        out.write('{"objects": [\n' + lines + "\n]}\n")


def main(folder):
    assert (h5py.__version__, tables.__version__) == ("3.16.0", "3.11.1")
    os.makedirs(folder, exist_ok=True)
    for name, libver, sizes, user_block in (
        ("earliest", EARLIEST, (8, 8), 0),
        ("latest", LATEST, (8, 8), 0),
        ("sizes4", EARLIEST, (4, 4), 512),
    ):
        m = Maker(os.path.join(folder, name + ".h5"), libver, sizes, user_block)
        if name != "sizes4":
            numbers(m)
        texts(m)
        classes(m)
        sequences(m)
        if name != "sizes4":  # HDF5 writes references of eight bytes over those of four
            references(m)
        if name == "latest":
            revised_references(m)
            complex_numbers(m)
        m.close()
    pytables(os.path.join(folder, "pytables.h5"))


if __name__ == "__main__":
    main(sys.argv[1])
