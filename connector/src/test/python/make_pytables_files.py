"""Makes small files as PyTables writes them without pandas, and what PyTables says of them.

    python3 -m venv venv && venv/bin/pip install -r integration-tests/python/requirements.txt
    venv/bin/python connector/src/test/python/make_pytables_files.py connector/src/test/resources/hdf5/pytables

tables.h5        Tables: every kind of column, both byte orders, nested, indexed, empty, in a group that pandas calls a table
arrays.h5        Array, CArray, EArray and VLArray: lists, bytes, text, pickled objects
refused.h5       pickled objects that are refused: a command to run, values of more than one kind behind the sample
user_block.h5    a table behind a user block
by_h5py.h5       nodes of other writers: padded records, big-endian text, text that is none, strings of every encoding
expected.json    one object per line: file, dataset, options of the read, and either columns (name, type, values as PyTables
                 gives them) or a part of the error
"""

import datetime
import decimal
import json
import os
import pathlib
import pickle
import sys

import h5py
import numpy as np
import tables

EPOCH = datetime.datetime(1970, 1, 1)
SMALL_CHUNK = 8


def encoded(value, spark_type):
    """A value as JSON: floats as text, instants in ISO 8601, bytes in hexadecimal."""
    if value is None:
        return None
    if spark_type.startswith("ARRAY<"):
        return [encoded(element, spark_type[len("ARRAY<") : -1]) for element in value]
    if spark_type.startswith("STRUCT<"):
        fields = fields_of(spark_type)
        if set(fields) == {"re", "im"}:
            return {"re": repr(float(value.real)), "im": repr(float(value.imag))}
        return {name: encoded(value[name], inner) for name, inner in fields.items()}
    if spark_type in ("FLOAT", "DOUBLE"):
        return repr(float(value))
    if spark_type == "TIMESTAMP":
        return (EPOCH + datetime.timedelta(microseconds=round(float(value) * 1e6))).isoformat() + "Z"
    if spark_type == "STRING":
        return value.decode() if isinstance(value, bytes) else str(value)
    if spark_type == "BINARY":
        return bytes(value).hex()
    if spark_type == "BOOLEAN":
        return bool(value)
    if spark_type == "DATE":
        return value.isoformat()
    return int(value)


def fields_of(struct):
    """Names and types of the fields of a STRUCT<…>."""
    fields, depth, start = {}, 0, 0
    inside = struct[len("STRUCT<") : -1]
    for at, letter in enumerate(inside + ","):
        depth += {"<": 1, ">": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            name, inner = inside[start:at].strip().split(": ", 1)
            fields[name] = inner
            start = at + 1
    return fields


class Oracle:
    """Collects what is expected of the objects of all files."""

    def __init__(self):
        self.entries = []

    def columns(self, file, dataset, kind, columns, options=None):
        """Columns: name -> (type, values)."""
        entry = {"file": file, "dataset": dataset, "kind": kind, "options": options or {}}
        entry["columns"] = [
            {"name": name, "type": spark_type, "values": [encoded(value, spark_type) for value in values]}
            for name, (spark_type, values) in columns.items()
        ]
        self.entries.append(entry)

    def error(self, file, dataset, error, options=None):
        self.entries.append({"file": file, "dataset": dataset, "options": options or {}, "error": error})


COLORS = tables.Enum({"red": 0, "green": 1, "blue": 42})


class Every(tables.IsDescription):
    b = tables.BoolCol(pos=0)
    i1 = tables.Int8Col(pos=1)
    u1 = tables.UInt8Col(pos=2)
    i2 = tables.Int16Col(pos=3)
    u2 = tables.UInt16Col(pos=4)
    i4 = tables.Int32Col(pos=5)
    u4 = tables.UInt32Col(pos=6)
    i8 = tables.Int64Col(pos=7)
    u8 = tables.UInt64Col(pos=8)
    f2 = tables.Float16Col(pos=9)
    f4 = tables.Float32Col(pos=10)
    f8 = tables.Float64Col(pos=11)
    f16 = tables.Float128Col(pos=12)
    c8 = tables.ComplexCol(8, pos=13)
    c16 = tables.ComplexCol(16, pos=14)
    s = tables.StringCol(5, pos=15)
    t4 = tables.Time32Col(pos=16)
    t8 = tables.Time64Col(pos=17)
    e = tables.EnumCol(COLORS, "red", "uint8", pos=18)
    vector = tables.Int16Col(shape=(3,), pos=19)
    matrix = tables.Float32Col(shape=(2, 2), pos=20)
    flags = tables.BoolCol(shape=(2,), pos=21)
    words = tables.StringCol(3, shape=(2,), pos=22)
    times = tables.Time64Col(shape=(2,), pos=23)
    complexes = tables.ComplexCol(16, shape=(2,), pos=24)

    class record(tables.IsDescription):
        _v_pos = 25
        x = tables.Float64Col(pos=0)
        name = tables.StringCol(4, pos=1)

        class deep(tables.IsDescription):
            _v_pos = 2
            flag = tables.BoolCol(pos=0)
            ids = tables.UInt8Col(shape=(2,), pos=1)
            at = tables.Time64Col(pos=2)


COMPLEX8 = "STRUCT<re: FLOAT, im: FLOAT>"
COMPLEX16 = "STRUCT<re: DOUBLE, im: DOUBLE>"
EVERY = {
    "b": "BOOLEAN",
    "i1": "TINYINT",
    "u1": "SMALLINT",
    "i2": "SMALLINT",
    "u2": "INT",
    "i4": "INT",
    "u4": "BIGINT",
    "i8": "BIGINT",
    "u8": "DECIMAL(20,0)",
    "f2": "FLOAT",
    "f4": "FLOAT",
    "f8": "DOUBLE",
    "f16": "DOUBLE",
    "c8": COMPLEX8,
    "c16": COMPLEX16,
    "s": "STRING",
    "t4": "TIMESTAMP",
    "t8": "TIMESTAMP",
    "e": "STRING",
    "vector": "ARRAY<SMALLINT>",
    "matrix": "ARRAY<ARRAY<FLOAT>>",
    "flags": "ARRAY<BOOLEAN>",
    "words": "ARRAY<STRING>",
    "times": "ARRAY<TIMESTAMP>",
    "complexes": f"ARRAY<{COMPLEX16}>",
    "record": "STRUCT<x: DOUBLE, name: STRING, deep: STRUCT<flag: BOOLEAN, ids: ARRAY<SMALLINT>, at: TIMESTAMP>>",
}


def fill_every(table, count):
    rows = np.zeros(count, tables.dtype_from_descr(Every))
    for i, row in enumerate(rows):
        row["b"] = i % 3 == 0
        row["i1"], row["u1"] = -128 + i, 255 - i
        row["i2"], row["u2"] = -(2**15) + i, 2**16 - 1 - i
        row["i4"], row["u4"] = -(2**31) + i, 2**32 - 1 - i
        row["i8"], row["u8"] = -(2**63) + i, 2**64 - 1 - i
        row["f2"], row["f4"], row["f8"] = 0.5 * i, -1.25 * i, 1e300 / (i + 1)
        row["c8"], row["c16"] = complex(i, -0.5), complex(float("nan") if i == 1 else -i, 1 / 3)
        row["s"] = ["", "a", "héy", "abcde"][i % 4].encode()
        row["t4"] = [0, 1600000000, -1, 2**31 - 1][i % 4]
        row["t8"] = [0.0, 1600000000.123456, -1.5, 2147483647.999999][i % 4]
        row["e"] = COLORS[["red", "blue", "green"][i % 3]]
        row["vector"] = [i, -i, 7]
        row["matrix"] = [[i, 0.5], [-0.0, float("inf")]]
        row["flags"] = [True, i % 2 == 0]
        row["words"] = [b"abc", b"%d" % i]
        row["times"] = [i + 0.25, -i - 0.75]
        row["complexes"] = [complex(0, i), complex(i, 0)]
        row["record"]["x"] = i / 7
        row["record"]["name"] = b"r%d" % i
        row["record"]["deep"]["flag"] = i % 2 == 1
        row["record"]["deep"]["ids"] = [i, 255]
        row["record"]["deep"]["at"] = i * 1000.000001
    rows["f16"] = without_rubbish(np.arange(count, dtype=np.longdouble) / 3)
    table.append(rows)
    table.flush()


def without_rubbish(numbers):
    """Six of the sixteen bytes of each 80-bit number are left as they were, whatever that is."""
    clean = np.zeros_like(numbers)
    clean.view("u1").reshape(-1, 16)[:, :10] = numbers.view("u1").reshape(-1, 16)[:, :10]
    return clean


def every_columns(table):
    data = table.read()
    columns = {name: (spark_type, data[name]) for name, spark_type in EVERY.items()}
    columns["e"] = ("STRING", [COLORS(value) for value in data["e"]])
    return columns


def make_tables(path, oracle):
    def expect(table, spark_types, **more):
        data = table.read()
        columns = {name: (spark_type, data[name]) for name, spark_type in spark_types.items()}
        oracle.columns(path.name, table._v_pathname, "pytables-table", columns, **more)

    with tables.open_file(path, "w") as file:
        for name, order in (("little", "little"), ("big", "big")):
            table = file.create_table("/every", name, Every, createparents=True, byteorder=order, chunkshape=SMALL_CHUNK)
            fill_every(table, 20)
            oracle.columns(path.name, table._v_pathname, "pytables-table", every_columns(table))
        empty = file.create_table("/every", "empty", Every, chunkshape=SMALL_CHUNK)
        oracle.columns(path.name, empty._v_pathname, "pytables-table", every_columns(empty))

        pairs = np.array([(1, 0.5), (2, -1.5), (3, np.nan)], [("k", "<i4"), ("v", "<f8")])
        indexed = file.create_table("/", "indexed", pairs.dtype, chunkshape=SMALL_CHUNK)
        indexed.append(np.tile(pairs, 20))
        indexed.flush()
        indexed.cols.k.create_csindex()
        expect(indexed, {"k": "INT", "v": "DOUBLE"})

        generic = file.create_table("/group", "table", pairs, createparents=True, chunkshape=SMALL_CHUNK)
        expect(generic, {"k": "INT", "v": "DOUBLE"})
        columns = {"k": ("INT", pairs["k"]), "v": ("DOUBLE", pairs["v"])}
        oracle.columns(path.name, "/group", "pytables-table", columns)

        # pandas keeps categories in a group of this name, but only below its own objects.
        meta = file.create_table("/", "meta", pairs, chunkshape=SMALL_CHUNK)
        expect(meta, {"k": "INT", "v": "DOUBLE"})

        filtered = file.create_table(
            "/", "filtered", pairs.dtype, filters=tables.Filters(5, "blosc:zstd", fletcher32=True), chunkshape=SMALL_CHUNK
        )
        filtered.append(np.tile(pairs, 30))
        filtered.flush()
        expect(filtered, {"k": "INT", "v": "DOUBLE"})

        words = np.array([(b"a\0b",), (b"plain",), (b"",)], [("s", "S5")])
        strings = file.create_table("/strings", "nuls", words, createparents=True, chunkshape=SMALL_CHUNK)
        expect(strings, {"s": "STRING"})
        expect(strings, {"s": "BINARY"}, options={"stringEncoding": "binary"})
        latin = np.array([(b"plain", 1), ("été".encode("latin-1"), 2), (b"\xff\0\x80", 3)], [("s", "S5"), ("n", "<i8")])
        strings = file.create_table("/strings", "latin", latin, chunkshape=SMALL_CHUNK)
        oracle.error(
            path.name,
            "/strings/latin",
            'column s, row 1: 3 bytes of text are not UTF-8; set option("stringEncoding", "latin-1") or "binary",'
            " or leave the column out",
        )
        texts = [text.decode("latin-1") for text in latin["s"]]
        columns = {"s": ("STRING", texts), "n": ("BIGINT", latin["n"])}
        oracle.columns(path.name, "/strings/latin", "pytables-table", columns, {"stringEncoding": "latin-1"})
        expect(strings, {"s": "BINARY", "n": "BIGINT"}, options={"stringEncoding": "Binary"})

        unknown = file.create_table("/", "unknown", {"e": tables.EnumCol(COLORS, "red", "uint8")}, chunkshape=SMALL_CHUNK)
        unknown.append(np.array([(42,), (7,)], [("e", "u1")]))
        unknown.flush()
        oracle.error(path.name, "/unknown", "column e, row 1: value 7 has no name among the 3 of the enumeration")


def make_arrays(path, oracle):
    def expect(node, spark_type, values=None, **more):
        found = node.read() if values is None else values
        if node.ndim == 0:
            found = [found]
        oracle.columns(path.name, node._v_pathname, "pytables-array", {"value": (spark_type, found)}, **more)

    with tables.open_file(path, "w") as file:
        expect(file.create_array("/", "scalar", 2.5), "DOUBLE")
        expect(file.create_array("/", "text_scalar", b"some text"), "STRING")
        expect(file.create_array("/", "python", [1, 2, 3]), "BIGINT")
        expect(file.create_array("/", "flags", np.array([[True, False], [False, True]])), "ARRAY<BOOLEAN>")
        expect(file.create_array("/", "cube", np.arange(24, dtype=">i4").reshape(2, 3, 4)), "ARRAY<ARRAY<INT>>")
        words = file.create_array("/", "words", np.array([b"a\0b", b"", b"long enough"]))
        expect(words, "STRING")
        expect(words, "BINARY", options={"stringEncoding": "binary"})
        filters = tables.Filters(5, "zlib", shuffle=True)
        carray = file.create_carray("/", "carray", tables.Float64Atom(dflt=-1.5), (30, 4), chunkshape=(7, 3), filters=filters)
        carray[:10] = np.arange(40).reshape(10, 4)
        expect(carray, "ARRAY<DOUBLE>")
        for name, atom, spark_type, values in (
            ("time32", tables.Time32Atom(), "TIMESTAMP", [0, 1600000000, -1]),
            ("time64", tables.Time64Atom(), "TIMESTAMP", [0.0, 1600000000.123456, -1.5]),
            ("complexes", tables.ComplexAtom(16), COMPLEX16, [1 + 2j, -0.5j, 0j]),
            ("matrices", tables.Int32Atom(shape=(2, 2)), "ARRAY<ARRAY<INT>>", np.arange(12).reshape(3, 2, 2)),
        ):
            earray = file.create_earray("/earray", name, atom, (0,), createparents=True, chunkshape=(2,))
            earray.append(np.asarray(values, atom.dtype.base))
            expect(earray, spark_type)
        colors = file.create_earray("/earray", "colors", tables.EnumAtom(COLORS, "red", "uint8"), (0,), chunkshape=(2,))
        colors.append(np.array([0, 42, 1], "u1"))
        expect(colors, "STRING", ["red", "blue", "green"])
        make_vlarrays(file, expect)


def make_vlarrays(file, expect):
    def vlarray(name, atom, rows):
        node = file.create_vlarray("/vl", name, atom, createparents=True, chunkshape=4)
        for row in rows:
            node.append(row)
        return node

    numbers = [[1, 2, 3], [], [2**31 - 1]]
    expect(vlarray("ints", tables.Int32Atom(), numbers), "ARRAY<INT>")
    pairs = [[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0]], np.zeros((0, 2))]
    expect(vlarray("pairs", tables.Float64Atom(shape=(2,)), pairs), "ARRAY<ARRAY<DOUBLE>>")
    grids = [np.arange(8).reshape(2, 2, 2), np.zeros((0, 2, 2))]
    expect(vlarray("grids", tables.Int16Atom(shape=(2, 2)), grids), "ARRAY<ARRAY<ARRAY<SMALLINT>>>")
    expect(vlarray("words", tables.StringAtom(3), [[b"ab", b"abc"], [b"z"], []]), "ARRAY<STRING>")
    expect(vlarray("flags", tables.BoolAtom(), [[True], [False, True]]), "ARRAY<BOOLEAN>")
    expect(vlarray("times", tables.Time64Atom(), [[0.0, -1.5], [1600000000.123456]]), "ARRAY<TIMESTAMP>")
    expect(vlarray("complexes", tables.ComplexAtom(16), [[1 + 2j], [-1j, 0j]]), f"ARRAY<{COMPLEX16}>")
    colors = vlarray("colors", tables.EnumAtom(COLORS, "red", "uint8"), [[0, 42], [1]])
    expect(colors, "ARRAY<STRING>", [["red", "blue"], ["green"]])
    expect(vlarray("many", tables.Int64Atom(), [list(range(i)) for i in range(30)]), "ARRAY<BIGINT>")
    expect(vlarray("none", tables.Int64Atom(), []), "ARRAY<BIGINT>")
    expect(vlarray("bytes", tables.VLStringAtom(), [b"abc", b"", b"\0\xff\0"]), "BINARY")
    texts = ["abc", "", "é中\N{GRINNING FACE}", "\U0010ffff\ud7ff\ue000"]
    expect(vlarray("text", tables.VLUnicodeAtom(), texts), "STRING")

    objects = {
        "texts": ("STRING", ["one", None, "zwei é\N{GRINNING FACE}", ""]),
        "nothing": ("STRING", [None, None]),
        "integers": ("BIGINT", [1, None, -(2**63), 2**63 - 1, np.int32(7)]),
        "floats": ("DOUBLE", [0.5, None, float("nan"), -0.0, np.float32(1.5)]),
        "flags": ("BOOLEAN", [True, None, np.bool_(False)]),
        "bytes": ("BINARY", [b"ab\0", None, b""]),
        "days": ("DATE", [datetime.date(2020, 2, 29), None, datetime.date(1, 1, 1), datetime.date(9999, 12, 31)]),
        "mixed": ("STRING", ["text", 1, None, 2.5, [1, "two", {"k": (True, None)}], np.arange(3), b"\0\xff"]),
        "decimals": ("STRING", [decimal.Decimal("1.10"), None]),
    }
    for name, (spark_type, rows) in objects.items():
        node = file.create_vlarray("/objects", name, tables.ObjectAtom(), createparents=True, chunkshape=2)
        for row in rows:
            node.append(row)
        mixed = name in ("mixed", "decimals")
        expect(node, spark_type, [as_json(row) for row in rows] if mixed else rows)
        if name == "floats":
            without_nan = [None if row is None or row != row else row for row in rows]
            expect(node, spark_type, without_nan, options={"nanAsNull": "true"})
        if name in ("texts", "nothing", "bytes"):
            continue
        as_text = [row if isinstance(row, str) else as_json(row) for row in rows]
        expect(node, "STRING", as_text, options={"objects": "string"})


def as_json(value):
    """The JSON text of a Python object; a float that is no number is text."""

    def plain(value):
        if isinstance(value, bytes):
            return {"hex": value.hex()}
        if isinstance(value, (datetime.date, decimal.Decimal)):
            return str(value)
        if isinstance(value, (np.ndarray, np.generic)):
            return value.tolist()
        raise TypeError(value)

    if value is None:
        return None
    if isinstance(value, float) and value != value:
        return '"NaN"'
    return json.dumps(value, default=plain, ensure_ascii=False, separators=(",", ":"))


class Command:
    """What a hostile file asks its reader to run."""

    def __reduce__(self):
        return os.system, ("touch was-run",)


def make_refused(path, oracle):
    with tables.open_file(path, "w") as file:
        hostile = file.create_vlarray("/", "command", tables.ObjectAtom(), chunkshape=2)
        hostile.append(Command())
        oracle.error(path.name, "/command", "row 0: pickle: global posix.system")
        later = file.create_vlarray("/", "later_command", tables.ObjectAtom(), chunkshape=2)
        later.append("text")
        later.append(Command())
        oracle.error(path.name, "/later_command", "column value, row 1: pickle: global posix.system", {"objects": "string"})
        for name, rows, error in (
            ("text_then_number", ["a", 5], "row 1: text is expected, found an integer; read the column as text with"),
            ("number_then_text", [5, "a"], "row 1: an integer of 64 bits is expected, found text; read the column as"),
            ("large_number", [5, 2**63], "row 1: an integer of 64 bits is expected, found an integer of more than 64"),
            ("float_then_large", [0.5, 2**53 + 1], "row 1: a float is expected, found an integer; read the column"),
            ("flag_then_bytes", [True, b"a"], "row 1: a boolean is expected, found bytes; read the column as text with"),
            ("bytes_then_flag", [b"a", True], "row 1: bytes is expected, found a boolean; read the column as text with"),
            ("day_then_list", [datetime.date(2020, 1, 1), []], "row 1: a date is expected, found another object; read"),
        ):
            node = file.create_vlarray("/", name, tables.ObjectAtom(), chunkshape=2)
            for row in rows:
                node.append(row)
            sample = {"objectSampleBytes": str(len(pickle.dumps(rows[0], pickle.HIGHEST_PROTOCOL)))}
            oracle.error(path.name, f"/{name}", f"column value, {error}", sample)
        surrogate = file.create_vlarray("/", "surrogate", tables.ObjectAtom(), chunkshape=2)
        surrogate.append("\ud800")
        oracle.error(path.name, "/surrogate", "column value, row 0: text holds half of a surrogate pair, which no STRING")


def set_class(dataset, node_class, version, **more):
    dataset.attrs["CLASS"] = np.bytes_(node_class)
    dataset.attrs["VERSION"] = np.bytes_(version)
    for name, value in more.items():
        dataset.attrs[name] = np.bytes_(value)


def make_by_h5py(path, oracle):
    with h5py.File(path, "w") as file:
        padded = np.dtype({"names": ["a", "b"], "formats": ["<i2", ">f8"], "offsets": [3, 16], "itemsize": 29})
        rows = np.zeros(3, padded)
        rows["a"], rows["b"] = [1, -2, 3], [0.5, 1.5, np.inf]
        set_class(file.create_dataset("padded", data=rows), "TABLE", "2.0")
        columns = {"a": ("SMALLINT", rows["a"]), "b": ("DOUBLE", rows["b"])}
        oracle.columns(path.name, "/padded", "pytables-table", columns)
        # A string of C ends at its first NUL; what is behind it is rubbish.
        garbage = np.array([(b"ab\0cd",), (b"abcde",)], [("s", "S5")])
        terminated = h5py.h5t.C_S1.copy()
        terminated.set_size(5)
        record = h5py.h5t.create(h5py.h5t.COMPOUND, 5)
        record.insert(b"s", 0, terminated)
        of_c = h5py.h5d.create(file.id, b"of_c", record, h5py.h5s.create_simple((2,)))
        of_c.write(h5py.h5s.ALL, h5py.h5s.ALL, garbage, record)
        set_class(h5py.Dataset(of_c), "TABLE", "3.0")
        oracle.columns(path.name, "/of_c", "pytables-table", {"s": ("STRING", ["ab", "abcde"])})
        oracle.columns(
            path.name, "/of_c", "pytables-table", {"s": ("BINARY", [b"ab", b"abcde"])}, {"stringEncoding": "binary"}
        )

        def code_points(name, dtype, rows, atom="vlunicode"):
            dataset = file.create_dataset(name, (len(rows),), h5py.vlen_dtype(np.dtype(dtype)))
            for i, row in enumerate(rows):
                dataset[i] = np.array(row, dtype)
            set_class(dataset, "VLARRAY", "1.4", PSEUDOATOM=atom)

        texts = ["abc", "é中\N{GRINNING FACE}", ""]
        code_points("text_big", ">u4", [[ord(letter) for letter in text] for text in texts])
        oracle.columns(path.name, "/text_big", "pytables-array", {"value": ("STRING", texts)})
        code_points("too_large", "<u4", [[97], [98, 0x110000]])
        oracle.error(
            path.name, "/too_large", "column value, row 1: character 1 of 2 is 0x110000, which is no Unicode code point"
        )
        code_points("negative", "<u4", [[0x80000000]])
        oracle.error(path.name, "/negative", "column value, row 0: character 0 of 1 is 0x80000000, which is no Unicode")
        code_points("surrogate", ">u4", [[0xD800, 97]])
        oracle.error(path.name, "/surrogate", "column value, row 0: character 0 of 2 is 0xD800, which is no Unicode")
        code_points("wrong_base", "<u2", [[97]])
        oracle.error(
            path.name,
            "/wrong_base",
            "/wrong_base: a VLArray of PSEUDOATOM vlunicode: integers of 4 bytes are expected, found FixedPoint of 2 bytes",
        )
        code_points("wrong_bytes", "<i4", [[97]], "vlstring")
        oracle.error(path.name, "/wrong_bytes", "PSEUDOATOM vlstring: integers of 1 byte are expected, found FixedPoint of 4")
        code_points("damaged", "<u1", [[], [0x80, 4, 0x5D]], "object")
        oracle.error(path.name, "/damaged", "row 1: pickle", {})
        code_points("empty_objects", "<u1", [[], []], "object")
        oracle.columns(path.name, "/empty_objects", "pytables-array", {"value": ("STRING", [None, None])})
        code_points("future", "<u1", [[97]], "vlfuture")
        oracle.error(path.name, "/future", "a VLArray of PSEUDOATOM vlfuture is not read; readable are vlstring, vlunicode")
        make_strings(path, file, oracle)


def make_strings(path, file, oracle):
    """Strings of every encoding that no convention tells."""
    words = [b"plain", "été".encode("latin-1"), b"\x80\xff"]
    as_latin_1 = [word.decode("latin-1") for word in words]
    bytes_fail = 'set option("stringEncoding", "latin-1") or "binary", or leave the column out'
    utf_8_fails = 'set option("stringEncoding", "latin-1"), or leave the column out'

    def expect(name, bytes_claimed):
        fails = f"column value, row 1: 3 bytes of text are not UTF-8; {bytes_fail if bytes_claimed else utf_8_fails}"
        latin_1 = {"stringEncoding": "latin-1"}
        binary = {"stringEncoding": "binary"}
        oracle.error(path.name, name, fails)
        oracle.error(path.name, name, fails, {"stringEncoding": "UTF-8"})
        oracle.columns(path.name, name, "array", {"value": ("STRING", as_latin_1)}, latin_1)
        if bytes_claimed:
            oracle.columns(path.name, name, "array", {"value": ("BINARY", words)}, binary)
        else:
            oracle.error(path.name, name, fails, binary)

    file.create_dataset("fixed_bytes", data=np.array(words, "S6"))
    expect("/fixed_bytes", True)
    heap = file.create_dataset("heap_bytes", (3,), h5py.string_dtype("ascii"))
    claimed = file.create_dataset("heap_utf_8", (3,), h5py.string_dtype("utf-8"))
    for i, word in enumerate(words):
        heap[i] = word
        claimed[i] = word
    expect("/heap_bytes", True)
    expect("/heap_utf_8", False)
    file.create_dataset("fixed_utf_8", data=np.array(words, h5py.string_dtype("utf-8", 6)))
    expect("/fixed_utf_8", False)
    # Text that is UTF-8 and says so is text whatever the option.
    file.create_dataset("sound_utf_8", data=np.array(["é", "ab"], object), dtype=h5py.string_dtype("utf-8"))
    for encoding in ("utf-8", "latin-1", "binary"):
        oracle.columns(
            path.name, "/sound_utf_8", "array", {"value": ("STRING", ["é", "ab"])}, {"stringEncoding": encoding}
        )
    blanks = h5py.h5t.FORTRAN_S1.copy()
    blanks.set_size(6)
    space = h5py.h5s.create_simple((2,))
    padded = h5py.h5d.create(file.id, b"blanks", blanks, space)
    padded.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([b"ab    ", b" c d  "], "S6"), blanks)
    oracle.columns(path.name, "/blanks", "array", {"value": ("BINARY", [b"ab", b" c d"])}, {"stringEncoding": "binary"})
    record = np.array([(b"\xe9", [b"a", b"\xff"])], [("s", "S2"), ("list", "S2", (2,))])
    file.create_dataset("record", data=record)
    columns = {"s": ("STRING", ["é"]), "list": ("ARRAY<STRING>", [["a", "ÿ"]])}
    oracle.columns(path.name, "/record", "compound", columns, {"stringEncoding": "latin-1"})
    columns = {"s": ("BINARY", [b"\xe9"]), "list": ("ARRAY<BINARY>", [[b"a", b"\xff"]])}
    oracle.columns(path.name, "/record", "compound", columns, {"stringEncoding": "binary"})


def make_user_block(path, oracle):
    with tables.open_file(path, "w", user_block_size=512) as file:
        rows = np.array([(1, b"x"), (2, b"yy")], [("a", "<i4"), ("b", "S5")])
        table = file.create_table("/", "table", rows, chunkshape=SMALL_CHUNK)
        texts = file.create_vlarray("/", "texts", tables.VLUnicodeAtom(), chunkshape=4)
        texts.append("é")
        columns = {"a": ("INT", table.read()["a"]), "b": ("STRING", table.read()["b"])}
        oracle.columns(path.name, "/table", "pytables-table", columns)
        oracle.columns(path.name, "/", "pytables-table", columns)
        oracle.columns(path.name, "/texts", "pytables-array", {"value": ("STRING", texts.read())})


def main(target):
    folder = pathlib.Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    oracle = Oracle()
    make_tables(folder / "tables.h5", oracle)
    make_arrays(folder / "arrays.h5", oracle)
    make_refused(folder / "refused.h5", oracle)
    make_user_block(folder / "user_block.h5", oracle)
    make_by_h5py(folder / "by_h5py.h5", oracle)
    lines = [json.dumps(entry, ensure_ascii=False) for entry in oracle.entries]
    (folder / "expected.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main(sys.argv[1])
