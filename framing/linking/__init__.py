"""Who speaks, and which channel the words came through, where no cue says so: pairs scored with learned weights."""

from framing.linking.candidates import Candidate, find_candidates
from framing.linking.linker import Pair, link_carriers, training_pairs
from framing.linking.speakers import SPEAKER_LINK, SpeakerLinker, speaker_pairs

__all__ = [
    "SPEAKER_LINK",
    "Candidate",
    "Pair",
    "SpeakerLinker",
    "find_candidates",
    "link_carriers",
    "speaker_pairs",
    "training_pairs",
]
