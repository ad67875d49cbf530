"""The logged model as code: MLflow keeps a copy of this file beside the model folder and runs it on loading.

Nothing is pickled: the copy needs the package ``framing`` of the version it was logged with, and the folder.
"""

from __future__ import annotations

from typing import Any

import mlflow
import pandas as pd
from mlflow.pyfunc.model import PythonModel, PythonModelContext

from framing import load
from framing.tracking.passages import articles_from_frame, frame_from_analyses


class PassageModel(PythonModel):
    """Texts in, one row a passage out."""

    def load_context(self, context: PythonModelContext) -> None:
        """Load the model folder with its encoder."""
        self._analyzer = load(context.artifacts["model"])

    def predict(
        self,
        context: PythonModelContext,  # noqa: ARG002 - MLflow gives it
        model_input: pd.DataFrame,
        params: dict[str, Any] | None = None,  # noqa: ARG002 - MLflow gives it
    ) -> pd.DataFrame:
        """Analyse the texts of a data frame; columns as in the signature."""
        return frame_from_analyses(self._analyzer.analyze_many(articles_from_frame(model_input)))


mlflow.models.set_model(PassageModel())
