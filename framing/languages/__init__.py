"""What the program knows about each language: one TOML file a language, no code of its own."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

SUPPORTED: Final = ("nb", "nn", "en", "sv", "da", "de", "ru")
FALLBACK: Final = "en"
FRAMES: Final = ("clause", "request", "accusation", "naming", "noun")


@dataclass(frozen=True, slots=True)
class CueEntry:
    """One cue form: its stance (``taxonomy.STANCES``) and the frames it takes (``FRAMES``)."""

    form: str
    stance: str
    frames: frozenset[str]


@dataclass(frozen=True)
class LanguageProfile:
    """The words of one language that signal who says what; all forms in lower case.

    ``cues`` maps each form (one or more words) to its entry. The word lists are closed classes used to
    find the edges of noun phrases and clauses. ``female_pronouns`` and ``male_pronouns`` are the singular
    forms, subject and object, that tell the gender of the person; German ``sie`` is also "they" and is neither.
    ``articles`` are those that open a noun phrase wherever they stand, and are no genitive; ``indefinite`` are articles
    and numerals of a phrase that brings somebody new. ``agency_nouns`` and ``outlet_nouns`` are nouns that stand for
    an agency or an outlet named before. ``citing`` are the forms by which a medium names whom it passes on;
    ``quoted_as`` leads from the one quoted to the words ("quoted Moe *as* saying"), and ``telling`` verbs have the one
    spoken to behind them. ``issued_by`` stands between a document and its issuer, a verb of ``issuing`` between an
    issuer and the document; ``unnamed`` are nouns of sources whose names are kept; ``pointing_back`` opens a sentence
    that says who reports the one before, with a verb of ``passing_on`` ("*Det opplyser* politiet"), and
    ``pointing_into`` one that says which document it stands in; what is reported with a form of ``writing`` stands
    somewhere. ``subject_first``: the subject always stands before its verb, unless a quotation does. ``participles``
    are endings of verbs by which a sentence goes on behind a comma ("…, warning").
    """

    code: str
    name: str
    verb_second: bool
    subject_first: bool
    participles: frozenset[str]
    cues: MappingProxyType[str, CueEntry]
    bare_cues: frozenset[str]
    quoting: frozenset[str]
    quoted_as: frozenset[str]
    telling: frozenset[str]
    complementizers: frozenset[str]
    questions: frozenset[str]
    infinitive: frozenset[str]
    according_to: frozenset[str]
    view_of: frozenset[str]
    citing: frozenset[str]
    pronouns: frozenset[str]
    third_person: frozenset[str]
    female_pronouns: frozenset[str]
    male_pronouns: frozenset[str]
    plural: frozenset[str]
    object_pronouns: frozenset[str]
    determiners: frozenset[str]
    articles: frozenset[str]
    indefinite: frozenset[str]
    auxiliaries: frozenset[str]
    copulas: frozenset[str]
    adverbs: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    relatives: frozenset[str]
    within: frozenset[str]
    agency_nouns: frozenset[str]
    outlet_nouns: frozenset[str]
    addressee: frozenset[str]
    issued_by: frozenset[str]
    issuing: frozenset[str]
    possessives: frozenset[str]
    unnamed: frozenset[str]
    pointing_back: frozenset[str]
    pointing_into: frozenset[str]
    passing_on: frozenset[str]
    writing: frozenset[str]
    hearsay: frozenset[str]
    so_called: frozenset[str]
    title_words: frozenset[str]

    @cached_property
    def cue_forms(self) -> frozenset[str]:
        """Every cue form of the language, whatever its frame."""
        return frozenset(self.cues)

    @cached_property
    def function_words(self) -> frozenset[str]:
        """Words that begin no name, capitalised as they may be: the closed classes and the cues."""
        closed = self.adverbs | self.prepositions | self.conjunctions | self.complementizers | self.auxiliaries
        return closed | self.cue_forms | self.determiners | self.pronouns | self.relatives

    @cached_property
    def opening_words(self) -> frozenset[str]:
        """The first word of every form that tells of a report: cues, "according to", hearsay."""
        return frozenset(form.split(" ", 1)[0] for form in self.cue_forms | self.according_to | self.hearsay)

    def is_somebody_new(self, phrase: str) -> bool:
        """True for a phrase with an indefinite article or a number before it: whom it names was not spoken of before.

        "A diplomat", "two diplomats", "a Moe Foods spokesman".
        """
        return next(iter(phrase.lower().split(maxsplit=1)), "") in self.indefinite


@cache
def load_profile(code: str) -> LanguageProfile:
    """The profile of ``code``; an unknown language gets English closed-class words as a fallback."""
    name = code if code in SUPPORTED else FALLBACK
    data = tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    cues: dict[str, CueEntry] = {}
    for group in data.pop("cues"):
        for form in group["forms"]:
            known = cues.get(form)
            frames = frozenset({group["frame"]}) | (known.frames if known else frozenset())
            cues[form] = CueEntry(form, known.stance if known else group["stance"], frames)
    plain: dict[str, Any] = {k: frozenset(v) if isinstance(v, list) else v for k, v in data.items()}
    return LanguageProfile(cues=MappingProxyType(cues), **plain)


@cache
def gender_of(first_name: str) -> str | None:
    """``"female"`` or ``"male"`` where the first word of ``first_name`` is clearly a name of one gender, else ``None``.

    Case does not count. A double name that is not listed goes by its first part (``Anne-Marie`` by ``Anne``).
    """
    words = first_name.split()
    if not words:
        return None
    name = unicodedata.normalize("NFC", words[0]).casefold()
    genders = _first_names()
    return genders.get(name) or genders.get(name.partition("-")[0])


@cache
def _first_names() -> dict[str, str]:
    """Gender by first name in lower case."""
    data = tomllib.loads(files(__package__).joinpath("first_names.toml").read_text(encoding="utf-8"))
    return {name.casefold(): gender for gender in ("female", "male") for name in data[gender]}
