"""Publishing our own standard forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from khetane.forms.actions import NotPublished, Published, publish_converted
from khetane.forms.models import FormContent
from khetane.forms.standard import FORMS, ROOT
from khetane.forms.standard.build import build_xlsx
from khetane.forms.xlsform import Refused, convert_each
from khetane.programmes.configured import in_force


def publish_standard(progress: Callable[[str], None] = lambda name: None) -> list[Published]:
    """Publish every standard form as the viewer, who must hold form.publish.

    A form that is published with these very bytes is left as it is, so a second call takes no time.
    `progress` is told the name of each form that was done.
    """
    books = {name: build_xlsx(ROOT / name, in_force()) for name in FORMS}
    waiting = {name: book for name, book in books.items() if not _is_published(name, book)}
    return list(_published(waiting, progress))


def _is_published(name: str, book: bytes) -> bool:
    titled = FormContent.objects.filter(version__source_name=f"{name}.xlsx").exclude(version__titles={})
    return any(bytes(source) == book for source in titled.values_list("source", flat=True))


def _published(books: dict[str, bytes], progress: Callable[[str], None]) -> Iterator[Published]:
    forms = convert_each([(f"{name}.xlsx", book) for name, book in books.items()])
    for (name, book), form in zip(books.items(), forms, strict=True):
        if isinstance(form, Refused):
            raise NotPublished(*form.errors)
        yield publish_converted(form, book, f"{name}.xlsx")
        progress(name)
