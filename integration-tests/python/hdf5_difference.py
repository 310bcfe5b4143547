"""Says where two HDF5 files differ in what they hold, not in where they hold it: python hdf5_difference.py A.h5 B.h5"""

import gzip
import pathlib
import sys

import h5py
import numpy as np

# Larger datasets are sparse, so their stored chunks are compared.
VALUES_BYTES_MAX = 1 << 28


def differences(left: pathlib.Path, right: pathlib.Path) -> list[str]:
    """One line per difference; empty for files of equal content. A file h5py cannot open must be equal byte for byte."""
    if contents(left) == contents(right):
        return []
    if not (h5py.is_hdf5(left) and h5py.is_hdf5(right)):
        return [f"{left.name}: bytes differ"]
    with h5py.File(left) as a, h5py.File(right) as b:
        found: list[str] = []
        compare_group(a, b, found)
        return found


def contents(path: pathlib.Path) -> bytes:
    """The bytes of a file; of a gzipped one what is in it, because libraries compress differently."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def compare_group(a: h5py.Group, b: h5py.Group, found: list[str]) -> None:
    compare_attributes(a, b, found)
    if set(a) != set(b):
        found.append(f"{a.name}: children {sorted(set(a) ^ set(b), key=name_bytes)} on one side only")
    for name in sorted(set(a) & set(b), key=name_bytes):
        path = f"{a.name.rstrip('/')}/{name}"
        left, right = describe_link(a, name), describe_link(b, name)
        if left != right:
            found.append(f"{path}: links {left} and {right}")
        elif left[0] == h5py.h5l.TYPE_HARD:
            compare_object(path, child(a, name), child(b, name), found)


def name_bytes(name) -> bytes:
    """Names that are not UTF-8 come as bytes."""
    return name if isinstance(name, bytes) else name.encode("utf-8", "surrogateescape")


def describe_link(group: h5py.Group, name) -> tuple:
    """Type of the link, and where it leads unless it is a hard one."""
    kind = group.id.links.get_info(name_bytes(name)).type
    return kind, None if kind == h5py.h5l.TYPE_HARD else group.id.links.get_val(name_bytes(name))


def child(group: h5py.Group, name):
    """An object by its name, for which h5py's own indexing wants UTF-8."""
    identifier = h5py.h5o.open(group.id, name_bytes(name))
    wrappers = {h5py.h5i.GROUP: h5py.Group, h5py.h5i.DATASET: h5py.Dataset, h5py.h5i.DATATYPE: h5py.Datatype}
    return wrappers[h5py.h5i.get_type(identifier)](identifier)


def compare_object(path: str, a, b, found: list[str]) -> None:
    if type(a) is not type(b):
        found.append(f"{path}: {type(a).__name__} and {type(b).__name__}")
    elif isinstance(a, h5py.Group):
        compare_group(a, b, found)
    elif isinstance(a, h5py.Dataset):
        compare_attributes(a, b, found)
        compare_dataset(a, b, found)
    elif a.dtype != b.dtype:
        found.append(f"{path}: committed datatypes {a.dtype} and {b.dtype}")


def compare_attributes(a, b, found: list[str]) -> None:
    for name in sorted(set(a.attrs) ^ set(b.attrs), key=name_bytes):
        found.append(f"{a.name}: attribute {name} on one side only")
    for name in sorted(set(a.attrs) & set(b.attrs), key=name_bytes):
        if not same(a, a.attrs[name], b, b.attrs[name]):
            found.append(f"{a.name}: attribute {name}: {a.attrs[name]!r} and {b.attrs[name]!r}")


def compare_dataset(a: h5py.Dataset, b: h5py.Dataset, found: list[str]) -> None:
    for what in ("shape", "maxshape", "chunks"):
        if getattr(a, what) != getattr(b, what):
            found.append(f"{a.name}: {what} {getattr(a, what)} and {getattr(b, what)}")
            return
    if not a.id.get_type().equal(b.id.get_type()):
        found.append(f"{a.name}: datatypes {a.dtype} and {b.dtype}")
    elif filters(a) != filters(b):
        found.append(f"{a.name}: filters {filters(a)} and {filters(b)}")
    elif not same(a, values(a), b, values(b)):
        found.append(f"{a.name}: values differ")


def filters(dataset: h5py.Dataset) -> list[tuple]:
    pipeline = dataset.id.get_create_plist()
    return [pipeline.get_filter(i)[0::2] for i in range(pipeline.get_nfilters())]


def values(dataset: h5py.Dataset):
    """The elements, or the stored chunks of a dataset whose filter or datatype h5py does not have, or that is too large."""
    try:
        if dataset.nbytes < VALUES_BYTES_MAX:
            return dataset[()]
    except (OSError, TypeError):
        pass  # TypeError: times, which numpy does not have
    if dataset.chunks is None:
        return []  # nothing that h5py can show: raw data of other files, extents that were never written
    chunks = [dataset.id.get_chunk_info(i) for i in range(dataset.id.get_num_chunks())]
    return [
        (chunk.chunk_offset, *dataset.id.read_direct_chunk(chunk.chunk_offset)) for chunk in chunks
    ]


def same(a_file, a, b_file, b) -> bool:
    """Equal to the last bit: NaN equals itself, 0.0 is not -0.0."""
    if isinstance(a, h5py.Reference) and isinstance(b, h5py.Reference):
        return bool(a) == bool(b) and (not a or a_file.file[a].name == b_file.file[b].name)
    if isinstance(a, (np.ndarray, np.generic)) and isinstance(b, (np.ndarray, np.generic)):
        if a.dtype != b.dtype or a.shape != b.shape:
            return False
        if not a.dtype.hasobject:
            return a.tobytes() == b.tobytes()
        if a.dtype.names:
            return all(same(a_file, a[name], b_file, b[name]) for name in a.dtype.names)
        return all(same(a_file, x, b_file, y) for x, y in zip(a.flat, b.flat))
    return type(a) is type(b) and a == b


if __name__ == "__main__":
    lines = differences(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
    print("\n".join(lines) or "equal")
    sys.exit(1 if lines else 0)
