"""How Django forms look here: set as FORM_RENDERER, so that `{{ form }}` needs no further help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SELECT = "django/forms/widgets/select.html"
UNSTYLED = {"checkbox", "checkboxselectmultiple", "radioselect", "hidden"}


class Renderer(TemplatesSetting):
    form_template_name = "khetane/forms/form.html"
    field_template_name = "khetane/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Of a select Django renders two templates for each option: with 450 settlements a fifth of a second."""
        if template_name == SELECT:
            return select(context["widget"])
        return str(super().render(template_name, context, request))


def select(widget: Mapping[str, Any]) -> SafeString:
    """A select with its options, as Django's template says it."""
    groups = format_html_join("", "{}", ((options(*group),) for group in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}\n</select>', widget["name"], flatatt(widget["attrs"]), groups)


def options(name: str | None, several: list[Mapping[str, Any]], _index: int) -> SafeString:
    """The options of one group; those of no group stand bare."""
    made = format_html_join(
        "",
        '\n  <option value="{}"{}>{}</option>',
        ((str(one["value"]), flatatt(one["attrs"]), one["label"]) for one in several),
    )
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, made) if name else made


def control(field: BoundField) -> SafeString:
    """The field's widget with the look of its kind; a library's placeholder only says the label again, and goes."""
    kind = field.widget_type
    if kind in UNSTYLED or "file" in kind:
        return field.as_widget()
    classes = " ".join(filter(None, [str(field.field.widget.attrs.get("class", "")), "ds-input"]))
    return field.as_widget(attrs={"class": classes, "placeholder": False})
