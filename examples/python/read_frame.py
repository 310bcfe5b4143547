"""Ten lines of PySpark: python read_frame.py <spark-hdf5.jar> <file.h5> <key>, with pyspark and pandas from the index."""

import sys

import pandas as pd
from pyspark.sql import SparkSession

jar, path, key = sys.argv[1:]
spark = SparkSession.builder.config("spark.jars", jar).config("spark.sql.session.timeZone", "UTC").getOrCreate()
frame = spark.read.format("hdf5").option("key", key).load(path)
frame.printSchema()
expected = pd.read_hdf(path, key)
actual = frame.toPandas().set_index(frame.columns[0])  # the index comes first
# Spark's timestamps always come back as datetime64[ns], as pandas 2 writes them: nothing has to be converted.
pd.testing.assert_frame_equal(actual, expected, check_freq=False)
print(f"{len(actual)} rows equal pandas.read_hdf")
