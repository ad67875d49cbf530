"""The matcher finds entries as papers write them, and nothing that only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.gazetteer import INHERIT, Alias, Entry, Gazetteer, Match, load_gazetteer


def find(text: str, language: str | None) -> list[Match]:
    return load_gazetteer().find(text, language)


def found(text: str, language: str | None) -> dict[str, tuple[str, str]]:
    """What was found: the words of the text, each with name and class of the entry."""
    return {text[m.start : m.end]: (m.entry.name, m.entry.source_class) for m in find(text, language)}


@pytest.mark.parametrize(
    ("text", "language", "words", "name", "source_class"),
    [
        ("Minst tre er såret, melder AFP.", "nb", "AFP", "Agence France-Presse", "western_wire"),
        ("NTBs reporter var på stedet.", "nb", "NTBs", "NTB", "western_wire"),
        ("Ifølge Tass’ kilder er broen stengt.", "nb", "Tass", "TASS", "state_media"),
        ("Det skriver Ria Novosti.", "nb", "Ria Novosti", "RIA Novosti", "state_media"),
        ("Kanalen Rossija 1 viste bildene.", "nb", "Rossija 1", "Rossija 1", "state_media"),
        ("Ho fortalde det til NRK.", "nn", "NRK", "NRK", "other_media"),
        (
            "Utanriksdepartementet vil ikkje svare.",
            "nn",
            "Utanriksdepartementet",
            "Utenriksdepartementet",
            "government",
        ),
        ("Raudt-leiar Berit Vik er usamd.", "nn", "Raudt-leiar", "Rødt", "politics"),
        ("Det uppger TT.", "sv", "TT", "TT", "western_wire"),
        ("Enligt NATO:s talesperson är läget lugnt.", "sv", "NATO", "NATO", "international_org"),
        ("Nya Kina rapporterar om branden.", "sv", "Nya Kina", "Xinhua", "state_media"),
        ("Det skriver Ritzau.", "da", "Ritzau", "Ritzau", "western_wire"),
        ("FN's generalsekretær advarer.", "da", "FN's generalsekretær", "FN's generalsekretær", "international_org"),
        ("State broadcaster IRIB's report was short.", "en", "IRIB", "IRIB", "state_media"),
        ("She told Reuters' correspondent.", "en", "Reuters", "Reuters", "western_wire"),
        ("The U.S. State Department declined.", "en", "U.S. State Department", "US State Department", "government"),
        ("Das berichtet die dpa.", "de", "dpa", "Deutsche Presse-Agentur", "western_wire"),
        ("Im Interview der Deutschen Welle klagte er.", "de", "Deutschen Welle", "Deutsche Welle", "other_media"),
        ("Nach Angaben des Weißen Hauses", "de", "Weißen Hauses", "White House", "government"),
        ("По данным ТАССа, мост закрыт.", "ru", "ТАССа", "TASS", "state_media"),
        ("Об этом сообщил корреспондент «РИА «Новости».", "ru", "РИА «Новости", "RIA Novosti", "state_media"),
        ("В интервью Новой газете он молчал.", "ru", "Новой газете", "Novaya Gazeta", "other_media"),
        ("Журналисты «Медузы» нашли склад.", "ru", "Медузы", "Meduza", "other_media"),
        ("По сообщению Рейтера, порт закрыт.", "ru", "Рейтера", "Reuters", "western_wire"),
        ("Об этом пишет Синьхуа.", "ru", "Синьхуа", "Xinhua", "state_media"),
        ("Главред Нова\u0301я газета", "ru", "Нова\u0301я газета", "Novaya Gazeta", "other_media"),
        ("Det sier han til BT.no.", "nb", "BT.no", "Bergens Tidende", "other_media"),
    ],
)
def test_names_are_found_as_papers_write_them(text, language, words, name, source_class):
    assert found(text, language).get(words) == (name, source_class)


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Ap vil senke prisen.", "nb", "Associated Press"),
        ("AP meldte det først.", "nb", "Arbeiderpartiet"),
        ("RT @redaksjonen: broen er stengt", "nb", "RT"),
        ("Han tok en RT-PCR i går.", "nb", "RT"),
        ("De sa det samme som før.", "nb", "SANA"),
        ("The sana of the house", "en", "SANA"),
        ("Kanalen ATT sender fotball.", "sv", "TT"),
        ("Selskapet ATTs leder", "nb", "TT"),
        ("Bokstaven X er rar.", "nb", "X"),
        ("Verdien på X-aksen øker.", "nb", "X"),
        ("Let X be a number.", "en", "X"),
        ("Пусть X равно двум.", "ru", "X"),
        ("Ich habe keine Zeit.", "de", "Die Zeit"),
        ("Fordommer er vanlige.", "nb", "dommer"),
        ("Eiendommer ble solgt.", "nb", "dommer"),
        ("Han utforsker huler.", "nb", "forsker"),
        ("Hun innleder møtet.", "nb", "leder"),
        ("Mit der gesamten Familie", "de", "Amt"),
        ("Пресс-конференция началась.", "ru", "пресса"),
        ("Er ist der Absender.", "de", "Sender"),
        ("CCTV footage shows a van.", "en", "China Central Television"),
    ],
)
def test_what_only_looks_like_an_entry_is_left_alone(text, language, name):
    assert name in {e.name for e in load_gazetteer().entries}
    assert name not in {m.entry.name for m in find(text, language)}


@pytest.mark.parametrize(
    ("text", "language", "start"),
    [
        ("Hun skrev på X at møtet var avlyst.", "nb", 13),
        ("Ministeren skrev det på X.", "nn", 24),
        ("She posted on X that it was over.", "en", 14),
        ("Er schrieb auf X von einem Sieg.", "de", 15),
        ("Он написал в X о встрече.", "ru", 13),
    ],
)
def test_x_is_the_platform_after_its_preposition(text, language, start):
    assert (start, start + 1, "social_media") in {(m.start, m.end, m.entry.source_class) for m in find(text, language)}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("AFP-korrespondenten så røyk.", "nb", [("AFP", "western_wire"), ("korrespondenten", "other_media")]),
        ("En Reuters-fotograf ble såret.", "nb", [("Reuters", "western_wire"), ("fotograf", "other_media")]),
        ("Hamas-Sprecher widersprachen.", "de", [("Hamas-Sprecher", "armed_group")]),
        ("Frp-leder Kari Moe vil vente.", "nb", [("Frp", "politics"), ("leder", INHERIT)]),
    ],
)
def test_hyphens_part_the_words_of_a_compound(text, language, expected):
    assert [(text[m.start : m.end], m.entry.source_class) for m in find(text, language)][: len(expected)] == expected


@pytest.mark.parametrize(
    ("text", "language", "words", "source_class"),
    [
        ("Innvandringsministeren nekter.", "nb", "Innvandringsministeren", "government"),
        ("Ein havforskar er uroa.", "nn", "havforskar", "civil_society"),
        ("Skattedirektoratet krever svar.", "nb", "Skattedirektoratet", "government"),
        ("Hamnministern avgick.", "sv", "Hamnministern", "government"),
        ("En havforsker advarer.", "da", "havforsker", "civil_society"),
        ("Der Verkehrsexperte warnt.", "de", "Verkehrsexperte", "civil_society"),
        ("Jusprofessoren er uenig.", "nb", "Jusprofessoren", "civil_society"),
        ("Ein geitebonde er uroa.", "nn", "geitebonde", "individual"),
        ("Chefsjuristen avgick.", "sv", "Chefsjuristen", "civil_society"),
        ("En kirkehistoriker advarer.", "da", "kirkehistoriker", "civil_society"),
        ("Der Chiphersteller warnt.", "de", "Chiphersteller", "business"),
        ("Toppledertreneren er klar.", "nb", "Toppledertreneren", "business"),
    ],
)
def test_closed_compounds_are_known_by_their_head(text, language, words, source_class):
    assert found(text, language)[words][1] == source_class


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Talsmennene var enige.", "nb", "Talsmennene"),
        ("Øyenvitnene så en båt.", "nb", "Øyenvitnene"),
        ("Elevane fekk fri.", "nn", "Elevane"),
        ("Experterna är oense.", "sv", "Experterna"),
        ("Talesmännen teg.", "sv", "Talesmännen"),
        ("Embedsmændene tav.", "da", "Embedsmændene"),
        ("The spokesmen agreed.", "en", "spokesmen"),
        ("Die Forscherinnen widersprechen.", "de", "Forscherinnen"),
        ("Очевидцами стали трое.", "ru", "Очевидцами"),
        ("По словам официального представителя", "ru", "официального представителя"),
    ],
)
def test_role_nouns_and_phrases_are_found_in_their_forms(text, language, words):
    assert words in found(text, language)


def test_a_role_noun_without_class_of_its_own_inherits():
    assert found("Talspersonen ville ikke svare.", "nb")["Talspersonen"][1] == INHERIT


def test_the_longest_match_wins():
    assert list(found("Ifølge New York Times er saken avsluttet.", "nb")) == ["New York Times"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It passed the United Nations Security Council.", "United Nations Security Council"),
        ("He leads the Ministry of Emergency Situations.", "Ministry of Emergency Situations"),
        ("It passed the United Nations.", "the United Nations"),
    ],
)
def test_a_longer_name_behind_an_article_wins_over_a_shorter_one_with_it(text, words):
    assert words in found(text, "en")


def test_a_match_does_not_reach_over_a_sentence_end_or_line_break():
    assert "The Washington Post" not in {m.entry.name for m in find("He lives in Washington. Post came.", "en")}
    assert "The New York Times" not in {m.entry.name for m in find("New York\nTimes change.", "en")}


def test_curly_apostrophes_and_no_break_spaces_count_as_plain_ones():
    assert "People’s Daily" in found("The People’s Daily wrote it.", "en")
    assert "New\u00a0York\u00a0Times" in found("Det skriver New\u00a0York\u00a0Times.", "nb")


def test_decomposed_letters_are_found_where_they_stand():
    text = "Ho sa det til Sunnmo\u0308rsposten. Ved Råd\u00ad. Ba\u030apen"
    assert all(text[m.start : m.end] for m in find(text, "nb"))
    assert "Dagens Næringsliv" in found("Det skriver Dagens Næringsliv.", "nb")
    assert "Göteborgs-Posten" in {m.entry.name for m in find("Enligt Go\u0308teborgs-Posten brann det.", "sv")}


def test_a_party_name_that_is_a_word_is_marked_ambiguous():
    (match,) = [m for m in find("Han mener at Venstre tar feil.", "nb") if m.entry.type == "party"]
    assert match.ambiguous


def test_namesakes_go_to_the_country_that_the_text_names():
    text = "Russlands president svarte. NTV sendte talen."
    (match,) = [m for m in find(text, "nb") if m.alias == "NTV"]
    assert match.entry.country == "RU"
    assert match.ambiguous


def test_the_mark_an_abbreviation_ends_in_belongs_to_it():
    text = "Officials in the U.S. disagree."
    assert "U.S." in {text[m.start : m.end] for m in find(text, "en")}


@pytest.mark.parametrize(
    ("text", "language", "words", "name", "source_class"),
    [
        ("Kravet er uakseptabelt, sier Sergej Lavrov.", "nb", "Sergej Lavrov", "Sergej Lavrov", "government"),
        ("Støre avviser kritikken.", "nb", "Støre", "Jonas Gahr Støre", "government"),
        ("Åkessons svar kom sent.", "sv", "Åkessons", "Jimmie Åkesson", "politics"),
        ("Об этом рассказала Мария Захарова.", "ru", "Мария Захарова", "Maria Zakharova", "government"),
        ("Selenskyj widersprach.", "de", "Selenskyj", "Volodymyr Zelenskyj", "government"),
    ],
)
def test_public_figures_are_found_by_the_name_alone(text, language, words, name, source_class):
    assert found(text, language)[words] == (name, source_class)


@pytest.mark.parametrize(
    ("text", "language"),
    [("Hansen var ikke enig.", "nb"), ("Johnson declined.", "en"), ("Об этом сказал Захаров.", "ru")],
)
def test_a_common_surname_names_no_public_figure(text, language):
    assert [m.entry.name for m in find(text, language) if m.entry.type == "person" and not m.ambiguous] == []


def test_an_unknown_language_still_has_the_names():
    assert found("Selon Reuters, le pont est fermé.", "fr") == {"Reuters": ("Reuters", "western_wire")}


def test_role_nouns_of_another_language_are_not_found():
    assert "forsker" not in found("The forsker sat down.", "en")


def entry(identifier: str, alias: str, country: str = "", source_class: str = "other_media") -> Entry:
    return Entry(
        identifier, f"{identifier} (test)", source_class, "outlet", country, "", alias, "", "", "test", "2025-01"
    )


def test_an_alias_can_be_barred_from_taking_endings():
    gazetteer = Gazetteer((entry("a", "Nor [=]"), entry("b", "Lyngposten")))
    assert [m.alias for m in gazetteer.find("Nors og Lyngpostens", "nb")] == ["Lyngposten"]


def test_alternatives_list_the_other_bearers_of_the_name():
    gazetteer = Gazetteer((entry("a", "Lyngposten [?]"), entry("b", "Lyngposten [?]", "SE")))
    (match,) = gazetteer.find("Lyngposten melder", "nb")
    assert (match.entry.id, [e.id for e in match.alternatives], match.ambiguous) == ("a", ["b"], True)


ALIASES = [
    (language, e, alias)
    for e in load_gazetteer().entries
    for alias in e.aliases
    for language in sorted(alias.languages or {"nb"})
    if not alias.after
]


def stands_alone(language: str, e: Entry, alias: Alias) -> bool:
    matches = find(f"1234 – {alias.text} – 5678", language)
    return any(m.start == 7 and e in (m.entry, *m.alternatives) for m in matches)


@pytest.mark.slow
def test_every_alias_is_found_where_it_stands():
    assert [(language, alias.text) for language, e, alias in ALIASES if not stands_alone(language, e, alias)] == []


@given(
    st.lists(
        st.sampled_from([alias.text for _, _, alias in ALIASES[::97]]) | st.text(max_size=12),
        max_size=12,
    ),
    st.sampled_from([" ", "-", "\n", ". ", "’s ", "« "]),
    st.sampled_from(["nb", "nn", "sv", "da", "en", "de", "ru", "fr", None]),
)
def test_matches_lie_in_the_text_in_order_at_word_boundaries(parts, separator, language):
    text = separator.join(parts)
    end = 0
    for match in find(text, language):
        assert end <= match.start < match.end <= len(text)
        assert not (match.start and text[match.start - 1].isalnum())
        assert not (match.end < len(text) and text[match.end - 1].isalnum() and text[match.end].isalnum())
        end = match.end


def test_a_phrase_that_is_no_name_does_not_hide_a_name_it_runs_into():
    text = "Han skriv i Dag og Tid fredag."
    assert "Dag og Tid" in [text[m.start : m.end] for m in load_gazetteer().find(text, "nn")]
