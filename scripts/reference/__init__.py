"""The reference pages that are made from the code: `python -m scripts.reference` writes them to docs/reference/."""
