r"""Sentence bias with an encoder whose last layers are trained along, cross-validated on labelled sentences.

    python experiments/tune_bias.py out/babe.jsonl --encoder MODEL --by label
    python experiments/tune_bias.py out/babe.jsonl --encoder MODEL --by outlet --layers 6 --epochs 3 --seeds 1,2
    python experiments/tune_bias.py out/babe.jsonl --encoder MODEL --heads default --heads MODEL

MODEL is a folder or id of a sentence-transformers model. The sentence is judged by the mean of its token states and
by the mean weighted by how strongly each token is thought to bias (attention pooling with supervised attention);
which words are marked as biased is learned as a second task. With `--heads` the probabilities are averaged with those
of linear heads on an encoder as it is, the heads of `framing evaluate --protocol bias`, whose folds and figures these
are. Seeds are averaged too. The run is kept in MLflow as "tuned MODEL by PROTOCOL", with the probabilities.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy
from torch.nn.utils.rnn import pad_sequence

from framing.corpus.sentences import BiasSentence, read_sentences
from framing.encoder import DEFAULT, load_encoder
from framing.encoder.convert import cache_folder
from framing.estimators.spans import FloatArray
from framing.persistence import load_model
from framing.tracking.store import new_run
from framing.training.bias import encode_sentences
from framing.training.bias_scores import PROTOCOLS, bias_figures, deal_out, flat_bias_metrics, held_out

LONGEST = 256
BATCH = 16
LIKE_LENGTHS = 20
"""Batches that are sorted by length together."""
HEAD_RATE, DECAY = 1e-3, 0.85
WORDS_WEIGHT = 0.5
DROPOUT = 0.2
WEIGHT_DECAY = 1e-2
CLIP = 1.0


@dataclass(frozen=True)
class Example:
    """A sentence as token ids, without markers ``inner`` of them; which tokens are marked, and whether it is biased."""

    ids: torch.Tensor
    inner: NDArray[np.bool_]
    marked: torch.Tensor
    biased: bool


class Judge(nn.Module):
    """A transformer whose last ``layers`` learn, and two linear heads on its token states."""

    def __init__(self, transformer: nn.Module, layers: int) -> None:
        super().__init__()
        self.transformer = transformer
        stacks = sorted((list(m) for m in transformer.modules() if isinstance(m, nn.ModuleList)), key=len)
        self.learning = stacks[-1][-layers:]
        transformer.requires_grad_(False)
        for layer in self.learning:
            layer.requires_grad_(True)
        width: int = transformer.config.hidden_size  # type: ignore[union-attr, assignment]
        self.sentence, self.word, self.dropout = nn.Linear(2 * width, 1), nn.Linear(width, 1), nn.Dropout(DROPOUT)

    def forward(self, examples: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor]:
        """Log odds of each sentence (examples,), and of all their tokens one after the other (tokens,)."""
        ids = pad_sequence([e.ids for e in examples], batch_first=True)
        lengths = torch.tensor([len(e.ids) for e in examples])
        is_token = torch.arange(ids.shape[1])[None] < lengths[:, None]
        with torch.autocast("cpu", torch.bfloat16):
            states = self.transformer(input_ids=ids, attention_mask=is_token.long()).last_hidden_state
        sentences, words = [], []
        for row, example in zip(states.float(), examples, strict=True):
            tokens = row[: len(example.ids)][torch.from_numpy(example.inner)]
            words.append(self.word(self.dropout(tokens))[:, 0])
            focused = (torch.softmax(words[-1], 0)[:, None] * tokens).sum(0)
            sentences.append(self.sentence(self.dropout(torch.cat([tokens.mean(0), focused])))[0])
        return torch.stack(sentences), torch.cat(words)

    def rates(self, rate: float) -> list[dict[str, Any]]:
        """Parameters with their learning rates: the lower a layer, the lower its rate."""
        heads = {"params": [*self.sentence.parameters(), *self.word.parameters()], "lr": HEAD_RATE}
        depths = enumerate(reversed(self.learning))
        return [heads, *({"params": list(m.parameters()), "lr": rate * DECAY**depth} for depth, m in depths)]


def read_examples(sentences: Sequence[BiasSentence], tokenizer: Any) -> list[Example]:
    """Sentences as the network takes them."""
    encoded = tokenizer(
        [s.text for s in sentences],
        return_offsets_mapping=True,
        return_special_tokens_mask=True,
        truncation=True,
        max_length=LONGEST,
    )
    columns = (encoded["input_ids"], encoded["offset_mapping"], encoded["special_tokens_mask"])
    examples = []
    for sentence, ids, offsets, special in zip(sentences, *columns, strict=True):
        inner = np.asarray(special) == 0
        places = [place for place, kept in zip(offsets, inner, strict=True) if kept]
        marked = [float(any(s < right and e > left for left, right in sentence.spans)) for s, e in places]
        examples.append(Example(torch.tensor(ids), inner, torch.tensor(marked), sentence.label == "biased"))
    return examples


def batches(examples: Sequence[Example], drawn: random.Random) -> Iterator[list[Example]]:
    """Batches in random order, each of sentences of like length."""
    order = drawn.sample(range(len(examples)), len(examples))
    size = BATCH * LIKE_LENGTHS
    parts = [sorted(order[k : k + size], key=lambda i: len(examples[i].ids)) for k in range(0, len(order), size)]
    cut = [part[k : k + BATCH] for part in parts for k in range(0, len(part), BATCH)]
    drawn.shuffle(cut)
    for batch in cut:
        yield [examples[i] for i in batch]


def fit(judge: Judge, examples: Sequence[Example], epochs: int, rate: float, seed: int) -> None:
    """Train the last layers and the heads."""
    drawn = random.Random(seed)  # noqa: S311
    plan = [list(batches(examples, drawn)) for _ in range(epochs)]
    groups = judge.rates(rate)
    optimiser = torch.optim.AdamW(groups, weight_decay=WEIGHT_DECAY)
    steps = sum(map(len, plan))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [g["lr"] for g in groups], total_steps=steps + 1)
    judge.train()
    for batch in (batch for epoch in plan for batch in epoch):
        sentences, words = judge(batch)
        loss = cross_entropy(sentences, torch.tensor([float(e.biased) for e in batch]))
        loss = loss + WORDS_WEIGHT * cross_entropy(words, torch.cat([e.marked for e in batch]))
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_([p for g in groups for p in g["params"]], CLIP)
        optimiser.step()
        optimiser.zero_grad()
        schedule.step()


def probabilities(judge: Judge, examples: Sequence[Example]) -> FloatArray:
    """How probably each sentence is biased, (examples,)."""
    judge.eval()
    with torch.inference_mode():
        odds = [judge(examples[k : k + BATCH])[0] for k in range(0, len(examples), BATCH)]
    return torch.sigmoid(torch.cat(odds)).numpy()


def cross_validate(sentences: Sequence[BiasSentence], chosen: argparse.Namespace) -> FloatArray:
    """The probability of each sentence by networks that had not seen it, the mean over the seeds."""
    model = SentenceTransformer(chosen.encoder, device="cpu")
    transformer: Any = model[0].auto_model.float()
    examples = read_examples(sentences, model.tokenizer)
    found = np.zeros(len(sentences), np.float32)
    labels = np.asarray([s.label for s in sentences])
    seeds = [int(seed) for seed in chosen.seeds.split(",")]
    for fold, (known, unseen) in enumerate(deal_out(sentences, labels, chosen.by, chosen.folds, 42), 1):
        for seed in seeds:
            torch.manual_seed(seed)
            judge = Judge(deepcopy(transformer), chosen.layers)
            fit(judge, [examples[k] for k in known], chosen.epochs, chosen.rate, seed)
            found[unseen] += probabilities(judge, [examples[k] for k in unseen]) / len(seeds)
        macro = bias_figures([sentences[k] for k in unseen], found[unseen])["macro"]
        sys.stderr.write(f"fold {fold}: macro-F1 {macro:.4f}\n")
    return found


def frozen(sentences: Sequence[BiasSentence], encoder: str, chosen: argparse.Namespace) -> FloatArray:
    """The probability of each sentence by linear heads on the states of an encoder as it is.

    Those of the default one are centred as the shipped model has them.
    """
    loaded = load_encoder(encoder, threads=chosen.threads, cache=cache_folder())
    nowhere = {"": np.zeros(loaded.dimension, np.float32)}
    centres = load_model().centres if encoder == DEFAULT else nowhere
    wordings = encode_sentences(sentences, loaded, centres)
    return held_out(sentences, wordings, chosen.by, chosen.folds)[0]


def main() -> None:
    """Cross-validate, print the figures, keep the run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="labelled sentences (framing data import babe)")
    parser.add_argument("--encoder", required=True, help="a sentence-transformers model")
    parser.add_argument("--by", choices=PROTOCOLS, default="label")
    parser.add_argument("--layers", type=int, default=6, help="of the transformer that learn, the last ones")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=4e-5)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seeds", default="1", help="networks averaged, each from its own seed")
    parser.add_argument("--kept", type=Path, help="probabilities.csv of an earlier run, so that nothing is trained")
    parser.add_argument("--heads", action="append", default=[], help="an encoder whose linear heads are averaged in")
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    sentences = read_sentences(chosen.gold)
    if chosen.kept:
        found = np.loadtxt(chosen.kept, np.float32, delimiter=",", ndmin=2)[:, 0]
    else:
        found = cross_validate(sentences, chosen)
    figures = {f"tuned.{chosen.by}": bias_figures(sentences, found)}
    averaged = [found]
    for encoder in chosen.heads:
        averaged.append(frozen(sentences, encoder, chosen))
        figures[f"heads {Path(encoder).name}.{chosen.by}"] = bias_figures(sentences, averaged[-1])
    if chosen.heads:
        figures[f"averaged.{chosen.by}"] = bias_figures(sentences, np.mean(averaged, axis=0))
    metrics = flat_bias_metrics(figures)
    for name, value in metrics.items():
        sys.stdout.write(f"{name:48} {value:.4f}\n")
    name = f"tuned {Path(chosen.encoder).name} by {chosen.by}"
    with tempfile.TemporaryDirectory() as scratch, new_run(name, {"mlflow.source.name": "tune_bias.py"}) as (mlflow, _):
        mlflow.log_params({k: str(v) for k, v in vars(chosen).items()})
        mlflow.log_metrics(metrics)
        np.savetxt(Path(scratch) / "probabilities.csv", np.transpose(averaged), fmt="%.6f", delimiter=",")
        mlflow.log_artifacts(scratch)


if __name__ == "__main__":
    main()
