"""What a conversion gives: a form that can be published, or the reasons why it cannot."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from khetane.forms.xlsform.problems import FormProblem
from khetane.forms.xml.compiled import Compiled
from khetane.forms.xml.description import Description


@dataclass(frozen=True, slots=True)
class Converted:
    """A form ready to become a version.

    `xform` is the text served to devices. `attachments` are files the conversion made itself
    (itemsets.csv). `settings` holds the khetane_* columns of the settings sheet, without the
    prefix: "mandate", "sensitivity".
    """

    xform: str
    compiled: Compiled
    description: Description
    attachments: Mapping[str, str]
    settings: Mapping[str, str]
    warnings: tuple[FormProblem, ...]

    @property
    def form_id(self) -> str:
        return self.compiled.form_id

    @property
    def version(self) -> str:
        return self.compiled.version

    @property
    def title(self) -> str:
        return self.description.title or self.form_id

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.xform.encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        return {
            "xform": self.xform,
            "compiled": self.compiled.to_json(),
            "description": self.description.to_json(),
            "attachments": dict(self.attachments),
            "settings": dict(self.settings),
            "warnings": [warning.to_json() for warning in self.warnings],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Converted:
        return cls(
            xform=data["xform"],
            compiled=Compiled.from_json(data["compiled"]),
            description=Description.from_json(data["description"]),
            attachments=data["attachments"],
            settings=data["settings"],
            warnings=tuple(FormProblem.from_json(one) for one in data["warnings"]),
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file does not become a form."""

    errors: tuple[FormProblem, ...]
    warnings: tuple[FormProblem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "errors": [error.to_json() for error in self.errors],
            "warnings": [warning.to_json() for warning in self.warnings],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Refused:
        return cls(
            tuple(FormProblem.from_json(one) for one in data["errors"]),
            tuple(FormProblem.from_json(one) for one in data["warnings"]),
        )


class NotAForm(Exception):
    """Raised inside the conversion to refuse a form; `problems` say why."""

    def __init__(self, *problems: FormProblem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems
