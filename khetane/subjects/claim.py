"""What belongs to an erased person or household: their records, their households, their names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from psycopg import Connection, sql

from khetane.forms.redaction.documents import Gone
from khetane.forms.redaction.naming import Names
from khetane.forms.redaction.questionnaires import Answers
from khetane.subjects.ledger import Entry

# Tables whose rows are a person's or a household's, and go with them: those that refer to others first.
OWNED = (
    "people_personkey", "people_selfidentification", "people_personstatus", "people_document", "people_consent",
    "people_membership", "people_restriction", "programmes_presence", "programmes_milestone", "programmes_enrolment",
    "cases_groupparticipant", "cases_service", "cases_referral", "cases_powerofattorney",
    "cases_procedurecost", "cases_hearing", "cases_procedureevent", "cases_procedure", "cases_need", "outreach_task",
)  # fmt: skip
WITHOUT_HOUSEHOLD = ("people_personkey",)
HOUSEHOLDS_OWN = (
    "cases_planstep", "cases_caseplan", "outreach_visitnote", "outreach_visithousehold", "outreach_plannedhousehold", "outreach_householdmove",
    "people_responsibility",
    "upgrading_concernedhousehold",
)  # fmt: skip
WITHOUT_ID = (
    "people_personkey",
    "outreach_visithousehold",
    "outreach_plannedhousehold",
    "cases_groupparticipant",
    "programmes_presence",
)

_PERSON = "select id, given_name, family_name from people_person where id = any(%s)"
_MEMBERS = "select id from people_person where household_id = any(%s)"
# Who was merged into an erased person is she; a record of hers may hold her names.
_MERGED = "select id from people_person where merged_into_id = any(%s)"
_HOMES = """
    select household_id from people_person where id = any(%(persons)s) and household_id is not null
    union select household_id from people_membership where person_id = any(%(persons)s)
    union select household from history_entitychange
          where dataset = 'person' and record = any(%(persons)s) and household is not null
"""
_UNITS = """
    select unit_id from people_person where id = any(%(records)s)
    union select unit_id from people_household where id = any(%(homes)s)
    union select unit_id from people_responsibility where household_id = any(%(homes)s)
    union select unit_id from history_entitychange where record = any(%(records)s)
"""
_STAY = """
    select given_name, family_name from people_person
    where household_id = any(%s) and not id = any(%s)
"""


@dataclass(slots=True)
class Claim:
    """Everything to be erased, found by ids; `homes` are the households that stay and may speak of them."""

    persons: set[UUID]
    households: set[UUID]
    homes: set[UUID] = field(default_factory=set)
    units: set[UUID] = field(default_factory=set)
    records: set[UUID] = field(default_factory=set)
    names: Names = field(default_factory=Names)
    named: dict[UUID, Names] = field(
        default_factory=dict
    )  # each person's own: a full name is never made of two people's
    answers: dict[UUID, list[Answers]] = field(default_factory=dict)  # by versions of forms that named them

    def add_names(self, person: UUID, *, given: str, family: str) -> None:
        """Know one more way in which one of them was named."""
        self.names.add(given=given, family=family)
        self.named.setdefault(person, Names()).add(given=given, family=family)

    def gone(self, *, at_home: bool, kept: Iterable[str] = ()) -> Gone:
        """The same for redaction."""
        return Gone(
            subjects=_texts(self.persons | self.households),
            records=_texts(self.records),
            names=self.names,
            households=_texts(self.households),
            at_home=at_home,
            kept=frozenset(kept),
        )

    @property
    def all_homes(self) -> set[UUID]:
        return self.homes | self.households


def stake(connection: Connection, asked: Entry) -> Claim:
    """The claim of an erasure, as the database stands; what a ledger knows besides is in `asked`."""
    claim = Claim(
        set(asked.persons), set(asked.households), units=set(asked.units), records=set(asked.records)
    )
    claim.persons |= {id for (id,) in connection.execute(_MEMBERS, [list(claim.households)])}
    while merged := {id for (id,) in connection.execute(_MERGED, [list(claim.persons)])} - claim.persons:
        claim.persons |= merged
    claim.records |= claim.persons | claim.households
    _homes(connection, claim)
    for table in OWNED + HOUSEHOLDS_OWN:
        if table not in WITHOUT_ID:
            claim.records |= {id for (id,) in connection.execute(*owned("select id", table, claim))}
    parameters = {"records": list(claim.records), "homes": list(claim.all_homes)}
    claim.units |= {unit for (unit,) in connection.execute(_UNITS, parameters)}
    for person, given, family in connection.execute(_PERSON, [list(claim.persons)]):
        claim.add_names(person, given=given, family=family)
    for names in connection.execute(_STAY, [list(claim.homes), list(claim.persons)]):
        claim.names.stays(*names)
    return claim


def owned(doing: str, table: str, claim: Claim) -> tuple[sql.Composed, dict[str, list[UUID]]]:
    """`doing` (select or delete) the rows of `table` that are theirs."""
    conditions = []
    if table in OWNED:
        conditions.append("person_id = any(%(persons)s)")
    if table not in WITHOUT_HOUSEHOLD:
        conditions.append("household_id = any(%(households)s)")
    statement = sql.SQL("{} from {} where {}").format(
        sql.SQL(doing), sql.Identifier(table), sql.SQL(" or ").join(map(sql.SQL, conditions))
    )
    return statement, {"persons": list(claim.persons), "households": list(claim.households)}


def _homes(connection: Connection, claim: Claim) -> None:
    found = connection.execute(_HOMES, {"persons": list(claim.persons)})
    claim.homes = {home for (home,) in found} - claim.households


def _texts(ids: Iterable[UUID]) -> frozenset[str]:
    return frozenset(map(str, ids))
