"""Other people's corpora, one module a format, turned into annotated articles or labelled sentences."""

from __future__ import annotations

from enum import StrEnum


class CorpusFormat(StrEnum):
    """What ``framing data import`` reads; ``docs/importing.md`` says what becomes of it."""

    POLNEAR = "polnear"
    WIKINEWS_DE = "wikinews-de"
    ATTRIBUTIONS = "attributions"
    DOCCANO = "doccano"
    LABEL_STUDIO = "label-studio"
    BABE = "babe"
    BASIL = "basil"
    SEMEVAL2023_TASK3 = "semeval2023-task3"
