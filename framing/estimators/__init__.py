"""Trained heads on span vectors: kind, source class, carrier class, framing, sentence bias."""
