"""The addresses of settlements as cases."""

from __future__ import annotations

from django.urls import path

from khetane.desk.upgrading import board, households, page, recording

app_name = "upgrading"
urlpatterns = [
    path("processes/", board.processes, name="processes"),
    path("processes/of/<uuid:place_id>/", page.begin, name="begin"),
    path("processes/<uuid:process_id>/", page.process_page, name="process"),
    path("processes/<uuid:process_id>/due/", page.due, name="due"),
    path("processes/<uuid:process_id>/steps/<slug:code>/", page.step, name="step"),
    path("processes/<uuid:process_id>/record/<slug:kind>/", recording.new_event, name="new_event"),
    path("processes/<uuid:process_id>/safeguards/<slug:code>/", recording.safeguard, name="safeguard"),
    path("processes/<uuid:process_id>/proposals/", recording.new_proposal, name="new_proposal"),
    path("processes/<uuid:process_id>/households/", households.list_all, name="list_households"),
    path("processes/events/<uuid:event_id>/", recording.event, name="event"),
    path("processes/proposals/<uuid:proposal_id>/", recording.proposal, name="proposal"),
    path("processes/concerned/<uuid:concerned_id>/", households.concerned, name="concerned"),
]
