"""Fixtures that several test files share."""

import hashlib
import re
import shutil
import warnings
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from framing.encoder.base import TokenStates, stack
from tests.serving import serving

pytest_plugins = ("tests.browser",)

CORPUS = Path(__file__).parent.parent / "data" / "corpus" / "articles"

_WORD = re.compile(r"\w+|[^\w\s]")


class HashingEncoder:
    """An encoder without a model: every word has a state of its own, and its neighbours colour it a little."""

    id = "hashing"
    revision = "1"
    backend = "numpy"
    dimension = 16

    def encode(self, texts):
        return [self._encode(text) for text in texts]

    def embed(self, texts):
        return stack([states.pooled for states in self.encode(texts)], self.dimension)

    def _encode(self, text):
        words = list(_WORD.finditer(text))
        if not words:
            return TokenStates.empty(self.dimension)
        own = np.stack([self._state(word[0].casefold()) for word in words])
        around = np.pad(own, ((1, 1), (0, 0)))
        states = (own + 0.25 * (around[:-2] + around[2:])).astype(np.float32)
        mean = states.mean(axis=0)
        return TokenStates(np.array([w.span() for w in words], np.int32), states, mean / np.linalg.norm(mean))

    def _state(self, word):
        digest = hashlib.shake_256(word.encode("utf-8", "surrogatepass")).digest(self.dimension)
        return np.frombuffer(digest, np.uint8).astype(np.float32) / 128.0 - 1.0


@pytest.fixture(scope="session")
def hashing_encoder():
    """An encoder that is there at once and always gives the same."""
    return HashingEncoder()


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory):
    """The shortest Norwegian corpus articles, some of each split."""
    from framing.corpus.loader import read_article
    from framing.corpus.splits import split_of

    folder = tmp_path_factory.mktemp("corpus")
    wanted = {"train": 8, "dev": 2, "test": 5}
    for path in sorted((CORPUS / "nb").glob("nb-0*.txt"), key=lambda path: (path.stat().st_size, path.name)):
        split = split_of(read_article(path).event)
        if wanted[split]:
            wanted[split] -= 1
            shutil.copy(path, folder)
        if not any(wanted.values()):
            break
    return folder


@pytest.fixture(scope="session")
def small_experiment(small_corpus, tmp_path_factory):
    """An experiment file for the small corpus."""
    heads = "\n".join(
        f"[heads.{task}]\nfolds = 2\nmax_iter = 50" for task in ("kind", "source_class", "carrier_class", "framing")
    )
    path = tmp_path_factory.mktemp("experiments") / "small.toml"
    path.write_text(f'description = "A handful of articles."\ncorpus = "{small_corpus}"\n{heads}\n', encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def small_training(small_experiment, hashing_encoder, tmp_path_factory):
    """The result of training on the small corpus; do not change its folder."""
    from framing.training.settings import read_experiment
    from framing.training.train import train

    folder = tmp_path_factory.mktemp("models") / "small"
    with warnings.catch_warnings():
        # so few articles that folds lack classes
        warnings.simplefilter("ignore")
        return train(read_experiment(small_experiment), hashing_encoder, folder)


@pytest.fixture
def small_model(small_training, hashing_encoder, monkeypatch):
    """The folder of a model that any command can load: every encoder asked for is the hashing one."""
    import framing

    framing.load.cache_clear()
    monkeypatch.setattr("framing.encoder.load_encoder", lambda *_, **__: hashing_encoder)
    yield small_training.folder
    framing.load.cache_clear()


@pytest.fixture(scope="session")
def service_address(small_training, hashing_encoder):
    """The address of a running service with a small model."""
    import framing

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("framing.encoder.load_encoder", lambda *_, **__: hashing_encoder)
        framing.load.cache_clear()
        analyzer = framing.load(small_training.folder)
        framing.load.cache_clear()
    with serving(analyzer) as (_, _, address):
        yield address


@pytest.fixture
def run(monkeypatch):
    """Run the command line in this process: ``run("score", "-", input="…")`` gives exit_code, stdout, stderr."""
    from framing.cli.app import app

    monkeypatch.setenv("NO_COLOR", "1")
    runner = CliRunner()

    def invoke(*arguments, **options):
        return runner.invoke(app, [str(a) for a in arguments], **options)

    return invoke


@pytest.fixture(scope="session")
def tracked(small_training, small_experiment, hashing_encoder, tmp_path_factory):
    """A folder with two tracked runs, ``small`` (registered) and ``small-balanced``, and what was recorded of both."""
    from dataclasses import replace

    import framing
    from framing.tracking.record import record_run
    from framing.training.fit import HeadSettings
    from framing.training.settings import read_experiment

    folder = tmp_path_factory.mktemp("project")
    experiment = read_experiment(small_experiment)
    other = replace(experiment, name="small-balanced", heads={"framing": HeadSettings(class_weight="balanced")})
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr("framing.encoder.load_encoder", lambda *_, **__: hashing_encoder)
        framing.load.cache_clear()
        recorded = [
            record_run(small_training, experiment, small_experiment, started=1_700_000_000.0, register=True),
            record_run(small_training, other, small_experiment, started=1_700_000_100.0),
        ]
    framing.load.cache_clear()
    return folder, recorded
