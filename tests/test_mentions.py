"""Sources and carriers have the edges of a noun phrase, however they were found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.article import Cue, Mention
from framing.attribution.mentions import tidy_mentions
from framing.attribution.model import Attributed
from framing.gazetteer import load_gazetteer
from framing.languages import SUPPORTED, load_profile


def tidied(text, language, *, source=None, cue=None, carrier=None):
    """The passage with its mentions tidied; each is given by its words, the first time they stand in the text."""

    def span(words):
        return text.index(words), text.index(words) + len(words), words

    passage = Attributed(
        len(text),
        len(text),
        "clause",
        "indirect",
        Mention(*span(source)) if source else None,
        Cue(*span(cue)) if cue else None,
        Mention(*span(carrier)) if carrier else None,
    )
    found = tidy_mentions(text, [passage], load_gazetteer().find(text, language), load_profile(language))[0]
    return found.source.text if found.source else None, found.carrier.text if found.carrier else None


@pytest.mark.parametrize(
    ("language", "text", "cue", "source", "whole"),
    [
        ("nb", "I går beordret Moe en gransking av saken.", "beordret", "Moe en gransking", "Moe"),
        ("sv", "Igår krävde Lind en utredning.", "krävde", "Lind en utredning", "Lind"),
        ("en", "It was a test the council condemned.", "condemned", "test the council", "the council"),
        ("nb", "Men ordfører Moe innser at det haster.", "innser", "Men ordfører Moe", "ordfører Moe"),
        ("nn", "Slik han ser det, er vegen stengd.", "ser", "Slik han", "han"),
        ("en", "The firm said that Iran had signed.", "said", "that Iran", "Iran"),
        ("nb", "Talsmann Per Vik (AUF) mener det haster.", "mener", "Talsmann Per Vik (AUF", "Talsmann Per Vik (AUF)"),
        ("ru", "Дорога закрыта, сообщает пресс-служба ведомства.", "сообщает", "ведомства", "пресс-служба ведомства"),
        ("nb", "Norges råd for ferjer sier at det haster.", "sier", "Norges", "Norges råd for ferjer"),
        (
            "en",
            "The road is open, Anna Orlow, head of the union, said.",
            "said",
            "Orlow, head of the union",
            "Anna Orlow",
        ),
        ("en", "The tabloid Global Times said it was late.", "said", "tabloid", "The tabloid Global Times"),
        ("en", "The deputy governor said it was late.", "said", "deputy", "The deputy governor"),
        ("nn", "Leiaren for ei bygd eg vitja, sa at vegen er stengd.", "sa", "Leiaren", "Leiaren for ei bygd"),
        (
            "nb",
            "Norges råd for vann og tang (RVT) sier at det haster.",
            "sier",
            "Norges råd",
            "Norges råd for vann og tang (RVT)",
        ),
        ("en", "All fled, with the town's rescue agency saying so.", "saying", "agency", "the town's rescue agency"),
        ("en", "According to the B.C. River Service, it is late.", "According to", "the B.C", "the B.C. River Service"),
        ("en", "The statement said it was late.", "said", "The", "The statement"),
        ("nb", "Da oppfordret Røde Kors PST til å vente.", "oppfordret", "Røde Kors PST", "Røde Kors"),
        ("ru", "Мост закрыт, сказала она газете «Заря».", "сказала", "она газете «Заря", "она"),
        ("ru", "Газета «Новый мост» сообщила об этом.", "сообщила", "Газета «Новый", "Газета «Новый мост»"),
    ],
)
def test_a_source_is_one_whole_noun_phrase(language, text, cue, source, whole):
    assert tidied(text, language, source=source, cue=cue)[0] == whole


@pytest.mark.parametrize(
    ("language", "text", "cue", "taken", "name"),
    [
        ("nb", "Lederen for rådet i byen, Kari Moe, sier at det haster.", "sier", "Lederen for rådet", "Kari Moe"),
        ("nn", "Det hastar, seier professor i rett ved UiB, Kari Moe.", "seier", "professor i rett", "Kari Moe"),
        ("en", "Anna Orlow, the head of the Dock Union, said so.", "said", "Dock Union", "Anna Orlow"),
        ("en", "Omar al-Sadi, a spokesman for the DFA, blamed both.", "blamed", "DFA", "Omar al-Sadi"),
        ("en", "It is late, said Anna Orlow, head of the union.", "said", "union", "Anna Orlow"),
        ("nb", "Listetopp for Partiet i Mo Kari Ås sier det.", "sier", "Partiet i Mo Kari Ås", "Kari Ås"),
        ("de", "Jan Moll, Vorsitzender des Rates, erklärt das.", "erklärt", "Jan Moll", "Jan Moll"),
    ],
)
def test_of_a_role_and_a_name_in_apposition_the_name_is_the_source(language, text, cue, taken, name):
    assert tidied(text, language, source=taken, cue=cue)[0] == name


@pytest.mark.parametrize(
    ("language", "text", "cue", "source"),
    [
        ("en", "After talks with Anna Orlow, the ministry said it was late.", "said", "the ministry"),
        ("nb", "Det haster, sier han i en tale i 1912 og viser til Kari Moe.", "sier", "han"),
        ("nb", "En måling offentliggjort på fredag viser det samme.", "viser", "En måling"),
        ("en", "Britain, France and Germany said it was late.", "said", "Britain, France and Germany"),
        ("nb", "Det haster, sier tidligere statsminister Kari Moe.", "sier", "tidligere statsminister Kari Moe"),
        ("en", "Alexander the Great said it was late.", "said", "Alexander the Great"),
        ("en", "Ministers from Norway, Sweden and other states said no.", "said", "Norway, Sweden and other states"),
        ("nb", "Moes påstand om at brua er trygg, ble avvist.", "påstand", "Moes"),
        ("nb", "Ifølge Reuters kommer toget for sent.", "Ifølge", "Reuters"),
        ("de", "Laut Sprecher der Regierung ist es spät.", "Laut", "Sprecher der Regierung"),
        ("en", "Her grandson said it was late.", "said", "Her grandson"),
        ("en", "One of the officials in the village said so.", "said", "the officials in the village"),
    ],
)
def test_a_whole_noun_phrase_stays_as_it_is(language, text, cue, source):
    assert tidied(text, language, source=source, cue=cue)[0] == source


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("The bridge is open, according to Sky News.", "News", "Sky News"),
        ("It came from the Korean Central News Agency.", "Agency", "Korean Central News Agency"),
    ],
)
def test_a_carrier_has_its_whole_name(text, cut, whole):
    assert tidied(text, "en", carrier=cut)[1] == whole


def test_nobody_within_other_quoted_words_is_the_source():
    text = "Han kaller det «tull» og vil «få seg mer berømmelse i kveld»."
    words = [(text.index(w), text.index(w) + len(w)) for w in ("tull", "få seg mer berømmelse i kveld")]
    start = text.index("berømmelse")
    fame = Mention(start, start + 10, "berømmelse")
    passages = [Attributed(*words[0], "quote", "fragment", fame), Attributed(*words[1], "quote", "fragment")]
    assert tidy_mentions(text, passages, [], load_profile("nb"))[0].source is None


def test_a_name_in_quotation_marks_stays_the_source():
    text = "„Reuters“ meldet „Warnschüsse“."
    words = [(text.index(w), text.index(w) + len(w)) for w in ("Reuters", "Warnschüsse")]
    wire = Mention(*words[0], "Reuters")
    passages = [Attributed(*words[0], "quote", "title"), Attributed(*words[1], "quote", "fragment", wire)]
    assert tidy_mentions(text, passages, [], load_profile("de"))[1].source == wire


@given(st.text("Aas ,.(\n", max_size=30), st.data(), st.sampled_from(SUPPORTED))
def test_a_mention_is_always_what_stands_at_its_place(text, data, language):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    passage = Attributed(0, len(text), "clause", "indirect", Mention(start, end, text[start:end]))
    source = tidy_mentions(text, [passage], [], load_profile(language))[0].source
    assert text[source.start : source.end] == source.text
