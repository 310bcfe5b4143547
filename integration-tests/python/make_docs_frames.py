"""Writes the frames of docs/pandas.md with the very code that the page shows.

    python make_docs_frames.py ../src/test/resources/docs
    python make_docs_frames.py ../src/test/resources/docs-pandas3

With the pinned pandas 2 it writes all but the last; run with pandas 3 (pip install pandas==3.0.6 tables==3.11.1 into an environment of
its own) it writes the last, the strings of pandas 3.
"""

import inspect
import os
import pathlib
import sys
import textwrap

import numpy as np
import pandas as pd
import tables

# Chunks of 1 MiB for a few words would make large files; what is in them is the same.
tables.vlarray.calc_chunksize = lambda expected_megabytes: 64
tables.leaf.calc_chunksize = lambda expected_megabytes: 1024


def signals():
    time = pd.date_range("2026-01-05 09:00", periods=4, freq="min", name="time")
    frame = pd.DataFrame(np.arange(12).reshape(4, 3) / 8, index=time, columns=["north", "east", "up"])
    frame.loc["2026-01-05 09:02", "east"] = np.nan
    frame.to_hdf("signals.h5", key="df", mode="w")


def trades():
    frame = pd.DataFrame({
        "symbol": ["ABC", "XYZ", "ABC", "ÅÄÖ"],
        "price": [101.25, 7.5, np.nan, 33.0],
        "size": np.array([300, 20, 1_000, 5], "int32"),
        "auction": [False, False, True, False],
        "note": [None, "late", None, "corrected"],
    })
    frame.to_hdf("trades.h5", key="day/trades", mode="w", format="table", data_columns=["symbol"],
                 complib="blosc", complevel=5)


def weather():
    index = pd.MultiIndex.from_product(
        [["Berlin", "Oslo"], pd.to_datetime(["2026-01-05", "2026-01-06"])], names=["station", "day"])
    frame = pd.DataFrame({"low": [-2.5, -4.0, -11.0, -9.5], "high": [3.0, 1.5, -6.0, -5.5]}, index=index)
    frame.columns = pd.MultiIndex.from_product([["temperature"], ["low", "high"]])
    frame.to_hdf("weather.h5", key="df", mode="w")


def shirts():
    frame = pd.DataFrame({
        "size": pd.Categorical(["M", "S", None, "L"], categories=["S", "M", "L"], ordered=True),
        "year": pd.Categorical([2025, 2024, 2025, 2025]),
        "sold": [12, 7, 1, 4],
    })
    frame.to_hdf("shirts.h5", key="df", mode="w", format="table")


def names():
    frame = pd.DataFrame({"name": ["Ada", "Grace", None, "日本"], "born": [1815, 1906, 1912, 1990]})
    frame.to_hdf("names.h5", key="df", mode="w")


ON_PANDAS_2 = [signals, trades, weather, shirts]
ON_PANDAS_3 = [names]


def shown(function) -> str:
    """The code of a function as the page shows it."""
    return textwrap.dedent("".join(inspect.getsourcelines(function)[0][1:]))


if __name__ == "__main__":
    os.chdir(pathlib.Path(sys.argv[1]))
    for function in ON_PANDAS_3 if pd.__version__.startswith("3.") else ON_PANDAS_2:
        function()
