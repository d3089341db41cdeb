"""Each of the 55 indicators of the 2017 regional Roma survey is fed by a question that exists.

Source of the codes: the survey's published definitions (UNDP, World Bank, EC: Regional Roma Survey 2017).
"""

from __future__ import annotations

import csv

from khetane.forms.standard import ROOT
from tests.spec.forms.standard.conversion import properties, sheets

INDICATORS = [
    "D1_child_dependency_ratio",
    "D2_mean_household_size",
    "D3_households_5plus_members",
    "D3b_households_4plus_members",
    "DOC1_birth_registered_all",
    "DOC2_birth_registered_0_17",
    "DOC3_id_card_16plus",
    "EDU1_preprimary_enrolment_3_6",
    "EDU1b_preprimary_or_school_3_6",
    "EDU2_compulsory_enrolment_7_15",
    "EDU2b_enrolment_7_14",
    "EDU3_completed_primary_or_more_18_21",
    "EDU4_completed_upper_secondary_22_25",
    "EDU5_early_leavers_18_24",
    "EDU6_literacy_16plus",
    "EDU7_no_formal_education_16plus",
    "EDU8_segregated_class_7_15",
    "EMP1_employment_rate_15_64",
    "EMP2_labour_force_participation_15_64",
    "EMP3_unemployment_rate_15_64",
    "EMP4_neet_18_24",
    "EMP4b_neet_15_24",
    "EMP5_employed_without_social_contributions_15_64",
    "EMP6_registered_with_public_employment_service_15_64_not_employed",
    "HEA1_health_insurance_all_ages",
    "HEA2_no_health_insurance_16plus",
    "HEA3_self_rated_bad_or_very_bad_16plus",
    "HEA4_disability_or_chronic_limitation_16plus",
    "HEA5_unmet_need_consult_doctor_12m_16plus",
    "DIS1_discriminated_ethnic_12m_16plus",
    "DIS2_aware_of_antidiscrimination_law_16plus",
    "DIS3_discriminated_roma_any_of_5_areas_5y_16plus",
    "DIS4_reported_last_incident_any_area",
    "HOU1_piped_water_inside",
    "HOU2_sewerage_or_waste_water_tank",
    "HOU3_toilet_inside",
    "HOU4_bathroom_inside",
    "HOU5_electricity",
    "HOU6_kitchen_inside",
    "HOU7_potable_water_piped_in_dwelling",
    "HOU8_dwelling_ruined_or_slum",
    "HOU9_more_than_2_persons_per_room",
    "HOU10_rooms_per_person",
    "HOU11_square_metres_per_person",
    "HOU12_waste_collected_at_least_weekly",
    "POV1_went_to_bed_hungry_at_least_once_last_month",
    "POV2_cannot_afford_medicines",
    "POV3_cannot_afford_unexpected_expense",
    "POV4_internet_connection",
    "POV5_computer",
    "POV6_bed_for_each_member",
    "ACC1_primary_health_centre_more_than_30_min",
    "ACC2_kindergarten_more_than_30_min",
    "GEN1_women_20_24_married_before_16",
    "GEN1_women_20_24_married_before_18",
]


def rows() -> list[dict[str, str]]:
    with (ROOT / "indicator_questions.csv").open(encoding="utf-8", newline="") as sheet:
        return list(csv.DictReader(sheet, strict=True))


def question(row: dict[str, str]) -> dict[str, str]:
    return next((asked for asked in sheets(row["form"]).survey if asked["name"] == row["question"]), {})


def test_all_55_indicators_are_fed_and_no_other_is_named() -> None:
    assert len(INDICATORS) == 55
    assert {row["indicator"] for row in rows()} == set(INDICATORS)


def test_every_question_named_exists() -> None:
    assert [row for row in rows() if not question(row)] == []


def test_answers_that_count_are_choices_of_the_question() -> None:
    for row in rows():
        kind, _, list_name = question(row)["type"].partition(" ")
        offered = {c["name"] for c in sheets(row["form"]).choices if c["list_name"] == list_name}
        assert set(row["counts"].split()) <= offered, row
        assert bool(row["counts"]) == kind.startswith("select_"), row


def test_every_answer_is_saved_to_a_record() -> None:
    """A question feeds a figure only when its answer leaves the submission for a record."""
    for row in rows():
        asked = question(row)
        used_by = [
            other
            for other in sheets(row["form"]).survey
            if f"${{{row['question']}}}" in other.get("calculation", "")
        ]
        saved = any(other.get("save_to") for other in [asked, *used_by])
        assert saved or asked["type"] == "begin_repeat", row
    assert ("person", "birth_date") in properties("household_registration")
