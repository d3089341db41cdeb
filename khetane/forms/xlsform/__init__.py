"""Turning what form authors upload into what is published. Pure of Django.

`convert(data, filename)` is the way in; it works in a process of its own. `convert_each` takes several.
"""

from __future__ import annotations

from khetane.forms.xlsform.problems import FormProblem
from khetane.forms.xlsform.process import convert, convert_each, convert_in_turn
from khetane.forms.xlsform.results import Converted, Refused

__all__ = ["Converted", "FormProblem", "Refused", "convert", "convert_each", "convert_in_turn"]
