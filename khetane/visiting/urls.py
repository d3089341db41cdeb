"""The addresses of planning, recording and the calendar of visits."""

from __future__ import annotations

from django.urls import path

from khetane.visiting import calendar, coverage, noting, planning, recording, rounds

app_name = "visiting"
urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("plan/", planning.plan, name="plan"),
    path("record/", planning.record_unplanned, name="record_unplanned"),
    path("<uuid:visit_id>/change/", planning.change, name="change"),
    path("<uuid:visit_id>/record/", recording.record, name="record"),
    path("<uuid:visit_id>/cancel/", recording.cancel, name="cancel"),
    path("<uuid:visit_id>/round/", rounds.round_page, name="round"),
    path("<uuid:visit_id>/note/<uuid:household_id>/", noting.note, name="note"),
]
