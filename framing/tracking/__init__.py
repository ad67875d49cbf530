"""Training runs in MLflow: the only place that imports it, and only where a run is written or read."""
