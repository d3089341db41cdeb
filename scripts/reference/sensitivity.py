"""docs/reference/sensitivity.md."""

from __future__ import annotations

from django.apps import apps

from khetane.core.sensitivity import Sensitivity, fields_at
from scripts.reference import markdown

HEAD = """# How sensitive each field is

Made by `python -m scripts.reference` from the declaration that stands on each model; do not edit it here. Exports, audit, masking and the
policies of the database follow from it. A test fails when a field has no declaration, and when a table with personal or
special fields has no policy in the database.

| level | who may know it |
|---|---|
| public | anyone |
| internal | who works with the installation |
| personal | who may read the person or household: it is about somebody |
| special | as personal, of the kinds that harm most when they leak (ethnicity, health, and what is told in confidence); encrypted, or with a permission of its own |
"""


def page() -> str:
    rows = []
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if model.__module__.startswith("khetane."):
            rows.append(
                [
                    f"`{model._meta.label}`",
                    *(markdown.codes(fields_at(model, level)) for level in Sensitivity),
                ]
            )
    return markdown.page(HEAD, *markdown.table(["record", *Sensitivity], rows))
