"""What each mandate notes of a household during a visit, and the tasks that follow."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from khetane.demo.forms.talk import Talk
from khetane.demo.instances import Answers, Entity, Filled, Page

# Per mandate: topic, what is noted, what is to be done (nothing where blank).
NOTES = {
    "coordination": (
        ("housing", "Krov prokišnjava, porodica traži materijal.", "Poslati zahtev odeljenju za komunalne poslove"),
        ("rights", "Objašnjena prava iz lokalnog akcionog plana.", ""),
        ("local_plan", "Predlog: rasveta u gornjem delu naselja.", "Izneti predlog na radnoj grupi"),
        ("institutions", "Dogovoren odlazak u opštinu.", "Zakazati prijem u opštini"),
    ),
    "education": (
        ("preschool", "Dete stasalo za predškolsko, roditelji zainteresovani.", "Pribaviti potvrdu za upis"),
        ("attendance", "Izostanci zbog čuvanja mlađe dece.", "Razgovor sa razrednim starešinom"),
        ("learning_support", "Potrebna pomoć iz matematike.", "Uključiti u produženi boravak"),
        ("scholarship", "Učenik ispunjava uslove za stipendiju.", "Predati prijavu za stipendiju"),
        ("parents", "Roditeljski sastanak redovno posećen.", ""),
    ),
    "health": (
        ("insurance", "Zdravstvena kartica istekla.", "Overiti zdravstvenu karticu"),
        ("vaccination", "Nedostaje druga doza.", "Zakazati vakcinaciju"),
        ("mother_child", "Trudnica, redovne kontrole.", "Pratiti na kontrolu u dom zdravlja"),
        ("chronic", "Terapija za pritisak se uzima neredovno.", "Zakazati pregled kod izabranog lekara"),
        ("prevention", "Razgovor o preventivnim pregledima.", ""),
    ),
    "social_protection": (
        ("cash_assistance", "Rešenje o novčanoj pomoći ističe.", "Pripremiti zahtev za produženje"),
        ("child_benefit", "Dečji dodatak se prima.", ""),
        ("one_off", "Zahtev za jednokratnu pomoć za ogrev.", "Predati zahtev za jednokratnu pomoć"),
        ("family_support", "Dogovorena podrška porodici.", "Ponovni razgovor sa porodicom"),
        ("care", "Starija osoba živi sama.", "Proveriti uslove za pomoć u kući"),
    ),
    "employment": (
        ("registration", "Nije na evidenciji službe.", "Zakazati prijavu u službi za zapošljavanje"),
        ("job_search", "Traži posao u komunalnom preduzeću.", "Napisati biografiju"),
        ("training", "Zainteresovan za obuku za varioca.", "Prijaviti na obuku"),
        ("public_works", "Radio na javnim radovima.", ""),
    ),
    "legal": (
        ("residence", "Prebivalište nije prijavljeno.", "Podneti zahtev za prebivalište na adresi centra"),
        ("birth_registration", "Rođenje nije upisano u matičnu knjigu.", "Prikupiti izjave svedoka"),
        ("identity_card", "Lična karta istekla.", "Zakazati termin u policijskoj upravi"),
        ("property", "Objekat nije legalizovan.", "Proveriti predmet legalizacije"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskMade:
    """A task that came of a note."""

    id: UUID
    household: UUID
    mandate: str
    due: dt.date


def note(talk: Talk, mandate: str) -> tuple[Filled, list[TaskMade]]:
    """The mandate's note form; the tasks are those it makes."""
    chance = talk.chance
    topic, text, to_do = chance.pick(NOTES[mandate])
    tasks = (
        [
            TaskMade(
                chance.id(), talk.household.id, mandate, talk.day + dt.timedelta(days=chance.between(5, 45))
            )
        ]
        if to_do
        else []
    )
    for task in tasks:
        talk.ledger.made("task", task.id)
    noted = talk.ledger.made("visit_note", chance.id())
    answers: Page = talk.head() | {
        "note_page": {
            "note_visit": talk.visit_id(),
            "note_household": str(talk.household.id),
            "note_mandate": mandate,
            "topics": topic,
            "text": talk.typed(text),
            "meta": Entity("visit_note", noted, f"{mandate} · {talk.on()}"),
        },
        "task_number": str(len(tasks)),
        "task": [task_answers(talk, task, talk.typed(to_do)) for task in tasks],
        "referral_number": "0",
    }
    return Filled(f"note_{mandate}", chance.id(), f"note {mandate} · {talk.on()}", answers), tasks


def task_answers(talk: Talk, task: TaskMade, title: str) -> Answers:
    return {
        "task_household": str(talk.household.id),
        "task_visit": talk.visit_id(),
        "task_mandate": task.mandate,
        "task_state": "open",
        "task_page": {"task_title": title, "task_due": task.due.isoformat(), "task_person": ""},
        "meta": Entity("task", task.id, title),
    }
