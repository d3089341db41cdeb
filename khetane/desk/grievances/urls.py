"""The addresses of work on grievances. The public pages stand in khetane/config/urls.py."""

from __future__ import annotations

from django.urls import path

from khetane.desk.grievances import handling, keeping, letter, poster, steps, take_down

app_name = "grievances"
urlpatterns = [
    path("", handling.listing, name="listing"),
    path("new/", take_down.take_down, name="take_down"),
    path("past/", keeping.past, name="past"),
    path("past/decide/", keeping.decide, name="decide_past"),
    path("poster/", poster.poster, name="poster"),
    path("<uuid:grievance_id>/", handling.grievance, name="grievance"),
    path("<uuid:grievance_id>/letter/", letter.letter, name="letter"),
    path("<uuid:grievance_id>/answer/", steps.answer, name="answer"),
    path("<uuid:grievance_id>/ask/", steps.ask, name="ask"),
    path("<uuid:grievance_id>/escalate/", steps.escalate, name="escalate"),
    path("<uuid:grievance_id>/concern/", steps.concern, name="concern"),
    path("<uuid:grievance_id>/assign/", steps.assign, name="assign"),
    path("<uuid:grievance_id>/step/", steps.step, name="step"),
]
