"""The addresses of households, persons and the search."""

from __future__ import annotations

from django.urls import path

from khetane.desk import (
    card,
    editing,
    finding,
    handing,
    household,
    households,
    moving,
    on_paper,
    papers,
    person,
    registering,
)
from khetane.desk.same import comparing, proposals

app_name = "people"
urlpatterns = [
    path("search/", finding.search_page, name="search"),
    path("households/", households.households, name="households"),
    path("households/new/", registering.register, name="register"),
    path("households/<uuid:household_id>/members/add/", registering.add_member, name="add_member"),
    path("households/<uuid:household_id>/", household.household_page, name="household"),
    path("households/<uuid:household_id>/members/", on_paper.all_members, name="all_members"),
    path("households/<uuid:household_id>/card/", card.household_card, name="card"),
    path("persons/<uuid:person_id>/", person.person_page, name="person"),
    path("households/<uuid:household_id>/edit/", editing.edit_household, name="edit_household"),
    path("households/<uuid:household_id>/consent/", editing.give_consent, name="give_consent"),
    path("households/<uuid:household_id>/head/", moving.change_head, name="change_head"),
    path("households/<uuid:household_id>/split/", moving.split_household, name="split_household"),
    path("households/<uuid:household_id>/hand-over/", handing.hand_over, name="hand_over"),
    path("persons/<uuid:person_id>/documents/<slug:kind>/", papers.edit_document, name="edit_document"),
    path("persons/<uuid:person_id>/status/", papers.add_status, name="add_status"),
    path("statuses/<uuid:status_id>/edit/", papers.edit_status, name="edit_status"),
    path(
        "persons/<uuid:person_id>/self-identification/",
        papers.edit_self_identification,
        name="edit_self_identification",
    ),
    path("consents/<uuid:consent_id>/withdraw/", editing.withdraw_consent, name="withdraw_consent"),
    path("same/", proposals.same_persons, name="same_persons"),
    path("persons/<uuid:person_id>/same/<uuid:other_id>/", comparing.compare, name="compare_persons"),
    path("merges/<uuid:merge_id>/undo/", comparing.undo, name="undo_merge"),
    path("persons/<uuid:person_id>/edit/", editing.edit_person, name="edit_person"),
    path("persons/<uuid:person_id>/move/", moving.move_person, name="move_person"),
    path("persons/<uuid:person_id>/leave/", moving.leave_household, name="leave_household"),
]
