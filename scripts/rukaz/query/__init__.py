"""The query language of the explorer, over the Parquet files of a corpus: read, put into SQL, run, shown."""
