"""Pages that belong to no single part."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from khetane.access.routes import signed_in


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What is due today, by role."""
    return render(request, "khetane/home.html")
