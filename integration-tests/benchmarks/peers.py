"""Runs the queries of queries.json with the clients of Python, told line by line what to do.

    python peers.py DATA OUTPUT     requests on stdin, answers on stdout: one JSON object per line
    python peers.py DATA OUTPUT --answers ID...     the answers of these queries

Each query stands here as a user would write it. It returns what it computed; the time is that of the call alone.
"""

import importlib.metadata
import importlib.util
import io
import json
import os
import pathlib
import sys
import time

MODULES = {"pandas": ["pandas", "tables"], "h5py": ["h5py"], "pytables": ["tables"], "dask": ["dask", "h5py", "pandas", "tables"]}
F4 = ["f0", "f1", "f2", "f3"]
SLAB_ROWS = 1 << 18


class Peers:
    """Queries by id and peer. `data` holds the files of generate.py, `output` what is written to Parquet."""

    def __init__(self, data: pathlib.Path, output: pathlib.Path):
        self.data = data
        self.output = output
        self.queries = {}
        # The answers of queries that answer nothing while they are timed: of chunks, and of what is written to Parquet.
        self.untimed = {}
        for peer, add in {"pandas": self.pandas, "h5py": self.h5py, "pytables": self.pytables, "dask": self.dask}.items():
            if all(importlib.util.find_spec(module) for module in MODULES[peer]):
                add()

    def add(self, peer: str, **queries) -> None:
        self.queries.update({(name, peer): query for name, query in queries.items()})

    def fact(self, group: str, name: str) -> str:
        return json.loads((self.data / f"{group}.json").read_text())[name]

    def pandas(self) -> None:
        import pandas as pd

        columns = [*F4, "i0"]
        tickers = ["T00000", "T00077", "T00100", "T00200", "T00300"]

        def fixed():
            return pd.read_hdf(self.data / "fixed.h5", "df")

        def window():
            rows = fixed().loc[self.fact("fixed", "window_from") : self.fact("fixed", "window_to")]
            return [*rows.sum(), len(rows)]

        def wide():
            return pd.read_hdf(self.data / "wide.h5", "df")

        def cells():
            values = wide().to_numpy()
            return [values.sum(), values.size]

        def write(name, frame):
            frame.to_parquet(self.output / f"{name}-pandas.parquet")

        self.add(
            "pandas",
            fixed_8_columns=lambda: fixed().sum(),
            fixed_window=window,
            fixed_to_parquet=lambda: write("fixed_to_parquet", fixed()),
            table_zlib_5_columns=lambda: pd.read_hdf(self.data / "table_zlib.h5", "df", columns=columns).sum(),
            table_lz4_5_columns=lambda: pd.read_hdf(self.data / "table_lz4.h5", "df", columns=columns).sum(),
            table_zlib_to_parquet=lambda: write("table_zlib_to_parquet", pd.read_hdf(self.data / "table_zlib.h5", "df")),
            table_decimals_to_parquet=lambda: write("table_decimals_to_parquet", pd.read_hdf(self.data / "table_decimals.h5", "df")),
            wide_cells=cells,
            wide_5_columns=lambda: wide()[tickers].sum(),
            wide_to_parquet=lambda: write("wide_to_parquet", wide()),
        )

        def check(frame, *names):
            return [len(frame), int(frame.index.notna().sum()), *(frame[name].sum() for name in names)]

        def check_table(file):
            frame = pd.read_hdf(self.data / file, "df")
            return [*check(frame, "f0", "f3", "i0"), (frame["s"] == "AAPL").sum()]

        self.untimed["fixed_to_parquet", "pandas"] = lambda: check(fixed(), "f0", "f5", "i0", "i1")
        self.untimed["table_zlib_to_parquet", "pandas"] = lambda: check_table("table_zlib.h5")
        self.untimed["table_decimals_to_parquet", "pandas"] = lambda: check_table("table_decimals.h5")
        self.untimed["wide_to_parquet", "pandas"] = lambda: check(wide(), "T00000", "T00099", "T00300")

    def h5py(self) -> None:
        import h5py

        def fixed():
            with h5py.File(self.data / "fixed.h5") as file:
                return [*file["df/block0_values"][()].sum(axis=0), *file["df/block1_values"][()].sum(axis=0)]

        def array():
            with h5py.File(self.data / "array.h5") as file:
                return [file["a"][()].sum(dtype="f8")]

        def small():
            total = 0.0
            for path in sorted((self.data / "small").iterdir()):
                with h5py.File(io.BytesIO(path.read_bytes())) as file:
                    # A block as a whole: h5py would read a column of it row by row.
                    total += file["df/block0_values"][()][:, 2].sum()
            return [total]

        def index(name, callback):
            with h5py.File(self.data / f"{name}.h5") as file:
                file["values"].id.chunk_iter(callback)

        def chunks(name):
            found = []
            index(name, found.append)
            return [len(found), sum(chunk.size for chunk in found), sum(chunk.byte_offset for chunk in found)]

        self.add("h5py", fixed_8_columns=fixed, array_gzip=array, small_files=small)
        for name in ("index_btree", "index_extensible"):
            self.queries[name, "h5py"] = lambda name=name: index(name, lambda chunk: None)
            self.untimed[name, "h5py"] = lambda name=name: chunks(name)

    def pytables(self) -> None:
        import tables

        def slabs(name):
            total = 0.0
            with tables.open_file(self.data / name) as file:
                table = file.root.df.table
                for start in range(0, table.nrows, SLAB_ROWS):
                    total = total + table.read(start, start + SLAB_ROWS, field="values_block_0").sum(axis=0)
            return total

        self.add(
            "pytables",
            table_zlib_4_columns=lambda: slabs("table_zlib.h5"),
            table_lz4_4_columns=lambda: slabs("table_lz4.h5"),
        )

    def dask(self) -> None:
        import dask.array
        import h5py

        def array():
            with h5py.File(self.data / "array.h5") as file:
                return [dask.array.from_array(file["a"], chunks=(1000, 1000)).sum(dtype="f8").compute()]

        self.add("dask", array_gzip=array)
        if importlib.util.find_spec("pyarrow"):
            import dask.dataframe

            def table():
                frame = dask.dataframe.read_hdf(str(self.data / "table_zlib.h5"), "df")
                frame.to_parquet(str(self.output / "table_zlib_to_parquet-dask.parquet"))

            self.add("dask", table_zlib_to_parquet=table)

    def run(self, name: str, peer: str) -> dict:
        query = self.queries[name, peer]
        cpu, start = time.process_time(), time.perf_counter()
        result = query()
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        return {"seconds": seconds, "cpu": cpu, "answer": numbers(result)}

    def answer(self, name: str, peer: str) -> list:
        return numbers(self.untimed.get((name, peer), self.queries[name, peer])())


def numbers(result) -> list:
    """Plain numbers of what a query returned, for JSON."""
    return [] if result is None else [value.item() if hasattr(value, "item") else value for value in result]


def versions() -> dict:
    found = {"python": sys.version.split()[0]}
    for name in ("pandas", "tables", "h5py", "numpy", "pyarrow", "dask"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            pass
    if "h5py" in found:
        import h5py

        found["libhdf5"] = h5py.version.hdf5_version
    return found


def main() -> None:
    peers = Peers(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
    if "--answers" in sys.argv:
        wanted = set(sys.argv[sys.argv.index("--answers") + 1 :])
        for name, peer in peers.queries:
            if name in wanted and not (peer == "dask" and "parquet" in name):
                print(json.dumps({"id": name, "peer": peer, "answer": peers.answer(name, peer)}))
        return
    # What libraries print goes elsewhere than the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "hello":
                answer = {"versions": versions(), "queries": [list(key) for key in peers.queries]}
            elif request["do"] == "answer":
                answer = {"answer": peers.answer(request["id"], request["peer"])}
            else:
                answer = peers.run(request["id"], request["peer"])
        except Exception as e:
            answer = {"error": f"{type(e).__name__}: {e}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
