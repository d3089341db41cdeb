"""Every standard form: converts, says everything in every language, and uses the agreed names."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from khetane.forms.standard import FORMS, ROOT
from khetane.forms.standard.build import build_xlsx
from khetane.forms.standard.sheets import LANGUAGES, SERBIAN, SERBIAN_LATIN, latin, read_sheets
from tests.spec.forms.standard.conversion import codes, converted, properties, sheets

# pyxform knows only whole language subtags; sr-Latn is a right BCP 47 tag it cannot read
KNOWN_WARNING = f"machine-readable codes: {SERBIAN_LATIN}. Learn"
TEXTS = ("label", "hint", "required_message", "constraint_message")
CYRILLIC = (SERBIAN, "Македонски (mk)")
UNSEEN = ("calculate", "end_group", "end_repeat", "csv-external")

CODE_LISTS = {
    "sex": "female male other unknown",
    "birth_precision": "day month year estimated",
    "role": "head spouse child parent sibling grandchild grandparent in_law foster other",
    "document_state": "has never_had lost in_procedure unknown",
    "self_identification_answer": "asked not_asked declined",
    "status_kind": "displaced returnee asylum stateless at_risk_of_statelessness",
    "purpose": "registration referral sharing research",
    "given_by": "self guardian",
    "evidence": "oral_witnessed signed recorded",
    "existence": "all part none unknown",
    "quality": "good fair poor unknown",
    "position": "urban edge rural",
    "legal_status": "legal partly illegal unknown",
    "legalisation": "none started advanced done unknown",
    "planning_document": "none in_preparation adopted unknown",
    "land_ownership": "public private mixed unknown",
    "risk": "flood landslide landfill power_line traffic industry",
    "roma_share": "over_40 10_to_40 under_10 unknown",
    "visit_result": "done cancelled",
    "mandate": "coordination education health social_protection employment legal",
    "area": "education health employment social_protection housing documents discrimination safety",
    "urgency": "low medium high urgent",
    "need_state": "open working met dropped",
    "why": "not_wanted solved not_possible moved unreachable",
}

NETWORKS = ["water", "sewerage", "electricity", "lighting", "street", "heating", "waste"]
PLACES = [
    "school",
    "kindergarten",
    "health_centre",
    "employment_office",
    "social_work",
    "post",
    "bus",
    "shop",
]
# the number of a document and the end of a status are entered in the office, not in the field
AGREED = {
    "household": "place address phone note",
    "person": "household given_name family_name parent_name sex birth_date birth_precision role member_from member_to phone language",
    "document": "person kind state valid_until",
    "self_identification": "person answer groups",
    "status": "person kind since",
    "consent": "person household purpose recipients notice_version given_by given_on evidence withdrawn_on",
    "settlement": "date dwellings inhabitants age_years position materials legal_status legalisation planning_document planning_text land_ownership risks environment eviction_worry roma_share "
    + " ".join(
        [f"{n}_{q}" for n in NETWORKS for q in ("existence", "quality")] + [f"minutes_{p}" for p in PLACES]
    ),
    "visit": "place date state participants planned households refused_count absent_count purpose cancel_reason",
    "visit_note": "visit household mandate text",
    "need": "household person visit area urgency description state found_on closed_on outcome",
    "task": "household person visit mandate title due state closed_on outcome",
    "case_plan": "state reviewed_on review_on closed_on outcome result",
    "plan_step": "state result closed_on",
    "referral": "household person from_mandate to_mandate to_organisation reason sent_on state answer answered_on",
    "service": "household person visit need type date quantity provider amount child_year",
    "session": "scheme date topic hours attended present absent with_parent",
    "milestone": "enrolment kind state reached_on amount note",
    "procedure_event": "procedure event date result outcome note",
    "power_of_attorney": "person attorney kind given_on certified",
    "process_event": "process kind date body findings result mend_by",
    "group_delivery": "visit type date topic attended participants quantity provider",
}
# kept as attributes of the record; renaming one parts its history in two
ATTRIBUTES = {
    "household": "affords_medicines affords_unexpected_expense bathroom_inside bed_for_each benefits computer drinking_water dwelling_area dwelling_condition electricity_supply eviction_worry internet kitchen_inside minutes_health_centre minutes_kindergarten piped_water_inside registered_on rooms tenure toilet_inside waste_collected waste_water went_to_bed_hungry",
    "person": "absent_from_work age_at_first_union attends_early_education attends_school can_start_work chosen_doctor class_composition discriminated_12_months discriminated_areas_5_years doctor_barriers doctor_needed_not_seen education_level ever_in_union health_insurance in_school_or_training knows_the_law leaving_reason long_term_limitation looked_for_work needs_care reads_and_writes reported_last_incident self_rated_health social_contributions vaccination work_registration worked_last_week",
    "self_identification": "own_words",
    "settlement": "waste_collection",
    "visit_note": "topics",
}
DOCUMENT_KINDS = [
    "birth_registration",
    "citizenship",
    "personal_number",
    "residence",
    "id_card",
    "health_card",
]


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_list_of_forms_is_the_folders() -> None:
    assert sorted(FORMS) == sorted(sheet.parent.name for sheet in ROOT.glob("*/survey.csv"))


def test_converts_without_a_warning(form: str) -> None:
    assert [warning for warning in converted(form).warnings if KNOWN_WARNING not in warning] == []


def test_the_same_sheets_give_the_same_bytes(form: str) -> None:
    assert build_xlsx(ROOT / form) == build_xlsx(ROOT / form)


def test_settings_name_the_form_and_its_sensitivity(form: str) -> None:
    (settings,) = sheets(form).settings
    assert settings["form_id"] == form
    assert settings["khetane_mandate"] in ["", *CODE_LISTS["mandate"].split()]
    assert settings["khetane_sensitivity"] in ("internal", "personal", "special")
    assert settings["default_language"] in LANGUAGES
    assert all(
        settings[column]
        for column in (
            "form_title",
            "khetane_title_sr",
            "khetane_title_sr_latn",
            "khetane_title_mk",
            "version",
        )
    )


def test_nothing_is_left_untranslated(form: str) -> None:
    missing = []
    for row in [*sheets(form).survey, *sheets(form).choices]:
        for text in TEXTS:
            cells = [row.get(f"{text}::{language}", "") for language in LANGUAGES]
            if any(cells) and not all(cells):
                missing.append((row["name"], text, "half translated"))
            if cells[0] and cells[0] in (cells[1], cells[3]):  # in Latin script some words are the same
                missing.append((row["name"], text, "same as English"))
    assert missing == []


def test_what_is_seen_has_a_label(form: str) -> None:
    wrappers = {
        row["name"]
        for row in sheets(form).survey
        if row["type"] == "begin_group" and row["appearance"] != "field-list"
    }
    bare = [
        row["name"]
        for row in sheets(form).survey
        if row["type"] not in UNSEEN and row["name"] not in wrappers and not row["label::English (en)"]
    ]
    bare += [row["name"] for row in sheets(form).choices if not row["label::English (en)"]]
    assert bare == []


def test_serbian_and_macedonian_are_written_in_cyrillic(form: str) -> None:
    rows = [*sheets(form).survey, *sheets(form).choices]
    cells = [row.get(f"{text}::{language}", "") for row in rows for text in TEXTS for language in CYRILLIC]
    assert [cell for cell in cells if re.search("[A-Za-z]", re.sub(r"\$\{\w+\}", "", cell))] == []
    assert re.search("[А-Я]", "".join(cells))


def test_each_language_keeps_to_its_letters(form: str) -> None:
    rows = [*sheets(form).survey, *sheets(form).choices]
    serbian = "".join(row.get(f"{text}::{CYRILLIC[0]}", "") for row in rows for text in TEXTS)
    macedonian = "".join(row.get(f"{text}::{CYRILLIC[1]}", "") for row in rows for text in TEXTS)
    assert not set("ѓќѕѐѝѓЃЌЅ") & set(serbian)
    assert not set("ћђЋЂ") & set(macedonian)


def test_serbian_latin_is_derived_and_holds_no_cyrillic(form: str) -> None:
    rows = [*sheets(form).survey, *sheets(form).choices]
    for row in rows:
        for text in TEXTS:
            cell = row.get(f"{text}::{SERBIAN_LATIN}", "")
            assert cell == latin(row.get(f"{text}::{SERBIAN}", ""))
            assert not re.search("[Ѐ-ӿ]", cell)


def test_placeholders_are_the_same_in_every_language(form: str) -> None:
    for row in sheets(form).survey:
        for text in TEXTS:
            names = {
                tuple(re.findall(r"\$\{\w+\}", row.get(f"{text}::{language}", ""))) for language in LANGUAGES
            }
            assert len(names) == 1, row["name"]


def test_choice_codes_are_the_agreed_ones(form: str) -> None:
    for list_name, expected in CODE_LISTS.items():
        if found := codes(form, list_name):
            assert found == expected.split(), list_name


def test_every_agreed_list_is_used() -> None:
    used = {row["list_name"] for form in FORMS for row in sheets(form).choices}
    assert set(CODE_LISTS) <= used


@pytest.mark.parametrize("form", ["household_registration", "needs_documents"])
def test_each_kind_of_document_is_a_question(form: str) -> None:
    asked = [
        row["name"].removeprefix("state_")
        for row in sheets(form).survey
        if row["type"] == "select_one document_state"
    ]
    assert asked == DOCUMENT_KINDS
    kind = next(row for row in sheets(form).survey if row["name"] == "document_kind")
    assert " ".join(DOCUMENT_KINDS) in kind["calculation"]


def test_no_code_stands_twice_in_a_list(form: str) -> None:
    pairs = [(row["list_name"], row["name"]) for row in sheets(form).choices]
    assert len(pairs) == len(set(pairs))


def test_saved_properties_are_the_agreed_ones_or_stable_attributes(form: str) -> None:
    for dataset, name in properties(form):
        assert name in f"{AGREED[dataset]} {ATTRIBUTES.get(dataset, '')}".split(), (dataset, name)
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
    declared = {row["list_name"] for row in sheets(form).entities}
    assert {dataset for dataset, _ in properties(form)} == declared


def test_the_agreed_properties_are_all_asked_somewhere() -> None:
    saved = {pair for form in FORMS for pair in properties(form)}
    wanted = {(dataset, name) for dataset, names in AGREED.items() for name in names.split()}
    assert wanted - saved == set()


def test_registration_saves_all_that_is_agreed_of_a_member() -> None:
    saved = {name for dataset, name in properties("household_registration") if dataset == "person"}
    assert saved == set(AGREED["person"].split()) - {"member_to"}


def test_every_form_says_when_a_record_may_be_made(form: str) -> None:
    names = {row["name"]: row["type"] for row in sheets(form).survey}
    assert names.get("lawful_note") == "note" or names.get("notice_given", "").startswith("select_one")


def test_required_and_constrained_questions_say_why(form: str) -> None:
    for row in sheets(form).survey:
        assert bool(row.get("required")) == bool(row.get("required_message::English (en)")), row["name"]
        assert bool(row.get("constraint")) == bool(row.get("constraint_message::English (en)")), row["name"]


def test_an_answer_that_is_asked_as_a_date_cannot_be_in_the_future(form: str) -> None:
    ahead = {"task_due", "id_card_valid_until", "due", "review_on", "mend_by"}
    for row in sheets(form).survey:
        if row["type"] == "date" and row["name"] not in ahead:
            assert re.search(r"\. <= (today\(\)|\$\{day\})", row["constraint"]), row["name"]


def test_no_form_of_ours_asks_for_a_point(form: str) -> None:
    """Where a family lives is the settlement; the empty map of submissions says so."""
    points = ("geopoint", "geotrace", "geoshape", "start-geopoint")
    assert [row["name"] for row in sheets(form).survey if row["type"].startswith(points)] == []


def test_a_list_that_does_not_exist_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "form"
    folder.mkdir()
    (tmp_path / "choices.csv").write_text("list_name,name\nyes_no,yes\n")
    (folder / "survey.csv").write_text("type,name\nselect_one colour,paint\n")
    with pytest.raises(ValueError, match='"colour"'):
        read_sheets(folder)


def test_each_economy_has_its_own_list_of_groups() -> None:
    rows = [
        row
        for row in sheets("household_registration").choices
        if row["list_name"] == "self_identification_group"
    ]
    offered = {
        economy: [row["name"] for row in rows if economy in row["economies"].split()]
        for economy in ["AL", "BA", "XK", "ME", "MK", "RS", "TR"]
    }
    assert all({"roma", "other"} <= set(groups) for groups in offered.values())
    assert {"ashkali", "egyptian"} <= set(offered["XK"])
    assert "abdal" in offered["TR"]
    assert "abdal" not in offered["RS"]


def test_every_mandate_has_its_note_form() -> None:
    notes = {sheets(form).settings[0]["khetane_mandate"] for form in FORMS if form.startswith("note_")}
    assert notes == set(CODE_LISTS["mandate"].split())


def test_shared_lists_are_used_by_more_than_one_form_or_by_the_agreement() -> None:
    with (ROOT / "choices.csv").open(encoding="utf-8", newline="") as sheet:
        shared = {row["list_name"] for row in csv.DictReader(sheet)}
    used = {row["list_name"] for form in FORMS for row in sheets(form).choices}
    assert shared - used == set()
