"""Publishing our own standard forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from khetane.forms.actions import NotPublished, Published, publish_converted
from khetane.forms.models import FormVersion
from khetane.forms.standard import FORMS, ROOT
from khetane.forms.standard.build import build_xlsx
from khetane.forms.xlsform import Converted, Refused, convert

AT_ONCE = 2  # conversions, each in a process of its own


def publish_standard(progress: Callable[[str], None] = lambda name: None) -> list[Published]:
    """Publish every standard form as the viewer, who must hold form.publish.

    A form that is published with these very bytes is left as it is, so a second call takes no time.
    `progress` is told the name of each form that was done.
    """
    books = {name: build_xlsx(ROOT / name) for name in FORMS}
    waiting = {name: book for name, book in books.items() if not _is_published(name, book)}
    return list(_published(waiting, progress))


def _is_published(name: str, book: bytes) -> bool:
    return any(
        bytes(source) == book
        for source in FormVersion.objects.filter(source_name=f"{name}.xlsx").values_list("source", flat=True)
    )


def _published(books: dict[str, bytes], progress: Callable[[str], None]) -> Iterator[Published]:
    def converted(name: str) -> Converted | Refused:
        return convert(books[name], f"{name}.xlsx")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for name, form in zip(books, pool.map(converted, books), strict=True):
            if isinstance(form, Refused):
                raise NotPublished(*form.errors)
            yield publish_converted(form, books[name], f"{name}.xlsx")
            progress(name)
