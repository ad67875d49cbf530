"""Which module reads which format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from framing.corpus.importers import CorpusFormat
from framing.corpus.importers.attributed import read_attributions
from framing.corpus.importers.babe import read_babe
from framing.corpus.importers.basil import read_basil
from framing.corpus.importers.doccano import read_doccano
from framing.corpus.importers.label_studio import read_label_studio
from framing.corpus.importers.polnear import read_polnear
from framing.corpus.importers.semeval2023_task3 import read_semeval2023_task3
from framing.corpus.importers.wikinews_de import read_wikinews_de
from framing.corpus.loader import AnnotatedArticle
from framing.corpus.sentences import BiasSentence
from framing.readers.failure import InputFailure

Imported = AnnotatedArticle | BiasSentence
Reader = Callable[[Path, str | None], Iterator[Imported | InputFailure]]

READERS: Final[Mapping[CorpusFormat, Reader]] = {
    CorpusFormat.POLNEAR: read_polnear,
    CorpusFormat.WIKINEWS_DE: read_wikinews_de,
    CorpusFormat.ATTRIBUTIONS: read_attributions,
    CorpusFormat.DOCCANO: read_doccano,
    CorpusFormat.LABEL_STUDIO: read_label_studio,
    CorpusFormat.BABE: read_babe,
    CorpusFormat.BASIL: read_basil,
    CorpusFormat.SEMEVAL2023_TASK3: read_semeval2023_task3,
}
"""Each reads a file or folder; the language, where given, is that of every text, whatever the data say."""
