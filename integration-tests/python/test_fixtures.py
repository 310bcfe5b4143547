"""pandas reads the committed frames as they were, and what the Java tests make by hand."""

import pathlib

import h5py
import numpy as np
import pandas as pd
import pytest

import make_fixtures

HERE = pathlib.Path(__file__).parent
COMMITTED = HERE.parent / "src/test/resources/hdf5"
pytestmark = pytest.mark.filterwarnings("ignore")
TARGET = HERE.parent / "target"


def test_committed_files_are_small():
    assert [path.name for path in COMMITTED.iterdir() if path.stat().st_size > 100_000] == []


@pytest.mark.parametrize("name", sorted(make_fixtures.PANDAS))
def test_pandas_reads_its_frames_as_they_were(name):
    for key, made in make_fixtures.PANDAS[name][0]().items():
        read = pd.read_hdf(COMMITTED / f"{name}.h5", key)
        if isinstance(made, pd.Series):
            pd.testing.assert_series_equal(read, made, check_freq=False, check_index_type=False)
        elif key == "/index/datetime_seconds":
            # pandas 2 takes the seconds of its own file for nanoseconds; the counts are right.
            assert read.index.view("i8").tolist() == made.index.view("i8").tolist()
        else:
            pd.testing.assert_frame_equal(read, made, check_freq=False, check_index_type=False, check_column_type=False)


@pytest.mark.parametrize("name", ["hand-made.h5", "hand-made-siblings.h5"])
def test_pandas_reads_the_hand_made_frame(name):
    path = TARGET / name
    if not path.exists():
        pytest.skip(f"{path.name} is absent: the Java test HandMadeFrameTest writes it")
    row = np.arange(1_000)
    expected = pd.DataFrame(
        {f"f{i}": row + i / 8 for i in range(3)}
        | {f"i{i}": (row * 31 + i).astype("i4") for i in range(2)}
        | {f"e{i}": (row + i / 8).astype("f4") for i in range(2)}
        | {"l0": row * 31}
    )
    pd.testing.assert_frame_equal(pd.read_hdf(path, "df"), expected)
    with h5py.File(path) as file:
        siblings = [group for group in file if group != "df"]
        assert len(siblings) == (5_000 if "siblings" in name else 0)
        assert all(len(file[group]) == 0 for group in siblings)
