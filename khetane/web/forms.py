"""How Django forms look here: set as FORM_RENDERER, so that `{{ form }}` needs no further help."""

from __future__ import annotations

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString

UNSTYLED = {"checkbox", "checkboxselectmultiple", "radioselect", "hidden"}


class Renderer(TemplatesSetting):
    form_template_name = "khetane/forms/form.html"
    field_template_name = "khetane/forms/field.html"


def control(field: BoundField) -> SafeString:
    """The field's widget with the look of its kind."""
    kind = field.widget_type
    if kind in UNSTYLED or "file" in kind:
        return field.as_widget()
    classes = " ".join(filter(None, [str(field.field.widget.attrs.get("class", "")), "ds-input"]))
    return field.as_widget(attrs={"class": classes})
