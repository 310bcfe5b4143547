"""The committed test files are what their committed generators write today."""

import gzip
import os
import pathlib
import subprocess
import sys

import h5py
import numpy as np
import pytest
from hdf5_difference import differences

# Generator and what it writes, a file or the folder it fills: `python <generator> <target>`.
GENERATORS = {
    "connector/src/test/python/make_format_files.py": "connector/src/test/resources/hdf5/format",
    "connector/src/test/python/make_dense_files.py": "connector/src/test/resources/hdf5/dense",
    "connector/src/test/python/make_table_files.py": "connector/src/test/resources/hdf5/table",
    "connector/src/test/python/make_pandas_table_files.py": "connector/src/test/resources/hdf5/pandastable",
    "connector/src/test/python/make_codec_chunks.py": "connector/src/test/resources/codec",
    "connector/src/test/python/make_compressor_chunks.py": "connector/src/test/resources/compressors",
    "connector/src/test/python/make_packed_chunks.py": "connector/src/test/resources/packed",
    "connector/src/test/python/make_pytables_files.py": "connector/src/test/resources/hdf5/pytables",
    "connector/src/test/python/make_shape_files.py": "connector/src/test/resources/hdf5/shapes",
    "connector/src/test/python/make_external_storage.py": "connector/src/test/resources/hdf5/external",
    "connector/src/test/python/make_cache_image_file.py": "connector/src/test/resources/hdf5/cacheimage",
    "connector/src/test/python/make_family_files.py": "connector/src/test/resources/hdf5/family",
    "connector/src/test/python/make_type_files.py": "connector/src/test/resources/hdf5/types",
    "connector/src/test/python/make_chunk_index_files.py": "connector/src/test/resources/hdf5/chunkindex",
    "connector/src/test/python/make_virtual_datasets.py": "connector/src/test/resources/hdf5/virtual",
    "connector/src/test/python/make_virtual_values.py": "connector/src/test/resources/hdf5/virtualvalues",
    "connector/src/test/python/make_virtual_sources.py": "connector/src/test/resources/hdf5/virtualsources",
    "connector/src/test/python/make_pickles.py": "connector/src/test/resources/pickle",
    "examples/python/make_prices.py": "examples/src/main/resources/org/sparkhdf5/examples/prices.h5",
    "integration-tests/python/make_docs_frames.py": "integration-tests/src/test/resources/docs",
    "integration-tests/python/make_docs_shapes.py": "integration-tests/src/test/resources/docs-shapes",
    "integration-tests/python/make_pickle_files.py": "integration-tests/src/test/resources/pickles",
    "integration-tests/python/make_key_files.py": "integration-tests/src/test/resources/keys",
    "integration-tests/python/make_drifting_days.py": "integration-tests/src/test/resources/drift",
    "integration-tests/python/make_statistics_files.py": "integration-tests/src/test/resources/statistics",
    "integration-tests/python/make_fixtures.py": "integration-tests/src/test/resources/hdf5",
    "integration-tests/python/make_cells_files.py": "integration-tests/src/test/resources/cells",
    "integration-tests/python/make_window_files.py": "integration-tests/src/test/resources/windows",
    "integration-tests/python/make_virtual_tables.py": "integration-tests/src/test/resources/virtual",
}

# What a generator writes with pandas 3, which is not the one that is pinned: not written again.
PANDAS_3 = "integration-tests/src/test/resources/docs-pandas3"

# Those write what a test makes anew each time, nothing that is committed.
OF_TESTS = {"integration-tests/python/make_centred_columns.py", "integration-tests/python/make_random_frames.py", "integration-tests/python/make_wide_cubes.py"}


def tracked(repository: pathlib.Path, *patterns: str) -> set[str]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=repository, check=True, capture_output=True, text=True
    )
    return set(filter(None, listing.stdout.split("\0")))


def test_every_generator_and_every_test_file_is_listed(repository):
    assert tracked(repository, "make_*.py", "*/make_*.py") == set(GENERATORS) | OF_TESTS
    targets = [pathlib.PurePath(target) for target in [*GENERATORS.values(), PANDAS_3]]
    orphans = [
        path
        for path in tracked(repository, "*.h5", "*.hdf5", "*.nc")
        if not any(target == pathlib.PurePath(path) or target in pathlib.PurePath(path).parents for target in targets)
    ]
    assert orphans == []


@pytest.mark.parametrize("generator", GENERATORS)
def test_generator_writes_what_is_committed(repository, tmp_path, generator):
    committed = repository / GENERATORS[generator]
    written = tmp_path / committed.name
    if not committed.suffix:
        written.mkdir()
    script = repository / generator
    # Importing netCDF4, as other tests do, points HDF5 at plugins that belong to another build of HDF5.
    environment = {name: value for name, value in os.environ.items() if name != "HDF5_PLUGIN_PATH"}
    subprocess.run([sys.executable, script, written], cwd=script.parent, check=True, env=environment)

    pairs = [(committed, written)]
    if written.is_dir():
        names = {path.relative_to(written) for path in written.rglob("*") if path.is_file()}
        in_git = {pathlib.Path(path).relative_to(GENERATORS[generator]) for path in tracked(repository, f"{GENERATORS[generator]}/*")}
        assert names == in_git
        pairs = [(committed / name, written / name) for name in sorted(names)]
    assert pairs
    assert [line for old, new in pairs for line in differences(old, new)] == []


def test_how_a_file_is_gzipped_makes_no_difference(tmp_path):
    for name, content, level in [("a.gz", b"same" * 99, 1), ("b.gz", b"same" * 99, 9), ("c.gz", b"other" * 99, 9)]:
        (tmp_path / name).write_bytes(gzip.compress(content, level))
    assert differences(tmp_path / "a.gz", tmp_path / "b.gz") == []
    assert differences(tmp_path / "a.gz", tmp_path / "c.gz") == ["a.gz: bytes differ"]


def test_a_difference_is_seen(tmp_path):
    def write(name: str, values, **attributes) -> pathlib.Path:
        with h5py.File(tmp_path / name, "w") as file:
            file.create_dataset("group/values", data=values).attrs.update(attributes)
        return tmp_path / name

    first = write("first.h5", np.array([0.0, np.nan]), unit="m")
    assert differences(first, write("equal.h5", np.array([0.0, np.nan]), unit="m")) == []
    assert differences(first, write("zero.h5", np.array([-0.0, np.nan]), unit="m")) == ["/group/values: values differ"]
    assert differences(first, write("unit.h5", np.array([0.0, np.nan]), unit="s")) == [
        "/group/values: attribute unit: 'm' and 's'"
    ]
    assert differences(first, write("size.h5", np.array([0.0]), unit="m")) == [
        "/group/values: shape (2,) and (1,)"
    ]
