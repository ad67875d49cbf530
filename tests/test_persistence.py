import json
import pickle

import numpy as np
import pytest

from framing.errors import ModelError
from framing.persistence import load_estimator, load_model, save_model
from framing.training.fit import HeadSettings, fit_head
from tests.test_heads import rows


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    head, estimator = fit_head("kind", rows(["a", "b", "c"]), HeadSettings(), seed=1)
    centres = {"": np.zeros(6, np.float32), "nb": np.ones(6, np.float32)}
    facts = {"encoder": {"spec": "default"}, "threshold": 0.4}
    return folder, save_model(folder, {"kind": head}, centres, {"kind": estimator}, facts)


def copy(folder, target):
    target.mkdir()
    for path in folder.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
    return target


def test_a_saved_model_is_loaded_as_it_was(saved):
    folder, model = saved
    again = load_model(folder)
    assert again.id == model.id
    assert again.threshold == 0.4
    assert np.array_equal(again.heads["kind"].weights, model.heads["kind"].weights)
    assert again.heads["kind"].layout == {"first": (0, 2), "rest": (2, 6)}


def test_an_unknown_language_is_centred_on_the_mean_of_all(saved):
    _, model = saved
    assert model.centre("nb")[0] == 1.0
    assert model.centre("fi")[0] == 0.0


def test_saving_twice_gives_the_same_bytes(saved, tmp_path):
    _, model = saved
    _, estimator = fit_head("kind", rows(["a", "b", "c"]), HeadSettings(), seed=1)
    again = save_model(
        tmp_path / "m", model.heads, model.centres, {"kind": estimator}, {"encoder": {"spec": "default"}}
    )
    assert again.id == model.id


def test_a_changed_weight_file_is_refused(saved, tmp_path):
    folder = copy(saved[0], tmp_path / "changed")
    path = folder / "heads.npz"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelError, match="changed after it was written"):
        load_model(folder)


def test_another_taxonomy_is_refused(saved, tmp_path):
    folder = copy(saved[0], tmp_path / "old")
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "taxonomy": "0"}))
    with pytest.raises(ModelError, match="taxonomy 0"):
        load_model(folder)


@pytest.mark.parametrize("name", ["nothing", "model.pkl", "model.joblib"])
def test_what_is_no_model_folder_is_refused(tmp_path, name):
    path = tmp_path / name
    if path.suffix:
        path.write_bytes(pickle.dumps({"a": 1}))
    with pytest.raises(ModelError):
        load_model(path)


def test_the_estimator_is_opened_with_our_trust_list_only(saved):
    estimator = load_estimator(saved[0], "kind")
    assert list(estimator.classes_) == ["a", "b", "c"]


def test_an_estimator_of_another_type_is_refused(saved, tmp_path):
    import skops.io

    from framing.persistence import sha256

    folder = copy(saved[0], tmp_path / "crafted")
    skops.io.dump(np.vectorize(print), folder / "kind.skops")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["sha256"]["kind.skops"] = sha256(folder / "kind.skops")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match="not trusted"):
        load_estimator(folder, "kind")
