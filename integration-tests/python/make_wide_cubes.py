"""Writes arrays (ROWS, COLUMNS, 3) of float32, gzip and shuffle, in three shapes of chunks, every chunk stored.

    python make_wide_cubes.py FOLDER 8000 50000

A chunk with the ordinal n holds (3 i + 5 j + 7 l) mod 64 + 64 (n mod 16) at its own indices i, j, l: there are sixteen of
them, compressed once. Prints for each file its name, the shape of its chunks, and the sum of its elements.
"""

import pathlib
import sys
import zlib

import h5py
import numpy as np


def write(path: pathlib.Path, shape: tuple, chunk: tuple) -> int:
    i, j, l = np.ogrid[: chunk[0], : chunk[1], : chunk[2]]
    pattern = ((3 * i + 5 * j + 7 * l) % 64).astype("<f4")
    packed = []
    for k in range(16):
        bytes_of_elements = (pattern + 64 * k).astype("<f4").view("u1").reshape(-1, 4)
        packed.append(zlib.compress(np.ascontiguousarray(bytes_of_elements.T).tobytes(), 9))
    total, sums, ordinal = 0, {}, 0
    with h5py.File(path, "w") as file:
        cube = file.create_dataset("cube", shape, "<f4", chunks=chunk, compression="gzip", shuffle=True)
        for x in range(0, shape[0], chunk[0]):
            for y in range(0, shape[1], chunk[1]):
                for z in range(0, shape[2], chunk[2]):
                    cube.id.write_direct_chunk((x, y, z), packed[ordinal % 16])
                    inside = tuple(min(c, n - at) for c, n, at in zip(chunk, shape, (x, y, z)))
                    if inside not in sums:
                        sums[inside] = int(pattern[: inside[0], : inside[1], : inside[2]].sum(dtype="f8"))
                    total += sums[inside] + 64 * (ordinal % 16) * inside[0] * inside[1] * inside[2]
                    ordinal += 1
    return total


def main(folder: pathlib.Path, rows: int, columns: int) -> None:
    for name, chunk in {"rows": (1, columns, 3), "blocks": (63, 782, 1), "columns": (rows, 100, 1)}.items():
        total = write(folder / f"{name}.h5", (rows, columns, 3), chunk)
        print(name, *chunk, total)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
