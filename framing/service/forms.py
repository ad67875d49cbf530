"""What a form brings, as articles: pasted text and files, read in memory only."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from starlette.formparsers import MultiPartException, MultiPartParser

from framing.article import Article
from framing.errors import FramingError
from framing.languages import SUPPORTED
from framing.readers import InputFailure
from framing.readers.documents import read_text, title_of
from framing.readers.html import read_html
from framing.readers.sniff import sniff
from framing.readers.source import HEAD, Source
from framing.readers.tables import read_json, read_json_lines
from framing.service.limits import Limits, Refusal

if TYPE_CHECKING:
    from starlette.requests import Request

PASTED: Final = "text"
"""The id of a pasted article."""
NAME_CHARACTERS: Final = 100
"""As much of a file's name is kept."""

FAILURES: Final = 20
"""After so many inputs that could not be read the rest is not tried: the file is something else."""

_SUFFIXES: Final = {
    ".txt": ".txt",
    ".md": ".txt",
    ".html": ".html",
    ".htm": ".html",
    ".jsonl": ".jsonl",
    ".ndjson": ".jsonl",
    ".json": ".json",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent; of its name only the last part counts."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """What was filled in."""

    text: str
    language: str
    uploads: tuple[Upload, ...]


class _InMemory(MultiPartParser):
    """Starlette's parser, without the temporary files that it keeps longer uploads in."""

    def __init__(self, request: Request, limits: Limits) -> None:
        self.spool_max_size = limits.body_bytes
        super().__init__(
            request.headers,
            request.stream(),
            max_files=limits.articles,
            max_fields=8,
            max_part_size=limits.body_bytes,
        )


async def read_form(request: Request, limits: Limits) -> Form:
    """Read the form of the page.

    Raises:
        Refusal: it is no multipart form, or a broken one.

    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise Refusal(415, "form_expected")
    try:
        data = await _InMemory(request, limits).parse()
    except (MultiPartException, KeyError, UnicodeError) as error:
        raise Refusal(400, "unread") from error
    try:
        fields = {name: value for name, value in data.multi_items() if isinstance(value, str)}
        files = [value for _, value in data.multi_items() if not isinstance(value, str)]
        uploads = tuple([Upload(file.filename or "", await file.read()) for file in files])
    finally:
        await data.close()
    # A browser sends an empty file where none was chosen, and ends lines as HTTP does.
    text = fields.get("text", "").replace("\r\n", "\n")
    language = fields.get("language", "")
    return Form(text, language if language in SUPPORTED else "", tuple(u for u in uploads if u.name or u.data))


def read_articles(form: Form, limits: Limits) -> tuple[list[Article], list[InputFailure]]:
    """The articles of a form, and what could not be read; a language that was chosen holds for all.

    Raises:
        Refusal: there are too many articles.

    """
    articles: list[Article] = []
    failures: list[InputFailure] = []
    for outcome in _outcomes(form, limits):
        if len(failures) == FAILURES:
            failures.append(InputFailure("…", "and more; the rest was not read"))
            break
        if isinstance(outcome, InputFailure):
            failures.append(outcome)
            continue
        if len(articles) == limits.articles:
            raise Refusal(413, "too_many", articles=limits.articles)
        if len(outcome.text) > limits.characters:
            size, limit = len(outcome.text), limits.characters
            problem = f"{size} characters are too long, the limit is {limit}; split the article"
            failures.append(InputFailure(outcome.id, problem))
            continue
        articles.append(replace(outcome, language=form.language) if form.language else outcome)
    return articles, failures


def _outcomes(form: Form, limits: Limits) -> Iterator[Article | InputFailure]:
    if form.text.strip():
        yield Article(PASTED, form.text, title=title_of(form.text))
    for upload in form.uploads:
        yield from _read(upload, limits.body_bytes)


def _read(upload: Upload, max_bytes: int) -> Iterator[Article | InputFailure]:
    name = PurePath(upload.name.replace("\\", "/")).name[:NAME_CHARACTERS] or "file"
    suffix = _SUFFIXES.get(PurePath(name).suffix.lower()) or sniff(upload.data[:HEAD])
    source = Source(name, PurePath(name).stem, suffix, io.BufferedReader(io.BytesIO(upload.data)))
    try:
        if suffix == ".jsonl":
            yield from read_json_lines(source, max_bytes)
        elif suffix == ".json":
            yield from read_json(source, max_bytes)
        elif suffix == ".html":
            yield read_html(source, max_bytes)
        else:
            yield read_text(source, max_bytes)
    except FramingError as error:
        yield InputFailure(name, str(error))
