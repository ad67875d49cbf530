"""The annotations of data/real with their texts, which are not part of the project."""

from pathlib import Path

import pytest

from framing.corpus.loader import AnnotatedArticle
from framing.corpus.standoff import attach
from framing.readers.failure import InputFailure

ROOT = Path(__file__).parent.parent
ANNOTATIONS = sorted((ROOT / "data" / "real").glob("*.jsonl"))
TEXTS = [ROOT.parent / "shared" / "corpora" / "texts" / f"{name}.jsonl.gz" for name in ("ndt", "ntrex", "wikinews_en")]
needs_texts = pytest.mark.skipif(
    not all(path.is_file() for path in TEXTS), reason="the texts are not part of the project"
)


def joined() -> list[AnnotatedArticle | InputFailure]:
    """Every annotated article with its text."""
    return list(attach(ANNOTATIONS, TEXTS))
