"""A learned reader of attributions: which words are cues, and for each cue who speaks, what is said, through whom.

The design is that of span-based semantic role labelling with a predicate indicator (Zhou and Xu, 2015; He et al.,
2017), on token states: those of the encoder, or of a copy of its last layers that was trained with the networks. A
bidirectional LSTM over the words of a paragraph finds the cues; a second one, told which cue it reads for, gives every
word the role of source, content, carrier or none. What the language profile's grammar found goes in as a feature, so
that the network learns when to trust it.
"""
