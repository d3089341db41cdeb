"""Addresses of units and organisations."""

from __future__ import annotations

from django.urls import path

from khetane.organisations import kept, views

app_name = "organisations"
urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/new/", views.new_unit, name="new-unit"),
    path("units/<uuid:unit_id>/", views.unit, name="unit"),
    path("units/<uuid:unit_id>/edit/", views.edit_unit, name="edit-unit"),
    path("units/<uuid:unit_id>/equipment/", kept.edit_equipment, name="new-equipment"),
    path("units/<uuid:unit_id>/equipment/<uuid:equipment_id>/", kept.edit_equipment, name="edit-equipment"),
    path("units/<uuid:unit_id>/trainings/", kept.edit_training, name="new-training"),
    path("units/<uuid:unit_id>/trainings/<uuid:training_id>/", kept.edit_training, name="edit-training"),
    path("", views.organisations, name="organisations"),
    path("new/", views.edit_organisation, name="new-organisation"),
    path("<uuid:organisation_id>/edit/", views.edit_organisation, name="edit-organisation"),
]
