"""The addresses of pages that belong to no single part."""

from __future__ import annotations

from django.urls import path

from khetane.web.views import home

urlpatterns = [path("", home, name="home")]
