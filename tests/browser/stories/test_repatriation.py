"""A family sent back from abroad, in Serbian: reception, interview, request, two commissions, assistance."""

from __future__ import annotations

from tests.browser.stories.cast import SOCIAL_WORKER
from tests.browser.stories.conftest import PhoneOf
from tests.browser.stories.phone import Phone
from tests.browser.stories.scheme import apply, reach, step


def received(worker: Phone) -> None:
    """The family stands at her desk: it is told what is kept, agrees, and is recorded; its head came back in March."""
    worker.open("people/households/")
    worker.press("Record a household")
    worker.tick("The notice was read out, and the household agrees to be recorded")
    worker.fill("Version of the notice that was read out", "1")
    worker.choose("How it can be proved", "signed")
    worker.fill("Address", "Код сестре, плава капија")
    worker.fill("Given name", "Фадиљ")
    worker.fill("Family name", "Повратнић")
    worker.choose("Sex", "male")
    worker.fill("Birth date", "1988-02-14")
    worker.press("Save")
    household = worker.address
    worker.press("Add a member")
    worker.fill("Given name", "Минира")
    worker.fill("Family name", "Повратнић")
    worker.choose("Sex", "female")
    worker.fill("Birth date", "2017-06-03")
    worker.choose("Is to the head of the household", "child")
    worker.press("Save")
    worker.follow("Фадиљ")
    worker.press("Add a status")
    worker.choose("Status", "returnee (readmission)")
    worker.fill("Since", "2026-03-02")
    worker.press("Save")
    worker.open(household)


def test_a_family_sent_back_from_abroad(phone_of: PhoneOf) -> None:
    worker = phone_of(SOCIAL_WORKER, language="sr")
    received(worker)
    enrolment = apply(worker, "Повратак", {"Има путни лист повратка": "yes"})
    assert worker.says.count(worker.said("not met")) == 0  # that they came back is on record already
    reach(worker, "Разговор о потребама", note="Школа за Миниру, огрев за зиму")
    step(worker, "Разговор обављен")
    reach(worker, "Захтев за помоћ")
    step(worker, "Захтев послат")
    assert "код општинске комисије" in worker.says
    step(worker, "Одбијено", reason="Недостаје потврда о становању")
    step(worker, "Захтев послат")  # with the paper that was missing
    step(worker, "Централној комисији")
    reach(worker, "Одлука комисије", note="Број 12/2026")
    step(worker, "Одобрено")
    reach(worker, "Помоћ пружена", amount="60000")
    step(worker, "Укључено")
    reach(worker, "Деца су у школи")
    worker.open(enrolment)
    assert "укључено" in worker.says
    assert "Број 12/2026" in worker.says
