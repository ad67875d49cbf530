"""The taxonomy: kinds of passage, source classes, carrier classes and framing labels.

The wording follows PARC 3.0 (Pareti, 2012) and PolNeAR (Newell et al., 2018) where they have a term:
an attribution is *source* + *cue* + *content*. Every model and every analysis names ``TAXONOMY_VERSION``.
"""

from __future__ import annotations

from typing import Final

TAXONOMY_VERSION: Final = "1"

KINDS: Final[dict[str, str]] = {
    "direct": "a clause or more reproduced as somebody's words: in quotation marks, after a speech dash, "
    "or after a colon in a headline",
    "indirect": "a reported clause without quotation marks",
    "fragment": "quoted words inside the reporter's own sentence that somebody in the text is said to have used",
    "scare": "quoted words that nobody in the text is said to have used: distance, irony or 'so-called'",
    "title": "quotation marks around a name: a work, ship, operation, nickname, or a word mentioned as a word",
}

MARKED_KINDS: Final = frozenset({"direct", "fragment", "scare", "title"})
"""Kinds that stand in quotation marks, after a speech dash or after a headline colon."""

FRAMED_KINDS: Final = frozenset({"fragment", "scare"})
"""Kinds that carry a framing label."""

WRITERS_FRAMING: Final = frozenset({"doubt"})
"""Framing labels that only the writer's own quotation marks carry: a speaker does not doubt his own words."""

SOURCE_CLASSES: Final[dict[str, str]] = {
    "government": "a state's executive, ministries, head of state, appointed officials, armed forces, police, "
    "courts and prosecutors, embassies, municipalities as authority",
    "state_media": "outlets under a state's editorial control; independent public broadcasters are not",
    "western_wire": "editorially independent Western news agencies",
    "other_media": "every other outlet, public broadcasters and newspapers included, and journalists as such",
    "international_org": "the UN and its agencies, EU bodies, NATO, OSCE, African Union, IMF, WHO, ICC",
    "politics": "parties, members of parliament, candidates and opposition leaders not speaking for a government",
    "civil_society": "NGOs, think tanks, researchers and experts, unions, churches, activists of a named "
    "organisation, lawyers",
    "business": "companies, their leaders and spokespeople, industry associations, sports clubs",
    "armed_group": "rebels, militants, terrorist groups, militias",
    "individual": "protesters, eyewitnesses, residents, victims, artists, athletes and other private persons",
    "unattributed": "nobody is named",
}

CARRIER_CLASSES: Final[dict[str, str]] = {
    "state_media": "an outlet under a state's editorial control that passes the words on",
    "western_wire": "an editorially independent Western news agency that passes the words on",
    "other_media": "any other outlet that passes the words on",
    "social_media": "a platform such as Facebook, Telegram or YouTube",
    "document": "a named report, book, court filing or letter",
}

FRAMINGS: Final[dict[str, str]] = {
    "euphemism": "soften, sanitise or legitimise an act or actor",
    "name_calling": "discredit or vilify people by a label",
    "violent": "speak of killing, hunting, crushing, destroying, threatening with force",
    "glorifying": "praise, sanctify, boast: heroes, victory, greatness, progress",
    "doubt": "the quotation marks question whether the word is true or fits",
    "loaded": "other emotional or judging words",
    "none": "plain reuse of words, no framing to speak of",
}

STANCES: Final[dict[str, str]] = {
    "neutral": "the cue takes no side (say, tell, announce)",
    "endorsing": "the cue presupposes that the words are true (reveal, confirm, point out)",
    "distancing": "the cue holds the words at arm's length (claim, allege)",
}
