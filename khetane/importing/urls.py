"""The addresses of imports."""

from __future__ import annotations

from django.urls import path

from khetane.importing import pages

app_name = "importing"
urlpatterns = [
    path("", pages.imports, name="imports"),
    path("blank.xlsx", pages.blank, name="blank"),
    path("<uuid:table_id>/", pages.one_import, name="import"),
    path("<uuid:table_id>/columns/", pages.columns, name="columns"),
    path("<uuid:table_id>/preview/", pages.preview, name="preview"),
    path("<uuid:table_id>/undo/", pages.undo, name="undo"),
    path("<uuid:table_id>/discard", pages.discard, name="discard"),
    path("<uuid:table_id>/mapping.yaml", pages.mapping_file, name="mapping"),
]
