"""docs/reference/sensitivity.md."""

from __future__ import annotations

from django.apps import apps

from khetane.core.sensitivity import Sensitivity, fields_at
from scripts.reference import markdown

HEAD = """# How sensitive each field is

Made by `python -m scripts.reference` from the declaration that stands on each model; do not edit it here.

From the declaration follow ([why](../adr/0520-sensitivity-is-used.md)):

- **Exports** (CSV, OData): a column whose answer is saved to a field is there for who holds its permission in every unit
  exported; so is an answer without a field of ours, which counts as `history.Attributes.values`. Columns that no form saves to
  a record follow the mandate and sensitivity of their form alone.
- **Masking**: of a record that is there, a field that its reader may not see reads *hidden* (a text) or is empty (anything
  else): on pages, in history, conflicts and submissions, in the API's answers and in the lists of devices. A submission with a
  hidden answer cannot be saved as it arrived. Records read together with another one (whose need it is) are masked with it.
- **Forms** of a record do not ask what their reader may not see, say so, and leave it as it is; where nothing is left to change
  they are refused. **Search** finds nobody in a unit where anything it searches by is hidden: being found would tell it.
- **Audit**: the name of a special field is marked in the event, as declared when it was written.

Which records and files there are at all, the policies of the database say; they are written in migrations and do not follow
by themselves. Tests fail when a field has no declaration, when a table with personal or special fields has no policy, and when
the policy of a table with special fields asks for something else than what is declared.

| level | who may know it |
|---|---|
| public | anyone |
| internal | who works with the installation |
| personal | who holds `identity.read` in the unit, or opened the household in an emergency: it is about somebody |
| special | as personal, of the kinds that harm most when they leak (ethnicity, health, and what is told in confidence): who holds `content.read` in the unit and reads the record's mandate, or the permission that the model names (`self_identification.read`) |
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
