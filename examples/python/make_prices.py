"""Writes prices.h5, the frame of the example FirstPath: a day per 2,000 trades, made up, the same at every run.

    pip install pandas==2.3.3 tables==3.11.1 numpy==2.4.6
    python make_prices.py ../src/main/resources/org/sparkhdf5/examples/prices.h5
"""

import sys

import numpy as np
import pandas as pd

ROWS = 52_000


def prices() -> pd.DataFrame:
    random = np.random.default_rng(20261120)
    day, trade = np.divmod(np.arange(ROWS), 2_000)
    seconds = 9 * 3600 + trade * 15
    traded = np.datetime64("2026-01-05", "ns") + day.astype("m8[D]") + seconds.astype("m8[s]")
    settled = traded.astype("M8[D]").astype("M8[ns]") + np.timedelta64(2, "D")
    settled[random.random(ROWS) < 0.01] = np.datetime64("NaT")
    price = np.round(100 + np.cumsum(random.normal(0, 0.05, ROWS)), 2)
    return pd.DataFrame(
        {
            "price": price,
            "fee": np.round(price * 0.001, 3).astype("f4"),
            "volume": random.integers(1, 5_000, ROWS),
            "venue": random.integers(1, 6, ROWS).astype("i1"),
            "auction": (trade < 10) | (trade >= 1_990),
            "settled": settled,
        },
        index=pd.DatetimeIndex(traded, name="traded"),
    )


if __name__ == "__main__":
    prices().to_hdf(sys.argv[1], key="prices", mode="w")
