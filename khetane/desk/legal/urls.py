"""The addresses of legal procedures, within those of casework."""

from __future__ import annotations

from django.urls import path

from khetane.desk.legal import board, calendar, clients, details, page, papers, starting, steps

urlpatterns = [
    path("procedures/", board.procedures, name="procedures"),
    path("procedures/new-client/", clients.new_client, name="new_client"),
    path("procedures/<uuid:procedure_id>/", page.procedure_page, name="procedure"),
    path("procedures/<uuid:procedure_id>/edit/", starting.change_procedure, name="change_procedure"),
    path("procedures/<uuid:procedure_id>/take-over/", starting.take_over, name="take_over"),
    path("procedures/<uuid:procedure_id>/steps/<slug:event>/", steps.procedure_step, name="procedure_step"),
    path("procedures/<uuid:procedure_id>/papers/<slug:code>.<slug:kind>", papers.paper, name="paper"),
    path("procedures/<uuid:procedure_id>/hearing/", details.add_hearing, name="add_hearing"),
    path("procedures/<uuid:procedure_id>/cost/", details.add_cost, name="add_cost"),
    path("procedures/<uuid:procedure_id>/power/", details.add_power, name="add_power"),
    path("persons/<uuid:person_id>/procedure/", starting.start_procedure, name="start_procedure"),
    path(
        "households/<uuid:household_id>/procedure/", starting.start_for_household, name="start_for_household"
    ),
    path("hearings/", calendar.hearings, name="hearings"),
    path("hearings/<uuid:hearing_id>/", details.edit_hearing, name="edit_hearing"),
    path("costs/<uuid:cost_id>/", details.edit_cost, name="edit_cost"),
    path("powers/<uuid:power_id>/", details.edit_power, name="edit_power"),
]
