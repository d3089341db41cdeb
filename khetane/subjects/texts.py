"""Texts in the register that name the erased person: notes, tasks, needs, reasons."""

from __future__ import annotations

import json
from uuid import UUID

from psycopg import Connection, sql

from khetane.forms.redaction.documents import cover_json
from khetane.subjects.claim import Claim
from khetane.upgrading.models import RISKS

# table, column, the column that says whose household it is
TEXTS = (
    ("people_household", "address", "id"),
    ("people_household", "phone", "id"),
    ("people_household", "note", "id"),
    ("outreach_visitnote", "text", "household_id"),
    ("outreach_task", "title", "household_id"),
    ("outreach_task", "outcome", "household_id"),
    ("cases_need", "description", "household_id"),
    ("cases_need", "outcome", "household_id"),
    ("cases_caseplan", "goals", "household_id"),
    ("cases_caseplan", "result", "household_id"),
    ("cases_planstep", "what", "household_id"),
    ("cases_planstep", "result", "household_id"),
    ("cases_referral", "to_organisation", "household_id"),
    ("cases_referral", "reason", "household_id"),
    ("cases_referral", "answer", "household_id"),
    ("cases_service", "provider", "household_id"),
    ("programmes_enrolment", "reason", "household_id"),
    ("programmes_milestone", "note", "household_id"),
    ("programmes_session", "topic", "id"),
    ("upgrading_process", "title", "id"),
    ("upgrading_process", "reason", "id"),
    ("upgrading_processevent", "findings", "id"),
    ("upgrading_processevent", "body", "id"),
    ("upgrading_safeguard", "evidence", "id"),
    ("upgrading_housingproposal", "title", "id"),
    ("upgrading_housingproposal", "where", "id"),
    *(("upgrading_housingproposal", f"answer_{risk}", "id") for risk in RISKS),
    ("cases_groupdelivery", "topic", "id"),
    ("cases_groupdelivery", "provider", "id"),
    ("cases_procedure", "body", "household_id"),
    ("cases_procedure", "note", "household_id"),
    ("cases_procedure", "reference", "household_id"),
    ("cases_procedureevent", "note", "household_id"),
    ("cases_hearing", "place", "household_id"),
    ("cases_hearing", "note", "household_id"),
    ("cases_procedurecost", "note", "household_id"),
    ("cases_powerofattorney", "attorney", "household_id"),
    ("subjects_expiry", "because", "household_id"),
    ("subjects_expiry", "why", "household_id"),
)
_VISITS = """
    select v.id, v.purpose, v.cancel_reason, exists (
        select 1 from outreach_visithousehold h where h.visit_id = v.id and h.household_id = any(%(homes)s)
        union select 1 from outreach_plannedhousehold h where h.visit_id = v.id and h.household_id = any(%(homes)s))
    from outreach_visit v where v.unit_id = any(%(units)s) and (v.purpose <> '' or v.cancel_reason <> '')
"""
_OVERRIDES = "select id, reason from access_override where household = any(%s)"
_ENTITIES = 'select dataset, id, label, "values" from khetane_forms_entity where unit_id = any(%s)'
_COVER = 'update khetane_forms_entity set label = %s, "values" = %s where dataset = %s and id = %s'


def cover(connection: Connection, claim: Claim) -> int:
    """Cover their names in every text of their units; how many texts were changed."""
    changed = sum(_cover_column(connection, claim, *one) for one in TEXTS)
    asked = {"homes": list(claim.all_homes), "units": list(claim.units)}
    for visit, purpose, reason, home in connection.execute(_VISITS, asked).fetchall():
        for column, text in (("purpose", purpose), ("cancel_reason", reason)):
            changed += _write(connection, claim, "outreach_visit", column, visit, text, at_home=home)
    for override, reason in connection.execute(_OVERRIDES, [list(claim.all_homes)]).fetchall():
        changed += _write(connection, claim, "access_override", "reason", override, reason, at_home=True)
    return changed + _cover_entities(connection, claim)


def _cover_column(connection: Connection, claim: Claim, table: str, column: str, household: str) -> int:
    statement = sql.SQL("select id, {}, {} from {} where unit_id = any(%s) and {} <> ''").format(
        *map(sql.Identifier, (household, column, table, column))
    )
    return sum(
        _write(connection, claim, table, column, id, text, at_home=home in claim.all_homes)
        for id, home, text in connection.execute(statement, [list(claim.units)]).fetchall()
    )


def _write(
    connection: Connection, claim: Claim, table: str, column: str, id: UUID, text: str, *, at_home: bool
) -> bool:
    covered = claim.gone(at_home=at_home).covered(text)
    if covered == text:
        return False
    statement = sql.SQL("update {} set {} = %s where id = %s").format(
        sql.Identifier(table), sql.Identifier(column)
    )
    connection.execute(statement, [covered, id])
    return True


def _cover_entities(connection: Connection, claim: Claim) -> int:
    """Records of other datasets: those that name them by id go, texts in the others are covered."""
    changed = 0
    for dataset, id, label, values in connection.execute(_ENTITIES, [list(claim.units)]).fetchall():
        texts = [str(value) for value in values.values()]
        at_home = not {str(home) for home in claim.all_homes}.isdisjoint(texts)
        gone = claim.gone(at_home=at_home)
        if gone.owns(dataset, str(id), iter(texts)):
            connection.execute(
                "delete from khetane_forms_entity where dataset = %s and id = %s", [dataset, id]
            )
            changed += 1
        elif (covered := cover_json([label, values], gone)) != [label, values]:
            connection.execute(_COVER, [covered[0], json.dumps(covered[1]), dataset, id])
            changed += 1
    return changed
