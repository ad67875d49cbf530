"""The service: a page to paste an article into, and the same analyses over HTTP. Nothing is stored or logged."""
