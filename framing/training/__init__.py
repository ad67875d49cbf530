"""From the corpus to a model: datasets, splits, fitting, scoring."""
