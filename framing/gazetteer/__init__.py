"""Who is who in the news: outlets, agencies, platforms, bodies, role nouns, and finding them in text."""

from framing.gazetteer.entries import INHERIT, Alias, Entry
from framing.gazetteer.matcher import Gazetteer, Match, load_gazetteer

__all__ = ["INHERIT", "Alias", "Entry", "Gazetteer", "Match", "load_gazetteer"]
