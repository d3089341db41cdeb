"""The addresses of imports."""

from __future__ import annotations

from django.urls import path

from khetane.importing import pages

app_name = "importing"
urlpatterns = [
    path("", pages.imports, name="imports"),
    path("blank.xlsx", pages.blank, name="blank"),
    path("<uuid:import_id>/", pages.one_import, name="import"),
    path("<uuid:import_id>/columns/", pages.columns, name="columns"),
    path("<uuid:import_id>/preview/", pages.preview, name="preview"),
    path("<uuid:import_id>/undo/", pages.undo, name="undo"),
    path("<uuid:import_id>/discard", pages.discard, name="discard"),
    path("<uuid:import_id>/mapping.yaml", pages.mapping_file, name="mapping"),
]
