"""From an article to its analysis: segment, encode once, find, attribute, label, explain. One direction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from framing.article import Analysis, Article, Label, Mention, ModelInfo, Passage, Sentence
from framing.attribution import Attributed, Marked, follow_speakers, read_grammar
from framing.attribution.anaphora import named_medium
from framing.attribution.carriers import is_medium
from framing.encoder.base import Encoder
from framing.estimators.alone import vectors_alone
from framing.estimators.bias import CARRIED_FROM, SENTENCE_HEAD, BiasReader
from framing.estimators.evidence import named_whole
from framing.estimators.explain import alike, named, why
from framing.estimators.features import (
    Block,
    Context,
    carrier_blocks,
    framing_blocks,
    kind_blocks,
    normalised,
    row,
    source_blocks,
)
from framing.estimators.guess import check_guess, guess_sources
from framing.estimators.occlusion import Occlusion
from framing.estimators.spans import ArticleStates, FloatArray, encode_articles
from framing.estimators.speech import SPEECH_END, SpeechEnds
from framing.gazetteer import Gazetteer, Match, load_gazetteer
from framing.languages import FALLBACK, load_profile
from framing.languages.detect import detect_language
from framing.linking import SPEAKER_LINK, SpeakerLinker, link_carriers
from framing.passages import Names, find_marked, guess_kind
from framing.persistence import Model, load_examples
from framing.segment import iter_sentences
from framing.taxonomy import FRAMED_KINDS, TAXONOMY_VERSION, WRITERS_FRAMING

NOBODY = Label("unattributed")
"""The class where no source is named: nothing was classified, so there is no probability."""
BATCH = 8
"""Articles encoded together: enough to batch paragraphs of like length, few enough to keep memory flat."""


@dataclass(frozen=True)
class Prepared:
    """An article with everything found in it.

    ``forms`` has the grammar's view of each marked passage, by its span: the kind is judged by form, so that it
    does not hang on how well the tagger remembers its training articles.
    """

    article: Article
    language: str
    context: Context
    passages: tuple[Attributed, ...]
    forms: Mapping[tuple[int, int], Attributed]


@dataclass(frozen=True)
class Found:
    """What needs no trained head: marked passages, the grammar's reading, and its passages with speakers followed."""

    marked: tuple[Marked, ...]
    grammar: tuple[Attributed, ...]
    passages: tuple[Attributed, ...]


def find_passages(text: str, language: str, matches: Sequence[Match], ends: SpeechEnds | None = None) -> Found:
    """Marked passages and reported clauses of a text, attributed by the grammar of the language profile.

    With ``ends`` speech behind a dash stops where the reporter takes over within the line.
    """
    media = tuple((m.start, m.end) for m in matches if is_medium(m))
    marked = []
    for passage in find_marked(text, language, Names(tuple((m.start, m.end) for m in matches), media)):
        guess = guess_kind(text, passage, language)
        marked.append(Marked(passage.start, passage.end, passage.style, guess, passage.closed, passage.depth))
    grammar = read_grammar(text, language, marked, matches)
    if ends is not None:
        shorter = ends.apply(text, marked, grammar, load_profile(language))
        if shorter != marked:
            marked, grammar = shorter, read_grammar(text, language, shorter, matches)
    return Found(tuple(marked), tuple(grammar), tuple(follow_speakers(text, grammar, matches, load_profile(language))))


def article_language(article: Article) -> str:
    """The language an article is analysed in: as given, else detected, else the fallback."""
    return article.language or detect_language(article.text) or FALLBACK


class Analyzer:
    """Scores articles with one model, one encoder and one gazetteer.

    Args:
        model: the trained heads.
        encoder: the encoder the model was trained with.
        gazetteer: the names known; the packaged one by default.
        explain: name the words each source class hangs on, and training examples like its source, where the model
            has some.
        guess: for passages that name nobody, also say what their words alone give away, as ``source_guess``.

    Raises:
        ModelError: a guess is asked for, and the model has not learned to.

    """

    def __init__(
        self,
        model: Model,
        encoder: Encoder,
        gazetteer: Gazetteer | None = None,
        *,
        explain: bool = False,
        guess: bool = False,
    ) -> None:
        self.model = model
        self.encoder = encoder
        self.gazetteer = gazetteer or load_gazetteer()
        self.explain = explain
        self.guess = check_guess(model) if guess else None
        self._examples = load_examples(model.folder) if explain else None
        self.info = ModelInfo(model.id, TAXONOMY_VERSION)

    def analyze(self, article: Article) -> Analysis:
        """Analyse one article."""
        return next(self.analyze_many([article]))

    def analyze_many(self, articles: Iterable[Article]) -> Iterator[Analysis]:
        """Analyse articles in order, a few at a time; what is given for one never depends on the others."""
        queue = iter(articles)
        while batch := list(islice(queue, BATCH)):
            states = encode_articles([a.text for a in batch], self.encoder)
            for article, encoded in zip(batch, states, strict=True):
                yield self.analyze_encoded(article, encoded)

    def analyze_encoded(self, article: Article, states: ArticleStates) -> Analysis:
        """Analyse an article whose token states are at hand."""
        return self.label(self.prepare(article, states))

    def prepare(self, article: Article, states: ArticleStates) -> Prepared:
        """Find and attribute the passages of an encoded article."""
        language = article_language(article)
        profile = load_profile(language)
        matches = self.gazetteer.find(article.text, profile.code)
        context = Context(article.text, states, matches, profile, self.model.centre(language))
        found = find_passages(article.text, profile.code, matches, self._speech_ends(context))
        passages = found.passages
        if self.model.tagger is not None:
            tagged = self.model.tagger.attribute(article.text, states, found.marked, matches, found.grammar, profile)
            speakers = self.model.heads.get(SPEAKER_LINK)
            choose = None if speakers is None else SpeakerLinker(speakers, article.text, matches, profile).choose
            passages = tuple(follow_speakers(article.text, tagged, matches, profile, choose))
        if "carrier_link" in self.model.heads:
            head = self.model.heads["carrier_link"]
            passages = tuple(link_carriers(article.text, passages, matches, profile, head))
        forms = {(p.start, p.end): p for p in found.passages if p.style != "clause"}
        return Prepared(article, language, context, passages, forms)

    def _speech_ends(self, context: Context) -> SpeechEnds | None:
        head = self.model.heads.get(SPEECH_END)
        return None if head is None else SpeechEnds(head, context.states, context.centre)

    def label(self, prepared: Prepared) -> Analysis:
        """Label the passages of a prepared article."""
        settled = [self._settle(p, prepared) for p in prepared.passages]
        evidence = [row(source_blocks(found, prepared.context)) if found.source else None for _, _, found in settled]
        classes = self._source_classes([found for _, _, found in settled], evidence, prepared.context)
        framings = self._framings([(kind, form) for kind, form, _ in settled], prepared.context)
        passages = tuple(
            self._passage(kind, framing, found, label, features, prepared.context)
            for (kind, _, found), framing, label, features in zip(settled, framings, classes, evidence, strict=True)
        )
        if self.explain:
            occlusion = Occlusion(prepared.context, self.model.heads["source_class"])
            passages = tuple(
                replace(passage, why=(*passage.why, *self._reasons(found, passage.source_class.label, occlusion)))
                for passage, (_, _, found) in zip(passages, settled, strict=True)
            )
        if self.guess is not None:
            centre = prepared.context.centre
            passages = guess_sources(passages, self.guess, self.encoder, centre)
        sentences = tuple(self._sentences(prepared))
        return Analysis(prepared.article, prepared.language, passages, sentences, self.info)

    def _settle(self, found: Attributed, prepared: Prepared) -> tuple[str, Attributed, Attributed]:
        """The kind of a passage, its form, and its attribution as far as the kind has one."""
        form = prepared.forms.get((found.start, found.end), found)
        kind = "indirect"
        if found.style != "clause":
            kind = self._predict("kind", kind_blocks(form, prepared.context)).label
        return kind, settle(form, kind), settle(found, kind)

    def _source_classes(
        self, passages: Sequence[Attributed], evidence: Sequence[FloatArray | None], context: Context
    ) -> list[Label]:
        """The class of every source; all mentions of one name, and all that one mention says, are judged together."""
        head = self.model.heads["source_class"]
        labels = [NOBODY if features is None else head.predict(features) for features in evidence]
        together: dict[str | int, list[int]] = defaultdict(list)
        for k, passage in enumerate(passages):
            if passage.source is not None:
                full = passage.antecedent or passage.source
                name = entity_name(passage, context)
                together[full.start if name is None else name].append(k)
        for members in together.values():
            pooled = head.pool([labels[k] for k in members])
            for k in members:
                labels[k] = pooled
        return labels

    def _framings(self, passages: Sequence[tuple[str, Attributed]], context: Context) -> list[Label | None]:
        """The framing of every fragment and scare quote; their words are encoded by themselves in one batch."""
        framed = {k: form for k, (kind, form) in enumerate(passages) if kind in FRAMED_KINDS}
        texts = [context.text[form.start : form.end] for form in framed.values()]
        alone = dict(zip(framed, vectors_alone(texts, self.encoder, context.centre), strict=True))
        labels: list[Label | None] = [None] * len(passages)
        for k, form in framed.items():
            kind = passages[k][0]
            features = row(framing_blocks(form, context, kind, alone[k]))
            labels[k] = self.model.heads["framing"].predict(features, () if kind == "scare" else WRITERS_FRAMING)
        return labels

    def _passage(
        self,
        kind: str,
        framing: Label | None,
        found: Attributed,
        source_class: Label,
        evidence: FloatArray | None,
        context: Context,
    ) -> Passage:
        carrier_class = self._predict("carrier_class", carrier_blocks(found, context)) if found.carrier else None
        return Passage(
            found.start,
            found.end,
            context.text[found.start : found.end],
            kind,
            found.source,
            source_class,
            self._named(found.carrier, context),
            carrier_class,
            found.cue,
            framing,
            source_class.probability is not None and source_class.probability < self.model.threshold,
            why(found, source_class, evidence, self.model.heads["source_class"], context),
        )

    def _named(self, carrier: Mention | None, context: Context) -> Mention | None:
        """A carrier with the name of the medium that "the agency" stands for."""
        named = named_medium(carrier, context.text, context.matches, context.profile) if carrier else None
        return replace(carrier, name=named.text) if carrier is not None and named is not None else carrier

    def _reasons(self, found: Attributed, label: str, occlusion: Occlusion) -> tuple[str, ...]:
        """What is only told when asked for: words the class hangs on, and training examples the source is like."""
        mention = found.antecedent or found.source
        if mention is None:
            return ()
        words = named(occlusion.strongest(found, label))
        if self._examples is None:
            return words
        context = occlusion.context
        vector = normalised(context.states.pool(mention.start, mention.end) - context.centre)
        return (*words, *alike(self._examples.nearest(vector)))

    def _predict(self, task: str, blocks: Sequence[Block]) -> Label:
        return self.model.heads[task].predict(row(blocks))

    def _sentences(self, prepared: Prepared) -> Iterator[Sentence]:
        context = prepared.context
        reader = BiasReader(self.model.heads, context.text, context.states, context.centre)
        for span in iter_sentences(prepared.article.text, prepared.language):
            if SENTENCE_HEAD not in self.model.heads:
                yield Sentence(span.start, span.end)
                continue
            bias = reader.score(span.start, span.end)
            words = reader.carriers(span.start, span.end) if bias >= CARRIED_FROM else ()
            yield Sentence(span.start, span.end, bias, words)


def entity_name(passage: Attributed, context: Context) -> str | None:
    """What tells one source from another in an article: who the gazetteer knows by the name, else its last word.

    The name is the fullest one; its last capitalised word counts, for persons are called by their surname. None for
    pronouns, for nouns that anybody may be called ("The agency"), capitalised as they may be, and for somebody new ("a
    Moe Foods spokesman").
    """
    full = passage.antecedent or passage.source
    names = full.capitalised if full is not None else []
    if full is None or not names:
        return None
    if context.profile.is_somebody_new(full.text):
        return None
    last = names[-1]
    if last.lower() in context.profile.pronouns | context.profile.third_person:
        return None
    common = (m.entry.type in ("generic", "role") for m in context.matches if m.start < full.end and m.end > full.start)
    if len(names) == 1 and any(common):
        return None
    whole = named_whole(full, context.matches)
    return last if whole is None or whole.entry.type == "person" else whole.entry.id


def settle(found: Attributed, kind: str) -> Attributed:
    """Drop the attribution of a kind that has none: names, and words nobody is said to have used."""
    if kind in ("scare", "title"):
        return replace(found, source=None, cue=None, carrier=None, antecedent=None, link="none")
    return found
