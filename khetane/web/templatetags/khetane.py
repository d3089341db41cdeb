"""The tags and filters of our pages: `{% load khetane %}`. Guide: docs/reference/components.md."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from khetane.web import browsers, formats, forms, languages, states
from khetane.web.designations import Note, Notes, bare
from khetane.web.names import form_title, person_label, place_label, place_note, unit_label
from khetane.web.navigation import may_open

register = template.Library()
Text = str | Promise

register.filter("day", formats.day)
register.filter("short_day", formats.short_day)
register.filter("moment", formats.moment)
register.filter("number", formats.number)
register.filter("percent", formats.percent)
register.filter("browser", browsers.browser)

ALERT_COLORS = {"error": "danger", "warning": "warning", "success": "success", "danger": "danger"}


@register.filter
def html_language(code: str) -> str:
    language = languages.BY_CODE.get(code)
    return language.tag if language else code


@register.inclusion_tag("khetane/parts/translation_note.html")
def translation_note() -> dict[str, bool]:
    """That no native speaker has reviewed the language of the page; needs no request, so that every frame can say it."""
    return {"reviewed": languages.is_reviewed(languages.current().code)}


@register.filter
def alert_color(level: str) -> str:
    return ALERT_COLORS.get(level, "info")


@register.filter
def iso(value: date) -> str:
    return value.isoformat()


@register.simple_tag
def birth(person: Any) -> str:
    """A person's birth date as exactly as it is known."""
    return formats.birth(person.birth_date, person.birth_precision)


@register.simple_tag
def person_name(person: Any) -> SafeString:
    """A name as it was spoken; never machine-translated by the browser."""
    return format_html('<span translate="no">{}</span>', person_label(person))


@register.simple_tag(takes_context=True)
def place_name(context: Context, place: Any) -> SafeString:
    """A place in the reader's language, with the mark of its designation note.

    Outside a page (a letter, an export) the note stands right beside the name.
    """
    name, note = place_label(place), place_note(place)
    if not note:
        return format_html("{}", name)
    page = context.get("page")
    if page is None:
        return format_html("{}* ({})", bare(name), note)
    notes: Notes = page.notes
    return format_html('{}<abbr class="k-note-mark" title="{}">{}</abbr>', bare(name), note, notes.mark(note))


@register.simple_tag(takes_context=True)
def notes_of(context: Context, places: Iterable[Any]) -> str:
    """Bring the notes of places that are named where no mark can stand, as in a list to choose from."""
    page = context.get("page")
    for note in filter(None, map(place_note, places)):
        if page is not None:
            page.notes.mark(note)
    return ""


register.simple_tag(form_title, name="form_title")


@register.simple_tag
def unit_name(unit: Any) -> str:
    """What a mobile unit is called in the reader's language and script."""
    return unit_label(unit)


@register.inclusion_tag("khetane/parts/designation_notes.html", takes_context=True)
def designation_notes(context: Context) -> dict[str, list[Note]]:
    """The notes of the places named so far. The footer has it; a fragment puts it at its end."""
    page = context.get("page")
    return {"notes": page.notes.listed if page else []}


@register.simple_tag
def state_tag(code: str, label: Text = "") -> SafeString:
    """A state in words, with a sign and a colour; `label` is its translated display."""
    look = states.appearance(code)
    sign = format_html(' data-sign="{}"', look.sign) if look.sign else ""
    shown = label or code.replace("_", " ")
    return format_html('<span class="ds-tag k-tag" data-color="{}"{}>{}</span>', look.color, sign, shown)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    return forms.control(field)


@register.simple_tag
def crumb(label: Text, url: str = "") -> dict[str, Text]:
    return {"label": label, "url": url}


@register.inclusion_tag("khetane/parts/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: Context, *labels_and_urls: Text) -> dict[str, list[dict[str, Text]]]:
    """`{% breadcrumbs "Households" url "K7M4" %}`: label, address, …, and the page's own label.

    A page that the reader may not open is left out.
    """
    parts = list(labels_and_urls)
    urls = [*parts[1::2], *([""] if len(parts) % 2 else [])]
    request = context.get("request")
    shown = [
        {"label": label, "url": url}
        for label, url in zip(parts[::2], urls, strict=True)
        if not url or request is None or may_open(request, str(url))
    ]
    return {"crumbs": shown}


@register.inclusion_tag("khetane/parts/empty_state.html")
def empty_state(title: Text, text: Text = "", url: str = "", action: Text = "") -> dict[str, Text]:
    """What is not here yet, and what to do about it."""
    return {"title": title, "text": text, "url": url, "action": action or _("Go on")}


@register.inclusion_tag("khetane/parts/stat.html")
def stat(value: Any, label: Text, note: Text = "", url: str = "") -> dict[str, Any]:
    """One figure with what it counts; numbers are written as the reader's language does."""
    shown = formats.number(value) if isinstance(value, int | float) else value
    return {"value": shown, "label": label, "note": note, "url": url}


@register.inclusion_tag("khetane/parts/tabs.html")
def tabs(items: Iterable[Any], label: Text = "") -> dict[str, Any]:
    """Links that look like tabs; each item has `label`, `url`, `current` and perhaps `count`."""
    return {"tabs": items, "label": label or _("Sections")}


@register.inclusion_tag("khetane/parts/timeline.html")
def timeline(events: Iterable[Any]) -> dict[str, Iterable[Any]]:
    """What happened, in order; each event has `when`, `title` and perhaps `who`, `detail`, `url`."""
    return {"events": events}


@register.inclusion_tag("khetane/parts/pagination.html")
def pagination(next_url: str = "", first_url: str = "") -> dict[str, str]:
    return {"next_url": next_url, "first_url": first_url}


@register.inclusion_tag("khetane/parts/filters.html", takes_context=True)
def filters(context: Context, form: Any, label: Text = "") -> dict[str, Any]:
    """A GET form as a bar above a list; what was asked for can be cleared, not what stands unless asked."""
    request = context.get("request")
    return {"form": form, "label": label or _("Filter"), "asked": bool(request and request.GET)}


@register.simple_block_tag
def alert(content: SafeString, color: str = "info", title: Text = "", role: str = "") -> SafeString:
    """`{% alert color="warning" title=… %}…{% endalert %}`"""
    return render_to_string(
        "khetane/parts/alert.html", {"content": content, "color": color, "title": title, "role": role}
    )
