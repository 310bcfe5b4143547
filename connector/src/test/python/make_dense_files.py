"""Makes small HDF5 files with dense links and attributes, shared messages and links to other files, and says what is in them.

    python3 -m venv venv && venv/bin/pip install h5py==3.16.0 tables==3.11.1 numpy==2.4.6
    venv/bin/python connector/src/test/python/make_dense_files.py connector/src/test/resources/hdf5/dense
    venv/bin/python connector/src/test/python/make_dense_files.py --large FOLDER

NAME.h5 comes with NAME.expected.json as `make_format_files.py` writes it, and more: a group that tracks creation order
has its children in that order, an external link says whether h5py finds its object, an attribute longer than 200 bytes
has the SHA-256 of its bytes. --large makes groups of 100,000 links, old and new, without JSON. Members of split files (`driver_*`) come without: no reader opens them alone.
"""

import ctypes
import glob
import hashlib
import json
import os
import sys

import h5py
import numpy as np
from h5py import h5, h5a, h5f, h5l, h5o, h5p, h5s, h5t
from make_format_files import attributes, dataset, notation

NO_JSON = ("driver_",)
ATTRIBUTE_HEX_MAX = 400


def library():
    """Calls of h5py's own libhdf5 that h5py does not wrap."""
    folder = os.path.join(os.path.dirname(h5py.__file__), os.pardir, "h5py.libs")
    return ctypes.CDLL(glob.glob(os.path.join(folder, "libhdf5-*.so*"))[0])


def call(name, *arguments):
    assert getattr(library(), name)(*arguments) >= 0, name


def handle(obj):
    return ctypes.c_int64(obj.id)


def short(attribute):
    """Long values by their hash, so that the JSON stays small."""
    if len(attribute.get("hex", "")) > ATTRIBUTE_HEX_MAX:
        attribute["bytes_sha256"] = hashlib.sha256(bytes.fromhex(attribute.pop("hex"))).hexdigest()
    return attribute


def expected(path):
    with open(path, "rb") as stream:
        data = stream.read()
    objects, seen = [], {}

    def opens(group, name):
        try:
            return h5o.open(group, name) is not None
        except (KeyError, OSError, RuntimeError):
            return False

    def link(group, name, full):
        info = group.links.get_info(name)
        if info.type == h5l.TYPE_HARD:
            visit(h5o.open(group, name), full)
            return
        out = {"path": full, "kind": "udlink", "link_type": info.type}
        if info.type == h5l.TYPE_SOFT:
            out = {"path": full, "kind": "softlink", "target": group.links.get_val(name).decode()}
            out["resolves"] = opens(group, name)
        elif info.type == h5l.TYPE_EXTERNAL:
            file, target = group.links.get_val(name)
            out = {"path": full, "kind": "extlink", "file": file.decode(), "target": target.decode()}
            out["resolves"] = opens(group, name)
        objects.append(out)

    def visit(obj, name):
        address = h5o.get_info(obj).addr
        if address in seen:
            objects.append({"path": name, "kind": "alias", "same_as": seen[address]})
            return
        seen[address] = name
        kinds = {h5py.h5i.GROUP: "group", h5py.h5i.DATASET: "dataset", h5py.h5i.DATATYPE: "datatype"}
        out = {"path": name, "kind": kinds[h5py.h5i.get_type(obj)], "attrs": [short(a) for a in attributes(obj)]}
        objects.append(out)
        if out["kind"] == "dataset":
            out.update(dataset(obj, data))
        if out["kind"] == "datatype":
            out["dtype"] = notation(obj)
        if out["kind"] == "group":
            tracked = obj.get_create_plist().get_link_creation_order() & h5p.CRT_ORDER_TRACKED
            if tracked:
                out["by_creation"] = []
                obj.links.iterate(lambda n: out["by_creation"].append(n.decode()), idx_type=h5.INDEX_CRT_ORDER)
            for child in sorted(obj):
                link(obj, child, ("" if name == "/" else name) + "/" + child.decode())

    with h5py.File(path, "r") as f:
        visit(h5o.open(f.id, b"/"), "/")
    lines = ",\n".join(json.dumps(o, sort_keys=True) for o in objects)
    with open(path[: -len(".h5")] + ".expected.json", "w") as out:
        out.write('{"objects": [\n' + lines + "\n]}\n")


def user_defined_link(group, name):
    """A link of a class of our own: it can be made and listed, not followed."""
    traverse = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p)(lambda _: -1)

    class LinkClass(ctypes.Structure):
        _fields_ = [("version", ctypes.c_int), ("id", ctypes.c_int), ("comment", ctypes.c_char_p)]
        _fields_ += [(f, ctypes.c_void_p) for f in ("create", "move", "copy", "traverse", "delete", "query")]

    link_class = LinkClass(1, 187, b"ours", None, None, None, ctypes.cast(traverse, ctypes.c_void_p), None, None)
    call("H5Lregister", ctypes.byref(link_class))
    default = ctypes.c_int64(0)
    call("H5Lcreate_ud", handle(group), name, 187, b"value", ctypes.c_size_t(5), default, default)


def filtered_group(f, name):
    """A group whose links pass through filters on their way into the fractal heap."""
    plist = h5p.create(h5p.GROUP_CREATE)
    call("H5Pset_deflate", handle(plist), 6)
    call("H5Pset_fletcher32", handle(plist))
    return h5py.Group(h5py.h5g.create(f.id, name, gcpl=plist))


def dense_links(path):
    with h5py.File(path, "w", libver="latest") as f:
        one = f.create_group("few/one")
        many = f.create_group("many")
        for i in range(725):  # name index of three levels
            many[f"link {i}"] = one
        many["größe ✓"] = one
        many["soft"] = h5py.SoftLink("/few/one")
        many["dangling"] = h5py.SoftLink("nothing")
        many["external"] = h5py.ExternalLink("no_file.h5", "/x")
        for name, count in (("tracked", 40), ("tracked_compact", 5)):
            tracked = f.create_group(name, track_order=True)
            for i in range(count):
                tracked[f"{i * 7 % count:02d}"] = one
        for long in (f.create_group("long"), filtered_group(f, b"filtered"), filtered_group(f, b"filtered_small")):
            small = long.name.endswith("small")
            for i in range(12 if small else 60):
                long[f"short {i}"] = one
            for i in range(0 if small else 3):  # too long for the blocks of the heap
                long[f"long {i}"] = h5py.SoftLink("/few/one" + "/." * (3000 + i))
        thinned = f.create_group("thinned")
        for i in range(60):
            thinned[str(i)] = one
        for i in range(0, 60, 3):
            del thinned[str(i)]


def dense_attributes(path):
    with h5py.File(path, "w", libver="latest") as f:
        many = f.create_group("many")
        for i in range(150):
            many.attrs[f"a{i}"] = np.arange(i % 5, dtype="<i4")
        many.attrs["größe ✓"] = "text of no fixed length"
        for i in range(15):
            del many.attrs[f"a{i}"]
        tracked = f.create_group("tracked", track_order=True)
        for i in range(20):
            tracked.attrs[f"{i * 7 % 20:02d}"] = i
        f["types/record"] = np.dtype([("a", "<i4"), ("b", ">f8")])
        f["types/record"].attrs["unit"] = np.bytes_("m")
        f["types/dense"] = np.dtype("<u2")
        for i in range(12):
            f["types/dense"].attrs[f"a{i}"] = i
        committed(f)


def long_attributes(path):
    """Attributes that are too long for the blocks of the heap."""
    with h5py.File(path, "w", libver="latest") as f:
        long = f.create_dataset("long", data=np.arange(3))
        for length in (10, 3000, 5000, 66000):
            long.attrs[f"of {length}"] = np.full(length, length % 251, "u1")


def committed(f):
    """Datasets and attributes whose datatype has an object of its own."""
    g = f.create_group("committed")
    g["type"] = np.dtype([("x", "<f4"), ("y", "<i8", (2,))])
    g["type"].attrs["of itself"] = np.array((1, [2, 3]), g["type"].dtype)
    g.create_dataset("values", (3,), g["type"])
    g.create_dataset("chunked", (4,), g["type"], chunks=(2,), compression=1)
    for i in range(12):
        h5a.create(g.id, f"a{i}".encode(), g["type"].id, h5s.create_simple((i % 3,)))
    h5a.create(g["values"].id, b"one", g["type"].id, h5s.create(h5s.SCALAR))


def shared_messages(path, phase_change, low):
    """Messages that several objects share in the heaps of the file's table."""
    plist = h5p.create(h5p.FILE_CREATE)
    call("H5Pset_shared_mesg_nindexes", handle(plist), ctypes.c_uint(3))
    flags = lambda *numbers: ctypes.c_uint(sum(1 << n for n in numbers))
    for i, types in enumerate((flags(1), flags(3, 5), flags(11, 12))):  # dataspace; datatype, fill; pipeline, attribute
        call("H5Pset_shared_mesg_index", handle(plist), ctypes.c_uint(i), types, ctypes.c_uint(0))
    call("H5Pset_shared_mesg_phase_change", handle(plist), *map(ctypes.c_uint, phase_change))
    access = h5p.create(h5p.FILE_ACCESS)
    access.set_libver_bounds(low, h5f.LIBVER_LATEST)
    f = h5py.File(h5f.create(path.encode(), h5f.ACC_TRUNC, plist, access))
    record = np.dtype([("a", "<i4"), ("b", "<f8"), ("text", "S12")])
    for i in range(6):
        d = f.create_dataset(f"plain{i}", (5,), record, fillvalue=np.array((1, 2.5, b"x"), record))
        d.attrs["same everywhere"] = np.arange(5, dtype="<i2")
        d.attrs["of its own"] = i
        c = f.create_dataset(f"chunked{i}", (20, 20), "<f4", chunks=(10, 20), compression=4, shuffle=True)
        c[...] = i
        c.attrs["record"] = np.zeros(3, record)
    f["scalar"] = np.float32(1.5)
    f["scalar"].attrs["scalar"] = np.float32(2.5)
    many = f.create_group("many")
    for i in range(20):
        many.attrs[f"a{i}"] = np.full(4, i // 2, "<i4")
    f["type"] = record
    f.create_dataset("of_committed", (2,), f["type"])
    f.close()


def external(folder):
    main, other = (os.path.join(folder, f"external_{name}.h5") for name in ("main", "other"))
    with h5py.File(other, "w", libver="latest") as f:
        f["group/values"] = np.arange(4, dtype="<i4")
        f["group/soft"] = h5py.SoftLink("/group/values")
        f["group/relative"] = h5py.SoftLink("values")
        f["back"] = h5py.ExternalLink("external_main.h5", "own")
        f["circle"] = h5py.ExternalLink("external_main.h5", "/circle")
        f["group/user"] = h5py.ExternalLink("no_file.h5", "/")
    with h5py.File(main, "w") as f:
        f["own"] = np.arange(7, dtype="<f8")
        f["links/group"] = h5py.ExternalLink("external_other.h5", "/group")
        f["links/values"] = h5py.ExternalLink("external_other.h5", "group/values")
        f["links/dot"] = h5py.ExternalLink("./external_other.h5", "group/relative")
        f["links/soft"] = h5py.ExternalLink("external_other.h5", "/group/soft")
        f["links/back"] = h5py.ExternalLink("external_other.h5", "/back")
        f["links/moved"] = h5py.ExternalLink("/no/such/folder/external_other.h5", "/group")
        f["links/itself"] = h5py.ExternalLink("external_main.h5", "/own")
        f["links/no_object"] = h5py.ExternalLink("external_other.h5", "/group/nothing")
        f["links/no_file"] = h5py.ExternalLink("no_file.h5", "/")
        f["links/elsewhere"] = h5py.ExternalLink("../other.h5", "/")
        f["links/soft_to_external"] = h5py.SoftLink("group/values")
        f["circle"] = h5py.ExternalLink("external_other.h5", "/circle")


def file_space(path):
    """A superblock extension that says how free space is kept, and headers that say when they changed."""
    with h5py.File(path, "w", libver="latest", fs_strategy="page", fs_persist=True, fs_page_size=4096) as f:
        f.create_dataset("timed", data=np.arange(3), track_times=True)
        f.create_group("group")


def untimed(path, low, access=None):
    """A file whose root group does not say when it changed: the same bytes whenever it is made."""
    plist = h5p.create(h5p.FILE_CREATE)
    plist.set_obj_track_times(False)
    access = access or h5p.create(h5p.FILE_ACCESS)
    access.set_libver_bounds(low, h5f.LIBVER_LATEST)
    return h5py.File(h5f.create(path.encode(), h5f.ACC_TRUNC, plist, access))


def user_defined(path):
    with untimed(path, h5f.LIBVER_LATEST) as f:
        f["values"] = np.arange(3)
        user_defined_link(f.id, b"ours")
        for i in range(10):
            f[f"also values {i}"] = f["values"]


def without_times(path, header):
    """Sets the times of one object header of version 2 to 0, for a file that the tests cannot compare by its content."""
    with open(path, "r+b") as stream:
        data = bytearray(stream.read())
        assert data[header : header + 4] == b"OHDR" and data[header + 5] & 0x33 == 0x20
        data[header + 6 : header + 22] = bytes(16)
        covered = 23 + data[header + 22]
        checksum = library().H5_checksum_lookup3
        checksum.restype = ctypes.c_uint32
        value = checksum(bytes(data[header : header + covered]), ctypes.c_size_t(covered), ctypes.c_uint32(0))
        data[header + covered : header + covered + 4] = value.to_bytes(4, "little")
        stream.seek(0)
        stream.write(data)


def drivers(folder):
    """The first member of files that a driver split; the others are not needed to refuse it."""
    name = lambda stem: os.path.join(folder, f"driver_{stem}")
    for stem, low in (("family_v2", h5f.LIBVER_LATEST), ("family_v0", h5f.LIBVER_EARLIEST)):
        access = h5p.create(h5p.FILE_ACCESS)
        access.set_fapl_family(2048, h5p.create(h5p.FILE_ACCESS))
        with untimed(name(stem + "_%d.h5"), low, access) as f:
            f["values"] = np.arange(1000)
        for file in glob.glob(name(stem + "_[1-9]*.h5")):
            os.remove(file)
    without_times(name("family_v2_0.h5"), 48)
    with h5py.File(name("split"), "w", driver="split") as f:
        f["values"] = np.arange(10)
    os.remove(name("split-r.h5"))


def main(folder):
    name = lambda stem: os.path.join(folder, stem + ".h5")
    dense_links(name("dense_links"))
    dense_attributes(name("dense_attributes"))
    long_attributes(name("long_attributes"))
    with h5py.File(name("committed_old"), "w", libver=("earliest", "v108")) as f:
        committed(f)
    shared_messages(name("shared_list"), (50, 40), h5f.LIBVER_V18)
    shared_messages(name("shared_btree"), (0, 0), h5f.LIBVER_EARLIEST)
    external(folder)
    user_defined(name("user_defined"))
    file_space(name("file_space"))
    drivers(folder)
    for file in sorted(os.listdir(folder)):
        if file.endswith(".h5"):
            size = os.path.getsize(os.path.join(folder, file))
            assert size <= 100 << 10, (file, size)
            print(file, size)
            if not file.startswith(NO_JSON):
                expected(os.path.join(folder, file))


def large(folder):
    """A group of 100,000 links, each to one of 100 objects that say which: link N leads to the value N % 100."""
    for name, libver in (("old", ("earliest", "v108")), ("new", "latest")):
        with h5py.File(os.path.join(folder, f"large_group_{name}.h5"), "w", libver=libver) as f:
            values = [f.create_dataset(f"values/{i}", data=np.int32(i)) for i in range(100)]
            group = f.create_group("many")
            for i in range(100_000):
                group.id.links.create_hard(b"child %d" % i, f.id, values[i % 100].name.encode())


if __name__ == "__main__":
    large(sys.argv[2]) if sys.argv[1] == "--large" else main(sys.argv[1])
