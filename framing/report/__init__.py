"""Analyses written out: JSON Lines and JSON, CSV and Parquet, a terminal listing, a web page."""
