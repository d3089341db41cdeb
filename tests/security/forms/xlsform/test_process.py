"""No upload takes the server down: bombs, floods, hangs and crashes all end in a sentence."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
import time
import zipfile
from dataclasses import asdict, replace
from pathlib import Path

import psutil
import pytest

from khetane.forms.xlsform import Converted, Refused, convert, convert_each, convert_in_turn
from khetane.forms.xlsform.limits import DEFAULT_LIMITS, MEGABYTE, ConversionLimits
from tests.running import PATIENCE
from tests.workbooks import Rows, form, xls, xlsx

HEAD = ("type", "name", "label")
SMALL = xlsx(form([HEAD, ("select_one yn", "a", "A")]))


def code(data: bytes, limits: ConversionLimits = DEFAULT_LIMITS, filename: str = "f.xlsx") -> str:
    result = convert(data, filename, limits)
    assert isinstance(result, Refused), result
    (error,) = result.errors
    assert error.message
    return error.problem.code


def with_part(name: str, content: bytes) -> bytes:
    """The small workbook with one part replaced or added."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SMALL)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize("write", [xlsx, xls], ids=["xlsx", "xls"])
def test_a_form_is_converted_although_the_process_may_open_nothing(write: type) -> None:
    result = convert(write(form([HEAD, ("select_one yn", "a", "А")])), "f.x")
    assert isinstance(result, Converted)
    assert result.form_id == "visit"


def test_six_hundred_rows_and_three_megabytes_of_choices_are_taken() -> None:
    survey: list[tuple[str, str, str]] = [HEAD]
    survey += [(("text", "integer", "select_one big")[n % 3], f"q{n}", f"Question {n}") for n in range(600)]
    choices: Rows = [
        ("list_name", "name", "label"),
        *(("big", f"c{n}", f"Choice {n} " + "x" * 80) for n in range(30_000)),
    ]
    result = convert(xlsx(form(survey, choices=choices)), "big.xlsx")
    assert isinstance(result, Converted), result
    assert len(result.description.questions) == 600
    assert len(result.description.choice_lists["big"]) == 30_000
    assert len(result.xform) > 3_000_000


def test_nothing_and_too_much_are_refused_before_a_process_is_started() -> None:
    assert code(b"") == "form-01"
    assert code(SMALL, replace(DEFAULT_LIMITS, file=100)) == "form-02"


def test_archives_that_unpack_to_too_much_are_refused() -> None:
    assert code(with_part("xl/media/x.bin", b"\0" * (60 * MEGABYTE))) == "form-07"
    assert (
        code(with_part("xl/media/x.bin", b"\0" * MEGABYTE), replace(DEFAULT_LIMITS, unpacked=MEGABYTE))
        == "form-06"
    )
    assert code(SMALL, replace(DEFAULT_LIMITS, parts=3)) == "form-08"


def test_an_xml_bomb_inside_a_workbook_is_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><worksheet><a>&l11;</a></worksheet>'
    assert code(with_part("xl/worksheets/sheet1.xml", bomb.encode())) in ("form-05", "form-11", "form-14")


@pytest.mark.parametrize("damage", [b"", b"\0" * 50, b"<worksheet><sheetData><row r='x'><c r='?'"])
def test_a_damaged_sheet_is_refused(damage: bytes) -> None:
    assert code(with_part("xl/worksheets/sheet1.xml", damage)).startswith("form-")


def test_a_form_that_needs_too_much_memory_is_stopped() -> None:
    rows = [("list_name", "name", "label"), *(("big", f"c{n}", "x" * 90) for n in range(20_000))]
    data = xlsx(form([HEAD, ("select_one big", "a", "A")], choices=rows))
    assert code(data, replace(DEFAULT_LIMITS, memory=190 * MEGABYTE)) == "form-11"


def test_a_form_that_takes_too_long_is_stopped() -> None:
    assert code(SMALL, replace(DEFAULT_LIMITS, seconds=0)) == "form-10"


def test_an_answer_that_grows_too_large_is_stopped() -> None:
    assert code(SMALL, replace(DEFAULT_LIMITS, xform=100)) == "form-13"
    assert code(SMALL, replace(DEFAULT_LIMITS, output=100)) == "form-12"


def test_a_converter_that_is_killed_gives_a_sentence() -> None:
    answers: list[Converted | Refused] = []
    before = {child.pid for child in psutil.Process().children()}
    thread = threading.Thread(target=lambda: answers.append(convert(SMALL, "f.xlsx")))
    thread.start()
    while not (started := [c for c in psutil.Process().children() if c.pid not in before]):
        time.sleep(0.002)
    started[0].kill()
    thread.join()
    (answer,) = answers
    assert isinstance(answer, Refused)
    assert "SIGKILL" in answer.errors[0].message


def test_ten_uploads_at_once_are_converted_one_by_one_or_asked_to_come_again() -> None:
    answers: list[Converted | Refused] = []
    others = {child.pid for child in psutil.Process().children()}
    most, ready = 0, threading.Barrier(10)

    def upload() -> None:
        ready.wait()
        answers.append(convert_in_turn(SMALL, "f.xlsx"))

    threads = [threading.Thread(target=upload) for _ in range(10)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        most = max(most, len({child.pid for child in psutil.Process().children()} - others))
        time.sleep(0.01)
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert most == 1
    assert 2 <= len(answers) - len(refused) < len(answers) == 10
    assert {error.problem.code for answer in refused for error in answer.errors} == {"form-15"}


def test_a_file_name_is_only_a_name() -> None:
    result = convert(b"nothing", "../../etc/" + "x" * 5000 + ".xlsx\n")
    assert isinstance(result, Refused)
    assert "etc" not in result.errors[0].message
    assert len(result.errors[0].message) < 500


CONFINED = """
import json, os, socket, sys
from khetane.forms.xlsform.limits import ConversionLimits
from khetane.forms.xlsform.worker import confine
confine(ConversionLimits(**json.loads(sys.argv[1])))
def tries(what):
    try:
        what()
    except OSError as error:
        return error.errno
    return 0
print([tries(lambda: open("/etc/hostname")), tries(socket.socket), tries(os.pipe)])
"""


def test_the_confined_process_can_open_no_file_no_socket_and_no_pipe() -> None:
    root = Path(__file__).parents[4]
    done = subprocess.run(
        [sys.executable, "-c", CONFINED, json.dumps(asdict(DEFAULT_LIMITS))],
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
    )
    assert done.stdout.strip() == "[24, 24, 24]"


def test_several_forms_are_each_held_to_the_limits_and_answered_in_their_order() -> None:
    rows = [("list_name", "name", "label"), *(("big", f"c{n}", "x" * 90) for n in range(20_000))]
    hungry = xlsx(form([HEAD, ("select_one big", "a", "A")], choices=rows))
    forms = [("a.xlsx", SMALL), ("hungry.xlsx", hungry), ("nothing.xlsx", b""), ("b.xlsx", SMALL)]
    answers = list(convert_each(forms, replace(DEFAULT_LIMITS, memory=190 * MEGABYTE)))
    assert [type(one) for one in answers] == [Converted, Refused, Refused, Converted]
    told = [one.errors[0].problem.code for one in answers if isinstance(one, Refused)]
    assert told == ["form-11", "form-01"]


def test_whoever_asks_no_further_leaves_no_process_behind() -> None:
    before = set(psutil.Process().children(recursive=True))
    answers = convert_each([("a.xlsx", SMALL)] * 50)
    assert isinstance(next(answers), Converted)
    started = set(psutil.Process().children(recursive=True)) - before
    assert started
    answers.close()
    psutil.wait_procs(started, timeout=PATIENCE)
    assert not any(process.is_running() for process in started)
