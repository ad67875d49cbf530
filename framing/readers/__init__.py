"""Reading articles: text, HTML, JSON, CSV and Parquet, from files, folders, globs and standard input."""

from framing.readers.failure import InputFailure
from framing.readers.inputs import DEFAULT_MAX_BYTES, read_inputs

__all__ = ["DEFAULT_MAX_BYTES", "InputFailure", "read_inputs"]
