"""The addresses of copies for persons. The page that she opens stands in khetane/config/urls.py."""

from __future__ import annotations

from django.urls import path

from khetane.desk.rights import letter, releasing

app_name = "rights"
urlpatterns = [
    path("requests/<uuid:request_id>/copy/", releasing.make_copy, name="make_copy"),
    path("requests/<uuid:request_id>/letter/", letter.letter, name="letter"),
    path("requests/copies/<uuid:copy_id>/link", releasing.give_link, name="give_link"),
]
