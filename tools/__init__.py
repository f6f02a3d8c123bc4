"""What makes pages, the model and measurements; `tools/README.md` says which does what."""
