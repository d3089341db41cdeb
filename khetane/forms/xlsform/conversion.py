"""From the bytes of a form to what is published. Runs inside the confined process only."""

from __future__ import annotations

import csv
import hashlib
import io
import sys
import traceback
from collections.abc import Mapping

from lxml import etree
from pyxform.builder import create_survey_element_from_dict
from pyxform.errors import PyXFormError
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import DefinitionData

from khetane.core.problems import Problem
from khetane.forms.xlsform import explain, problems
from khetane.forms.xlsform.checks import nothing_asked, selects
from khetane.forms.xlsform.container import Kind, identify, is_named_otherwise
from khetane.forms.xlsform.limits import ConversionLimits
from khetane.forms.xlsform.problems import FormProblem, nowhere
from khetane.forms.xlsform.results import Converted, NotAForm, Refused
from khetane.forms.xlsform.workbook import Workbook, read_workbook
from khetane.forms.xml import problems as xml_problems
from khetane.forms.xml.compiled import compile_form
from khetane.forms.xml.description import describe
from khetane.forms.xml.itext import UNTRANSLATED
from khetane.forms.xml.problems import Unreadable
from khetane.forms.xml.xform import XForm, read_xform

_OWN_COLUMNS = "khetane_"


def convert_here(data: bytes, filename: str, limits: ConversionLimits) -> Converted | Refused:
    """Convert in this process. Everything wrong with the form comes back as Refused."""
    try:
        kind = identify(data, filename, limits)
        warnings = _about_name(kind, filename)
        if kind is Kind.XFORM:
            return _finish(data, {}, {}, warnings, limits)
        book = _opened(data, kind, filename)
        xform, attachments, told = _converted(book, filename)
        warnings += explain.warnings(told, book)
        return _finish(xform.encode(), attachments, _own_settings(book), warnings, limits)
    except NotAForm as refused:
        return Refused(refused.problems)
    except Unreadable as refused:
        return Refused((nowhere(refused.problem),))


def _about_name(kind: Kind, filename: str) -> tuple[FormProblem, ...]:
    if not is_named_otherwise(kind, filename):
        return ()
    return (nowhere(problems.OTHER_NAME.about(filename=filename, what=kind.value)),)


def _opened(data: bytes, kind: Kind, filename: str) -> Workbook:
    try:
        return read_workbook(data, kind)
    except PyXFormError as error:
        text = str(error)
        if text.startswith("Error reading"):
            raise NotAForm(nowhere(problems.DAMAGED.about(filename=filename))) from error
        raise NotAForm(explain.placed(text, Workbook({}, {}, {}))) from error
    except MemoryError:
        raise
    except Exception as error:  # the readers meet damaged files with errors of every class
        traceback.print_exc(file=sys.stderr)
        raise NotAForm(nowhere(problems.DAMAGED.about(filename=filename))) from error


def _converted(book: Workbook, filename: str) -> tuple[str, dict[str, str], list[str]]:
    """(XForm, files made on the way, warnings) as pyxform gives them."""
    _refuse_encryption_settings(book)
    _refuse_nothing_asked(book)
    told: list[str] = []
    try:
        xform, itemsets = _pyxform(book, filename.rpartition(".")[0] or filename, told)
    except PyXFormError as error:
        raise NotAForm(*explain.errors(str(error), book)) from error
    except MemoryError:
        raise
    except Exception as error:  # a mistake of the converter: the user still gets what we can find
        traceback.print_exc(file=sys.stderr)
        own = nowhere(problems.CONVERTER_FAILED.about(kind=type(error).__name__))
        raise NotAForm(*(explain.errors("", book) or (own, *explain.warnings(told, book)))) from error
    return xform, {"itemsets.csv": itemsets} if itemsets else {}, told


def _pyxform(book: Workbook, fallback_form_id: str, told: list[str]) -> tuple[str, str | None]:
    """(XForm, itemsets.csv). The steps of pyxform's own `convert`, without its temporary files."""
    workbook = DefinitionData(**book.raw, fallback_form_name=fallback_form_id)
    form = workbook_to_json(workbook, fallback_form_name=fallback_form_id, warnings=told)
    # Pyxform's own search for such questions visits every choice of every question.
    external = any(command == "select_one_external" for _, command, _ in selects(book))
    survey = create_survey_element_from_dict(form)
    return f'<?xml version="1.0"?>{survey.xml().toxml()}', _itemsets(book) if external else None


def _itemsets(book: Workbook) -> str:
    """itemsets.csv of the sheet external_choices. Pyxform's own shifts cells when one is empty."""
    text = io.StringIO(newline="")
    columns = [column for header in book.raw.get("external_choices_header", ()) for column in header]
    table = csv.DictWriter(text, columns, quoting=csv.QUOTE_ALL)
    table.writeheader()
    table.writerows(row for row in book.raw.get("external_choices", ()) if row)
    return text.getvalue()


def _finish(
    data: bytes,
    attachments: Mapping[str, str],
    settings: Mapping[str, str],
    warnings: tuple[FormProblem, ...],
    limits: ConversionLimits,
) -> Converted:
    if len(data) > limits.xform:
        raise NotAForm(nowhere(problems.XFORM_TOO_LARGE.about(size=len(data), limit=limits.xform)))
    form = read_xform(data)
    _refuse_encryption(form)
    text = data.decode("utf-8-sig")
    if not (form.root.get("version") or "").strip():
        form.root.set("version", "c-" + hashlib.sha256(data).hexdigest()[:12])
        text = etree.tostring(form.document, encoding="unicode")
        form = read_xform(text.encode())
    described = describe(form)
    unnamed = tuple(
        nowhere(problems.NO_LANGUAGE_CODE.about(language=language.name))
        for language in described.languages
        if language.code is None and language.name != UNTRANSLATED
    )
    return Converted(text, compile_form(form), described, attachments, settings, warnings + unnamed)


def _refuse_encryption_settings(book: Workbook) -> None:
    key, address = book.setting("public_key"), book.setting("submission_url")
    found: list[Problem] = []
    if key:
        found.append(xml_problems.PUBLIC_KEY.about())
    if address:
        found.append(xml_problems.SENT_ELSEWHERE.about(address=address))
    if found:
        raise NotAForm(*(FormProblem(book.name("settings"), 2, problem) for problem in found))


def _refuse_nothing_asked(book: Workbook) -> None:
    """Devices would be offered a form that opens and ends at once."""
    row = nothing_asked(book)
    if row is not None:
        raise NotAForm(FormProblem(book.name("survey"), row, problems.NO_QUESTIONS.about()))


def _refuse_encryption(form: XForm) -> None:
    for submission in form.model.iterchildren("{*}submission"):
        if submission.get("base64RsaPublicKey"):
            raise Unreadable(xml_problems.PUBLIC_KEY.about())
        if address := submission.get("action"):
            raise Unreadable(xml_problems.SENT_ELSEWHERE.about(address=address))


def _own_settings(book: Workbook) -> dict[str, str]:
    cells = next((row.cells for row in book.rows("settings")), {})
    return {
        column.removeprefix(_OWN_COLUMNS): text.strip()
        for column, text in cells.items()
        if column.startswith(_OWN_COLUMNS)
    }
