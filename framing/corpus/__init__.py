"""The annotated corpus: inline markup, loading, checks, splits and figures."""
