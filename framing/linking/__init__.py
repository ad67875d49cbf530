"""Which channel the words of a passage came through: pairs of passage and channel, scored with learned weights."""

from framing.linking.candidates import Candidate, find_candidates
from framing.linking.linker import Pair, link_carriers, training_pairs

__all__ = ["Candidate", "Pair", "find_candidates", "link_carriers", "training_pairs"]
